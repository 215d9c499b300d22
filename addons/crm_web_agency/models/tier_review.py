from odoo import api, fields, models
from odoo.exceptions import AccessError


class TierReview(models.Model):
    """An approval that nobody writes by hand.

    OCA lets every employee create, change and delete reviews. Here only the methods of the reviewed
    document do, which run as superuser after checking the reviewer: calls from outside never are.
    """

    _inherit = "tier.review"
    _description = "Approval"

    order_id = fields.Many2one(
        "sale.order",
        compute="_compute_order_id",
        store=True,
        index="btree_not_null",
        help="The order under review, for the rules of access.",
    )
    company_id = fields.Many2one("res.company", related=None, compute="_compute_company_id", store=True)
    content_digest = fields.Char(readonly=True, copy=False, help="Digest of the terms on which the decision was made.")

    @api.depends("model", "res_id")
    def _compute_order_id(self):
        for review in self:
            review.order_id = review.res_id if review.model == "sale.order" else False

    @api.depends("definition_id.company_id", "order_id.company_id")
    def _compute_company_id(self):
        for review in self:
            review.company_id = review.order_id.company_id or review.definition_id.company_id

    @api.depends("order_id.name", "definition_id.name")
    def _compute_display_name(self):
        for review in self:
            names = (review.order_id.name, review.definition_id.name)
            review.display_name = " · ".join(name for name in names if name)

    def _get_reviewers(self):
        """Include those who have the group through another one; only active ones of the order's company."""
        reviewers = super()._get_reviewers()
        if self.reviewer_group_id:
            excluded = self.requested_by if self.definition_id.exclude_requester else self.env["res.users"]
            domain = [("all_group_ids", "in", self.reviewer_group_id.ids)]
            # sudo: who decides is the same whoever asks.
            reviewers |= self.env["res.users"].sudo().search(domain) - excluded
        company = self.company_id
        return reviewers.filtered(lambda user: user.active and (not company or company in user.company_ids))

    @api.model
    def _get_reviewer_fields(self):
        return [*super()._get_reviewer_fields(), "reviewer_group_id.all_user_ids", "company_id"]

    def _update_review_status(self):
        # sudo: opens the reviews whose turn it is, whoever looks at the counter.
        return super(TierReview, self.sudo())._update_review_status()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_document()
        # A default of the caller's context must not decide anything, as `default_status` would.
        context = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
        return super(TierReview, self.with_env(self.env(context=context))).create(vals_list)

    def write(self, vals):
        self._check_by_document()
        return super().write(vals)

    # At uninstallation too: the flag of it is in the context, which a caller could fill.
    @api.ondelete(at_uninstall=True)
    def _unlink_by_document(self):
        self._check_by_document()

    def _check_by_document(self):
        if not self.env.su:
            raise AccessError(
                self.env._("Approvals are not edited by hand: ask for approval, approve or reject on the document.")
            )
