from odoo import models
from odoo.exceptions import AccessError


class IrActionsReport(models.Model):
    """A report for certain roles is for them by its address too; Odoo hides it from menus only."""

    _inherit = "ir.actions.report"

    def _get_report(self, report_ref):
        report = super()._get_report(report_ref)
        # With sudo the caller has checked the document: the portal prints what the client may see.
        if not self.env.su:
            report._check_role()
        return report

    def _render_xlsx(self, report_ref, docids, data=None):
        # The address of spreadsheets takes the report with sudo: the role is that of the person all the same.
        self._get_report(report_ref)._check_role()
        return super()._render_xlsx(report_ref, docids, data=data)

    def _check_role(self):
        """Raise AccessError if the report is for groups and the current person is in none of them."""
        groups = self.sudo().group_ids
        if groups and not self.env.user._is_superuser() and not groups & self.env.user.all_group_ids:
            raise AccessError(self.env._("The report “%s” is not for your role.", self.sudo().name))
