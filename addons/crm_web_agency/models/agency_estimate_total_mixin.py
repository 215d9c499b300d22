from odoo import fields, models

from ..tools.readers import COSTS, MARGINS
from ..tools.three_point import Spread


class AgencyEstimateTotalMixin(models.AbstractModel):
    """Hours, cost, price and margin that lines of an estimate add up to, in the estimate's currency, net of tax."""

    _name = "agency.estimate.total.mixin"
    _description = "Totals of an estimate"

    currency_id = fields.Many2one("res.currency")
    hours_expected = fields.Float(
        "Hours, expected",
        compute="_compute_totals",
        store=True,
        help="Of all job positions together, by PERT: (optimistic + 4 × likely + pessimistic) / 6.",
    )
    hours_p80 = fields.Float(
        "Hours, safe",
        compute="_compute_totals",
        store=True,
        help="P80: not exceeded in four cases out of five. Lines and job positions are taken as independent, "
        "their sum as normal.",
    )
    cost = fields.Monetary(
        "Cost, expected",
        compute="_compute_totals",
        store=True,
        groups=COSTS,
        help="Expected hours at the hourly cost of the job positions on the day of the rates.",
    )
    cost_p80 = fields.Monetary(
        "Cost, safe",
        compute="_compute_totals",
        store=True,
        groups=COSTS,
        help="P80: not exceeded in four cases out of five.",
    )
    price = fields.Monetary(compute="_compute_totals", store=True, help="Net of tax.")
    margin = fields.Monetary(
        compute="_compute_totals", store=True, groups=MARGINS, help="Price without the expected cost."
    )
    margin_p80 = fields.Monetary(
        "Margin, safe",
        compute="_compute_totals",
        store=True,
        groups=MARGINS,
        help="Price without the safe cost: what is left in four cases out of five.",
    )
    margin_rate = fields.Float(
        "Margin, %",
        compute="_compute_totals",
        store=True,
        groups=MARGINS,
        aggregator="avg",
        help="Share of the price.",
    )

    def _get_totals(self, hours, cost, price):
        """Return the values of all totals.

        Args:
            hours, cost: Spread of the lines together.
            price: their price, in the estimate's currency.
        """
        rounded = self.currency_id.round if self.currency_id else float
        cost = Spread(rounded(cost.expected), cost.variance)
        price, safe = rounded(price), rounded(cost.p80)
        return {
            "hours_expected": hours.expected,
            "hours_p80": hours.p80,
            "cost": cost.expected,
            "cost_p80": safe,
            "price": price,
            "margin": rounded(price - cost.expected),
            "margin_p80": rounded(price - safe),
            "margin_rate": price and (price - cost.expected) / price,
        }
