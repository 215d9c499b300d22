from odoo import models
from odoo.fields import Command


class PortalWizardUser(models.TransientModel):
    """Access of a client's contact: for own clients only, and as the role of clients."""

    _inherit = "portal.wizard.user"

    def action_grant_access(self):
        self._check_contact()
        result = super().action_grant_access()
        self._give_client_role()
        return result

    def action_revoke_access(self):
        self._check_contact()
        # sudo: account managers read no roles; only that of clients is taken, and else it gives the rights back
        client_role = self.env.ref("crm_web_agency.role_client").sudo()
        user = self.user_id.sudo()
        result = super().action_revoke_access()
        user.role_line_ids.filtered(lambda line: line.role_id == client_role).unlink()
        return result

    def action_invite_again(self):
        self._check_contact()
        return super().action_invite_again()

    def _check_contact(self):
        """Rights to the contact decide: Odoo's wizard works in superuser mode and would take any."""
        self.ensure_one()
        self.partner_id.check_access("write")

    def _give_client_role(self):
        # sudo: account managers give no roles; this one is of clients only
        user = self.user_id.sudo()
        client_role = self.env.ref("crm_web_agency.role_client").sudo()
        if user.active and user.share and not user.role_line_ids:
            user.role_line_ids = [Command.create({"role_id": client_role.id})]
