from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.secret_text import has_secret


class AgencyWebsiteAccess(models.Model):
    """Who can get into what of a client's site. Where the secret is kept, never the secret."""

    _name = "agency.website.access"
    _description = "Access to a client's website"
    _order = "website_id, kind, id"
    _rec_name = "kind"

    website_id = fields.Many2one("agency.website", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="website_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="website_id.partner_id", string="Client")
    kind = fields.Selection(
        [
            ("hosting", "Hosting"),
            ("admin_panel", "Administration panel"),
            ("registrar", "Registrar"),
            ("repository", "Repository"),
            ("analytics", "Analytics and advertising"),
            ("other", "Other"),
        ],
        "Access to",
        required=True,
        default="admin_panel",
    )
    contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="cascade",
        domain="['|', ('id', 'child_of', partner_id), ('is_agency_client', '=', False)]",
        help="Somebody at the client or at another contractor.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Colleague",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('share', '=', False)]",
        help="Somebody of the agency.",
    )
    login = fields.Char("Account", help="The name one logs in with. No password here.")
    note = fields.Char(
        help="Level of access, where the password is kept, who gives it out. The password itself belongs in a "
        "password manager."
    )

    _somebody = models.Constraint(
        "CHECK (contact_id IS NOT NULL OR user_id IS NOT NULL)",
        "Access: choose the contact or the colleague who has it.",
    )

    @api.constrains("login", "note")
    def _check_no_secrets(self):
        if any(has_secret(text) for access in self for text in (access.login, access.note)):
            raise ValidationError(self._get_secret_message())

    @api.model
    def _get_secret_message(self):
        return self.env._(
            "This looks like a password or a key. It would be readable by many: keep it in a password manager and "
            "write here only who has access and where the secret is kept."
        )
