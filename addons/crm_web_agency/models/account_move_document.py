from odoo import models

from ..tools import amount_in_words
from ..tools.nbu_qr import get_payload, get_picture, get_url
from ..tools.payment_purpose import payment_purpose


class AccountMove(models.Model):
    """A customer invoice as the invoice for payment that the client pays by."""

    _inherit = "account.move"

    def _get_document_day(self):
        """Return the day of the invoice as it is printed; of a draft the day is not set yet."""
        self.ensure_one()
        day = self.invoice_date
        return day.strftime("%d.%m.%Y") if day else ""

    def _get_bank_account(self):
        """Return the company's account that the invoice is paid to."""
        self.ensure_one()
        # sudo: the invoice tells the account to whoever may read it.
        move = self.sudo()
        return move.partner_bank_id or move.company_id.partner_id.bank_ids[:1]

    def _get_document_orders(self):
        """Return the orders that the invoice bills."""
        self.ensure_one()
        # sudo: the invoice names its orders to whoever may read it.
        return self.sudo().invoice_line_ids.sale_line_ids.order_id

    def _get_agreement_numbers(self):
        """Return the numbers of the agreements with the client, as the client calls them."""
        names = [ref for ref in self._get_document_orders().mapped("client_order_ref") if ref]
        return ", ".join(dict.fromkeys(names))

    def _get_document_acts(self):
        """Return the numbered acts that the invoice bills."""
        # sudo: as for orders.
        return self.sudo().act_ids.filtered(lambda act: act._is_numbered())

    def _get_document_lines(self):
        """Return rows of the table: (number or None for a heading or note, line)."""
        self.ensure_one()
        rows, number = [], 0
        for line in self.invoice_line_ids.sorted(lambda one: (one.sequence, one.id)):
            is_text = line.display_type != "product"
            number += not is_text
            rows.append((None if is_text else number, line))
        return rows

    def _get_document_taxes(self):
        """Return [(name of the tax group, amount)]; empty if nothing is taxed."""
        self.ensure_one()
        return [
            (group["group_name"], group["tax_amount_currency"])
            for subtotal in (self.tax_totals or {}).get("subtotals", [])
            for group in subtotal["tax_groups"]
        ]

    def _get_amount_to_pay(self):
        """Return what is still to pay, in the currency of the invoice."""
        self.ensure_one()
        return self.amount_residual if self.state == "posted" else self.amount_total

    def _get_amount_in_words(self):
        """Return the total in words, in the language of the context."""
        self.ensure_one()
        lang = "uk" if (self.env.lang or "").startswith("uk") else "en"
        return amount_in_words(self.amount_total, self.currency_id.name, lang)

    def _get_payment_purpose(self):
        """Return what to write as the purpose of the payment: in Ukrainian for hryvnias."""
        self.ensure_one()
        share = self._get_amount_to_pay() / self.amount_total if self.amount_total else 0.0
        percents = {tax.amount for tax in self.invoice_line_ids.tax_ids if tax.amount_type == "percent"}
        return payment_purpose(
            self.name,
            self._get_document_day(),
            self._get_agreement_numbers(),
            tax=self.currency_id.round(self.amount_tax * share),
            rate=percents.pop() if len(percents) == 1 else None,
            currency=self.currency_id.name,
        )

    def _get_payment_qr_url(self):
        """Return the address of the payment QR code of the National Bank of Ukraine; "" if there is none.

        The code is of hryvnias to a Ukrainian account only, and of an issued invoice that is not paid.
        """
        self.ensure_one()
        bank, party = self._get_bank_account(), self.company_id.partner_id
        account = (bank.sanitized_acc_number or "").upper()
        left = self._get_amount_to_pay()
        wanted = (
            self.state == "posted" and self.currency_id.name == "UAH" and self.currency_id.compare_amounts(left, 0) > 0
        )
        if not wanted or not account.startswith("UA") or len(account) != 29 or not party.company_registry:
            return ""
        amount = f"{left:.2f}"
        try:
            return get_url(
                get_payload(party.name, account, amount, party.company_registry, self._get_payment_purpose())
            )
        except ValueError:
            # A name too long for the code: the invoice is paid by its requisites.
            return ""

    def _get_payment_qr_picture(self):
        """Return the picture of the payment QR code as a data URI; "" if there is none."""
        url = self._get_payment_qr_url()
        return get_picture(url) if url else ""

    def _get_payment_invoice_filename(self):
        self.ensure_one()
        number = (self.name or "").replace("/", "-")
        if self.state == "draft":
            return self.env._("Draft of an invoice for payment")
        return self.env._("Invoice for payment %s", number)
