from odoo import models
from odoo.tools import float_compare


class SaleOrderLine(models.Model):
    """Down payments taken off later invoices: all at once by Odoo, or as far as an act goes."""

    _inherit = "sale.order.line"

    def _get_advance_left(self):
        """Return (base, {tax id: [base, tax]}) of a down payment that no invoice has taken off yet.

        In the currency of the order; drafts count, cancelled invoices do not.
        """
        self.ensure_one()
        base, taxes = 0.0, {}
        for row in self.invoice_lines.filtered(lambda row: row.move_id.state != "cancel"):
            sign = -row.move_id.direction_sign
            row_base, row_taxes = row._get_document_amounts()
            base += sign * row_base
            for tax, amounts in row_taxes.items():
                have = taxes.get(tax, [0.0, 0.0])
                taxes[tax] = [have[0] + sign * amounts[0], have[1] + sign * amounts[1]]
        currency = self.currency_id
        return currency.round(base), {tax: [currency.round(one) for one in both] for tax, both in taxes.items()}

    def _get_advance_deduction(self, base, taxes, whole, sequence):
        """Return what differs in the invoice line that takes an advance off: arguments of `_prepare_invoice_line`.

        Args:
            base, taxes: what is taken off, in the shape of `_get_advance_left`.
            whole: nothing of the advance is left after it.
            sequence: of the line in the invoice.
        """
        self.ensure_one()
        quantity = -self._get_advance_quantity(base, whole)
        return {"sequence": sequence, "quantity": quantity, "extra_tax_data": self._pack_advance(quantity, base, taxes)}

    def _get_advance_quantity(self, base, whole):
        """Return the part of the one down payment that is taken off, so that Odoo knows what is left."""
        left = self.qty_invoiced
        if whole:
            return left if left > 0 else 1.0
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        step = 10**-digits
        return round(min(max(base / (self.price_unit or 1.0), step), max(left - step, step)), digits)

    def _pack_advance(self, quantity, base, taxes):
        """Return amounts in the shape of `account.tax._export_base_line_extra_tax_data`, taken off."""
        return {
            "currency_id": self.currency_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "quantity": quantity,
            "manual_total_excluded_currency": -base,
            # Without any tax the engine takes the base only if there is something here.
            "manual_tax_amounts": {
                str(tax): {"base_amount_currency": -amounts[0], "tax_amount_currency": -amounts[1]}
                for tax, amounts in taxes.items()
            }
            or {"0": {}},
        }

    def _prepare_invoice_line(self, **optional_values):
        """Of an advance that acts have partly taken off, Odoo's final invoice takes off the rest."""
        if not self._is_final_deduction(optional_values):
            return super()._prepare_invoice_line(**optional_values)
        base, taxes = self._get_advance_left()
        sequence = optional_values.get("sequence", self.sequence)
        return super()._prepare_invoice_line(**self._get_advance_deduction(base, taxes, True, sequence))

    def _is_final_deduction(self, values):
        """Tell whether Odoo takes off the advance as a whole, though acts have taken off a part."""
        whole = self.is_downpayment and not self.display_type and values.get("quantity") == -1.0
        partly = float_compare(self.qty_invoiced, 1, precision_digits=2) != 0
        return whole and partly
