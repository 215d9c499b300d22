from odoo import models
from odoo.tools import SQL

from ..tools.xlsx_register import Column

FIELDS = (
    "name", "date_order", "agency_kind", "delivery_stage", "state", "partner_id", "user_id", "amount_untaxed",
    "amount_tax", "amount_total", "currency_id",
)  # fmt: skip


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

    def _get_rows(self, records, wizard):
        records.fetch(FIELDS)
        kinds, stages, states = self._get_labels(records, "agency_kind", "delivery_stage", "state")
        to_day, accepted, invoiced = self._get_day_reader(), self._get_accepted(records), self._get_invoiced(records)
        clients, managers, currencies = self._get_names(records)
        for order in records:
            client, code = clients[order.partner_id.id]
            billed, paid = invoiced.get(order.id, (0.0, 0.0))
            yield {
                "date": to_day(order.date_order),
                "name": order.name,
                "kind": kinds.get(order.agency_kind),
                "client": client,
                "code": code,
                "manager": managers.get(order.user_id.id),
                "stage": stages.get(order.delivery_stage) or states.get(order.state),
                "untaxed": order.amount_untaxed,
                "tax": order.amount_tax,
                "total": order.amount_total,
                "accepted": accepted.get(order.id, 0.0),
                "invoiced": billed,
                "paid": paid,
                "currency": currencies[order.currency_id.id],
            }

    def _get_names(self, orders):
        """Return {partner id: (name, code) of its company}, {user id: name} and {currency id: code}, each read once."""
        companies = ((partner.id, partner.commercial_partner_id) for partner in orders.partner_id)
        return (
            {partner_id: (company.name, company.company_registry) for partner_id, company in companies},
            {user.id: user.name for user in orders.user_id},
            {currency.id: currency.name for currency in orders.currency_id},
        )

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

    def _get_invoiced(self, orders):
        """Return {order id: (invoiced, paid)} of posted invoices and credit notes in the currency of the order.

        Figures about orders that the user may read, from invoices he perhaps may not; one statement for all.
        """
        self.env["account.move"].flush_model(["amount_residual", "amount_total", "currency_id", "move_type", "state"])
        self.env["account.move.line"].flush_model(["move_id", "sale_line_ids"])
        self.env["sale.order.line"].flush_model(["order_id", "currency_id"])
        rows = self.env.execute_query(self._select_invoiced(orders.ids)) if orders else []
        return {
            order.id: (order.currency_id.round(float(billed)), order.currency_id.round(float(billed - left)))
            for order_id, billed, left in rows
            for order in [orders.browse(order_id)]
        }

    def _select_invoiced(self, order_ids):
        return SQL(
            """
            SELECT pair.order_id,
                   SUM(CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * move.amount_total),
                   SUM(CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * move.amount_residual)
              FROM (SELECT DISTINCT line.order_id, line.currency_id, item.move_id
                      FROM sale_order_line line
                      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                      JOIN account_move_line item ON item.id = rel.invoice_line_id
                     WHERE line.order_id = ANY(%s)) pair
              JOIN account_move move ON move.id = pair.move_id
             WHERE move.state = 'posted' AND move.currency_id = pair.currency_id
               AND move.move_type IN ('out_invoice', 'out_refund')
             GROUP BY pair.order_id
            """,
            list(order_ids),
        )
