from odoo import api, fields, models

# Context key with which a service says that it checks all its milestones itself when the last one is written.
# The value is an object of this process: nobody can send it from outside to escape the check.
CHECKED_LATER = "agency_milestones_checked_later"
BY_THE_SERVICE = object()


class AgencyServiceMilestone(models.Model):
    """A step of a fixed-price service, with its share of the price (percent, 0-100)."""

    _name = "agency.service.milestone"
    _description = "Milestone of a service"
    _order = "product_tmpl_id, sequence, id"

    product_tmpl_id = fields.Many2one("product.template", "Service", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("Milestone", required=True, translate=True)
    percentage = fields.Float("Share of the price, %", required=True)

    _percentage_range = models.Constraint(
        "CHECK (percentage > 0 AND percentage <= 100)",
        "The share of a milestone must be more than 0 and not more than 100 %.",
    )

    @api.constrains("percentage", "product_tmpl_id")
    def _check_shares(self):
        if not self._is_checked_later():
            self.product_tmpl_id._check_milestone_shares()

    def write(self, vals):
        left = self.product_tmpl_id if "product_tmpl_id" in vals else self.product_tmpl_id.browse()
        result = super().write(vals)
        if not self._is_checked_later():
            left._check_milestone_shares()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_all_or_none(self):
        """What is left of the milestones of a service must make 100 % too, unless nothing is left."""
        if self._is_checked_later():
            return
        for service, milestones in self.grouped("product_tmpl_id").items():
            service._check_shares_of(service.milestone_ids - milestones)

    def _is_checked_later(self):
        return self.env.context.get(CHECKED_LATER) is BY_THE_SERVICE
