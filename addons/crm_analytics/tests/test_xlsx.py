from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AnalyticsCommon


@tagged("post_install", "-at_install")
class TestXlsx(AnalyticsCommon):
    """Workbooks, opened again."""

    def _render(self, report, records):
        content, kind = self.env["ir.actions.report"].with_user(self.director)._render_xlsx(report, records.ids, {})
        self.assertEqual(kind, "xlsx")
        return content

    def test_forecast(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        forecast = self.env["agency.forecast"].search([("scope", "=", "client"), ("is_latest", "=", True)])
        content = self._render("crm_analytics.xlsx_forecast", forecast)
        book = load_workbook(BytesIO(content))
        self.assertEqual(len(book.sheetnames), 2)
        sheet = book.worksheets[0]
        self.assertEqual(sheet.max_row, 3 + len(forecast.point_ids))
        self.assertEqual(sheet["B4"].value, 1000)
        self.assertAlmostEqual(sheet.cell(sheet.max_row, 3).value, forecast.point_ids[-1].expected, places=6)
        with ZipFile(BytesIO(content)) as archive:
            self.assertIn("xl/charts/chart1.xml", archive.namelist())

    def test_name_is_not_a_formula(self):
        self.client.name = "=1+1"
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        forecast = self.env["agency.forecast"].search([("scope", "=", "client"), ("is_latest", "=", True)])
        sheet = load_workbook(BytesIO(self._render("crm_analytics.xlsx_forecast", forecast))).worksheets[0]
        self.assertEqual(sheet["A1"].data_type, "s")

    def test_profitability(self):
        orders = self._order("2026-03-05 12:00:00", 40000) + self._order("2026-04-05 12:00:00", 10000)
        sheet = load_workbook(BytesIO(self._render("crm_analytics.xlsx_profitability", orders))).active
        self.assertEqual(sheet.title, self.currency.name)
        self.assertEqual([sheet["E2"].value, sheet["F2"].value], [40000, 31050])
        self.assertEqual(sheet["E4"].value, "=SUBTOTAL(109,E2:E3)")

    def test_profitability_denied(self):
        order = self._order("2026-03-05 12:00:00", 40000)
        report = self.env["ir.actions.report"].with_user(self.account_manager)
        with self.assertRaises(AccessError):
            report._render_xlsx("crm_analytics.xlsx_profitability", order.ids, {})
