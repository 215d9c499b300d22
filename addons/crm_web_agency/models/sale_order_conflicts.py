from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

MOST = 100_000


class SaleOrder(models.Model):
    """Of two people who confirm or cancel an order at once the second is told what the first did."""

    _inherit = "sale.order"

    def action_confirm(self):
        self._lock_order()
        return super().action_confirm()

    def _action_cancel(self):
        self._lock_order()
        return super()._action_cancel()

    def _confirmation_error_message(self):
        if self.state == "sale":
            return self.env._("%s is confirmed already: reload the page.", self.name)
        if self.state == "cancel":
            return self.env._("%s is cancelled: set it to quotation first.", self.name)
        return super()._confirmation_error_message()


class SaleOrderLine(models.Model):
    """Quantities that cannot be meant are refused while the offer is made, not when it is invoiced."""

    _inherit = "sale.order.line"

    @api.constrains("product_id", "product_uom_qty", "discount")
    def _check_agency_quantity(self):
        for line in self.filtered("product_id.is_agency_service"):
            name = line.product_id.name
            if line.product_uom_qty < 0 and not line.order_id.parent_order_id:
                raise ValidationError(
                    self.env._(
                        "“%s”: a quantity below zero takes work away, which only a change request does. Write a "
                        "quantity above zero, or make a change request of the confirmed order.",
                        name,
                    )
                )
            if abs(line.product_uom_qty) > MOST:
                raise ValidationError(
                    self.env._("“%(service)s”: the quantity must not be above %(most)s.", service=name, most=MOST)
                )
            if not 0 <= line.discount <= 100:
                raise ValidationError(self.env._("“%s”: a discount is between 0 and 100 %%.", name))


class ProjectMilestone(models.Model):
    """Milestones of one service are its price, and not more."""

    _inherit = "project.milestone"

    @api.constrains("quantity_percentage", "sale_line_id")
    def _check_share_of_line(self):
        for line in self.sale_line_id.filtered("product_id.is_agency_service"):
            # sudo: milestones that the user does not see make up the price too.
            shares = self.sudo().search([("sale_line_id", "=", line.id)]).mapped("quantity_percentage")
            if any(share < 0 for share in shares) or float_compare(sum(shares), 1.0, precision_digits=4) > 0:
                raise ValidationError(
                    self.env._(
                        "The milestones of “%(service)s” make %(total).4g %% of its price. Reduce a share: together "
                        "they make at most 100 %%.",
                        service=line.product_id.name,
                        total=100 * sum(shares),
                    )
                )
