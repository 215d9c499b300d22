from odoo import models
from odoo.exceptions import AccessError


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_report(self, report_ref):
        report = super()._get_report(report_ref)
        # Odoo hides a report of other groups from menus only; its address would still answer. With sudo the
        # caller has checked the document: the portal prints what the client may see.
        if not self.env.su and report.group_ids and not report.group_ids & self.env.user.all_group_ids:
            raise AccessError(self.env._("The report “%s” is not for your role.", report.name))
        return report
