from odoo import models

from ..tools.xlsx_register import Column


class XlsxOrderRegister(models.AbstractModel):
    _name = "report.crm_web_agency.xlsx_order_register"
    _description = "Order register in XLSX"
    _inherit = "agency.xlsx.register"

    def _get_title(self):
        return self.env._("Order register")

    def _get_columns(self):
        return [
            ("number", Column(self.env._("No."), "integer", 6)),
            ("date", Column(self.env._("Date"), "date", 12)),
            ("name", Column(self.env._("Order"), "text", 14)),
            ("kind", Column(self.env._("Kind of order"), "text", 16)),
            ("client", Column(self.env._("Client"), "text", 36)),
            ("code", Column(self.env._("EDRPOU / RNOKPP"), "text", 15)),
            ("manager", Column(self.env._("Account manager"), "text", 22)),
            ("stage", Column(self.env._("Stage of delivery"), "text", 16)),
            ("untaxed", Column(self.env._("Without VAT"), "money", 17)),
            ("tax", Column(self.env._("VAT"), "money", 15)),
            ("total", Column(self.env._("Total"), "money", 17)),
            ("accepted", Column(self.env._("Accepted by acts"), "money", 17)),
            ("invoiced", Column(self.env._("Invoiced"), "money", 17)),
            ("paid", Column(self.env._("Paid"), "money", 17)),
            ("currency", Column(self.env._("Currency"), "text", 10)),
        ]

    def _get_rows(self, records):
        selections = {
            name: dict(records._fields[name]._description_selection(self.env))
            for name in ("agency_kind", "delivery_stage", "state")
        }
        accepted = self._get_accepted(records)
        for number, order in enumerate(records, start=1):
            client = order.partner_id.commercial_partner_id
            yield {
                "number": number,
                "date": self._to_day(order.date_order),
                "name": order.name,
                "kind": selections["agency_kind"].get(order.agency_kind),
                "client": client.name,
                "code": client.company_registry,
                "manager": order.user_id.name,
                "stage": selections["delivery_stage"].get(order.delivery_stage) or selections["state"].get(order.state),
                "untaxed": order.amount_untaxed,
                "tax": order.amount_tax,
                "total": order.amount_total,
                "accepted": accepted.get(order.id, 0.0),
                **self._get_invoiced(order),
                "currency": order.currency_id.name,
            }

    def _get_accepted(self, orders):
        """Return {order id: total of its signed acts}."""
        # sudo: figures about orders that the user may read, from acts he perhaps may not.
        rows = (
            self.env["agency.acceptance.act"]
            .sudo()
            ._read_group(
                [("order_id", "in", orders.ids), ("state", "in", ("signed", "invoiced"))],
                ["order_id"],
                ["amount_total:sum"],
            )
        )
        return {order.id: amount for order, amount in rows}

    def _get_invoiced(self, order):
        """Return {"invoiced": ..., "paid": ...} of posted invoices and credit notes."""
        # sudo: figures about an order that the user may read, from invoices he perhaps may not.
        moves = order.sudo().invoice_ids.filtered(
            lambda move: move.state == "posted" and move.currency_id == order.currency_id
        )
        invoiced = sum(-move.direction_sign * move.amount_total for move in moves)
        left = sum(-move.direction_sign * move.amount_residual for move in moves)
        return {
            "invoiced": order.currency_id.round(invoiced),
            "paid": order.currency_id.round(invoiced - left),
        }
