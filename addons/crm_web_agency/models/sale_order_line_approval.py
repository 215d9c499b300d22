from odoo import api, models

# A change of any of these may change what the director approved.
TERMS = {"price_unit", "discount", "product_uom_qty", "product_id", "product_uom_id", "tax_ids", "purchase_price"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["sale.order"].browse({vals["order_id"] for vals in vals_list if vals.get("order_id")})
        with orders._watch_terms():
            return super().create(vals_list)

    def write(self, vals):
        if not TERMS & vals.keys() and "order_id" not in vals:
            return super().write(vals)
        with (self.order_id | self.env["sale.order"].browse(vals.get("order_id")))._watch_terms():
            return super().write(vals)

    def unlink(self):
        with self.order_id._watch_terms():
            return super().unlink()

    # What the line gives away -------------------------------------------------------------------

    def _get_list_price(self):
        """Return the unit price of the price list, in the terms of `price_unit`; 0 if there is none."""
        self.ensure_one()
        if not self.product_id or self.is_downpayment or self._is_global_discount():
            return 0.0
        line = self.with_company(self.company_id)
        return line.product_id._get_tax_included_unit_price_from_price(
            line._get_display_price(),
            product_taxes=line.product_id.taxes_id._filter_taxes_by_company(line.company_id),
            fiscal_position=line.order_id.fiscal_position_id,
        )

    def _get_full_and_offered(self):
        """Return (full price, offered price) of the line, in the currency of the order.

        Full is the higher of the price list and of the unit price; a line that takes off money
        has a full price of 0.
        """
        self.ensure_one()
        offered = self.price_unit * (1 - self.discount / 100) * self.product_uom_qty
        if offered < 0:
            return 0.0, offered
        return max(self.price_unit, self._get_list_price()) * self.product_uom_qty, offered

    def _get_cost(self):
        """Return what the line costs: not less than the product does, whatever was typed on the line."""
        self.ensure_one()
        if not self.product_id:
            return self.purchase_price * self.product_uom_qty
        line = self.with_company(self.company_id)
        cost = line.product_id.uom_id._compute_price(line.product_id.standard_price, line.product_uom_id)
        cost = line._convert_to_sol_currency(cost, line.product_id.cost_currency_id)
        return max(cost, self.purchase_price) * self.product_uom_qty

    def _get_digest_terms(self):
        """Return what of the line an approval covers, as plain values."""
        self.ensure_one()
        numbers = (self.product_uom_qty, self.price_unit, self.discount)
        return [self.product_id.id, self.product_uom_id.id, *(round(n, 6) for n in numbers), sorted(self.tax_ids.ids)]
