from odoo import models
from odoo.tools import float_round


class SaleOrderLine(models.Model):
    """Prices of lines."""

    _inherit = "sale.order.line"

    def _get_display_price(self):
        """Round a price that a rate of exchange made: the printed price times the quantity is the amount."""
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_round(super()._get_display_price(), precision_digits=digits)
