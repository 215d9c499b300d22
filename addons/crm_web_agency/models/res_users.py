from odoo import api, fields, models

# Roles that look at the whole work of the agency.
WHOLE = (
    "crm_web_agency.group_agency_project_manager",
    "crm_web_agency.group_agency_accountant",
    "crm_web_agency.group_agency_director",
    "crm_web_agency.group_agency_admin",
)


class ResUsers(models.Model):
    """How far a member of the staff sees, for the record rules of clients and work."""

    _inherit = "res.users"

    agency_scope = fields.Selection(
        [("all", "Everything"), ("clients", "Own clients"), ("tasks", "Own tasks")],
        compute="_compute_agency_scope",
        export_string_translation=False,
        help="Everything for those who are not of the agency: Odoo's own rules are for them.",
    )

    @api.depends("group_ids")
    def _compute_agency_scope(self):
        for user in self:
            user.agency_scope = user._get_agency_scope()

    def _get_agency_scope(self):
        """Return the widest scope that the user's groups give; a stranger's is Odoo's affair."""
        if any(self.has_group(group) for group in WHOLE):
            return "all"
        if self.has_group("crm_web_agency.group_agency_account_manager"):
            return "clients"
        return "tasks" if self.has_group("crm_web_agency.group_agency_performer") else "all"
