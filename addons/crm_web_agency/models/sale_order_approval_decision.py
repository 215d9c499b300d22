from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError

ACTIVITY = "crm_web_agency.mail_activity_type_approval"


class SaleOrder(models.Model):
    """Asking for the approval of an order, and deciding on it."""

    _inherit = "sale.order"

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
