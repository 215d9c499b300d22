from odoo import models


class ResUsers(models.Model):
    """A second factor for those whose role asks for it; the code comes by e-mail until they have an application."""

    _inherit = "res.users"

    def _mfa_type(self):
        kind = super()._mfa_type()
        if kind is None and self._is_two_factor_required():
            # Odoo's login page and its ban on passwords in the API follow from this one word.
            return "totp_mail"
        return kind

    def _is_two_factor_required(self):
        """Whether a role whose rights the user has now asks for a second factor."""
        self.ensure_one()
        # sudo: at login nobody is logged in yet
        roles = self.env["res.users.role"].sudo()
        domain = [("two_factor_required", "=", True), ("group_id", "in", self._get_group_ids())]
        return bool(roles.search_count(domain, limit=1))
