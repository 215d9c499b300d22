from datetime import datetime

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang


class AgencyDocumentReport(models.AbstractModel):
    """What the templates of all documents are given: the records, the languages and how days are written.

    A document model inherits it under the name of its template and says which records it prints.
    """

    _name = "agency.document.report"
    _description = "Document of the agency"
    _document_model = None

    def _get_report_values(self, docids, data=None):
        data = data or {}
        # From a window the client passes the options alone, with the records among them.
        docs = self.env[self._document_model].browse(docids or data.get("ids"))
        # The address of a report names any record: only those that the person may read are printed.
        docs.check_access("read")
        return {
            "doc_ids": docs.ids,
            "doc_model": self._document_model,
            "docs": docs,
            "today": self._format_day(fields.Date.context_today(self)),
            "format_day": self._format_day,
            "format_quantity": self._format_quantity,
            "get_langs": self._get_langs,
            **self._get_document_values(docs, data),
        }

    def _get_document_values(self, docs, data):
        """Return more values for the template; hook."""
        return {}

    def _get_company(self, company_id):
        """Return the company whose figures are printed: the current one by default.

        Raises:
            AccessError: for a company that the person may not see.
        """
        company = self.env["res.company"].browse(company_id) if company_id else self.env.company
        if company not in self.env.user.company_ids and not self.env.su:
            raise AccessError(self.env._("You may not print documents of this company."))
        return company

    def _get_period(self, data, unit):
        """Return the first and the last day to print: until today, from the start of the `unit`, by default."""
        date_to = fields.Date.to_date(data.get("date_to")) or fields.Date.context_today(self)
        date_from = fields.Date.to_date(data.get("date_from")) or fields.Date.start_of(date_to, unit)
        return date_from, date_to

    def _get_langs(self, partner, company):
        """Return codes of the languages to print in: the client's, then the company's for foreign clients.

        A document for a non-resident is read by the agency's bank and tax office too.
        """
        country, own = partner.commercial_partner_id.country_id, company.partner_id.country_id
        lang = partner.lang or self.env.lang
        wanted = [lang]
        if country and own and country != own:
            wanted.append(company.partner_id.lang or lang)
        installed = dict(self.env["res.lang"].get_installed())
        return list(dict.fromkeys(code for code in wanted if code in installed)) or [self.env.lang]

    def _format_day(self, day):
        """Write a day as dd.mm.yyyy (DSTU 4163:2020) in every language; "" for none."""
        if not day:
            return ""
        moment = fields.Datetime.to_datetime(day)
        if isinstance(day, datetime):
            moment = fields.Datetime.context_timestamp(self, day)
        return moment.strftime("%d.%m.%Y")

    def _format_quantity(self, quantity, lang):
        """Write a quantity in the language of the document, not in that of the person who prints."""
        return formatLang(self.with_context(lang=lang).env, quantity, dp="Product Unit")
