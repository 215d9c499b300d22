from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.approval_terms import get_breaches
from ..tools.readers import MARGINS
from .agency_approval_limit import DIRECTOR


class SaleOrder(models.Model):
    """An order beyond the limits of its people waits for the director (OCA tier validation)."""

    _inherit = "sale.order"

    # Our own buttons and banners, in the words of this application.
    _tier_validation_manual_config = True

    approval_user_id = fields.Many2one(
        "res.users",
        string="Terms set by",
        readonly=True,
        copy=False,
        help="Last person with limits who changed the terms: the order keeps to these limits too, whoever sells it.",
    )
    offered_digest = fields.Char(
        readonly=True,
        copy=False,
        help="Digest of the terms that went to the client: what was rightly offered is not held up later, "
        "when prices or limits change.",
    )
    approval_needed = fields.Boolean(compute="_compute_approval", compute_sudo=True)
    approval_reasons = fields.Text(
        string="Why it needs approval",
        compute="_compute_approval",
        compute_sudo=True,
        help="What goes beyond the limits of the account manager's roles, one reason a line.",
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", compute="_compute_approved", store=True, copy=False, tracking=True
    )
    approved_on = fields.Datetime(compute="_compute_approved", store=True, copy=False)
    rejection_reason = fields.Char(string="Why it was rejected", compute="_compute_rejection_reason", compute_sudo=True)

    # Computes ----------------------------------------------------------------------------------

    @api.depends_context("uid", "lang")
    @api.depends(
        "state",
        "user_id",
        "approval_user_id",
        "offered_digest",
        "partner_id",
        "company_id",
        "payment_term_id",
        "amount_total",
        "amount_untaxed",
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
        "order_line.purchase_price",
    )
    def _compute_approval(self):
        for order in self:
            waits = order.state in self._state_from and not order._is_offered_as_is()
            reasons = order._get_approval_reasons(self.env.user.has_groups(MARGINS)) if waits else []
            order.approval_needed = bool(reasons)
            order.approval_reasons = "\n".join(reasons)

    @api.depends("approval_needed", "review_ids", "state")
    def _compute_need_validation(self):
        """Know when it changes: OCA names no dependencies, and the first answer would stay in the cache."""
        return super()._compute_need_validation()

    @api.depends("review_ids.status", "review_ids.done_by", "review_ids.reviewed_date")
    def _compute_approved(self):
        for order in self:
            approved = order.review_ids.filtered(lambda review: review.status == "approved")
            last = approved.sorted("reviewed_date")[-1:]
            order.approved_by_id = last.done_by
            order.approved_on = last.reviewed_date

    @api.depends("review_ids.status", "review_ids.comment")
    def _compute_rejection_reason(self):
        for order in self:
            rejected = order.review_ids.filtered(lambda review: review.status == "rejected")
            order.rejection_reason = rejected[:1].comment

    # The gate ----------------------------------------------------------------------------------

    def _is_approval_settled(self):
        """Tell whether the terms are within the limits, or approved exactly as they are."""
        self.ensure_one()
        # sudo: asked also by the client who signs, and reviews are closed.
        order = self.sudo()
        if order._is_offered_as_is() or not get_breaches(order._get_terms(), order._get_limits()):
            return True
        reviews = order.review_ids
        digest = order._get_approval_digest()
        shipped = self.env.ref("crm_web_agency.tier_definition_order")
        return shipped in reviews.definition_id and all(
            review.status == "approved" and review.content_digest == digest for review in reviews
        )

    def _is_offered_as_is(self):
        """Tell whether the client has got these very terms, after they were found right."""
        self.ensure_one()
        # sudo: the digest is for the gate alone.
        return self.state == "sent" and self.sudo().offered_digest == self._get_approval_digest()

    def _may_approve(self):
        """Tell whether the acting person decides on this order: an active director of its company."""
        self.ensure_one()
        user = self.env.user
        return user.active and user.has_group(DIRECTOR) and self.company_id in user.company_ids

    def _check_approved(self):
        """Refuse to offer or confirm what waits for approval; a director who acts approves by that."""
        for order in self:
            if order._is_approval_settled():
                continue
            if not order._may_approve():
                raise UserError(order._get_waiting_message())
            order._approve_by_acting()

    def _check_printable(self):
        """Refuse to print an offer that waits for approval; the director may look at it on paper."""
        for order in self.filtered(lambda order: order.state in order._state_from):
            if not order._may_approve() and not order._is_approval_settled():
                raise UserError(order._get_waiting_message())

    def _get_waiting_message(self):
        self.ensure_one()
        if self.env.user.share:
            return self.env._("The offer %s is being prepared and cannot be accepted yet.", self.name)
        # sudo: the reasons name no figure that the reader may not see.
        reasons = self.sudo()._get_approval_reasons(self.env.user.has_groups(MARGINS))
        return self.env._(
            "The order %(order)s needs the director's approval before it is sent, printed or confirmed:\n"
            "%(reasons)s\nPress “Ask for approval”, or change the offer.",
            order=self.name,
            reasons="\n".join(f"• {reason}" for reason in reasons),
        )

    def _approve_by_acting(self):
        """Record that the acting director approves the terms as they are."""
        self.ensure_one()
        # sudo: closed reviews of earlier terms make way for the one that is approved now.
        self.sudo().review_ids.filtered(lambda review: review.status not in ("waiting", "pending")).unlink()
        if not self.review_ids:
            self.request_validation()
        self._validate_tier()

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and self._is_approval_settled()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and self._is_approval_settled()

    def action_quotation_send(self):
        self.filtered(lambda order: order.state in order._state_from)._check_approved()
        return super().action_quotation_send()
