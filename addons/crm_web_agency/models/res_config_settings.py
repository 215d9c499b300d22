from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_act_auto_invoice = fields.Boolean(related="company_id.agency_act_auto_invoice", readonly=False)
    agency_act_review_days = fields.Integer(related="company_id.agency_act_review_days", readonly=False)
    agency_document_city = fields.Char(related="company_id.agency_document_city", readonly=False)
    agency_default_hourly_cost = fields.Monetary(related="company_id.agency_default_hourly_cost", readonly=False)
    agency_portal_link_days = fields.Integer(related="company_id.agency_portal_link_days", readonly=False)
