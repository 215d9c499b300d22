from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import EDRPOU, RNTRC, AgencyCommon


@tagged("post_install", "-at_install")
class TestClient(AgencyCommon):
    def _confirm_order(self, months_ago, partner=None):
        order = self._create_order(self.service_fixed, partner_id=(partner or self.client).id)
        order.action_confirm()
        order.date_order = fields.Datetime.now() - relativedelta(months=months_ago)
        return order

    # ---------------------------------------------------------------- requisites

    def test_right_codes_are_accepted(self):
        for code in (EDRPOU, "00032129", RNTRC):
            with self.subTest(code=code):
                self.client.company_registry = code
                self.assertEqual(self.client.company_registry, code)

    def test_wrong_codes_are_refused_and_the_field_is_named(self):
        cases = {
            "32855962": "ЄДРПОУ: “32855962”",
            "1759013777": "РНОКПП: “1759013777”",
            "1234567": "ЄДРПОУ / РНОКПП: “1234567”",
            "ABCDEFGH": "ЄДРПОУ / РНОКПП: “ABCDEFGH”",
        }
        for code, sentence in cases.items():
            with self.subTest(code=code), self.assertRaisesRegex(ValidationError, sentence):
                self.client.company_registry = code

    def test_vat_number_has_12_or_10_digits(self):
        for number in ("328559610123", "1759013776", "UA328559610123"):
            self.client.vat = number
        with self.assertRaisesRegex(ValidationError, "ІПН: “32855961012”"):
            self.client.vat = "32855961012"

    def test_iban_is_checked(self):
        accounts = self.env["res.partner.bank"]
        for number in ("UA213223130000026007233566002", "UA21 3223", "PL61109010140000071219812875"):
            with self.subTest(number=number), self.assertRaisesRegex(ValidationError, f"IBAN: “{number}”"):
                accounts.create({"acc_number": number, "partner_id": self.client.id})
        domestic = accounts.create({"acc_number": "26007233566001", "partner_id": self.client.id})
        self.assertEqual(domestic.acc_type, "bank")

    def test_foreign_clients_are_not_forced_into_ukrainian_codes(self):
        foreign = self.env["res.partner"].create(
            {
                "name": "Acme",
                "is_company": True,
                "country_id": self.env.ref("base.pl").id,
                "company_registry": "0000123",
            }
        )
        self.assertEqual(foreign.company_registry, "0000123")
        with self.assertRaisesRegex(ValidationError, "ЄДРПОУ"):
            foreign.country_id = self.ukraine

    def test_code_is_labelled_by_country(self):
        self.assertEqual(self.client.company_registry_label, "ЄДРПОУ / РНОКПП")
        foreign = self.env["res.partner"].create({"name": "Acme", "country_id": self.env.ref("base.pl").id})
        self.assertNotIn("ЄДРПОУ", foreign.company_registry_label)

    # --------------------------------------------------------------------- stage

    def test_new_client_is_a_prospect(self):
        self._create_order(self.service_fixed)
        self.assertEqual(self.client.client_stage, "prospect")
        self.assertFalse(self.client.last_order_date)

    def test_stage_follows_the_last_confirmed_order(self):
        for months_ago, stage in ((30, "former"), (13, "dormant"), (1, "active")):
            with self.subTest(months_ago=months_ago):
                self._confirm_order(months_ago)
                self.assertEqual(self.client.client_stage, stage)

    def test_cancelled_order_does_not_count(self):
        order = self._confirm_order(1)
        order._action_cancel()
        self.assertEqual(self.client.client_stage, "prospect")

    def test_order_of_a_contact_counts_for_the_client(self):
        self._confirm_order(1, self.contact)
        self.assertEqual(self.client.client_stage, "active")

    def test_others_than_clients_have_no_stage(self):
        self._confirm_order(1)
        self.client.is_agency_client = False
        self.assertFalse(self.client.client_stage)

    def test_time_moves_clients_by_the_scheduled_action(self):
        self._confirm_order(1)
        self.env.flush_all()
        self._age_last_order(13)
        self._run_cron()
        self.assertEqual(self.client.client_stage, "dormant")
        self._age_last_order(25)
        self._run_cron()
        self.assertEqual(self.client.client_stage, "former")

    def _age_last_order(self, months):
        """Date the orders back as if time had passed: nothing is recomputed."""
        moment = fields.Datetime.now() - relativedelta(months=months)
        self.env.cr.execute("UPDATE sale_order SET date_order = %s WHERE partner_id = %s", (moment, self.client.id))
        self.env.cr.execute("UPDATE res_partner SET last_order_date = %s WHERE id = %s", (moment, self.client.id))
        self.env.invalidate_all()

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_refresh_client_stage").method_direct_trigger()
        self.env.invalidate_all()

    # --------------------------------------------------------------------- rights

    def test_account_manager_keeps_clients(self):
        partners = self.env["res.partner"].with_user(self.account_manager)
        client = partners.create({"name": "ПП «Їжак»", "is_company": True, "is_agency_client": True})
        self.assertEqual(client.client_stage, "prospect")
        client.segment_ids = self.env["agency.client.segment"].create({"name": "Shops of tests"})
        self.assertEqual(client.segment_ids.partner_count, 1)

    def test_counts_are_of_open_needs_and_websites(self):
        self._create_requirement("One")
        declined = self._create_requirement("Two")
        declined._decline(self.env.ref("crm_web_agency.decline_reason_budget"))
        self.env["agency.website"].create({"name": "Shop", "partner_id": self.client.id})
        client = self.client.with_user(self.account_manager)
        self.assertEqual((client.requirement_count, client.website_count), (1, 1))
        self.assertEqual(client.action_open_agency_requirements()["context"], {"default_partner_id": client.id})

    def test_count_of_clients_costs_the_same_for_many(self):
        clients = self.env["res.partner"].create(
            [{"name": f"Client {number}", "is_agency_client": True} for number in range(40)]
        )
        self.env.flush_all()
        counts = []
        for batch in (clients[:4], clients):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.mapped("requirement_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
