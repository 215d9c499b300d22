from odoo import models


class ReportWebsitePassport(models.AbstractModel):
    _name = "report.crm_web_agency.report_website_passport_document_set"
    _inherit = "agency.document.report"
    _description = "Website passport"
    _document_model = "agency.website"
