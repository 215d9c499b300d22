from odoo import api, fields, models
from odoo.exceptions import UserError


class ResUsers(models.Model):
    """What the list of accounts shows and groups by."""

    _inherit = "res.users"

    # Stored, as lists group by stored fields only; the roles themselves are in the lines of User Roles.
    agency_role_ids = fields.Many2many(
        "res.users.role",
        "agency_user_role_rel",
        "user_id",
        "role_id",
        string="Given roles",
        compute="_compute_agency_role_ids",
        store=True,
        copy=False,
        groups="base.group_erp_manager",
        help="Roles given to the person, also those that begin later or have ended.",
    )
    # The history of roles is for administrators, and so is its date.
    last_role_line_modification = fields.Datetime(groups="base.group_erp_manager")

    def _compute_last_role_line_modification(self):
        # One query for all, and none for an account that is being written in a form.
        changes = self.env["base.user.role.line.history"]._read_group(
            [("user_id", "in", self._origin.ids)], ["user_id"], ["create_date:max"]
        )
        last = {user.id: moment for user, moment in changes}
        for user in self:
            user.last_role_line_modification = last.get(user._origin.id)

    @api.depends("role_line_ids.role_id")
    def _compute_agency_role_ids(self):
        for user in self:
            user.agency_role_ids = user.role_line_ids.role_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        # sudo: only whether there are rows
        history = self.env["base.user.role.line.history"].sudo()
        if row := history.search([("user_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%s had roles, and the history of roles stays: deactivate the account instead.", row.user_id.name
                )
            )

    def action_agency_substitution(self):
        """Open the form that gives this person's roles to somebody for some days."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_substitution")
        return {**action, "context": {"default_absent_id": self.id}}
