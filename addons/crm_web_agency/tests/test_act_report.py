from io import BytesIO

from pypdf import PdfReader

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .order_common import OrderCommon

REPORT = "crm_web_agency.report_acceptance_act"
PNG = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestActReport(OrderCommon, HttpCase):
    """The printed act read back: every field of Law 996-XIV art. 9(2) and of the parties."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("uk_UA")
        cls.company.agency_document_city = "Львів"
        cls.order.client_order_ref = "Д-17/2026"
        cls.fixed_line.price_unit = 30864.18

    def _read(self, act):
        """Return the texts of the pages of the PDF, white space reduced to single spaces."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, _kind = report._render_qweb_pdf(REPORT, act.ids)
        return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]

    def _get_day(self, moment):
        return fields.Datetime.context_timestamp(self.order, moment).strftime("%d.%m.%Y")

    def _check_texts(self, text, expected):
        for word in expected:
            with self.subTest(word=word):
                self.assertIn(word, text)

    def test_act_in_english_has_all_fields(self):
        self.client.lang = "en_US"
        act = self._reach(self.first)
        act.action_mark_sent()
        text = " ".join(self._read(act))
        date = act.date.strftime("%d.%m.%Y")
        self._check_texts(
            text,
            [
                "Acceptance act of services rendered",
                f"No. {act.name}",
                f"Date: {date}",
                "Place: Львів",
                "ТОВ «Світанок»",
                self.company.partner_id.name,
                "32855961",
                "14360570",
                "328559610123",
                "UA213223130000026007233566001",
                "UA903052992990004149123456789",
                "Коваль Олена Ігорівна",
                "Шевчук Андрій Петрович",
                "директор",
                "acting on the basis of: Статуту",
                "Д-17/2026",
                f"Order No. {self.order.name} of {self._get_day(self.order.date_order)}",
                "Milestone Design",
                "Online shop: Design",
                self.fixed_line.product_uom_id.name,
                "40 %",
                "30,864.18",
                "12,345.67",
                "14,814.80",
                act.amount_in_words,
                "Advance paid",
                "Balance to pay",
                "no claims on their volume, quality and term",
                "2 copies",
                "(signature, name)",
                f"Acceptance act No. {act.name} of {date}",
                "Page 1 of 1",
            ],
        )

    def test_act_in_ukrainian(self):
        module = self.env["ir.module.module"].search([("name", "=", "crm_web_agency")])
        module._update_translations(["uk_UA"])
        self.client.lang = "uk_UA"
        act = self._get_sent_act()
        self._check_texts(
            " ".join(self._read(act)),
            [
                "наданих послуг",
                f"№ {act.name}",
                "ЄДРПОУ: 32855961",
                "ІПН: 328559610123",
                "Замовник",
                "Виконавець",
                "Од. вим.",
                "40 %",
                "12 345,67",
                "14 814,80",
                "Разом без ПДВ",
                "Усього",
                act.amount_in_words,
                "Сплачений аванс",
                "не має претензій",
                "Сторінка 1 з 1",
            ],
        )

    def test_signed_act_shows_the_electronic_confirmation(self):
        act = self._get_sent_act()
        act._sign("Марія Бондар", PNG)
        self._check_texts(
            " ".join(self._read(act)),
            [
                "Electronic confirmation in the client portal",
                "Марія Бондар",
                "not a qualified electronic signature",
                "drawn up in electronic form",
                self._get_day(act.signed_on),
            ],
        )

    def test_contractor_without_vat_names_the_ground(self):
        self.company.partner_id.taxation_system = "single_3"
        self.fixed_line.tax_ids = [Command.clear()]
        act = self._get_sent_act()
        self._check_texts(" ".join(self._read(act)), ["Without VAT", "is not a VAT payer", "Single tax, group 3"])

    def test_works_with_remarks_and_rights(self):
        act = self._reach(self.first)
        act.write({"subject": "works", "remarks": "Footer to be <b>moved</b>", "transfers_rights": True})
        act.action_mark_sent()
        self._check_texts(
            " ".join(self._read(act)),
            ["works performed", "Footer to be <b>moved</b>", "property copyright"],
        )

    def test_draft_says_so(self):
        act = self._reach(self.first)
        self.assertIn("Draft, not numbered", self._read(act)[0])

    def test_contractor_alone_says_so_and_on_what_ground(self):
        self.order.act_mode = "provider_only"
        text = " ".join(self._read(self._get_sent_act()))
        self._check_texts(text, ["Contractor alone", "996-XIV", "4791-IX", "Коваль Олена Ігорівна"])
        self.assertNotIn("Шевчук Андрій Петрович", text)
        self.assertNotIn("no claims", text)

    def test_silence_is_marked(self):
        self.order.act_silence = True
        act = self._get_sent_act()
        act._accept_by_silence()
        sent, deadline = (day.strftime("%d.%m.%Y") for day in (act.sent_on, act.review_deadline))
        self._check_texts(" ".join(self._read(act)), ["Accepted by silence", f"on {sent}", f"by {deadline}"])

    def test_corrective_act_names_the_corrected_one(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        counter = act.browse(act.action_correct()["res_id"])
        counter.action_mark_sent()
        expected = [
            "Corrective act",
            f"No. {counter.name}",
            f"Corrects the act No. {act.name}",
            "-40 %",
            "14,814.80",
            "Minus fourteen",
        ]
        self._check_texts(" ".join(self._read(counter)), expected)

    def test_many_lines_repeat_the_header_and_the_number(self):
        service = self._create_service("Довга назва послуги " * 6, "time_material", 100)
        order = self._create_order([service] * 60)
        order.action_confirm()
        for line in order.order_line:
            self._log_hours(1, line=line)
        act = order._draft_act_from_hours()
        act.action_mark_sent()
        pages = self._read(act)
        self.assertGreater(len(pages), 2)
        for number, page in enumerate(pages, start=1):
            self.assertIn(act.name, page)
            self.assertIn(f"Page {number} of {len(pages)}", page)
        self.assertIn("Name of the service or work", pages[1])
