from odoo import models


class TierValidation(models.AbstractModel):
    """Reviews are written by these methods only.

    Each of them checks who acts (OCA compares the acting user with the reviewers), so they may go on
    as superuser, and the reviews themselves are closed to everybody else (see tier.review).
    """

    _inherit = "tier.validation"

    def request_validation(self):
        self.check_access("write")
        # sudo: whoever may change the document may ask for its review; the asker stays `env.user`.
        reviews = super(TierValidation, self.sudo()).request_validation()
        return reviews.with_env(self.env)

    def restart_validation(self):
        self.check_access("write")
        # sudo: whoever may change the document may take back the request; an approval goes with it.
        return super(TierValidation, self.sudo()).restart_validation()

    def _validate_tier(self, tiers=False):
        # sudo: OCA approves only those reviews of which `env.user` is a reviewer.
        tiers = tiers.sudo() if tiers else tiers
        return super(TierValidation, self.sudo())._validate_tier(tiers)

    def _rejected_tier(self, tiers=False):
        # sudo: OCA rejects only those reviews of which `env.user` is a reviewer.
        tiers = tiers.sudo() if tiers else tiers
        return super(TierValidation, self.sudo())._rejected_tier(tiers)

    def _tier_validation_check_write_remove_reviews(self, vals):
        # sudo: a cancelled or reopened document loses its reviews, whoever was allowed to cancel it.
        return super(TierValidation, self.sudo())._tier_validation_check_write_remove_reviews(vals)

    def unlink(self):
        self.check_access("unlink")
        # sudo: the reviews go with the document that the user may delete.
        self.sudo().review_ids.unlink()
        return super().unlink()
