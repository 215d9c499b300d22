from datetime import datetime

from odoo import api, fields, models
from odoo.tools import SQL

SEQUENCE_CODE = "agency.acceptance.act"


class AgencyAcceptanceAct(models.Model):
    """The act as a document: its number, what is printed, how it travels to the client."""

    _inherit = "agency.acceptance.act"

    def _get_balance_amount(self):
        """Return what is left to pay by this act after the advance."""
        self.ensure_one()
        return self.currency_id.round(self.amount_total - self.advance_amount)

    def _get_tax_rows(self):
        """Return [(name of the tax group, amount)] for the document; empty if nothing is taxed."""
        self.ensure_one()
        return [
            (group["group_name"], group["tax_amount_currency"])
            for subtotal in self._get_tax_totals()["subtotals"]
            for group in subtotal["tax_groups"]
        ]

    def _get_invoice_names(self):
        """Return the numbers of posted invoices of the order's advance and of this act."""
        self.ensure_one()
        # sudo: the act names its invoices for everybody who may read the act.
        moves = self.sudo().invoice_ids.filtered(lambda move: move.state == "posted")
        return ", ".join(moves.mapped("name"))

    def _format_day(self, day):
        """Write a day as dd.mm.yyyy (DSTU 4163:2020) in every language; "" for none."""
        if not day:
            return ""
        moment = fields.Datetime.to_datetime(day)
        if isinstance(day, datetime):
            moment = fields.Datetime.context_timestamp(self, day)
        return moment.strftime("%d.%m.%Y")

    def _assign_number(self):
        """Number the acts that have no number yet, by company and year of the act's date.

        The row of the sequence is updated first: of two people who number at once the second is
        refused by PostgreSQL and run again by Odoo, and sees the number, and the year, of the first.
        """
        for act in self.filtered(lambda act: not act._is_numbered()):
            # sudo: sequences are for administrators; the code is a constant.
            sequence = self.env["ir.sequence"].sudo().with_company(act.company_id)
            self._ensure_sequences(act.company_id)
            query = "UPDATE ir_sequence SET write_date = write_date WHERE code = %s AND company_id = %s RETURNING id"
            self.env.cr.execute(SQL(query, SEQUENCE_CODE, act.company_id.id), log_exceptions=False)
            act._write_step({"name": sequence.next_by_code(SEQUENCE_CODE, sequence_date=act.date)})

    @api.model
    def _ensure_sequences(self, companies):
        """Give each company its own row of numbers, copied from the shared model sequence."""
        # sudo: sequences are for administrators; only a copy of the shipped one is made.
        sequence = self.env["ir.sequence"].sudo()
        model = sequence.search([("code", "=", SEQUENCE_CODE), ("company_id", "=", False)], limit=1)
        have = sequence.search([("code", "=", SEQUENCE_CODE), ("company_id", "in", companies.ids)]).company_id
        for company in companies - have if model else []:
            # The row of the company is updated first: two who number its first acts at once make one sequence.
            query = SQL("UPDATE res_company SET write_date = write_date WHERE id = %s", company.id)
            self.env.cr.execute(query, log_exceptions=False)
            prefix = "АКТ" if company.country_id.code == "UA" else "ACT"
            model.copy(
                {
                    "company_id": company.id,
                    "prefix": f"{prefix}-%(range_year)s-",
                }
            )

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.env._("Acceptance act %s", self.name.replace("/", "-"))

    def _get_portal_return_action(self):
        self.ensure_one()
        return self.env.ref("crm_web_agency.agency_acceptance_act_action")
