from odoo import fields, models

from ..tools.readers import MARGINS


class SaleOrder(models.Model):
    """Margins are for the one who sells (own orders, by the record rules) and for the director."""

    _inherit = "sale.order"

    margin = fields.Monetary(groups=MARGINS)
    margin_percent = fields.Float(groups=MARGINS)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    purchase_price = fields.Float(groups=MARGINS)
    margin = fields.Float(groups=MARGINS)
    margin_percent = fields.Float(groups=MARGINS)

    def _add_precomputed_values(self, vals_list):
        # sudo: who makes a line without a right to its margin makes it with its margin all the same.
        lines = self if self.env.user.has_groups(MARGINS) else self.sudo()
        return super(SaleOrderLine, lines)._add_precomputed_values(vals_list)


class SaleReport(models.Model):
    _inherit = "sale.report"

    margin = fields.Float(groups=MARGINS)
