from odoo import api, fields, models

from .agency_retainer import READERS


class AgencyWebsite(models.Model):
    """Hosting and care plans of a site."""

    _inherit = "agency.website"

    retainer_ids = fields.One2many("agency.retainer", "website_id", "Care plans", groups=READERS)
    retainer_count = fields.Integer("Number of care plans", compute="_compute_retainer_count", groups=READERS)

    @api.depends("retainer_ids")
    def _compute_retainer_count(self):
        for website in self:
            website.retainer_count = len(website.retainer_ids)

    def action_view_retainers(self):
        """Show the care plans of the site, or a new one to fill in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_retainers")
        context = {"default_website_id": self.id, "default_partner_id": self.partner_id.id}
        return {**action, "domain": [("website_id", "=", self.id)], "context": context}
