from odoo import fields, models


class AgencyRequirement(models.Model):
    _inherit = "agency.requirement"

    picture_ids = fields.One2many("agency.picture", "requirement_id", "Pictures")
