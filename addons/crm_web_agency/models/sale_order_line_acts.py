from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import float_round, formatLang

from .agency_acceptance_act_quantity import IN_FORCE


class SaleOrderLine(models.Model):
    """What of an order line is in acts, and what may still enter one."""

    _inherit = "sale.order.line"

    act_line_ids = fields.One2many("agency.acceptance.act.line", "sale_line_id", string="In acts")

    def _get_qty_in_acts(self):
        """Return {order line id: quantity in acts that are not cancelled}.

        What a counter act takes back is free for another act once it is in force, not before.
        """
        counted = Domain("quantity", ">", 0) | Domain("act_id.state", "in", IN_FORCE)
        rows = self.env["agency.acceptance.act.line"]._read_group(
            Domain("sale_line_id", "in", self.ids) & Domain("act_id.state", "!=", "cancelled") & counted,
            ["sale_line_id"],
            ["quantity:sum"],
        )
        return {line.id: quantity for line, quantity in rows}

    def _get_qty_accepted(self):
        """Return {order line id: quantity in acts that the client has signed}."""
        rows = self.env["agency.acceptance.act.line"]._read_group(
            [("sale_line_id", "in", self.ids), ("act_id.state", "in", IN_FORCE)],
            ["sale_line_id"],
            ["quantity:sum"],
        )
        return {line.id: quantity for line, quantity in rows}

    def _get_qty_to_accept(self):
        """Return {order line id: acceptable quantity that is in no act yet, never negative}."""
        in_acts = self._get_qty_in_acts()
        acceptable = self._get_qty_acceptable()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {
            line.id: max(
                float_round(acceptable[line.id] - in_acts.get(line.id, 0.0), precision_digits=digits),
                0.0,
            )
            for line in self
        }

    def _get_qty_acceptable(self):
        """Return {order line id: quantity that acts may accept in all}.

        It is what was delivered; of hours only the approved ones, where the company wants that.
        """
        result = {line.id: line.qty_delivered for line in self}
        strict = self.filtered(
            lambda line: line.qty_delivered_method == "timesheet" and line.company_id.agency_act_approved_hours
        )
        for line, sheets in strict._get_approved_timesheets().items():
            result[line.id] = min(result[line.id], line._get_hours_quantity(sheets))
        return result

    def _get_excess_message(self, quantity, limit):
        """Return why acts cannot accept `quantity` of the line when only `limit` may be accepted."""
        self.ensure_one()
        values = {
            "line": self.product_id.name or self.name,
            "accepted": formatLang(self.env, quantity),
            "delivered": formatLang(self.env, limit),
        }
        if limit < self.qty_delivered:
            return self.env._(
                "“%(line)s”: the acts accept %(accepted)s, but only %(delivered)s is approved. Reduce the "
                "quantity, or have the project manager approve the hours first.",
                **values,
            )
        return self.env._(
            "“%(line)s”: the acts accept %(accepted)s, but only %(delivered)s is "
            "delivered. Reduce the quantity, mark the milestone as reached or log "
            "the hours first.",
            **values,
        )

    def _get_issued_act_lines(self):
        """Return act lines that clients have got, and those of counter acts in force."""
        return self.act_line_ids.filtered(
            lambda line: line.act_id.state in IN_FORCE or (line.act_id.state == "sent" and line.quantity > 0)
        )
