from odoo import models


class ReportWorkReport(models.AbstractModel):
    _name = "report.crm_web_agency.report_work_report_document_set"
    _inherit = "agency.document.report"
    _description = "Work report"
    _document_model = "res.partner"

    def _get_document_values(self, docs, data):
        date_from, date_to = self._get_period(data, "month")
        company = self._get_company(data.get("company_id"))
        order, project = self._get_filters(data)
        scope = (company, date_from, date_to, order, project)
        return {
            "docs": docs.commercial_partner_id,
            "work": docs._get_work(*scope),
            "entries": docs._get_work_entries(*scope) if data.get("is_detailed") else {},
            "company": company,
            "date_from": date_from,
            "date_to": date_to,
            "order": order,
            "project": project,
        }

    def _get_filters(self, data):
        """Return the order and the project to keep to, which the person may read."""
        order = self.env["sale.order"].browse(data.get("order_id") or [])
        project = self.env["project.project"].browse(data.get("project_id") or [])
        if order:
            order.check_access("read")
        if project:
            project.check_access("read")
        return order, project
