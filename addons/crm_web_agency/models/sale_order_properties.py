from odoo import models


class SaleOrder(models.Model):
    """Properties of orders that the agency defines itself: the same for all orders."""

    _name = "sale.order"
    _inherit = ["sale.order", "properties.base.definition.mixin"]
