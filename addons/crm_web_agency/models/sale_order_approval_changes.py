from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from ..tools.approval_terms import Limits, get_breaches
from .agency_approval_limit import DIRECTOR, STAFF

# Written by the approval alone.
PROTECTED = {
    "review_ids",
    "validation_status",
    "approved_by_id",
    "approved_on",
    "approval_user_id",
    "offered_digest",
}
# A change of any of these may change what the director approved, or whose limits count.
TERMS = {
    "order_line",
    "partner_id",
    "user_id",
    "company_id",
    "currency_id",
    "pricelist_id",
    "fiscal_position_id",
    "payment_term_id",
}
OFFERED = ("sent", "sale")
WATCHED = "crm_web_agency.watched_orders"


class SaleOrder(models.Model):
    """Approvals keep in step with the terms that people change."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
        context = {
            key: value for key, value in self.env.context.items() if key.removeprefix("default_") not in PROTECTED
        }
        if self._is_limited_person():
            vals_list = [{**vals, "approval_user_id": self.env.uid} for vals in vals_list]
        orders = super(SaleOrder, self.with_env(self.env(context=context))).create(vals_list)
        orders.filtered(lambda order: order.state in OFFERED)._check_approved()
        return orders.with_env(self.env)

    def write(self, vals):
        self._check_protected(vals)
        if vals.get("state") in OFFERED:
            offered = self.filtered(lambda order: order.state != vals["state"])
            offered._check_approved()
            if vals["state"] == "sent":
                offered._remember_offer()
        if not TERMS & vals.keys():
            return super().write(vals)
        with self._watch_terms():
            return super().write(vals)

    def _remember_offer(self):
        # sudo: the mark is closed to everybody; the gate has just let these orders through.
        for order in self.sudo():
            order.offered_digest = order._get_approval_digest()

    def _check_protected(self, vals):
        if not self.env.su and PROTECTED & vals.keys():
            raise AccessError(
                self.env._("Approvals are not edited by hand: ask for approval, approve or reject on the document.")
            )

    def _is_limited_person(self):
        """Tell whether the acting person has a role in the agency and is not a director."""
        user = self.env.user
        return user.id != SUPERUSER_ID and user.has_group(STAFF) and not user.has_group(DIRECTOR)

    @contextmanager
    def _watch_terms(self):
        """Compare the terms before and after a change, once for all its parts.

        Orders under way are kept with the transaction, not in the context, which a caller could fill.
        """
        watched = self.env.cr.precommit.data.setdefault(WATCHED, set())
        orders = self.filtered(lambda order: isinstance(order.id, int) and order.id not in watched)
        watched.update(orders.ids)
        try:
            before = orders._get_terms_to_keep()
            yield
            orders._settle_terms(before)
        finally:
            watched.difference_update(orders.ids)

    def _get_terms_to_keep(self):
        """Return {order: Terms} of confirmed orders that a person with limits is about to change."""
        if not self._is_limited_person():
            return {}
        return {order: order._get_terms() for order in self if order.state == "sale"}

    def _settle_terms(self, before):
        """Keep approvals in step with changed terms.

        Raises:
            UserError: if a confirmed order got worse beyond the limits.
        """
        if self._is_limited_person():
            # sudo: the mark is closed to everybody, so that it cannot be taken off.
            self.sudo().filtered(lambda order: order.approval_user_id.id != self.env.uid).write(
                {"approval_user_id": self.env.uid}
            )
        for order in self:
            if order in before:
                order._check_not_worse(before[order])
            elif order.state in order._state_from and order.validation_status != "no":
                order._renew_reviews()

    def _check_not_worse(self, before):
        """Refuse a change of a confirmed order that goes beyond both the limits and what was confirmed."""
        limits = self._get_limits()
        allowed = Limits(
            max(limits.discount, before.discount), min(limits.margin, before.margin), max(limits.amount, before.amount)
        )
        if get_breaches(self._get_terms(), allowed):
            raise UserError(
                self.env._(
                    "The order %s is confirmed, and this change goes beyond your limits. "
                    "Make a change request, which the director can approve, or ask the director to change the order.",
                    self.name,
                )
            )

    def _check_allow_write_under_validation(self, vals):
        """Let people go on editing: a change of the terms takes back the decision (see _renew_reviews)."""
        return True

    def _renew_reviews(self):
        """Take back the decision on terms that are no longer the ones decided on."""
        self.ensure_one()
        # sudo: reviews are closed to everybody but these methods.
        reviews = self.sudo().review_ids
        decided = reviews.filtered(lambda review: review.status in ("approved", "rejected"))
        if not self.approval_needed:
            reviews.unlink()
            self._close_approval_activities()
            self._post_approval(self.env._("The offer is within the limits now: it needs no approval."))
        elif decided and set(decided.mapped("content_digest")) != {self._get_approval_digest()}:
            was_approved = "approved" in decided.mapped("status")
            reviews.unlink()
            if was_approved:
                self._post_approval(self.env._("The offer changed after it was approved: it waits for approval again."))
                self.request_validation()
            else:
                self._post_approval(self.env._("The offer changed after it was rejected: ask for approval again."))
