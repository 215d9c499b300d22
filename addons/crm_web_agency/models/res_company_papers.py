from odoo import fields, models


class ResCompany(models.Model):
    """When the company misses a paper."""

    _inherit = "res.company"

    agency_paper_unsigned_days = fields.Integer(
        "Act not signed after", default=7, help="Days after which an act that was sent is among the missing papers."
    )
    agency_paper_expiry_days = fields.Integer(
        "Agreement expires within", default=30, help="Days before the end of a contract at which it is told of."
    )
    _agency_paper_days_positive = models.Constraint(
        "CHECK (agency_paper_unsigned_days >= 0 AND agency_paper_expiry_days >= 0)",
        "The days of missing papers cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_paper_unsigned_days = fields.Integer(related="company_id.agency_paper_unsigned_days", readonly=False)
    agency_paper_expiry_days = fields.Integer(related="company_id.agency_paper_expiry_days", readonly=False)
