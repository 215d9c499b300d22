from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_act_mode = fields.Selection(related="company_id.agency_act_mode", readonly=False)
    agency_act_silence = fields.Boolean(related="company_id.agency_act_silence", readonly=False)
    agency_act_reminder_days = fields.Integer(related="company_id.agency_act_reminder_days", readonly=False)
    agency_act_approved_hours = fields.Boolean(related="company_id.agency_act_approved_hours", readonly=False)
