from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import EDRPOU, AgencyCommon


@tagged("post_install", "-at_install")
class TestClientLookAlikes(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.write({"email": "office@svitanok-tests.example", "website": "https://www.svitanok-tests.example/uk"})
        cls.stranger = new_test_user(
            cls.env, "test_stranger", "crm_web_agency.group_agency_account_manager", name="Інший Менеджер"
        )

    def _find(self, user=None, partner_id=False, **typed):
        return self.env["res.partner"].with_user(user or self.account_manager).get_look_alikes(typed, partner_id)

    def _get_reasons(self, **typed):
        return {client["id"]: client["reasons"] for client in self._find(**typed)["clients"]}.get(self.client.id)

    def test_same_name_whatever_the_form_quotes_and_letters(self):
        for name in ("Світанок", "світанок ТОВ", 'Товариство з обмеженою відповідальністю "СВІТАНОК"', "Cвiтaнок"):
            with self.subTest(name=name):
                self.assertEqual(self._get_reasons(name=name), ["the same name"])

    def test_mistyped_name_is_similar(self):
        if not self.env.registry.has_trigram:
            self.skipTest("The database compares no similar texts.")
        self.assertEqual(
            self._get_reasons(name="ТОВ Свитанок") or self._get_reasons(name="Світанокк"), ["a similar name"]
        )

    def test_tax_number_e_mail_domain_and_website(self):
        self.assertEqual(self._get_reasons(company_registry=EDRPOU), ["the same tax number"])
        self.assertEqual(self._get_reasons(vat=f"UA{self.client.vat}"), ["the same tax number"])
        self.assertEqual(self._get_reasons(email="new@svitanok-tests.example"), ["the same e-mail domain"])
        self.assertEqual(self._get_reasons(website="svitanok-tests.example"), ["the same website"])
        self.env["agency.website"].create(
            {"name": "Shop", "domain": "shop-tests.example", "partner_id": self.client.id}
        )
        self.assertEqual(self._get_reasons(website="http://www.shop-tests.example"), ["the same website"])

    def test_addresses_that_anybody_has_tell_nothing(self):
        self.client.email = "svitanok@gmail.com"
        self.assertIsNone(self._get_reasons(email="somebody@gmail.com"))

    def test_nothing_typed_finds_nothing(self):
        self.assertEqual(self._find(name="", vat=""), {"clients": [], "colleagues": []})

    def test_client_itself_and_its_contacts_are_left_out(self):
        self.assertEqual(self._find(name="Світанок", partner_id=self.client.id)["clients"], [])
        self.contact.email = "m@svitanok-tests.example"
        found = self._find(email="x@svitanok-tests.example")["clients"]
        self.assertEqual([client["id"] for client in found], self.client.ids)

    def test_archived_client_is_found_and_said_to_be_archived(self):
        self.portal_user.active = False
        self.client.active = False
        self.assertIn("(archived)", self._find(name="Світанок")["clients"][0]["name"])

    def test_client_of_a_colleague_is_not_named(self):
        found = self._find(self.stranger, company_registry=EDRPOU)
        self.assertEqual(found["clients"], [])
        self.assertEqual(len(found["colleagues"]), 1)
        self.assertIn(self.account_manager.name, found["colleagues"][0])
        self.assertNotIn("Світанок", found["colleagues"][0])
        # A merely similar name of a client of somebody else is no reason to speak of it.
        self.assertEqual(self._find(self.stranger, name="Світанокк")["colleagues"], [])

    def test_odoos_own_warning_names_no_client_of_a_colleague(self):
        self.env.flush_all()
        draft = self.env["res.partner"].with_user(self.stranger).new({"name": "X", "company_registry": EDRPOU})
        self.assertFalse(draft.same_company_registry_partner_id)
        own = self.env["res.partner"].with_user(self.account_manager).new({"name": "X", "company_registry": EDRPOU})
        self.assertEqual(own.same_company_registry_partner_id, self.client)

    def test_who_adds_no_contacts_finds_none(self):
        for user in (self.performer, self.accountant, self.portal_user):
            with self.subTest(user=user.name):
                self.assertEqual(self._find(user, name="Світанок"), {"clients": [], "colleagues": []})

    def test_other_companies_are_not_asked(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        self.client.company_id = self.company
        stranger = new_test_user(
            self.env,
            "test_other_company",
            "crm_web_agency.group_agency_account_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        self.assertEqual(self._find(stranger, company_registry=EDRPOU), {"clients": [], "colleagues": []})

    def test_search_uses_indexes(self):
        self.env.flush_all()
        partners = self.env["res.partner"]
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        keys = partners._get_keys(
            {"name": "Світанок", "vat": "1", "company_registry": EDRPOU, "email": "a@b.example", "website": "b.example"}
        )
        for query in partners._get_look_alike_queries(keys):
            plan = "\n".join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query)))
            self.assertNotIn("Seq Scan", plan)

    def test_merge_is_offered_to_who_may_write_both(self):
        double = self.env["res.partner"].create(
            {"name": "Світанок", "is_agency_client": True, "user_id": self.account_manager.id}
        )
        found = self._find(name="Світанок", partner_id=double.id)["clients"]
        self.assertEqual([client["can_merge"] for client in found], [True])
        action = double.with_user(self.account_manager).action_merge_with(self.client.id)
        self.assertEqual(action["context"]["active_ids"], [double.id, self.client.id])
