from odoo import models


class ReportAgreement(models.AbstractModel):
    _name = "report.crm_web_agency.report_agreement_document_set"
    _inherit = "agency.document.report"
    _description = "Agreement and annex"
    _document_model = "sale.order"

    def _get_document_values(self, docs, data):
        docs._check_agreement_requisites()
        return {}
