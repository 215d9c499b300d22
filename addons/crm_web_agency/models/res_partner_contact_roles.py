from odoo import fields, models


class ResPartner(models.Model):
    """Who is who at a client."""

    _inherit = "res.partner"

    contact_role_ids = fields.Many2many(
        "agency.contact.role",
        "agency_contact_role_rel",
        "partner_id",
        "role_id",
        "Contact roles",
        help="What the contact person decides or does at the client.",
    )

    def _get_contact_of_role(self, role_xmlid):
        """Return the contact of the client who has a role (the first one), or nobody.

        Args:
            role_xmlid: external identifier of an ``agency.contact.role``; it may have been deleted.
        """
        self.ensure_one()
        role = self.env.ref(role_xmlid, raise_if_not_found=False)
        if not role:
            return self.browse()
        return self.commercial_partner_id.child_ids.filtered(lambda contact: role in contact.contact_role_ids)[:1]
