from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestPortalAccess(AgencyCommon):
    """An account manager opens the portal to contacts of own clients, from the client's card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_contact = cls.env["res.partner"].create(
            {"name": "Ірина", "parent_id": cls.client.id, "email": "iryna@example.com"}
        )

    def _open(self, partner, user=None):
        """The lines of Odoo's wizard, as the button on the card opens it: {partner: line}."""
        action = self.env.ref("portal.partner_wizard_action_create_and_open").with_user(user or self.account_manager)
        result = action.with_context(active_model="res.partner", active_ids=partner.ids, active_id=partner.id).run()
        wizard = self.env["portal.wizard"].with_user(user or self.account_manager).browse(result["res_id"])
        return {line.partner_id: line for line in wizard.user_ids}

    def test_the_button_is_on_the_card(self):
        for user in (self.account_manager, self.director, self.agency_admin):
            partners = self.env["res.partner"].with_user(user)
            view = partners.get_view(self.env.ref("crm_web_agency.view_agency_client_form").id, "form")
            self.assertIn('string="Portal access"', view["arch"], user.login)
        partners = self.env["res.partner"].with_user(self.performer)
        view = partners.get_view(self.env.ref("crm_web_agency.view_agency_client_form").id, "form")
        self.assertNotIn('string="Portal access"', view["arch"])

    def test_an_administrator_of_the_agency_can_open_the_card(self):
        client = self.client.with_user(self.agency_admin)
        form = Form(client, view="crm_web_agency.view_agency_client_form")
        self.assertEqual(form.name, self.client.name)

    def test_grant_invite_again_and_revoke(self):
        line = self._open(self.client)[self.new_contact]
        line.action_grant_access()
        user = self.new_contact.user_ids
        self.assertTrue(user.has_group("base.group_portal"))
        self.assertFalse(user.has_group("base.group_user"))
        self.assertEqual(user.role_line_ids.role_id, self.env.ref("crm_web_agency.role_client"))
        mails = self.env["mail.mail"].sudo()
        before = mails.search_count([])
        self._open(self.client)[self.new_contact].action_invite_again()
        self.assertGreaterEqual(mails.search_count([]), before)
        self._open(self.client)[self.new_contact].action_revoke_access()
        self.assertFalse(user.active)
        self.assertFalse(user.has_group("base.group_portal"))
        self._open(self.client)[self.new_contact].action_grant_access()
        self.assertTrue(user.active)
        self.assertTrue(user.has_group("base.group_portal"))

    def test_an_account_without_the_role_is_revoked_as_by_odoo(self):
        self._open(self.client)[self.contact].action_revoke_access()
        self.assertFalse(self.portal_user.active)

    def test_an_administrator_of_the_agency_may_too(self):
        self._open(self.client, self.agency_admin)[self.new_contact].action_grant_access()
        self.assertTrue(self.new_contact.user_ids.has_group("base.group_portal"))

    def test_bad_addresses_get_odoos_message(self):
        self.new_contact.email = False
        with self.assertRaisesRegex(UserError, "valid email"):
            self._open(self.client)[self.new_contact].action_grant_access()
        self.new_contact.email = self.portal_user.login = "same@example.com"
        with self.assertRaisesRegex(UserError, "same email"):
            self._open(self.client)[self.new_contact].action_grant_access()

    def test_foreign_clients_are_refused(self):
        other = new_test_user(self.env, "other_manager", "crm_web_agency.group_agency_account_manager")
        wizard = self.env["portal.wizard"].with_user(other)
        line = self.env["portal.wizard.user"].with_user(other)
        line = line.create(
            {"wizard_id": wizard.create({}).id, "partner_id": self.contact.id, "email": "not an address"}
        )
        for action in ("action_revoke_access", "action_grant_access", "action_invite_again"):
            with (
                self.subTest(action=action),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError),
            ):
                getattr(line, action)()
        self.assertTrue(self.portal_user.active)

    def test_staff_without_clients_may_not(self):
        for user in (self.performer, self.accountant, self.project_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["portal.wizard"].with_user(user).create({"partner_ids": self.contact.ids})

    def test_the_card_shows_who_has_access(self):
        contacts = (self.contact | self.new_contact).with_user(self.account_manager)
        self.assertEqual(contacts.mapped("has_portal_access"), [True, False])
        self.portal_user.active = False
        contacts.invalidate_recordset()
        self.assertEqual(contacts.mapped("has_portal_access"), [False, False])

    def test_it_is_counted_in_one_go(self):
        contacts = self.env["res.partner"].create([{"name": f"c{n}", "parent_id": self.client.id} for n in range(20)])
        self.env.flush_all()

        def count(batch):
            self.env.invalidate_all()
            batch.with_user(self.account_manager).mapped("name")
            before = self.env.cr.sql_log_count
            batch.with_user(self.account_manager).mapped("has_portal_access")
            return self.env.cr.sql_log_count - before

        count(contacts[:1])
        self.assertEqual(count(contacts[:1]), count(contacts))
