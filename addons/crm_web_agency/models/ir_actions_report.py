from odoo import models
from odoo.exceptions import AccessError

from .agency_approval_limit import STAFF

OURS = ("crm_web_agency.", "crm_analytics.")


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
        """Raise AccessError if the report is for groups and the current person is in none of them.

        Who has no role in the agency prints other applications' documents by the rights that those check.
        """
        user, groups = self.env.user, self.sudo().group_ids
        is_ours = (self.sudo().report_name or "").startswith(OURS)
        if not is_ours and not user.has_group(STAFF):
            return
        if groups and not user._is_superuser() and not groups & user.all_group_ids:
            raise AccessError(self.env._("The report “%s” is not for your role.", self.sudo().name))
