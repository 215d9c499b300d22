from odoo import fields, models

PERT_SPREAD = 6
"""Standard deviations between the optimistic and the pessimistic figure of a norm."""


class SaleOrderLine(models.Model):
    """Cost of a line, estimated from the effort norms of its service."""

    _inherit = "sale.order.line"

    def _get_cost_estimate(self):
        """Estimate what the work of this line costs.

        A fixed-price service takes its norms for each unit sold. A service sold by the
        hour takes the hours sold, shared among job positions as the norms share them.
        A service without norms costs what the line says (`purchase_price`). A team that
        misjudges one unit misjudges all units of the line alike, so the deviation grows
        with the quantity.

        Returns:
            expected cost and its variance, in the order's currency.
        """
        self.ensure_one()
        norms = self.product_id.product_tmpl_id.effort_ids
        hours = sum(norms.mapped("hours_expected"))
        if self.display_type or self.is_downpayment:
            return 0.0, 0.0
        if not hours:
            return self.purchase_price * self.product_uom_qty, 0.0
        factor = self._get_norm_factor(hours)
        cost = variance = 0.0
        for norm in norms:
            rate = self._get_hourly_cost(norm.job_id)
            spread = norm.hours_pessimistic - norm.hours_optimistic
            cost += factor * norm.hours_expected * rate
            variance += (factor * spread / PERT_SPREAD * rate) ** 2
        return cost, variance

    def _get_norm_factor(self, norm_hours):
        """How many times the service's norms are needed for this line."""
        hour = self.env.ref("uom.product_uom_hour")
        fixed = self.product_id.product_tmpl_id.pricing_model == "fixed"
        if fixed or not self.product_uom_id._has_common_reference(hour):
            return self.product_uom_qty
        sold = self.product_uom_id._compute_quantity(self.product_uom_qty, hour, round=False)
        return sold / norm_hours

    def _get_hourly_cost(self, job):
        """Cost of an hour of a job position in the order's currency."""
        order = self.order_id
        job = job.with_company(order.company_id)
        day = (order.date_order or fields.Datetime.now()).date()
        # The estimate is stored for readers of costs only, whoever changes the order.
        cost = job.sudo().hourly_cost
        return job.agency_currency_id._convert(cost, order.currency_id, order.company_id, day, round=False)
