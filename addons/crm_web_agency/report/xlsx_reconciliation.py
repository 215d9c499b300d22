from datetime import date

from odoo import fields, models
from odoo.fields import Domain

from ..tools.xlsx_register import Column


class XlsxReconciliation(models.AbstractModel):
    """Turnover of clients in a period: what they owed, what was invoiced and paid, what they owe now.

    By the posted items of receivable accounts (class 361 and 362 of the Ukrainian chart of accounts), each currency
    of a client in a row of its own. Debit is what the client owes, credit what the company owes the client.
    """

    _name = "report.crm_web_agency.xlsx_reconciliation"
    _description = "Reconciliation by client in XLSX"
    _inherit = "agency.xlsx.register"

    def _get_title(self):
        return self.env._("Reconciliation by client")

    def _get_columns(self):
        return [
            ("number", Column(self.env._("No."), "integer", 6)),
            ("client", Column(self.env._("Client"), "text", 36)),
            ("code", Column(self.env._("EDRPOU / RNOKPP"), "text", 15)),
            ("manager", Column(self.env._("Account manager"), "text", 22)),
            ("opening_debit", Column(self.env._("Opening balance, debit"), "money", 17)),
            ("opening_credit", Column(self.env._("Opening balance, credit"), "money", 17)),
            ("debit", Column(self.env._("Turnover, debit"), "money", 17)),
            ("credit", Column(self.env._("Turnover, credit"), "money", 17)),
            ("closing_debit", Column(self.env._("Closing balance, debit"), "money", 17)),
            ("closing_credit", Column(self.env._("Closing balance, credit"), "money", 17)),
            ("entries", Column(self.env._("Entries"), "integer", 9)),
            ("last", Column(self.env._("Last entry"), "date", 12)),
            ("currency", Column(self.env._("Currency"), "text", 10)),
        ]

    def _get_objs_for_report(self, docids, data):
        """Of a selection take the companies: a contact person has no balance of one's own."""
        partners = super()._get_objs_for_report(docids, data)
        return partners if self._get_wizard(data) else partners.commercial_partner_id

    def _get_rows(self, records, wizard):
        first, last = self._get_period(wizard)
        company = wizard.company_id or self.env.company
        opening = self._get_balances(records, company, Domain("date", "<", first)) if first else {}
        moved = self._get_turnovers(records, company, first, last)
        currencies = {}
        for client, currency in [*opening, *moved]:
            currencies.setdefault(client, self.env["res.currency"])
            currencies[client] |= currency
        for client in records:
            for currency in currencies.get(client, self.env["res.currency"]).sorted("name"):
                key = (client, currency)
                row = self._get_row(currency, opening.get(key, 0.0), *moved.get(key, (0.0, 0.0, 0, None)))
                if row:
                    yield {
                        "client": client.name,
                        "code": client.company_registry,
                        "manager": client.user_id.name,
                        **row,
                    }

    def _get_period(self, wizard):
        """Return the first and the last day: those of the wizard, for a selection this year until today."""
        today = fields.Date.context_today(self)
        return (wizard.date_from, wizard.date_to) if wizard else (date(today.year, 1, 1), today)

    def _get_row(self, currency, opening, debit, credit, entries, last):
        """Return the figures of a client in a currency; None where there is neither a balance nor a movement."""
        opening, debit, credit = currency.round(opening), currency.round(debit), currency.round(credit)
        closing = currency.round(opening + debit - credit)
        if not (opening or debit or credit):
            return None
        return {
            "opening_debit": max(opening, 0.0) or None,
            "opening_credit": max(-opening, 0.0) or None,
            "debit": debit or None,
            "credit": credit or None,
            "closing_debit": max(closing, 0.0) or None,
            "closing_credit": max(-closing, 0.0) or None,
            "entries": entries,
            "last": last,
            "currency": currency.name,
        }

    def _get_items_domain(self, clients, company):
        return (
            Domain("partner_id", "in", clients.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("company_id", "=", company.id)
            & Domain("account_id.account_type", "=", "asset_receivable")
        )

    def _get_balances(self, clients, company, period):
        """Return {(client, currency): balance} in that currency, one query."""
        groups = self.env["account.move.line"]._read_group(
            self._get_items_domain(clients, company) & period, ["partner_id", "currency_id"], ["amount_currency:sum"]
        )
        return {(client, currency): amount for client, currency, amount in groups}

    def _get_turnovers(self, clients, company, first, last):
        """Return {(client, currency): (debit, credit, number of entries, day of the last one)}, two queries."""
        period = Domain("date", ">=", first) if first else Domain.TRUE
        period &= Domain("date", "<=", last) if last else Domain.TRUE
        sides = (Domain("amount_currency", ">", 0), Domain("amount_currency", "<", 0))
        result = {}
        for side, domain in enumerate(sides):
            groups = self.env["account.move.line"]._read_group(
                self._get_items_domain(clients, company) & period & domain,
                ["partner_id", "currency_id"],
                ["amount_currency:sum", "__count", "date:max"],
            )
            for client, currency, amount, count, day in groups:
                debit, credit, entries, before = result.get((client, currency), (0.0, 0.0, 0, None))
                amounts = (debit + amount, credit) if side == 0 else (debit, credit - amount)
                result[client, currency] = (*amounts, entries + count, max(filter(None, (before, day))))
        return result
