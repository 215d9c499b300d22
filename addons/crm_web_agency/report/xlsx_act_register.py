from odoo import models

from ..tools.xlsx_register import Column


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

    def _get_rows(self, records):
        states = dict(records._fields["state"]._description_selection(self.env))
        for number, act in enumerate(records, start=1):
            yield {
                "number": number,
                "date": act.date,
                "name": act.display_name,
                "order": act.order_id.name,
                "client": act.commercial_partner_id.name,
                "code": act.commercial_partner_id.company_registry,
                "manager": act.user_id.name,
                "state": states[act.state],
                "signed_by": act.signed_by,
                "signed_on": self._to_day(act.signed_on),
                "invoice": act._get_invoice_names(),
                "untaxed": act.amount_untaxed,
                "tax": act.amount_tax,
                "total": act.amount_total,
                "currency": act.currency_id.name,
            }
