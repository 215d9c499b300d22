from odoo import fields, models


class AgencyWebsite(models.Model):
    _inherit = "agency.website"

    picture_ids = fields.One2many("agency.picture", "website_id", "Pictures", copy=True)
