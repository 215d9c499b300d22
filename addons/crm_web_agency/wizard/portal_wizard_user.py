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
        # sudo: account managers read no roles; those of a client's account would give the access back
        user = self.user_id.sudo()
        if user.share and user.role_line_ids:
            user.role_line_ids.unlink()
            # Odoo's own step takes this group and archives the account.
            user.group_ids = [Command.link(self.env.ref("base.group_portal").id)]
        return super().action_revoke_access()

    def action_invite_again(self):
        self._check_contact()
        return super().action_invite_again()

    def _check_contact(self):
        """Who opens the portal must see the contact: Odoo's wizard, partly in superuser mode, would take any."""
        self.ensure_one()
        self.partner_id.check_access("read")

    def _give_client_role(self):
        # sudo: account managers give no roles; this one is of clients only
        user = self.user_id.sudo()
        client_role = self.env.ref("crm_web_agency.role_client").sudo()
        if user.active and user.share and not user.role_line_ids:
            user.role_line_ids = [Command.create({"role_id": client_role.id})]
