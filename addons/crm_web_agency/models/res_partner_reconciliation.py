from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ..tools import amount_in_words


class ResPartner(models.Model):
    """Settlements with clients as the books of the company have them."""

    _inherit = "res.partner"

    def _get_reconciliation(self, company, date_from, date_to, currency=None):
        """Return settlements by client and currency, from posted entries of receivables.

        What is written in one document of the books is one row: its debit is what the client owes by it, its
        credit what it takes off the debt, in the currency of the entry. Currencies are never added up.

        Args:
            company: res.company whose books are read, and no other's.
            date_from: first day of the period.
            date_to: last day of the period.
            currency: res.currency to keep to; all by default.

        Returns:
            dict: {client: [dict of `currency`, `opening`, `rows` (dicts of `move`, `date`, `debit`, `credit`),
            `debit`, `credit`, `closing`]}; sums in units of the currency, positive for a debt of the client.
        """
        clients = self.commercial_partner_id
        clients.check_access("read")
        domain = self._get_reconciliation_domain(clients, company, currency)
        openings = self._get_openings(domain & Domain("date", "<", date_from))
        period = domain & Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        rows = self._get_turnovers(period)
        result = {}
        for client in clients:
            currencies = (openings[client].keys() | rows[client].keys()) or {currency or company.currency_id}
            result[client] = [
                self._make_section(one, openings[client].get(one, 0.0), rows[client].get(one, []))
                for one in sorted(currencies, key=lambda one: (one != company.currency_id, one.name))
            ]
        return result

    def _get_reconciliation_domain(self, clients, company, currency):
        domain = Domain("company_id", "=", company.id) & Domain("parent_state", "=", "posted")
        domain &= Domain("account_id.account_type", "=", "asset_receivable")
        domain &= Domain("partner_id.commercial_partner_id", "in", clients.ids)
        return domain & Domain("currency_id", "=", currency.id) if currency else domain

    def _get_booked_lines(self):
        # sudo: account managers read invoices and no payments; a balance without these would be false. The
        # clients are checked before, and the domain keeps to them and to one company.
        return self.env["account.move.line"].sudo()

    def _get_openings(self, domain):
        """Return {client: {currency: balance}} without the balances of nothing."""
        result = defaultdict(lambda: defaultdict(float))
        lines = self._get_booked_lines()
        for partner, currency, amount in lines._read_group(
            domain, ["partner_id", "currency_id"], ["amount_currency:sum"]
        ):
            result[partner.commercial_partner_id][currency] += amount
        return defaultdict(
            dict,
            {
                client: {one: one.round(sums[one]) for one in sums if not one.is_zero(sums[one])}
                for client, sums in result.items()
            },
        )

    def _get_turnovers(self, domain):
        """Return {client: {currency: [row]}} in order of the days; differences of exchange rates have no rows."""
        result = defaultdict(lambda: defaultdict(list))
        groups = self._get_booked_lines()._read_group(
            domain, ["partner_id", "currency_id", "move_id"], ["amount_currency:sum"]
        )
        for partner, currency, move, amount in sorted(groups, key=lambda row: (row[2].date, row[2].name, row[2].id)):
            total = currency.round(amount)
            if not currency.is_zero(total):
                row = {"move": move, "date": move.date, "debit": max(total, 0.0), "credit": max(-total, 0.0)}
                result[partner.commercial_partner_id][currency].append(row)
        return result

    def _make_section(self, currency, opening, rows):
        debit = currency.round(sum(row["debit"] for row in rows))
        credit = currency.round(sum(row["credit"] for row in rows))
        return {
            "currency": currency,
            "opening": opening,
            "rows": rows,
            "debit": debit,
            "credit": credit,
            "closing": currency.round(opening + debit - credit),
        }

    def _get_balance_in_words(self, amount, currency):
        """Return an amount in words, in the language of the context."""
        lang = "uk" if (self.env.lang or "").startswith("uk") else "en"
        return amount_in_words(abs(amount), currency.name, lang)

    def action_reconcile_settlements(self):
        """Open the window of the reconciliation act with this client."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_web_agency.agency_reconciliation_wizard_action")
        action["context"] = {"default_partner_id": self.commercial_partner_id.id}
        return action

    def _check_reconciliation_requisites(self, company):
        """Raise RedirectWarning if acts of these clients with the company would lack obligatory requisites."""
        self._check_document_requisites(
            self.env._("The reconciliation act"),
            [(company.partner_id, {"code", "signatory"}), *((client, {"code"}) for client in self)],
        )

    def _get_reconciliation_filename(self):
        self.ensure_one()
        name = (self.commercial_partner_id.name or "").replace("/", "-")
        return self.env._("Reconciliation act %s", name)
