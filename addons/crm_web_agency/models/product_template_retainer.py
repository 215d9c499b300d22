from odoo import fields, models

from ..tools.readers import PRICES


class ProductTemplate(models.Model):
    """What a period of a retainer gives, for retainers that orders draft."""

    _inherit = "product.template"

    retainer_period_months = fields.Integer("Months in a period", default=1)
    retainer_hours = fields.Float("Hours a period", help="0: care without hours. A service sold in hours gives those.")
    retainer_carry_cap = fields.Float("Carry over at most", help="Hours from earlier periods; 0: none.")
    retainer_carry_periods = fields.Integer(
        "Periods they live on", default=1, help="Periods after their own in which unused hours can be used."
    )
    retainer_overage_price = fields.Float(
        "Price of an extra hour", min_display_digits="Product Price", groups=PRICES,
        help="Of hours beyond the bank, in the company's currency, without tax; 0: free.",
    )  # fmt: skip

    _retainer_figures = models.Constraint(
        "CHECK (retainer_period_months > 0 AND retainer_hours >= 0 AND retainer_carry_cap >= 0"
        " AND retainer_carry_periods >= 0 AND retainer_overage_price >= 0)",
        "A period has at least one month; hours and prices of a retainer cannot be negative.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _prepare_retainer_terms(self):
        """Return the terms of agency.retainer that the service gives."""
        return {
            "period_months": self.retainer_period_months or 1,
            "hours_per_period": self.retainer_hours,
            "carry_cap": self.retainer_carry_cap,
            "carry_periods": self.retainer_carry_periods,
            "overage_price": self.retainer_overage_price,
        }
