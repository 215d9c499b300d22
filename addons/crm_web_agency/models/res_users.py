from odoo import api, fields, models

# Roles that look at the whole work of the agency.
WHOLE = (
    "crm_web_agency.group_agency_project_manager",
    "crm_web_agency.group_agency_accountant",
    "crm_web_agency.group_agency_director",
    "crm_web_agency.group_agency_admin",
)
# Groups of Odoo that somebody without a role of the agency has got for work with clients.
OTHERS = (
    "base.group_erp_manager",
    "base.group_partner_manager",
    "sales_team.group_sale_salesman",
    "project.group_project_user",
    "account.group_account_invoice",
    "account.group_account_readonly",
)


class ResUsers(models.Model):
    """How far a member of the staff sees, for the record rules of clients and work."""

    _inherit = "res.users"

    agency_scope = fields.Selection(
        [("all", "Everything"), ("clients", "Own clients"), ("tasks", "Own tasks")],
        compute="_compute_agency_scope",
        export_string_translation=False,
        help="Everything for clients in the portal too: they have rules of their own.",
    )

    @api.depends("group_ids")
    def _compute_agency_scope(self):
        for user in self:
            user.agency_scope = user._get_agency_scope()

    def _get_agency_scope(self):
        """Return the widest scope that the user's groups give.

        Without a role of the agency Odoo's own groups decide; with none of these either,
        a member of the staff sees no more than a performer.
        """
        if self.share or any(self.has_group(group) for group in WHOLE):
            return "all"
        if self.has_group("crm_web_agency.group_agency_account_manager"):
            return "clients"
        if self.has_group("crm_web_agency.group_agency_performer"):
            return "tasks"
        return "all" if any(self.has_group(group) for group in OTHERS) else "tasks"
