from odoo import fields, models

DUE_EVENTS = [
    ("confirmation", "The order is confirmed"),
    ("milestone", "A milestone is reached"),
    ("act", "Work is accepted by an act"),
    ("date", "A day comes"),
]


class AgencyOrderInstalmentMixin(models.AbstractModel):
    """A share of the price and the event at which it is to be paid: on an order and on its template."""

    _name = "agency.order.instalment.mixin"
    _description = "Share of the price"

    sequence = fields.Integer(default=10)
    percent = fields.Float(
        "Share, %", digits=(5, 2), required=True, help="Share of the order's total; all together make 100 %."
    )
    due_event = fields.Selection(
        DUE_EVENTS,
        "To be paid when",
        required=True,
        default="confirmation",
        help="At the first, second and last event an invoice of the advance is drafted by itself. “Work is accepted”: "
        "the invoices of acts bill what is left, less the advances.",
    )
    milestone_number = fields.Integer(
        "Milestone no.",
        default=1,
        help="Which milestone of the order, counted from 1: the milestones themselves are made when the order is "
        "confirmed.",
    )

    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "The share of an instalment must be more than 0 and not more than 100 %.",
    )
    _milestone_number_positive = models.Constraint(
        "CHECK (milestone_number > 0)", "Milestones are counted from 1: write 1 for the first one."
    )
