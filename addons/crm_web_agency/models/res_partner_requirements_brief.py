from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_requirements_brief_filename(self):
        self.ensure_one()
        name = (self.commercial_partner_id.name or "").replace("/", "-")
        return self.env._("Requirements brief %s", name)
