from base64 import b64decode, urlsafe_b64decode
from io import BytesIO

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.nbu_qr import ADDRESS, MAX_BYTES, get_payload, get_picture, get_url
from ..tools.payment_purpose import payment_purpose
from .document_common import DocumentCommon

REPORT = "crm_web_agency.report_payment_invoice"
LINE = {"name": "Online shop: design", "quantity": 2, "price_unit": 1000.0}


@tagged("post_install", "-at_install")
class TestPaymentInvoice(DocumentCommon):
    """The invoice for payment read back, for each kind of payer."""

    def _post(self, lines, **values):
        invoice = self._create_invoice(lines, **values)
        invoice.action_post()
        return invoice

    def _get_text(self, invoice):
        return " ".join(self._read(REPORT, invoice))

    def test_vat_payer_has_all_fields(self):
        invoice = self._post([LINE], currency_id=self.hryvnia.id)
        self._check_texts(
            self._get_text(invoice),
            [
                f"Invoice for payment No. {invoice.name} of 02.03.2026",
                "Pay by: 16.03.2026",
                "Currency: UAH",
                self.company.partner_id.name,
                "14360570",
                "143605704021",
                "UA903052992990004149123456789",
                "ТОВ «Світанок»",
                "32855961",
                "Online shop: design",
                "1,000.00",
                "2,000.00",
                "400.00",
                "Two thousand four hundred hryvnias 00 kopiykas",
                "Total to pay",
                f"Оплата за послуги згідно з рахунком № {invoice.name} від 02.03.2026, у т. ч. ПДВ 20 % 400,00 грн",
                "ISSUED BY",
                "директор",
                "Коваль Олена Ігорівна",
                "Scan it in the application of a Ukrainian bank",
                "Page 1 of 1",
            ],
        )

    def test_supplier_without_vat_names_the_ground(self):
        self.company.partner_id.taxation_system = "single_3"
        invoice = self._post([{**LINE, "tax_ids": [Command.clear()]}], currency_id=self.hryvnia.id)
        self._check_texts(
            self._get_text(invoice),
            ["Without VAT", "the Supplier is not a VAT payer", "Single tax, group 3", "02.03.2026, без ПДВ"],
        )

    def test_sole_trader_as_buyer(self):
        invoice = self._post([LINE], partner=self._make_sole_trader(), currency_id=self.hryvnia.id)
        self._check_texts(self._get_text(invoice), ["ФОП Мар'яненко Ганна Іллівна", "RNOKPP: 1759013776"])

    def test_foreign_client_reads_two_languages_and_gets_no_code(self):
        self._translate()
        self.company.partner_id.lang = "uk_UA"
        dollar = self.env.ref("base.USD")
        dollar.active = True
        invoice = self._post(
            [{**LINE, "tax_ids": [Command.clear()]}], partner=self._make_foreign(), currency_id=dollar.id
        )
        pages = self._read(REPORT, invoice)
        self.assertEqual(len(pages), 2)
        self._check_texts(
            pages[0],
            ["Sunrise GmbH", "Registration number: HRB 12345", "Two thousand US dollars 00 cents", "without VAT"],
        )
        self._check_texts(pages[1], ["Дві тисячі доларів США 00 центів"])
        self.assertNotIn("Scan it", pages[0])
        self.assertEqual(invoice._get_payment_qr_url(), "")
        self.assertIn(f"Payment for services by the invoice No. {invoice.name}", pages[0])

    def test_discount_sections_and_tax_in_the_price(self):
        included = self.tax.copy({"name": "VAT 20 % in the price", "price_include_override": "tax_included"})
        invoice = self._post(
            [
                {"name": "First stage", "display_type": "line_section", "tax_ids": False},
                {**LINE, "quantity": 1, "price_unit": 1200.0, "discount": 10, "tax_ids": [Command.set(included.ids)]},
            ],
            currency_id=self.hryvnia.id,
        )
        # 1200 less 10 % is 1080 with VAT: 900 without, 180 of VAT; the price without VAT is 1000.
        text = self._get_text(invoice)
        self._check_texts(text, ["First stage", "Discount, %", "10.00", "1,000.00", "900.00", "180.00", "1,080.00"])

    def test_two_hundred_lines_repeat_the_header(self):
        lines = [{**LINE, "name": f"Довга назва послуги номер {number} " * 3} for number in range(200)]
        invoice = self._post(lines, currency_id=self.hryvnia.id)
        pages = self._read(REPORT, invoice)
        self.assertGreater(len(pages), 5)
        for number, page in enumerate(pages, start=1):
            self.assertIn(invoice.name, page)
            self.assertIn(f"Page {number} of {len(pages)}", page)
        self.assertIn("Name of the service or work", pages[2])
        self.assertIn("480,000.00", " ".join(pages[-2:]))

    def test_draft_says_so_and_asks_for_no_payment(self):
        invoice = self._create_invoice([LINE], currency_id=self.hryvnia.id)
        text = self._get_text(invoice)
        self.assertIn("Draft, not numbered", text)
        self.assertNotIn("Оплата за послуги", text)
        self.assertEqual(invoice._get_payment_qr_picture(), "")

    def test_part_payment_leaves_the_rest_in_the_code(self):
        invoice = self._post([LINE], currency_id=self.hryvnia.id)
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"amount": 600.0}
        )._create_payments()
        # 2400 less 600: three quarters are left, and of 400 of VAT too.
        self.assertEqual(invoice._get_amount_to_pay(), 1800)
        self.assertIn("ПДВ 20 % 300,00 грн", invoice._get_payment_purpose())
        self.assertIn("UAH1800.00", self._decode(invoice._get_payment_qr_url()))

    def test_advance_names_its_order_and_agreement(self):
        order = self._create_order([self.service_fixed], client_order_ref="Д-17/2026", currency_id=self.hryvnia.id)
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": 6000}
        )
        invoice = wizard._create_invoices(order)
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        text = self._get_text(invoice)
        self._check_texts(text, ["Agreement: Д-17/2026", f"Order No. {order.name}", "договір № Д-17/2026", "6,000.00"])

    def test_credit_note_is_no_invoice_for_payment(self):
        credit = self._create_invoice([LINE], move_type="out_refund")
        with self.assertRaisesRegex(UserError, "Only customer invoices"):
            self._print(REPORT, credit)

    def test_foreign_manager_does_not_print_it(self):
        self.client.user_id = self.director
        invoice = self._post([LINE])
        reports = self.env["ir.actions.report"].with_user(self.account_manager)
        with self.assertRaises(AccessError):
            reports._render_qweb_html(REPORT, invoice.ids)

    # The payment QR code -------------------------------------------------------------------

    def _decode(self, url):
        """Return the lines behind the address of a code."""
        coded = url.removeprefix(ADDRESS)
        return urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode("cp1251").split("\n")

    def test_code_read_by_a_library_equals_the_payload(self):
        import zxingcpp

        invoice = self._post([LINE], currency_id=self.hryvnia.id)
        picture = b64decode(invoice._get_payment_qr_picture().partition(",")[2])
        codes = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
        self.assertEqual([code.text for code in codes], [invoice._get_payment_qr_url()])
        self.assertEqual(
            self._decode(codes[0].text),
            [
                "BCD",
                "002",
                "2",
                "UCT",
                "",
                self.company.partner_id.name,
                "UA903052992990004149123456789",
                "UAH2400.00",
                "14360570",
                "",
                "",
                invoice._get_payment_purpose(),
                "",
                "",
            ],
        )

    def test_long_purpose_is_cut_and_still_read(self):
        import zxingcpp

        payload = get_payload("ТОВ «Світанок»", "UA21 3223 1300 0002 6007 2335 66001", 0.1, "32855961", "Оплата\n" * 99)
        self.assertEqual(len(payload.encode("cp1251")), MAX_BYTES)
        self.assertEqual(len(payload.split("\n")), 14)
        self.assertIn("\nUAH0.10\n", payload)
        picture = b64decode(get_picture(get_url(payload)).partition(",")[2])
        self.assertEqual(zxingcpp.read_barcodes(Image.open(BytesIO(picture)))[0].text, get_url(payload))

    def test_requisites_too_long_make_no_code(self):
        with self.assertRaises(ValueError):
            get_payload("Ї" * 300, "UA213223130000026007233566001", 1, "32855961", "")

    def test_apostrophe_of_a_name_is_kept(self):
        self.assertIn("Мар'яненко", get_payload("Марʼяненко", "UA213223130000026007233566001", 1, "1759013776", ""))

    def test_purpose(self):
        self.assertEqual(
            payment_purpose("7", "02.03.2026", "№ Д-1", tax=166.67, rate=20.0),
            "Оплата за послуги згідно з рахунком № 7 від 02.03.2026, договір № Д-1, у т. ч. ПДВ 20 % 166,67 грн",
        )
        self.assertEqual(
            payment_purpose("7", "02.03.2026", currency="EUR"),
            "Payment for services by the invoice No. 7 of 02.03.2026, without VAT",
        )
