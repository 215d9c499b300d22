from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .document_common import DocumentCommon

REPORT = "crm_web_agency.report_reconciliation_act"
PERIOD = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


@tagged("post_install", "-at_install")
class TestReconciliation(DocumentCommon):
    """The act of reconciliation against books kept by hand: 1200 before March, then 2400 less 600 less 240."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.agency_document_city = "Львів"
        cls._bill(1000, "2026-02-10")
        cls.bill = cls._bill(2000, "2026-03-02")
        cls._pay(cls.bill, 600, "2026-03-05")
        cls.credit = cls._bill(200, "2026-03-20", move_type="out_refund")
        cls._bill(5000, "2026-04-01")
        # A draft is in nobody's books.
        cls._create_invoice([{"name": "draft", "price_unit": 777}], invoice_date="2026-03-03")

    @classmethod
    def _bill(cls, price, day, **values):
        invoice = cls._create_invoice([{"name": "work", "price_unit": price}], **{"invoice_date": day, **values})
        invoice.action_post()
        return invoice

    @classmethod
    def _pay(cls, invoice, amount, day):
        wizard = cls.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        payment = wizard.create({"amount": amount, "payment_date": day})._create_payments()
        if not payment.move_id:
            # Without an outstanding account Odoo books a payment with its bank statement only.
            cls._book_payment(payment, amount, day)
        return payment

    @classmethod
    def _book_payment(cls, payment, amount, day):
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        receivable = cls.client.property_account_receivable_id
        move = cls.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": journal.default_account_id.id, "debit": amount}),
                    Command.create({"account_id": receivable.id, "credit": amount, "partner_id": cls.client.id}),
                ],
            }
        )
        move.action_post()

    def _get_section(self, partner=None, company=None):
        partner = partner or self.client
        sections = partner._get_reconciliation(company or self.company, "2026-03-01", "2026-03-31")
        return sections[partner.commercial_partner_id]

    def test_figures(self):
        (section,) = self._get_section()
        self.assertEqual(section["opening"], 1200)
        self.assertEqual([(row["debit"], row["credit"]) for row in section["rows"]], [(2400, 0), (0, 600), (0, 240)])
        self.assertEqual((section["debit"], section["credit"], section["closing"]), (2400, 840, 2760))

    def test_account_manager_gets_the_same_balance(self):
        """Account managers read no payments, which must not make the client's debt larger."""
        client = self.client.with_user(self.account_manager)
        (section,) = client._get_reconciliation(self.company, "2026-03-01", "2026-03-31")[client]
        self.assertEqual(section["closing"], 2760)

    def test_contact_and_company_are_one_client(self):
        self.assertEqual(self._get_section(self.contact), self._get_section())

    def test_currencies_apart(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self._bill(100, "2026-03-10", currency_id=dollar.id)
        first, second = self._get_section()
        self.assertEqual((first["currency"], first["closing"]), (self.currency, 2760))
        self.assertEqual((second["currency"], second["opening"], second["closing"]), (dollar, 0, 120))

    def test_companies_never_mix(self):
        other = self.env["res.company"].create({"name": "Other agency", "country_id": self.ukraine.id})
        (section,) = self._get_section(company=other)
        self.assertEqual((section["opening"], section["rows"], section["closing"]), (0, [], 0))

    def test_many_clients_in_few_queries(self):
        clients = self.env["res.partner"].create(
            [{"name": f"Client {number}", "is_agency_client": True} for number in range(20)]
        )
        for client in clients:
            self._create_invoice([{"name": "work", "price_unit": 1}], partner=client).action_post()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            clients._get_reconciliation(self.company, "2026-03-01", "2026-03-31")

    def test_document_reads_both_halves(self):
        text = " ".join(self._read(REPORT, self.client, PERIOD))
        self._check_texts(
            text,
            [
                "Act of reconciliation of mutual settlements",
                "for the period 01.03.2026 – 31.03.2026",
                "Place: Львів",
                "By the books of ТОВ «Світанок»",
                f"By the books of {self.company.partner_id.name}",
                "Balance on 01.03.2026 1,200.00 Balance on 01.03.2026 1,200.00",
                f"{self.bill.name} of 02.03.2026 2,400.00",
                f"{self.credit.name} of 20.03.2026 240.00",
                "Turnover of the period 2,400.00 840.00 Turnover of the period 840.00 2,400.00",
                "Balance on 31.03.2026 2,760.00",
                f"the debt in favour of {self.company.partner_id.name} is",
                "Two thousand seven hundred sixty",
                "Discrepancies",
                "Шевчук Андрій Петрович",
                "Коваль Олена Ігорівна",
                "32855961",
                "14360570",
                "Page 1 of 1",
            ],
        )

    def test_half_of_the_client_may_be_empty(self):
        text = " ".join(self._read(REPORT, self.client, {**PERIOD, "is_client_side_empty": True}))
        self.assertIn("Balance on 31.03.2026 2,760.00 Balance on 31.03.2026 As of", text)

    def test_nothing_owed(self):
        text = " ".join(self._read(REPORT, self._make_sole_trader(), PERIOD))
        self._check_texts(text, ["there is no debt between the parties", "ФОП Мар'яненко Ганна Іллівна"])

    def test_foreign_client_reads_two_languages(self):
        self._translate()
        self.company.partner_id.lang = "uk_UA"
        pages = self._read(REPORT, self._make_foreign(), PERIOD)
        self.assertEqual(len(pages), 2)

    def test_many_documents_break_over_pages(self):
        for number in range(60):
            self._bill(number + 1, "2026-03-15")
        pages = self._read(REPORT, self.client, PERIOD)
        self.assertGreater(len(pages), 2)
        self.assertIn("Debit Credit", pages[1])
        self.assertIn(f"Page 2 of {len(pages)}", pages[1])

    def test_window(self):
        wizard = self.env["agency.reconciliation.wizard"].with_user(self.account_manager)
        window = wizard.create({"partner_id": self.client.id, **PERIOD})
        action = window.action_print()
        self.assertEqual(action["report_name"], "crm_web_agency.report_reconciliation_act_document_set")
        # From the window the options alone reach the report.
        html = (
            self.env["ir.actions.report"]
            .with_user(self.account_manager)
            ._render_qweb_html(REPORT, None, data=dict(action["data"]))[0]
        )
        self.assertIn("2,760.00", html.decode())
        with self.assertRaises(ValidationError):
            window.date_to = "2026-02-01"

    def test_who_may(self):
        self.client.user_id = self.director
        for user in (self.account_manager, self.performer, self.project_manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["ir.actions.report"].with_user(user)._render_qweb_html(
                    REPORT, self.client.ids, data=dict(PERIOD)
                )
