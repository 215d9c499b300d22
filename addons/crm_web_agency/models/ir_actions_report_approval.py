from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Refuse to print an offer that waits for approval, for whatever report of orders."""
        if report.model == "sale.order":
            self.env["sale.order"].browse(docids)._check_printable()
        return super()._get_rendering_context(report, docids, data)
