from odoo import models

from ..tools.xlsx_register import Column

FIELDS = (
    "name", "date", "state", "order_id", "commercial_partner_id", "user_id", "signed_by", "signed_on",
    "amount_untaxed", "amount_tax", "amount_total", "currency_id",
)  # fmt: skip


class XlsxActRegister(models.AbstractModel):
    _name = "report.crm_web_agency.xlsx_act_register"
    _description = "Act register in XLSX"
    _inherit = "agency.xlsx.register"

    def _get_title(self):
        return self.env._("Act register")

    def _get_columns(self):
        return [
            ("number", Column(self.env._("No."), "integer", 6)),
            ("date", Column(self.env._("Date"), "date", 12)),
            ("name", Column(self.env._("Act"), "text", 18)),
            ("order", Column(self.env._("Order"), "text", 14)),
            ("client", Column(self.env._("Client"), "text", 36)),
            ("code", Column(self.env._("EDRPOU / RNOKPP"), "text", 15)),
            ("manager", Column(self.env._("Account manager"), "text", 22)),
            ("state", Column(self.env._("State"), "text", 14)),
            ("signed_by", Column(self.env._("Signed by"), "text", 24)),
            ("signed_on", Column(self.env._("Signed on"), "date", 12)),
            ("invoice", Column(self.env._("Invoice"), "text", 18)),
            ("untaxed", Column(self.env._("Without VAT"), "money", 17)),
            ("tax", Column(self.env._("VAT"), "money", 15)),
            ("total", Column(self.env._("Total"), "money", 17)),
            ("currency", Column(self.env._("Currency"), "text", 10)),
        ]

    def _get_rows(self, records, wizard):
        records.fetch(FIELDS)
        (states,), to_day = self._get_labels(records, "state"), self._get_day_reader()
        # sudo: an act names its order and its posted invoices for everybody who may read the act.
        invoices = {act.id: act.invoice_ids for act in records.sudo()}
        for act in records:
            order = act.sudo().order_id
            posted = invoices[act.id].filtered(lambda move: move.state == "posted")
            yield {
                "date": act.date,
                "name": act.display_name,
                "order": order.name,
                "client": act.commercial_partner_id.name,
                "code": act.commercial_partner_id.company_registry,
                "manager": act.user_id.name,
                "state": states[act.state],
                "signed_by": act.signed_by,
                "signed_on": to_day(act.signed_on),
                "invoice": ", ".join(posted.mapped("name")) or None,
                "untaxed": act.amount_untaxed,
                "tax": act.amount_tax,
                "total": act.amount_total,
                "currency": act.currency_id.name,
            }
