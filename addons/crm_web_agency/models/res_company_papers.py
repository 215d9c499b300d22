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
    agency_invoice_reminder_days = fields.Integer(
        "Remind of an unpaid invoice",
        default=3,
        help="Days after the due date at which the client is reminded for the first time; 0: never.",
    )
    _agency_paper_days_positive = models.Constraint(
        "CHECK (agency_paper_unsigned_days >= 0 AND agency_paper_expiry_days >= 0"
        " AND agency_invoice_reminder_days >= 0)",
        "The days of missing papers and of reminders cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_paper_unsigned_days = fields.Integer(related="company_id.agency_paper_unsigned_days", readonly=False)
    agency_paper_expiry_days = fields.Integer(related="company_id.agency_paper_expiry_days", readonly=False)
    agency_invoice_reminder_days = fields.Integer(related="company_id.agency_invoice_reminder_days", readonly=False)
