from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

from ..tools.readers import MARGINS


class SaleOrder(models.Model):
    """What a change request does to the order it changes: original and changes are the current total, always."""

    _inherit = "sale.order"

    change_total_before = fields.Monetary(
        "Total before",
        compute="_compute_change_effect",
        compute_sudo=True,
        help="The order with its other confirmed change requests, taxes included.",
    )
    change_total_after = fields.Monetary("Total after", compute="_compute_change_effect", compute_sudo=True)
    change_margin_before = fields.Monetary(
        "Margin before", compute="_compute_change_effect", compute_sudo=True, groups=MARGINS
    )
    change_margin_after = fields.Monetary(
        "Margin after", compute="_compute_change_effect", compute_sudo=True, groups=MARGINS
    )
    change_deadline_before = fields.Date("Deadline before", compute="_compute_change_effect", compute_sudo=True)
    change_deadline_after = fields.Date(
        "Deadline after",
        compute="_compute_change_effect",
        compute_sudo=True,
        help="The later one of the deadline before and the delivery date of this change request.",
    )
    change_days = fields.Integer("Days added", compute="_compute_change_effect", compute_sudo=True)

    @api.depends(
        "amount_total",
        "margin",
        "commitment_date",
        "parent_order_id.amount_total",
        "parent_order_id.margin",
        "parent_order_id.commitment_date",
        "parent_order_id.change_order_ids.state",
        "parent_order_id.change_order_ids.amount_total",
        "parent_order_id.change_order_ids.margin",
        "parent_order_id.change_order_ids.commitment_date",
    )
    def _compute_change_effect(self):
        for order in self:
            family = order._get_agreed_family()
            order.change_total_before = sum(family.mapped("amount_total"))
            order.change_margin_before = sum(family.mapped("margin"))
            own = bool(order.parent_order_id)
            order.change_total_after = order.change_total_before + (order.amount_total if own else 0.0)
            order.change_margin_after = order.change_margin_before + (order.margin if own else 0.0)
            before, mine = family._get_last_promise(), order._get_last_promise() if own else False
            after = max(filter(None, (before, mine)), default=False)
            order.change_deadline_before, order.change_deadline_after = before, after
            order.change_days = (after - before).days if before and after else 0

    def _get_agreed_family(self):
        """Return the order that this one changes and its other confirmed change requests; nothing for other orders."""
        self.ensure_one()
        parent = self.parent_order_id
        return parent | parent.change_order_ids.filtered(
            lambda change: change.state == "sale" and change != self._origin
        )

    def _get_last_promise(self):
        """Return the latest delivery date of the orders in the user's time zone; False without any."""
        moments = [order.commitment_date for order in self if order.commitment_date]
        return fields.Datetime.context_timestamp(self, max(moments)).date() if moments else False

    # Rules -------------------------------------------------------------------------------------

    @api.constrains("parent_order_id", "currency_id")
    def _check_change_currency(self):
        for change in self.filtered("parent_order_id"):
            parent = change.parent_order_id
            if change.currency_id != parent.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(order)s is in %(currency)s: its change requests are too. Choose a price list "
                        "in %(currency)s.",
                        order=parent.name,
                        currency=parent.currency_id.name,
                    )
                )

    def action_confirm(self):
        for change in self.filtered("parent_order_id"):
            change._check_may_change(self)
            change._check_reductions()
        return super().action_confirm()

    def action_new_change_order(self):
        self._check_not_closed()
        return super().action_new_change_order()

    def _check_may_change(self, together):
        """Refuse to change an order that is neither in force nor confirmed together with this change."""
        self.ensure_one()
        parent = self.parent_order_id
        if parent.state != "sale" and parent not in together:
            raise UserError(
                self.env._(
                    "%(change)s changes the order %(order)s, which is not confirmed: confirm that one first, "
                    "or edit it instead.",
                    change=self.name,
                    order=parent.name,
                )
            )
        parent._check_not_closed()

    def _check_not_closed(self):
        for order in self.filtered(lambda order: order.delivery_stage == "closed"):
            raise UserError(
                self.env._(
                    "The order %s is closed: all is delivered, accepted and paid. Make a new order instead of "
                    "a change.",
                    order.name,
                )
            )

    def _check_reductions(self):
        """Refuse to take away what is delivered or invoiced already.

        Raises:
            UserError: naming the service and how much of it may go at most.
        """
        self.ensure_one()
        # sudo: all orders of the family count, whoever may read them.
        change = self.sudo()
        lines = (change._get_agreed_family() | change).order_line.filtered("product_id")
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        ordered, done = defaultdict(float), defaultdict(float)
        for line in lines.filtered(lambda line: not line.is_downpayment):
            ordered[line.product_id] += line.product_uom_qty
            done[line.product_id] += max(line.qty_delivered, line.qty_invoiced, 0.0)
        for product in change.order_line.filtered(lambda line: line.product_uom_qty < 0).product_id:
            if float_compare(ordered[product], done[product], precision_digits=digits) < 0:
                raise UserError(
                    self.env._(
                        "“%(service)s”: %(done)g is delivered or invoiced already, and %(left)g would be left in the "
                        "order. Take away less, or correct the act and the invoice first.",
                        service=product.name,
                        done=done[product],
                        left=ordered[product],
                    )
                )
        if change.currency_id.compare_amounts(change.change_total_after, 0.0) < 0:
            raise UserError(
                self.env._(
                    "With %s more would be taken away than was ordered: reduce the quantities that it takes away.",
                    self.name,
                )
            )
