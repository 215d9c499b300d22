from odoo import models


class SaleOrder(models.Model):
    """Lines of a deleted order go with it in the database, without a word to their model."""

    _inherit = "sale.order"

    def unlink(self):
        needs = self.order_line._get_needs()
        result = super().unlink()
        needs._let_go_of_order()
        return result
