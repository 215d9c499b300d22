from odoo import models
from odoo.fields import Domain

GROUPS = ("must", "should", "could", "wont")


class ReportRequirementsBrief(models.AbstractModel):
    _name = "report.crm_web_agency.report_requirements_brief_document_set"
    _inherit = "agency.document.report"
    _description = "Requirements brief"
    _document_model = "res.partner"

    def _get_document_values(self, docs, data):
        clients = docs.commercial_partner_id
        order = self.env["sale.order"].browse(data.get("order_id") or [])
        order.check_access("read")
        company = self._get_company(data.get("company_id") or order.company_id.id)
        needs = self._get_needs(clients, company, order).grouped("partner_id")
        briefs = self._get_briefs(clients, company).grouped("partner_id")
        empty = self.env["agency.requirement"]
        return {
            "docs": clients,
            "order": order,
            "company": company,
            "groups": {client: self._arrange(needs.get(client, empty)) for client in clients},
            "briefs": {client: briefs.get(client, self.env["agency.brief"]) for client in clients},
        }

    def _get_needs(self, clients, company, order):
        """Return what is wanted of us: needs of the order, else all that are neither declined nor delivered."""
        domain = Domain("partner_id", "in", clients.ids) & Domain("company_id", "=", company.id)
        if order:
            domain &= Domain("order_id", "=", order.id)
        else:
            domain &= Domain("state", "not in", ("declined", "delivered"))
        return self.env["agency.requirement"].search(domain, order="sequence, id")

    def _get_briefs(self, clients, company):
        domain = Domain("partner_id", "in", clients.ids) & Domain("company_id", "=", company.id)
        return self.env["agency.brief"].search(domain & Domain("state", "=", "answered"), order="answered_on, id")

    def _arrange(self, needs):
        """Return [(priority, its needs)] from the most wanted, numbered through by their order in it."""
        grouped = needs.grouped("priority")
        return [(key, grouped[key]) for key in GROUPS if key in grouped]
