from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_act_auto_invoice = fields.Boolean(related="company_id.agency_act_auto_invoice", readonly=False)
    agency_act_review_days = fields.Integer(related="company_id.agency_act_review_days", readonly=False)
    agency_document_city = fields.Char(related="company_id.agency_document_city", readonly=False)
    agency_default_hourly_cost = fields.Monetary(related="company_id.agency_default_hourly_cost", readonly=False)
    agency_portal_link_days = fields.Integer(related="company_id.agency_portal_link_days", readonly=False)
    agency_needs_alias_name = fields.Char(related="company_id.agency_needs_alias_name", readonly=False)
    agency_needs_alias_domain = fields.Char(related="company_id.alias_domain_id.name", string="Domain of e-mails")
    agency_allow_private_addresses = fields.Boolean(
        "Check sites at private addresses",
        config_parameter="crm_web_agency.allow_private_addresses",
        help="Let the checks of websites contact loopback, private and other special addresses, also those that a "
        "name or a redirection leads to. Needed for sites inside the agency's own network only.",
    )
