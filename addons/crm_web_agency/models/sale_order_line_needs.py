from odoo import models


class SaleOrderLine(models.Model):
    """A line that is deleted takes its offer back: the needs wait for another one."""

    _inherit = "sale.order.line"

    def unlink(self):
        needs = self._get_needs()
        result = super().unlink()
        needs._let_go_of_order()
        return result

    def _get_needs(self):
        # sudo: whoever may delete the line need not read all the needs it meets.
        return self.env["agency.requirement"].sudo().search([("sale_line_id", "in", self.ids)])
