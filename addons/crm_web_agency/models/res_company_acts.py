from odoo import fields, models


class ResCompany(models.Model):
    """How the company has its work accepted; orders take the terms over and may differ."""

    _inherit = "res.company"

    agency_act_mode = fields.Selection(
        [("two_sided", "Both parties sign"), ("provider_only", "The contractor alone")],
        string="Acts are signed by",
        default="two_sided",
        required=True,
        help="The contractor alone: acts are in force when they are issued, without the client's signature "
        "(Law 996-XIV art. 9(2) as amended by Law 4791-IX). The agreement has to provide for it; construction, "
        "design and public money are excluded. Ask your accountant.",
    )
    agency_act_silence = fields.Boolean(
        string="Silence is acceptance",
        help="An act that the client neither signs nor answers in the days of the agreement is accepted. "
        "The agreement has to say so.",
    )
    agency_act_reminder_days = fields.Integer(
        string="Remind of an act",
        default=2,
        help="Days before the end of the term at which the client is reminded of an act to sign; 0: never.",
    )
    agency_act_approved_hours = fields.Boolean(
        string="Approved hours only",
        help="Hours enter acceptance acts once the project manager has approved them.",
    )
    _agency_act_reminder_days_positive = models.Constraint(
        "CHECK (agency_act_reminder_days >= 0)",
        "The days before a reminder cannot be negative: write 0 for no reminders.",
    )
