from datetime import datetime

from odoo import fields, models
from odoo.tools import formatLang

from ..tools import amount_in_words


class SaleOrder(models.Model):
    """The order as an agreement with its annex: what the printed document takes from it."""

    _inherit = "sale.order"

    def _format_agreement_day(self, day):
        """Write a day as dd.mm.yyyy (DSTU 4163:2020) in every language; "" for none."""
        if not day:
            return ""
        moment = fields.Datetime.to_datetime(day)
        if isinstance(day, datetime):
            moment = fields.Datetime.context_timestamp(self, day)
        return moment.strftime("%d.%m.%Y")

    def _get_agreement_number(self):
        """Return the number of the agreement: the one agreed with the client, else that of the order."""
        self.ensure_one()
        return self.client_order_ref or self.name

    def _get_agreement_day(self):
        """Return the day of the agreement: of the signature, else of the order."""
        self.ensure_one()
        return self._format_agreement_day(self.signed_on or self.date_order)

    def _get_amount_in_words(self):
        """Return the total written out in the language of the client."""
        self.ensure_one()
        lang = "uk" if (self.partner_id.lang or self.env.lang or "").startswith("uk") else "en"
        return amount_in_words(self.amount_total, self.currency_id.name, lang)

    def _get_agreement_taxes(self):
        """Return [(name of the tax group, amount)]; empty if nothing is taxed."""
        self.ensure_one()
        return [
            (group["group_name"], group["tax_amount_currency"])
            for subtotal in self.tax_totals["subtotals"]
            for group in subtotal["tax_groups"]
        ]

    def _get_agreement_lines(self):
        """Return the rows of the annex: (number or None for a heading, order line)."""
        self.ensure_one()
        rows, number = [], 0
        for line in self._get_term_lines():
            number += not line.display_type
            rows.append((None if line.display_type else number, line))
        return rows

    def _get_seal(self):
        """Return the signed version, of which the document prints the number and the digest."""
        self.ensure_one()
        # sudo: whoever prints the order may know the digest of what was signed.
        return self.sudo().sealed_version_id

    def _format_agreement_quantity(self, quantity):
        return formatLang(self.env, quantity, dp="Product Unit")

    def _check_agreement_requisites(self):
        """Raise RedirectWarning if the agreement would lack obligatory requisites of a party."""
        for order in self:
            self.env["res.partner"]._check_document_requisites(
                self.env._("The agreement %s", order._get_agreement_number()),
                [(order.company_id.partner_id, {"code", "address", "signatory"}), (order.partner_id, {"code"})],
            )

    def _get_agreement_filename(self):
        self.ensure_one()
        number = self._get_agreement_number().replace("/", "-")
        return self.env._("Agreement %s", number)
