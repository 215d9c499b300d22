from odoo import models
from odoo.exceptions import AccessError


class CommentWizard(models.TransientModel):
    _inherit = "comment.wizard"

    def add_comment(self):
        """Let only a reviewer comment, and only reviews of the document in question."""
        self.ensure_one()
        # sudo: to compare; the reviews named by the caller may be anybody's.
        reviews = self.sudo().review_ids
        strange = reviews.filtered(
            lambda review: (
                review.model != self.res_model
                or review.res_id != self.res_id
                or review.status not in ("waiting", "pending")
                or self.env.user not in review.reviewer_ids
            )
        )
        if strange or not reviews:
            raise AccessError(self.env._("Only the people who are asked to approve the document decide on it."))
        self.env[self.res_model].browse(self.res_id).check_access("read")
        # sudo: checked above that the user is a reviewer of all these open reviews.
        return super(CommentWizard, self.sudo()).add_comment()
