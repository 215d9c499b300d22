from odoo import models
from odoo.tools import float_is_zero


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _get_net_price(self):
        """Return the price of a unit without taxes and before the discount, for documents."""
        self.ensure_one()
        factor = self.quantity * (1 - self.discount / 100)
        if not any(self.tax_ids.mapped("price_include")) or float_is_zero(factor, precision_digits=6):
            return self.price_unit
        return self.currency_id.round(self.price_subtotal / factor)
