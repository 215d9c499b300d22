from odoo import models


class ProductProduct(models.Model):
    """Variants keep their pictures in fields of their own, without the mixin."""

    _name = "product.product"
    _inherit = ["product.product", "agency.picture.guard"]
