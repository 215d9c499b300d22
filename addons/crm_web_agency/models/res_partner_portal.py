from odoo import api, fields, models


class ResPartner(models.Model):
    """Who of a client's people has access to the portal."""

    _inherit = "res.partner"

    has_portal_access = fields.Boolean("Portal access", compute="_compute_has_portal_access")

    @api.depends("user_ids.active")
    def _compute_has_portal_access(self):
        # sudo: whether there is an account, for who reads the contact; staff do not read accounts of clients
        users = self.env["res.users"].sudo()
        domain = [("partner_id", "in", self.ids), ("share", "=", True), ("active", "=", True)]
        portal = self.env.ref("base.group_portal")
        having = users.search([*domain, ("all_group_ids", "in", portal.ids)]).partner_id
        for partner in self:
            partner.has_portal_access = partner._origin in having
