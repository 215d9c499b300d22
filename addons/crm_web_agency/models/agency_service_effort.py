from odoo import api, fields, models


class AgencyServiceEffort(models.Model):
    """Hours that one unit of a service takes of a job position, as three points."""

    _name = "agency.service.effort"
    _description = "Effort norm of a service"
    _order = "product_tmpl_id, sequence, id"
    _rec_name = "job_id"

    product_tmpl_id = fields.Many2one("product.template", "Service", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    job_id = fields.Many2one("hr.job", "Job position", required=True, index=True, ondelete="restrict")
    hours_optimistic = fields.Float("Optimistic, h", required=True)
    hours_likely = fields.Float("Likely, h", required=True)
    hours_pessimistic = fields.Float("Pessimistic, h", required=True)
    hours_expected = fields.Float(
        "Expected, h",
        compute="_compute_hours_expected",
        store=True,
        help="PERT: (optimistic + 4 × likely + pessimistic) / 6.",
    )

    _hours_in_order = models.Constraint(
        "CHECK (hours_optimistic >= 0 AND hours_optimistic <= hours_likely AND hours_likely <= hours_pessimistic)",
        "Hours of an effort norm must not be negative and must grow: optimistic, likely, pessimistic.",
    )
    _job_uniq = models.UniqueIndex(
        "(product_tmpl_id, job_id)", "This job position has its hours in the service already."
    )

    @api.depends("hours_optimistic", "hours_likely", "hours_pessimistic")
    def _compute_hours_expected(self):
        for effort in self:
            effort.hours_expected = (effort.hours_optimistic + 4 * effort.hours_likely + effort.hours_pessimistic) / 6
