from odoo import fields, models

from ..tools.xlsx_register import Column

# The last day of each age of a debt, counted from the day it was due.
AGES = (0, 30, 60, 90)
FIELDS = (
    "name", "move_type", "invoice_date", "invoice_date_due", "commercial_partner_id", "amount_total",
    "amount_residual", "currency_id",
)  # fmt: skip


class XlsxReceivables(models.AbstractModel):
    _name = "report.crm_web_agency.xlsx_receivables"
    _description = "Receivables in XLSX"
    _inherit = "agency.xlsx.register"

    def _get_title(self):
        return self.env._("Receivables")

    def _get_columns(self):
        return [
            ("number", Column(self.env._("No."), "integer", 6)),
            ("date", Column(self.env._("Date"), "date", 12)),
            ("name", Column(self.env._("Invoice"), "text", 20)),
            ("client", Column(self.env._("Client"), "text", 36)),
            ("code", Column(self.env._("EDRPOU / RNOKPP"), "text", 15)),
            ("due", Column(self.env._("Due date"), "date", 12)),
            ("days", Column(self.env._("Days overdue"), "integer", 10)),
            ("total", Column(self.env._("Total"), "money", 17)),
            ("left", Column(self.env._("Left to pay"), "money", 17)),
            ("age0", Column(self.env._("Not due"), "money", 16)),
            ("age1", Column(self.env._("1–30 days"), "money", 16)),
            ("age2", Column(self.env._("31–60 days"), "money", 16)),
            ("age3", Column(self.env._("61–90 days"), "money", 16)),
            ("age4", Column(self.env._("Over 90 days"), "money", 16)),
            ("currency", Column(self.env._("Currency"), "text", 10)),
        ]

    def _get_objs_for_report(self, docids, data):
        """Of a selection keep posted customer invoices and credit notes with something left to pay."""
        moves = super()._get_objs_for_report(docids, data)
        if self._get_wizard(data):
            return moves
        return moves.filtered(lambda move: move.state == "posted" and move.is_sale_document() and move.amount_residual)

    def _get_rows(self, records, wizard):
        records.fetch(FIELDS)
        today = fields.Date.context_today(self)
        for move in records:
            sign = -1 if move.move_type == "out_refund" else 1
            left = sign * move.amount_residual
            days = (today - (move.invoice_date_due or move.invoice_date)).days
            age = sum(days > last for last in AGES)
            yield {
                "date": move.invoice_date,
                "name": move.name,
                "client": move.commercial_partner_id.name,
                "code": move.commercial_partner_id.company_registry,
                "due": move.invoice_date_due,
                "days": max(days, 0),
                "total": sign * move.amount_total,
                "left": left,
                f"age{age}": left,
                "currency": move.currency_id.name,
            }
