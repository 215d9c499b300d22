from odoo import api, fields, models
from odoo.tools import float_round

from ..tools.readers import COSTS, PRICES


class ProductTemplate(models.Model):
    """What the effort norms of a service say of its cost and price, at the rates of job positions.

    All sums are of one unit sold: a service, an hour, a month.
    """

    _inherit = "product.template"

    effort_hours = fields.Float(
        "Expected hours",
        compute="_compute_effort_hours",
        store=True,
        help="Hours that one unit sold takes of all job positions together, by PERT: "
        "(optimistic + 4 × likely + pessimistic) / 6. For a service sold by the hour, the unit is an hour.",
    )
    effort_cost = fields.Monetary(
        "Suggested cost",
        compute="_compute_effort_amounts",
        compute_sudo=True,
        currency_field="cost_currency_id",
        groups=COSTS,
        help="Expected hours at the hourly cost of the job positions, for one unit.",
    )
    effort_price = fields.Monetary(
        "Suggested price",
        compute="_compute_effort_amounts",
        compute_sudo=True,
        currency_field="cost_currency_id",
        groups=PRICES,
        help="Expected hours at the hourly price of the job positions, for one unit.",
    )
    effort_margin = fields.Monetary(
        "Margin at the suggested price",
        compute="_compute_effort_margin",
        compute_sudo=True,
        currency_field="cost_currency_id",
        groups=COSTS,
        help="Suggested price without the suggested cost.",
    )
    effort_margin_rate = fields.Float(
        "Margin, %",
        compute="_compute_effort_margin",
        compute_sudo=True,
        groups=COSTS,
        help="Share of the suggested price.",
    )
    price_difference = fields.Monetary(
        "Price against the suggested one",
        compute="_compute_price_difference",
        compute_sudo=True,
        groups=PRICES,
        help="The price of the catalogue without the suggested one; 0 if there are no effort norms.",
    )
    price_difference_rate = fields.Float(
        "Against the suggested price, %",
        compute="_compute_price_difference",
        compute_sudo=True,
        groups=PRICES,
        help="Share of the suggested price.",
    )

    @api.depends("effort_ids.hours_expected")
    def _compute_effort_hours(self):
        for product in self:
            product.effort_hours = sum(product.effort_ids.mapped("hours_expected"))

    @api.depends("effort_ids.hours_expected", "effort_ids.job_id.hourly_cost", "effort_ids.job_id.hourly_price")
    @api.depends_context("company")
    def _compute_effort_amounts(self):
        for product in self:
            product.effort_cost = product._get_effort_amount("hourly_cost")
            product.effort_price = product._get_effort_amount("hourly_price")

    def _get_effort_amount(self, rate):
        """Return the expected hours at a rate of job positions, in the currency of the product's costs.

        Args:
            rate: name of a field of hr.job, a sum per hour in the currency of the job position.
        """
        company = self.company_id or self.env.company
        amount = 0.0
        for currency, norms in self.effort_ids.grouped(lambda norm: norm.job_id.agency_currency_id).items():
            part = sum(norm.hours_expected * norm.job_id[rate] for norm in norms)
            amount += currency._convert(part, self.cost_currency_id, company, round=False) if currency else part
        return self.cost_currency_id.round(amount)

    @api.depends("effort_cost", "effort_price")
    @api.depends_context("company")
    def _compute_effort_margin(self):
        for product in self:
            product.effort_margin = product.effort_price - product.effort_cost
            product.effort_margin_rate = product.effort_price and product.effort_margin / product.effort_price

    @api.depends("list_price", "effort_price")
    @api.depends_context("company")
    def _compute_price_difference(self):
        for product in self:
            suggested = product._get_suggested_price()
            product.price_difference = suggested and product.currency_id.round(product.list_price - suggested)
            product.price_difference_rate = suggested and float_round(
                product.price_difference / suggested, precision_digits=4
            )

    def _get_suggested_price(self):
        """Return the suggested price in the currency in which the product is sold, rounded; 0 without norms."""
        company = self.company_id or self.env.company
        return self.cost_currency_id._convert(self.effort_price, self.currency_id, company)

    def action_set_price_by_rates(self):
        """Take the price that the effort norms and hourly prices give, in the product's currency."""
        for product in self.filtered("effort_price"):
            product.list_price = product._get_suggested_price()
