from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    agency_retainer_mail = fields.Boolean(
        "Tell clients of used hours",
        help="At 90 and 100 % of the hours of a retainer the client gets an e-mail; the manager is told in any case.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    agency_retainer_mail = fields.Boolean(related="company_id.agency_retainer_mail", readonly=False)
