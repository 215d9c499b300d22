from odoo import api, fields, models
from odoo.exceptions import UserError


class ResUsersRole(models.Model):
    """A role asks for a second factor and closes sessions; its rights never leave the agency without administrator."""

    _inherit = "res.users.role"

    two_factor_required = fields.Boolean(
        "Two-factor login",
        help="Who has this role confirms the login with a code from an application on the phone, "
        "or from an e-mail while there is none. Programs then log in with an API key, not with the password.",
    )
    user_count = fields.Integer("People", compute="_compute_user_count", compute_sudo=True)

    @api.depends("line_ids.user_id", "line_ids.date_from", "line_ids.date_to")
    def _compute_user_count(self):
        today = fields.Date.today()
        domain = [
            ("role_id", "in", self.ids),
            ("user_id.active", "=", True),
            "|",
            ("date_from", "=", False),
            ("date_from", "<=", today),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", today),
        ]
        counts = dict(self.env["res.users.role.line"]._read_group(domain, ["role_id"], ["__count"]))
        for role in self:
            role.user_count = counts.get(role, 0)

    def write(self, vals):
        with self.env["res.users"]._keep_administrators():
            return super().write(vals)

    def unlink(self):
        self._check_no_history()
        with self.env["res.users"]._keep_administrators():
            return super().unlink()

    def _check_no_history(self):
        """Refuse to delete a role that was given to anybody: who had it must stay known."""
        # sudo: only whether there are rows
        history = self.env["base.user.role.line.history"].sudo()
        domain = ["|", ("old_role_id", "in", self.ids), ("new_role_id", "in", self.ids)]
        if row := history.search(domain, limit=1):
            role = row.new_role_id & self or row.old_role_id
            raise UserError(
                self.env._(
                    "The role “%s” was given to people and stays for the history of roles: "
                    "take it from everybody and rename it instead.",
                    role.name,
                )
            )

    def action_open_people(self):
        """Open the accounts that have the role, now or by date."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_accounts")
        return {**action, "domain": [("share", "=", False), ("role_line_ids.role_id", "=", self.id)], "context": {}}
