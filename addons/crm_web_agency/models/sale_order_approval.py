import json
from contextlib import contextmanager
from hashlib import sha256
from math import inf

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_round, formatLang

from ..tools.approval_terms import Limits, Terms, get_breaches
from ..tools.readers import MARGINS
from .agency_approval_limit import DIRECTOR

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
ACTIVITY = "crm_web_agency.mail_activity_type_approval"
WATCHED = "crm_web_agency.watched_orders"


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

    # Limits and terms --------------------------------------------------------------------------

    def _get_limits(self):
        """Return the Limits of the order: the strictest of its salesperson and of who set its terms."""
        self.ensure_one()
        people = self.user_id | self.approval_user_id
        return self.env["agency.approval.limit"]._get_limits_of_people(people, self.company_id)

    def _get_terms(self):
        """Return the Terms that the order offers."""
        self.ensure_one()
        # sudo: discount, margin and amount are the same for everybody, also for those who see no costs.
        order = self.sudo()
        lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        cost = sum(line._get_cost() for line in lines)
        untaxed = order.amount_untaxed
        free = order.currency_id.is_zero(untaxed)
        return Terms(
            discount=order._get_greatest_discount(lines),
            margin=inf if free else 100 * (untaxed - cost) / untaxed,
            amount=order.company_id.currency_id.round(untaxed / (order.currency_rate or 1.0)),
        )

    def _get_greatest_discount(self, lines):
        """Return the greatest discount in per cent: of a line, or of the order as a whole.

        The whole counts lines that take off money; against the price list, so that a lower
        unit price is a discount too.
        """
        prices = [line._get_full_and_offered() for line in lines]
        shares = [100 * (1 - offered / full) for full, offered in prices if full > 0]
        full, offered = sum(full for full, _ in prices), sum(offered for _, offered in prices)
        whole = 100 * (1 - offered / full) if full > 0 else 0.0
        return max([0.0, whole, *lines.mapped("discount"), *shares])

    def _get_approval_reasons(self, with_margin=False):
        """Return what goes beyond the limits, as sentences.

        Args:
            with_margin: name the margin itself, for those who may know it.
        """
        self.ensure_one()
        terms, limits = self._get_terms(), self._get_limits()
        return [getattr(self, f"_say_{name}")(terms, limits, with_margin) for name in get_breaches(terms, limits)]

    def _say_discount(self, terms, limits, with_margin):
        return self.env._(
            "Discount %(value)s %% is above %(limit)s %%",
            value=self._format_share(terms.discount),
            limit=self._format_share(limits.discount),
        )

    def _say_margin(self, terms, limits, with_margin):
        if not with_margin:
            return self.env._("The margin is below the limit")
        return self.env._(
            "Margin %(value)s %% is below %(limit)s %%",
            value=self._format_share(terms.margin),
            limit=self._format_share(limits.margin),
        )

    def _say_amount(self, terms, limits, with_margin):
        currency = self.company_id.currency_id
        return self.env._(
            "Amount %(value)s is above %(limit)s",
            value=formatLang(self.env, terms.amount, currency_obj=currency),
            limit=formatLang(self.env, limits.amount, currency_obj=currency),
        )

    def _format_share(self, share):
        return f"{float_round(share, 1):g}"

    def _get_approval_digest(self):
        """Return a digest of the terms: an approval covers exactly what was seen."""
        self.ensure_one()
        # sudo: the digest is the same whoever asks.
        order = self.sudo()
        lines = order.order_line.filtered(lambda line: not line.display_type).sorted("id")
        terms = [
            [order.partner_id.id, order.company_id.id, order.currency_id.id, order.payment_term_id.id],
            [round(order.amount_untaxed, 6), round(order.amount_total, 6)],
            [line._get_digest_terms() for line in lines],
        ]
        return sha256(json.dumps(terms).encode()).hexdigest()

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

    # Writing -----------------------------------------------------------------------------------

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
        """Tell whether the acting person is of the staff and is not a director."""
        user = self.env.user
        return user.id != SUPERUSER_ID and not user.share and not user.has_group(DIRECTOR)

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

    # Asking and deciding -----------------------------------------------------------------------

    def action_ask_approval(self):
        """Ask the directors to approve; after a rejection, ask again."""
        self.check_access("write")
        for order in self:
            if order._is_approval_settled():
                raise UserError(self.env._("The order %s is within the limits: it needs no approval.", order.name))
            # sudo: reviews are closed; the order itself may be changed by this user, as checked above.
            order.sudo().review_ids.filtered(lambda review: review.status in ("rejected", "approved")).unlink()
            order.request_validation()

    def validate_tier(self):
        """Approve without a comment; only the rejection needs words."""
        self.ensure_one()
        self._check_reviewer()
        self._validate_tier()
        self._update_counter({"review_deleted": True})

    def reject_tier(self):
        self.ensure_one()
        self._check_reviewer()
        action = super().reject_tier()
        return action and {**action, "name": self.env._("Why is it rejected?")}

    def _check_reviewer(self):
        if not self.can_review:
            raise AccessError(self.env._("Only the people who are asked to approve the document decide on it."))

    def _validate_tier(self, tiers=False):
        res = super()._validate_tier(tiers)
        self._close_decision("approved")
        return res

    def _rejected_tier(self, tiers=False):
        res = super()._rejected_tier(tiers)
        self._close_decision("rejected")
        return res

    def _close_decision(self, status):
        """Tie fresh decisions of the acting person to the terms; tell the salesperson."""
        # sudo: reviews are closed; only those that this person has just decided are touched.
        fresh = self.sudo().review_ids.filtered(
            lambda review: review.status == status and review.done_by == self.env.user and not review.content_digest
        )
        if not fresh:
            return
        fresh.write({"content_digest": self._get_approval_digest()})
        self._close_approval_activities()
        if status == "approved":
            body = self.env._("%(user)s approved the offer.", user=self.env.user.name)
        else:
            body = self.env._(
                "%(user)s rejected the offer: %(reason)s", user=self.env.user.name, reason=fresh[:1].comment or ""
            )
        reasons = self.sudo()._get_approval_reasons() if status == "approved" else []
        self._post_approval(body, reasons, self.user_id.partner_id)

    def _notify_review_requested(self, tier_reviews):
        """Put the order on the directors' lists of things to do, and into its history."""
        for order in self:
            reviews = tier_reviews.filtered(lambda review, order=order: review.res_id == order.id)
            if not reviews or order._may_approve():
                continue
            reasons = order.sudo()._get_approval_reasons()
            order._post_approval(self.env._("The offer waits for the director's approval."), reasons)
            for reviewer in reviews.sudo().reviewer_ids:
                # sudo: the activity is another person's.
                order.sudo().activity_schedule(
                    ACTIVITY,
                    summary=self.env._("Approve the order %s", order.name),
                    note=order._list_reasons(reasons),
                    user_id=reviewer.id,
                )

    def _close_approval_activities(self):
        # sudo: the activities are the directors'.
        self.sudo().activity_unlink([ACTIVITY])

    def _post_approval(self, body, reasons=(), partners=None):
        """Write to the history of the order; the reasons name no margin, for all who read it."""
        self.ensure_one()
        # sudo: the history tells what happened, whoever may write messages here.
        self.sudo().message_post(
            body=Markup("%s%s") % (body, self._list_reasons(reasons)),
            partner_ids=(partners or self.env["res.partner"]).ids,
            subtype_xmlid="mail.mt_note",
            author_id=self.env.user.partner_id.id,
        )

    def _list_reasons(self, reasons):
        items = Markup().join(Markup("<li>%s</li>") % reason for reason in reasons)
        return Markup("<ul>%s</ul>") % items if reasons else Markup()
