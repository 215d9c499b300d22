from odoo import api, models

# What may change what the client agreed to.
TERMS = {
    "order_id",
    "name",
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "display_type",
    "is_downpayment",
    "is_expense",
}


class SaleOrderLine(models.Model):
    """Lines of a signed order stay as they were signed."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._check_sealed()
        return lines

    def write(self, vals):
        if not TERMS & vals.keys():
            return super().write(vals)
        # A line that is moved leaves one order and joins another.
        orders = self.order_id
        result = super().write(vals)
        (orders | self.order_id)._check_sealed()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._check_sealed()
        return result

    def _is_beside_terms(self):
        """Tell whether the line only carries what was invoiced or spent beside the agreed lines."""
        self.ensure_one()
        return self.is_downpayment or self.is_expense

    def _get_version_terms(self):
        """Return what the client agrees to in the line, as a list of plain values."""
        self.ensure_one()
        return [
            self.id,
            [self.display_type or "", self.name or "", self.product_id.id, self.product_uom_id.id],
            [round(self.product_uom_qty, 6), round(self.price_unit, 6), round(self.discount, 6)],
            sorted(self.tax_ids.ids),
        ]

    def _get_version_row(self):
        """Return the line as it is shown in a version."""
        self.ensure_one()
        return {
            "type": self.display_type or "",
            "name": self.name or "",
            "quantity": self.product_uom_qty,
            "unit": self.product_uom_id.name or "",
            "price": self.price_unit,
            "discount": self.discount,
            "taxes": ", ".join(self.tax_ids.mapped("name")),
            "subtotal": self.price_subtotal,
        }
