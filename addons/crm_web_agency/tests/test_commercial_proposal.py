from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .document_common import DocumentCommon

REPORT = "crm_web_agency.report_commercial_proposal"


@tagged("post_install", "-at_install")
class TestCommercialProposal(DocumentCommon):
    """The proposal read back: what the client needs, gets, pays and when; nothing of what it costs us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service_fixed.deliverable_ids = [Command.create({"name": "Sources", "description": "in a repository"})]
        cls.day = fields.Date.today() + timedelta(days=14)
        cls.order = cls._create_order(
            [cls.service_fixed, cls.service_hours], validity_date=cls.day, currency_id=cls.hryvnia.id
        )
        cls.fixed_line, cls.hours_line = cls.order.order_line
        cls.hours_line.discount = 10
        cls.need = cls._create_requirement("Sell day and night", priority="must", description="<p>Also by card</p>")
        cls.need.sale_line_id = cls.fixed_line
        cls.order.note = "<p>Prices are fixed</p>"

    def _get_text(self):
        return " ".join(self._read(REPORT, self.order))

    def test_fields(self):
        self.order.instalment_ids = [
            Command.create({"name": "Advance", "percent": 40}),
            Command.create({"name": "The rest", "percent": 60, "due_event": "act", "sequence": 20}),
        ]
        self.order.action_quotation_sent()
        # 50000 and 900 less 10 % are 50810; with 20 % of VAT 60972, of which 40 % are 24388.80.
        self._check_texts(
            self._get_text(),
            [
                f"No. {self.order.name}, version 1",
                "Prepared for",
                "ТОВ «Світанок»",
                self.day.strftime("%d.%m.%Y"),
                "What you need Sell day and night Also by card Must",
                "Online shop",
                "Sources: in a repository",
                "Discount, %",
                "50,810.00",
                "10,162.00",
                "60,972.00",
                "Sixty thousand nine hundred seventy-two hryvnias 00 kopiykas",
                "Design",
                "Launch",
                "Web developer",
                "Web designer",
                "Advance",
                "24,388.80",
                "36,583.20",
                "Prices are fixed",
                "This proposal is an offer (Civil Code of Ukraine, art. 641)",
                "account_manager",
                "14360570",
                "Коваль Олена Ігорівна",
            ],
        )

    def test_nothing_of_what_it_costs_us(self):
        html = self.env["ir.actions.report"]._render_qweb_html(REPORT, self.order.ids)[0].decode()
        for inside in ("400.00", "350.00", "400,00", "hourly", "margin"):
            with self.subTest(inside=inside):
                self.assertNotIn(inside, html)

    def test_without_a_day_it_is_no_offer(self):
        self.order.validity_date = False
        self.assertIn("is not an offer in the sense", self._get_text())
        self.order.validity_date = fields.Date.today() - timedelta(days=1)
        self.assertIn("is not an offer in the sense", self._get_text())

    def test_supplier_without_vat(self):
        self.company.partner_id.taxation_system = "single_3"
        self.order.order_line.tax_ids = [Command.clear()]
        self._check_texts(
            self._get_text(), ["Without VAT", "the Contractor is not a VAT payer (Single tax, group 3, without VAT)"]
        )

    def test_options_are_marked(self):
        self.order.order_line = [
            Command.create({"name": "To choose", "display_type": "line_section", "is_optional": True, "sequence": 90}),
            Command.create(
                {"product_id": self.service_retainer.product_variant_id.id, "product_uom_qty": 0, "sequence": 91}
            ),
        ]
        self._check_texts(self._get_text(), ["To choose", "Care plan option", "Options are for you to choose"])

    def test_foreign_client_reads_two_languages(self):
        self._translate()
        self.company.partner_id.lang = "uk_UA"
        self.order.partner_id = self._make_foreign()
        text = self._get_text()
        self._check_texts(text, ["Sunrise GmbH", "Prepared for", "Шістдесят тисяч дев'ятсот сімдесят дві гривні"])

    def test_two_hundred_lines(self):
        self.order.order_line = [
            Command.create({"product_id": self.service_hours.product_variant_id.id, "name": f"Work {number} " * 9})
            for number in range(200)
        ]
        pages = self._read(REPORT, self.order)
        self.assertGreater(len(pages), 5)
        self.assertIn("Name of the service or work", pages[2])
        self.assertIn(f"Page 3 of {len(pages)}", pages[2])
        self.assertIn(self.order.name, pages[2])

    def test_who_may(self):
        for user in (self.project_manager, self.accountant, self.account_manager):
            self.env["ir.actions.report"].with_user(user)._render_qweb_html(REPORT, self.order.ids)
        self.client.user_id = self.order.user_id = self.director
        for user in (self.performer, self.account_manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_qweb_html(REPORT, self.order.ids)
