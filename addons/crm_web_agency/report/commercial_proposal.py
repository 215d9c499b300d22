from odoo import models


class ReportCommercialProposal(models.AbstractModel):
    _name = "report.crm_web_agency.report_commercial_proposal_document_set"
    _inherit = "agency.document.report"
    _description = "Commercial proposal"
    _document_model = "sale.order"
