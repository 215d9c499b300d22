from odoo import fields, models
from odoo.exceptions import UserError


class AgencyRetainerPeriod(models.Model):
    """Acceptance acts of closed periods."""

    _inherit = "agency.retainer.period"

    def action_make_act(self):
        """Put the period into the draft act of its order, and show it.

        Raises:
            UserError: if the period is open, has no order, or is in an act.
        """
        for period in self:
            if period.state != "closed":
                raise UserError(self.env._("The period is open: it is accepted when it is closed."))
            if not period.retainer_id.sale_line_id:
                raise UserError(self.env._("The retainer was sold without an order: there is no order to accept."))
            if period.act_id and period.act_id.state != "cancelled":
                raise UserError(self.env._("The period is in the act %s already.", period.act_id.display_name))
            act = period.retainer_id.order_id._draft_act_from_retainer_period(period)
            # sudo: rows of periods are written by the system only; the right to the act was checked by making it.
            period.sudo().act_id = act
        return self.action_view_act()

    def action_view_act(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.acceptance.act",
            "res_id": self.act_id.id,
            "views": [(False, "form")],
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _draft_act_from_retainer_period(self, period):
        """Put a closed period of a retainer into the open draft act of the order.

        A line sold in hours is accepted by the hours logged in the period, another one by one period.

        Returns:
            agency.acceptance.act: the draft.

        Raises:
            UserError: if there is nothing in the period to accept.
        """
        self.ensure_one()
        line = period.retainer_id.sale_line_id
        if not line._is_sold_in_periods():
            return self._draft_act_from_hours(period.date_from, period.date_to)
        values = {"sale_line_id": line.id, "name": period._get_period_text(), "quantity": 1.0}
        act = self._add_to_draft_act([values], (period.date_from, period.date_to))
        if act.date < period.date_to <= fields.Date.context_today(self):
            act.date = period.date_to
        return act
