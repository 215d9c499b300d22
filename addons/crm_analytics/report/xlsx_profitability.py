from odoo import models
from odoo.exceptions import AccessError

from .xlsx_forecast import FORMATS

COLUMNS = ("amount_untaxed", "estimated_cost", "cost_p80", "actual_cost", "margin_at_completion")
FIRST_FIGURE = 4


class XlsxProfitability(models.AbstractModel):
    """Orders with revenue, planned and actual cost, and margin, with totals by currency."""

    _name = "report.crm_analytics.xlsx_profitability"
    _inherit = "report.report_xlsx.abstract"
    _description = "Profitability of Orders (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the workbook, one sheet for each currency: money of two is never added up.

        :param objs: sale.order records
        """
        if not self.env.user.has_group("crm_web_agency.group_agency_director"):
            raise AccessError(self.env._("Only the director may see costs together with margins."))
        formats = {name: workbook.add_format(values) for name, values in FORMATS.items()}
        formats["total"] = workbook.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"})
        for currency, orders in objs.grouped("currency_id").items():
            self._write_sheet(workbook.add_worksheet(currency.name), formats, orders)

    def _write_sheet(self, sheet, formats, orders):
        titles = self.env["sale.order"].fields_get(["name", "partner_id", "date_order", "delivery_stage", *COLUMNS])
        names = ("name", "partner_id", "date_order", "delivery_stage", *COLUMNS)
        for column, name in enumerate(names):
            sheet.write_string(0, column, titles[name]["string"], formats["head"])
        last = 0
        for last, order in enumerate(orders, start=1):
            self._write_order(sheet, formats, last, order)
        self._write_totals(sheet, formats, last)
        sheet.autofilter(0, 0, last, len(names) - 1)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, len(names) - 1, 18)

    def _write_order(self, sheet, formats, row, order):
        stage = order._fields["delivery_stage"]
        sheet.write_string(row, 0, order.name)
        sheet.write_string(row, 1, order.partner_id.display_name)
        sheet.write_datetime(row, 2, order.date_order.date(), formats["date"])
        sheet.write_string(row, 3, stage.convert_to_export(order.delivery_stage, order) or "")
        for column, name in enumerate(COLUMNS, start=FIRST_FIGURE):
            sheet.write_number(row, column, order[name], formats["number"])

    def _write_totals(self, sheet, formats, last):
        sheet.write_string(last + 1, 0, self.env._("Total"), formats["total"])
        for column in range(FIRST_FIGURE, FIRST_FIGURE + len(COLUMNS)):
            letter = chr(ord("A") + column)
            # SUBTOTAL follows the filter of the sheet.
            formula = f"=SUBTOTAL(109,{letter}2:{letter}{last + 1})"
            sheet.write_formula(last + 1, column, formula, formats["total"])
