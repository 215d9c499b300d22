from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import OTHER_EDRPOU
from .order_common import OrderCommon

PNG = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestClientMerge(OrderCommon):
    """Two cards of one client become one: nothing that the agency knows is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The one that is left has nothing; the client of the other tests, with all its data, is merged into it.
        cls.target = cls.env["res.partner"].create(
            {"name": "Світанок", "is_company": True, "is_agency_client": True, "user_id": False}
        )
        cls.target.user_id = False

    def _merge(self, user=None, target=None, source=None):
        self.env.flush_all()
        target, source = target or self.target, source or self.client
        wizard = (
            self.env["base.partner.merge.automatic.wizard"]
            .with_user(user or self.director)
            .create({"partner_ids": [Command.set((target | source).ids)], "dst_partner_id": target.id})
        )
        wizard.action_merge()
        self.env.invalidate_all()
        return target

    def test_records_come_along(self):
        need = self._create_requirement()
        website = self.env["agency.website"].create({"name": "Shop", "partner_id": self.client.id})
        lead = self.env["crm.lead"].create({"name": "Lead", "partner_id": self.client.id, "type": "opportunity"})
        contract = self.env["contract.contract"].create({"name": "Care", "partner_id": self.client.id})
        act = self._reach(self.first)
        activity = self.client.activity_schedule("mail.mail_activity_data_todo", user_id=self.account_manager.id)
        note = self.client.message_post(body="Called")
        file = self.env["ir.attachment"].create(
            {"name": "f", "raw": b"1", "res_model": "res.partner", "res_id": self.client.id}
        )
        account = self.client.bank_ids
        target = self._merge()
        self.assertFalse(self.client.exists())
        for record in (need, website, lead, contract, self.order, account):
            self.assertEqual(record.partner_id, target, record)
        self.assertEqual(act.commercial_partner_id, target)
        self.assertEqual((activity.res_id, note.res_id, file.res_id), (target.id, target.id, target.id))
        self.assertEqual(target.website_count, 1)
        self.assertEqual(target.service_given_ids.order_id, self.order)

    def test_what_people_typed_comes_along(self):
        self.client.write({"taxation_system": "single_3", "image_1920": PNG, "lang": "en_US"})
        registry, vat = self.client.company_registry, self.client.vat
        target = self._merge()
        self.assertEqual(target.user_id, self.account_manager)
        self.assertEqual((target.company_registry, target.vat), (registry, vat))
        self.assertEqual((target.signatory_position, target.taxation_system), ("директор", "single_3"))
        self.assertTrue(target.image_1920)

    def test_own_values_win(self):
        self.target.write({"company_registry": OTHER_EDRPOU, "user_id": self.director.id})
        target = self._merge()
        self.assertEqual((target.company_registry, target.user_id), (OTHER_EDRPOU, self.director))

    def test_stage_follows_the_orders(self):
        self.assertEqual(self.target.client_stage, "prospect")
        target = self._merge()
        self.assertEqual(target.client_stage, "active")
        self.assertTrue(target.last_order_date)

    def test_contacts_come_along_with_roles_and_new_name(self):
        role = self.env.ref("crm_web_agency.contact_role_accountant")
        self.contact.contact_role_ids = role
        self.target.name = "Ранок"
        target = self._merge()
        self.assertEqual((self.contact.parent_id, self.contact.commercial_partner_id), (target, target))
        self.assertEqual(self.contact.contact_role_ids, role)
        self.assertEqual(self.contact.complete_name, "Ранок, Марія Бондар")
        self.assertEqual(self.portal_user.partner_id, self.contact)

    def test_segments_tags_and_teams_are_united(self):
        first, second = self.env["agency.client.segment"].create([{"name": "A of tests"}, {"name": "B of tests"}])
        teams = self.env["crm.team"].create([{"name": "A of tests"}, {"name": "B of tests"}])
        self.client.write({"segment_ids": (first | second).ids, "shared_team_ids": teams.ids})
        self.target.write({"segment_ids": second.ids, "shared_team_ids": teams[0].ids})
        target = self._merge()
        self.assertEqual((target.segment_ids, target.shared_team_ids), (first | second, teams))

    def test_segment_with_a_rule_is_counted_anew(self):
        segment = self.env["agency.client.segment"].create(
            {"name": "Kyiv of tests", "mode": "rule", "domain": "[('city', '=', 'Київ')]"}
        )
        self.target.city = "Одеса"
        self.env.flush_all()
        self.assertIn(self.client, segment.partner_ids)
        self.assertNotIn(self._merge(), segment.partner_ids)

    def test_properties_are_united(self):
        definition = self.env["properties.base.definition"]._get_definition_for_property_field(
            "res.partner", "properties"
        )
        definition.properties_definition = [
            {"name": "niche", "type": "char", "string": "Niche"},
            {"name": "size", "type": "integer", "string": "Size"},
            {"name": "friend", "type": "many2one", "comodel": "res.partner", "string": "Recommended by"},
        ]
        self.client.properties = {"niche": "pets", "size": 5, "friend": self.contact.id}
        self.target.properties = {"size": 7}
        target = self._merge()
        self.assertEqual((target.properties["niche"], target.properties["size"]), ("pets", 7))
        self.assertEqual(target.properties["friend"], self.contact)

    def test_followers_of_both_stay_and_others_come(self):
        self.client.message_subscribe((self.director | self.project_manager).partner_id.ids)
        self.target.message_subscribe(self.director.partner_id.ids)
        target = self._merge()
        self.assertLessEqual((self.director | self.project_manager).partner_id, target.message_partner_ids)

    def test_following_one_document_twice_keeps_the_others(self):
        other = self._create_order(self.service_hours)
        self.order.message_subscribe((self.client | self.target).ids)
        other.message_subscribe(self.client.ids)
        target = self._merge()
        self.assertIn(target, self.order.message_partner_ids)
        self.assertIn(target, other.message_partner_ids)

    def test_members_of_one_channel_are_merged(self):
        channel = self.env["discuss.channel"].create({"name": "Tests"})
        channel._add_members(partners=self.client | self.target, post_joined_message=False)
        target = self._merge()
        self.assertIn(target, channel.channel_partner_ids)

    def test_account_manager_merges_own_clients_and_no_others(self):
        self.target.user_id = self.account_manager
        self.client.email = "office@svitanok.example"
        stranger = new_test_user(self.env, "test_stranger", "crm_web_agency.group_agency_account_manager")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._merge(stranger)
        target = self._merge(self.account_manager)
        self.assertEqual(target.email, "office@svitanok.example")

    def test_different_addresses_need_the_director(self):
        self.target.write({"user_id": self.account_manager.id, "email": "a@svitanok.example"})
        self.client.email = "b@svitanok.example"
        with self.assertRaisesRegex(UserError, "same email"), self.env.cr.savepoint():
            self._merge(self.account_manager)
        self.assertEqual(self._merge(self.director).email, "a@svitanok.example")

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        self.director.company_ids |= other
        foreign = self.env["res.partner"].create({"name": "Світанок", "company_id": other.id})
        self.target.company_id = self.company
        with self.assertRaisesRegex(UserError, "different companies"):
            self._merge(self.director.with_context(allowed_company_ids=[self.company.id, other.id]), source=foreign)

    def test_client_of_all_companies_stays_so(self):
        double = self.env["res.partner"].create({"name": "Світанок", "company_id": self.company.id})
        self.assertFalse(self._merge(source=double).company_id)
