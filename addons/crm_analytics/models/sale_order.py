from statistics import NormalDist

from odoo import api, fields, models

from odoo.addons.crm_web_agency.tools.readers import COSTS, SALES_FIGURES

Z80 = NormalDist().inv_cdf(0.8)
FINISHED = ("delivered", "accepted", "closed")


class SaleOrder(models.Model):
    """Planned and actual cost of an order, in the order's currency, net of tax.

    The estimate follows the norms of the day on which the order's lines were last
    changed: later norms do not rewrite what was promised.
    """

    _inherit = "sale.order"

    estimated_cost = fields.Monetary(
        compute="_compute_estimated_cost",
        store=True,
        groups=COSTS,
        help="Expected hours of the services' norms at the hourly cost of their job "
        "positions; the cost on the line for services without norms.",
    )
    cost_p50 = fields.Monetary(
        "Cost, even chance",
        compute="_compute_estimated_cost",
        store=True,
        groups=COSTS,
        help="As likely to be exceeded as not: the median of the estimate.",
    )
    cost_p80 = fields.Monetary(
        "Cost, safe",
        compute="_compute_estimated_cost",
        store=True,
        groups=COSTS,
        help="Not exceeded in four cases out of five. The sum of three-point estimates is "
        "taken as normal, lines and job positions as independent.",
    )
    actual_cost = fields.Monetary(
        compute="_compute_actual_cost",
        store=True,
        groups=COSTS,
        help="Hours on the order's lines at the hourly cost of the performers' job positions.",
    )
    margin_at_completion = fields.Monetary(
        compute="_compute_margin_at_completion",
        store=True,
        groups=SALES_FIGURES,
        help="Untaxed amount less the cost at completion: the actual cost of delivered "
        "work, before that the greater of actual and estimated cost.",
    )

    @api.depends(
        "company_id",
        "currency_id",
        "order_line.product_id",
        "order_line.product_uom_id",
        "order_line.product_uom_qty",
        "order_line.purchase_price",
    )
    def _compute_estimated_cost(self):
        for order in self:
            estimates = [line._get_cost_estimate() for line in order.order_line]
            cost = sum(mean for mean, _variance in estimates)
            deviation = sum(variance for _mean, variance in estimates) ** 0.5
            currency = order.currency_id or order.company_id.currency_id
            order.estimated_cost = currency.round(cost)
            order.cost_p50 = order.estimated_cost
            order.cost_p80 = currency.round(cost + Z80 * deviation)

    @api.depends("currency_rate", "order_line.timesheet_ids.agency_cost")
    def _compute_actual_cost(self):
        spent = self.env["account.analytic.line"]._read_group(
            [("order_id", "in", self._origin.ids), ("project_id", "!=", False)],
            ["order_id"],
            ["agency_cost:sum"],
        )
        amounts = {order.id: cost for order, cost in spent}
        for order in self:
            cost = amounts.get(order._origin.id, 0.0) * (order.currency_rate or 1.0)
            order.actual_cost = order.currency_id.round(cost) if order.currency_id else cost

    @api.depends("amount_untaxed", "estimated_cost", "actual_cost", "delivery_stage")
    def _compute_margin_at_completion(self):
        for order in self:
            finished = order.delivery_stage in FINISHED and order.actual_cost
            cost = order.actual_cost
            if not finished:
                cost = max(order.actual_cost, order.estimated_cost)
            order.margin_at_completion = order.amount_untaxed - cost

    def action_estimate_again(self):
        """Estimate again with the norms and hourly costs of today."""
        self.check_access("write")
        self._compute_estimated_cost()
