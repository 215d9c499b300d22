from odoo import models
from odoo.exceptions import UserError


class ReportPaymentInvoice(models.AbstractModel):
    _name = "report.crm_web_agency.report_payment_invoice_document_set"
    _inherit = "agency.document.report"
    _description = "Invoice for payment"
    _document_model = "account.move"

    def _get_document_values(self, docs, data):
        if docs.filtered(lambda move: move.move_type != "out_invoice"):
            raise UserError(self.env._("Only customer invoices are printed as invoices for payment."))
        docs.filtered(lambda move: move.state == "posted")._check_requisites()
        return {}
