from odoo import api, models

from ..tools import amount_in_words


class AgencyAcceptanceAct(models.Model):
    """Sums of an act: rounded as an invoice of the same lines, written out in words."""

    _inherit = "agency.acceptance.act"

    @api.depends(
        "line_ids.price_subtotal", "line_ids.price_total", "line_ids.extra_tax_data", "currency_id", "company_id"
    )
    def _compute_amounts(self):
        for act in self:
            totals = act._get_tax_totals()
            act.amount_untaxed = totals["base_amount_currency"]
            act.amount_tax = totals["tax_amount_currency"]
            act.amount_total = totals["total_amount_currency"]

    @api.depends_context("lang")
    @api.depends(
        "line_ids.price_subtotal", "line_ids.price_total", "line_ids.extra_tax_data", "currency_id", "company_id"
    )
    def _compute_tax_totals(self):
        for act in self:
            act.tax_totals = act._get_tax_totals()

    @api.depends("amount_total", "currency_id", "partner_id.lang")
    def _compute_amount_in_words(self):
        for act in self:
            lang = "uk" if (act.partner_id.lang or self.env.lang or "").startswith("uk") else "en"
            currency = act.currency_id.name or "UAH"
            act.amount_in_words = amount_in_words(act.amount_total, currency, lang)

    def _get_tax_totals(self):
        """Return the totals of `account.tax`, rounded as an invoice of the same lines."""
        self.ensure_one()
        account_tax = self.env["account.tax"]
        company = self.company_id or self.env.company
        base_lines = [
            line._prepare_base_line_for_taxes_computation() for line in self.line_ids.filtered("sale_line_id")
        ]
        account_tax._add_tax_details_in_base_lines(base_lines, company)
        account_tax._round_base_lines_tax_details(base_lines, company)
        return account_tax._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id or company.currency_id, company=company
        )

    def _get_advance_amount(self):
        """Return what the client has paid for the order beyond its earlier acts.

        Between 0 and the total of this act, in the currency of the order.
        """
        self.ensure_one()
        # sudo: payments are read for a figure that the document itself discloses.
        order = self.order_id.sudo()
        invoices = order.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.currency_id == order.currency_id
        )
        paid = sum(-move.direction_sign * (move.amount_total - move.amount_residual) for move in invoices)
        earlier = order.act_ids.filtered(lambda act: act.state in ("signed", "invoiced")) - self
        advance = paid - sum(earlier.mapped("amount_total"))
        currency = order.currency_id
        return currency.round(max(0.0, min(advance, self.amount_total)))
