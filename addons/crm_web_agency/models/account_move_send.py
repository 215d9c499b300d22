from odoo import api, models

STOCK = "account.account_invoices"


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    @api.model
    def _get_default_pdf_report_id(self, move):
        """Send clients the invoice for payment, unless a report was chosen for the client or the journal."""
        report = super()._get_default_pdf_report_id(move)
        if report == self.env.ref(STOCK, raise_if_not_found=False) and move._is_client_invoice():
            return self.env.ref("crm_web_agency.report_payment_invoice", raise_if_not_found=False) or report
        return report
