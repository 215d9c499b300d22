from odoo import api, fields, models

from ..tools.readers import RATES


class ResCompany(models.Model):
    _inherit = "res.company"

    agency_act_auto_invoice = fields.Boolean(
        string="Invoice signed acts",
        default=True,
        help="A signed acceptance act becomes a draft invoice at once.",
    )
    agency_act_review_days = fields.Integer(
        string="Days to sign an act",
        default=5,
        help="Days the client has to sign an acceptance act or to object in writing.",
    )
    agency_document_city = fields.Char(
        string="Place of documents",
        help="City printed as the place where documents are drawn up; the company's city if empty.",
    )
    agency_default_hourly_cost = fields.Monetary(
        string="Hourly cost without a rate",
        groups=RATES,
        help="What an hour costs when the performer's job position has no rate.",
    )
    agency_portal_link_days = fields.Integer(
        string="Days a link works",
        default=180,
        help="Days that a link to a document in an e-mail opens it without a login; 0: for ever.",
    )
    _agency_portal_link_days_positive = models.Constraint(
        "CHECK (agency_portal_link_days >= 0)",
        "The days that a link works cannot be negative: write 0 for links that work for ever.",
    )
    _agency_act_review_days_positive = models.Constraint(
        "CHECK (agency_act_review_days >= 0)",
        "The number of days to sign an act cannot be negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["agency.acceptance.act"]._ensure_sequences(companies)
        self.env["agency.approval.limit"]._ensure_defaults(companies)
        return companies
