from odoo import models
from odoo.tools import float_round


class SaleOrderLine(models.Model):
    """Prices of lines."""

    _inherit = "sale.order.line"

    def _get_display_price(self):
        """Round a price that a rate of exchange made: the printed price times the quantity is the amount."""
        price = super()._get_display_price()
        if self.currency_id == self.product_id.currency_id:
            return price
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_round(price, precision_digits=digits)
