from odoo import models


class ReportReconciliationAct(models.AbstractModel):
    _name = "report.crm_web_agency.report_reconciliation_act_document_set"
    _inherit = "agency.document.report"
    _description = "Act of reconciliation of settlements"
    _document_model = "res.partner"

    def _get_document_values(self, docs, data):
        date_from, date_to = self._get_period(data, "year")
        company = self._get_company(data.get("company_id"))
        docs._check_reconciliation_requisites(company)
        currency = self.env["res.currency"].browse(data.get("currency_id") or [])
        return {
            "docs": docs.commercial_partner_id,
            "settlements": docs._get_reconciliation(company, date_from, date_to, currency),
            "company": company,
            "date_from": date_from,
            "date_to": date_to,
            "is_client_side_empty": bool(data.get("is_client_side_empty")),
            "describe": self._describe,
        }

    def _describe(self, move, lang):
        """Return what a document of the books is called, in a language."""
        move = move.with_context(lang=lang)
        if move.origin_payment_id:
            kind = move.env._("Payment")
        elif move.move_type in ("out_invoice", "out_refund"):
            kind = dict(move._fields["move_type"]._description_selection(move.env))[move.move_type]
        else:
            kind = move.journal_id.name
        return move.env._(
            "%(kind)s %(number)s of %(day)s", kind=kind, number=move.name, day=self._format_day(move.date)
        )
