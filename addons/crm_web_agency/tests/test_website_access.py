from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .website_common import WebsiteCommon


@tagged("post_install", "-at_install")
class TestWebsiteAccess(WebsiteCommon):
    def _give(self, user=None, **values):
        access = self.env["agency.website.access"].with_user(user or self.account_manager)
        return access.create({"website_id": self.website.id, "contact_id": self.contact.id, **values})

    def test_manager_writes_who_has_access(self):
        with Form(self.website.with_user(self.account_manager)) as form, form.access_ids.new() as row:
            row.kind = "hosting"
            row.user_id = self.performer
            row.login = "svitanok"
            row.note = "administrator; the password is in the vault"
        self.assertEqual(self.website.access_ids.user_id, self.performer)

    def test_secrets_are_refused(self):
        for values in ({"note": "password=Vesna2024"}, {"login": "ftp://svitanok:Vesna24@host.ua"}):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "password manager"),
                self.env.cr.savepoint(),
            ):
                self._give(**values)
        for values in ({"note": "<p>Пароль: Vesna2024</p>"}, {"hosting": "VPS, token=abc123def"}):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, "password manager"),
                self.env.cr.savepoint(),
            ):
                self.website.write(values)

    def test_somebody_has_the_access(self):
        with self.assertRaisesRegex(Exception, "somebody"), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._give(contact_id=False)

    def test_rows_follow_their_website(self):
        access = self._give()
        stranger = new_test_user(self.env, "test_stranger", "crm_web_agency.group_agency_account_manager")
        for user in (self.account_manager, self.project_manager, self.director):
            with self.subTest(user=user.login):
                self.assertTrue(access.with_user(user).kind)
        for user in (stranger, self.accountant, self.agency_admin, self.portal_user, self.performer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                access.with_user(user).read(["kind"])
        self.website.user_id = self.performer
        self.env.invalidate_all()
        self.assertTrue(access.with_user(self.performer).kind)
        with self.assertRaises(AccessError):
            access.with_user(self.performer).note = "mine"

    def test_clients_do_not_see_access_in_the_portal(self):
        self._give()
        fields = self.env["agency.website"].with_user(self.portal_user).fields_get()
        self.assertNotIn("access_ids", fields)
        self.assertNotIn("note", fields)
