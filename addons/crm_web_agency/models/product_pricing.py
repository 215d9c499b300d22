from odoo import fields, models

from ..tools.readers import MARGINS, PRICES

# The cost of a service is the agency's: it shows together with margins, and to those who keep the catalogue.
PRODUCT_COSTS = f"{MARGINS},product.group_product_manager,account.group_account_user"


class ProductTemplate(models.Model):
    """Prices of the catalogue are for those who sell and invoice, costs for fewer still."""

    _inherit = "product.template"

    list_price = fields.Float(groups=PRICES)
    tax_string = fields.Char(groups=PRICES)
    standard_price = fields.Float(groups=PRODUCT_COSTS)


class ProductProduct(models.Model):
    _inherit = "product.product"

    lst_price = fields.Float(groups=PRICES)
    standard_price = fields.Float(groups=PRODUCT_COSTS)


class ProductTemplateAttributeValue(models.Model):
    _inherit = "product.template.attribute.value"

    price_extra = fields.Float(groups=PRICES)
