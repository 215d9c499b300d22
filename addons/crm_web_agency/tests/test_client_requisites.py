from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import EDRPOU, RNTRC, AgencyCommon


@tagged("post_install", "-at_install")
class TestClientRequisites(AgencyCommon):
    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].with_user(self.account_manager)

    def _create(self, **values):
        return self.partners.create(
            {"name": "Лісова Пісня", "is_company": True, "is_agency_client": True, "user_id": self.account_manager.id}
            | values
        )

    def test_client_without_country_is_of_the_companys_country(self):
        with self.assertRaisesRegex(ValidationError, "ЄДРПОУ: “32855962”.*Compare"):
            self._create(company_registry="32855962")
        self.assertTrue(self._create(company_registry=EDRPOU))

    def test_others_without_country_may_have_any_code(self):
        supplier = self._create(is_agency_client=False, company_registry="HRB 1234")
        with self.assertRaisesRegex(ValidationError, "8 digits"):
            supplier.is_agency_client = True

    def test_foreign_client_keeps_own_codes(self):
        client = self._create(country_id=self.env.ref("base.pl").id, company_registry="0000123", vat="PL5260001246")
        self.assertFalse(client.registry_warning or client.vat_warning)
        with self.assertRaisesRegex(ValidationError, "ЄДРПОУ"):
            client.country_id = self.ukraine

    def test_import_refuses_wrong_codes_and_names_the_field(self):
        result = self.partners.load(
            ["name", "is_company", "is_agency_client", "country_id/id", "company_registry"],
            [["Добра", "1", "1", "base.ua", EDRPOU], ["Хибна", "1", "1", "base.ua", "12345679"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("ЄДРПОУ: “12345679”", result["messages"][0]["message"])

    def test_mistakes_are_told_while_typing_and_do_not_stop(self):
        with Form(self.partners, view="crm_web_agency.view_agency_client_form") as form:
            form.name = "Лісова Пісня"
            form.is_agency_client = True
            form.country_id = self.ukraine
            form.company_registry = "32855962"
            self.assertIn("ЄДРПОУ: “32855962”", form.registry_warning)
            form.company_registry = EDRPOU
            self.assertFalse(form.registry_warning)
            form.vat = "3285596"
            self.assertIn("ІПН: “3285596”", form.vat_warning)
            form.vat = "143605704021"
            self.assertIn("does not begin as the code", form.vat_warning)

    def test_number_of_a_sole_trader_is_its_rntrc(self):
        client = self._create(country_id=self.ukraine.id, company_registry=RNTRC, vat=RNTRC)
        self.assertFalse(client.vat_warning)
        with self.assertRaisesRegex(ValidationError, "ІПН: “1759013777”"):
            client.vat = "1759013777"

    def test_digits_are_those_of_ascii(self):
        with self.assertRaisesRegex(ValidationError, "must be 8 digits"):
            self._create(country_id=self.ukraine.id, company_registry="٣٢٨٥٥٩٦١")

    def test_slash_means_no_vat_payer(self):
        self.assertTrue(self._create(country_id=self.ukraine.id, vat="/"))

    def test_mistyped_account_is_told_of_at_once(self):
        account = self.env["res.partner.bank"].new({"acc_number": "UA213223130000026007233566002"})
        self.assertIn("IBAN: “UA2132", account._onchange_acc_number()["warning"]["message"])
        account.acc_number = "26007233566001"
        self.assertIsNone(account._onchange_acc_number())
