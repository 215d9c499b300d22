from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_print_requirements_brief(self):
        """Print what the client needs of this order."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("crm_web_agency.report_requirements_brief")
        data = {"ids": self.partner_id.commercial_partner_id.ids, "order_id": self.id}
        return report.report_action(None, data=data, config=False)
