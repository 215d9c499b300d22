from odoo import fields, models


class AgencyDeclineReason(models.Model):
    """Why a need is not taken on: kept apart from free text so that reasons can be counted."""

    _name = "agency.decline.reason"
    _description = "Decline reason"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
