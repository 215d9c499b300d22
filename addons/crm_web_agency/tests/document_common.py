from io import BytesIO

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import HttpCase

from .common import AgencyCommon


class DocumentCommon(AgencyCommon, HttpCase):
    """Documents printed and read back; invoices to print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("uk_UA")
        (cls.client | cls.contact | cls.company.partner_id).lang = "en_US"
        cls.hryvnia = cls.env.ref("base.UAH")

    def _print(self, report, records, data=None):
        """Return the bytes of the PDF."""
        action = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return action._render_qweb_pdf(report, records.ids, data=dict(data or {}))[0]

    def _read(self, report, records, data=None):
        """Return the texts of the pages of the PDF, white space reduced to single spaces."""
        pages = PdfReader(BytesIO(self._print(report, records, data))).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    def _check_texts(self, text, expected):
        for word in expected:
            with self.subTest(word=word):
                self.assertIn(word, text)

    @classmethod
    def _translate(cls):
        module = cls.env["ir.module.module"].search([("name", "=", "crm_web_agency")])
        module._update_translations(["uk_UA"])

    @classmethod
    def _create_invoice(cls, lines, partner=None, **values):
        """A draft customer invoice; `lines` are dicts of values, taxed by the tax of these tests."""
        return cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.client).id,
                "invoice_date": "2026-03-02",
                "invoice_date_due": "2026-03-16",
                "invoice_line_ids": [Command.create({"tax_ids": [Command.set(cls.tax.ids)], **line}) for line in lines],
                **values,
            }
        )

    @classmethod
    def _make_foreign(cls):
        """A client of another country without Ukrainian codes."""
        return cls.env["res.partner"].create(
            {
                "name": "Sunrise GmbH",
                "is_company": True,
                "is_agency_client": True,
                "country_id": cls.env.ref("base.de").id,
                "city": "Berlin",
                "street": "Unter den Linden 1",
                "company_registry": "HRB 12345",
                "user_id": cls.account_manager.id,
                "lang": "en_US",
            }
        )

    @classmethod
    def _make_sole_trader(cls):
        """A sole trader (ФОП) who pays the single tax."""
        return cls.env["res.partner"].create(
            {
                "name": "ФОП Мар'яненко Ганна Іллівна",
                "is_company": False,
                "is_agency_client": True,
                "country_id": cls.ukraine.id,
                "city": "Харків",
                "company_registry": "1759013776",
                "taxation_system": "single_3",
                "user_id": cls.account_manager.id,
                "lang": "en_US",
            }
        )
