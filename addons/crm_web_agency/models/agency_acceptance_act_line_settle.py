from odoo import api, models
from odoo.tools import float_compare


class AgencyAcceptanceActLine(models.Model):
    """Amounts of a line, exact to the kopiyka (see `agency.acceptance.act._settle_amounts`)."""

    _inherit = "agency.acceptance.act.line"

    def _get_completing(self):
        """Return those lines after which nothing is left of their order line, or of the line they correct."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        result = self.filtered(lambda line: line.corrects_line_id and not line._get_left_to_correct())
        # sudo: all acts of the order count, also those that the person cannot read.
        for sale_line, lines in (self - result).sudo().grouped("sale_line_id").items():
            counted = sale_line._get_issued_act_lines() | lines
            total = sum(counted.mapped("quantity"))
            complete = float_compare(total, sale_line.product_uom_qty, precision_digits=digits) == 0
            if complete and all(line._has_price_of(sale_line) for line in counted):
                result |= lines[-1:].sudo(False)
        return result

    def _has_price_of(self, sale_line):
        """Tell whether the act took the price that the order line has today."""
        self.ensure_one()
        return (
            float_compare(self.price_unit, sale_line.price_unit, precision_digits=6) == 0
            and float_compare(self.discount, sale_line.discount, precision_digits=6) == 0
            and self.tax_ids == sale_line.tax_ids
        )

    def _get_left_amounts(self, whole):
        """Return (base, {tax id: [base, tax]}) that this line, completing another, has to have.

        Args:
            whole: the same of each order line, {order line: (base, {tax id: [base, tax]})}.
        """
        self.ensure_one()
        line = self.sudo()
        base, taxes = 0.0, {}
        if line.corrects_line_id:
            others = line.corrects_line_id | line.corrects_line_id._get_corrections()
        else:
            base, taxes = whole[line.sale_line_id]
            siblings = line.act_id.line_ids.filtered(lambda one: one.sale_line_id == line.sale_line_id)
            others = line.sale_line_id._get_issued_act_lines() | siblings
        taxes = dict(taxes)
        for other in others - line:
            other_base, other_taxes = other._get_amounts()
            base -= other_base
            for tax, amounts in other_taxes.items():
                have = taxes.get(tax, [0.0, 0.0])
                taxes[tax] = [have[0] - amounts[0], have[1] - amounts[1]]
        currency = line.currency_id
        return currency.round(base), {tax: [currency.round(one) for one in both] for tax, both in taxes.items()}

    def _get_amounts(self):
        """Return (base, {tax id: [base, tax]}) of the line, as its act prints them."""
        self.ensure_one()
        account_tax = self.env["account.tax"]
        base_line = self._prepare_base_line_for_taxes_computation()
        account_tax._add_tax_details_in_base_line(base_line, self.company_id)
        account_tax._round_base_lines_tax_details([base_line], self.company_id)
        return self._read_amounts(base_line)

    @api.model
    def _read_amounts(self, base_line):
        """Return (base, {tax id: [base, tax]}) of a base line whose tax details are rounded."""
        details = base_line["tax_details"]
        base = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
        return base, {
            # The engine stores the tax of a reverse charge without its sign.
            data["tax"].id: [
                data["base_amount_currency"],
                -data["tax_amount_currency"] if data["is_reverse_charge"] else data["tax_amount_currency"],
            ]
            for data in details["taxes_data"]
        }

    def _pack_amounts(self, base, taxes):
        """Return amounts in the shape of `account.tax._export_base_line_extra_tax_data`."""
        self.ensure_one()
        return {
            "currency_id": self.currency_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "quantity": self.quantity,
            "manual_total_excluded_currency": base,
            # Without any tax the engine takes the base only if there is something here.
            "manual_tax_amounts": {
                str(tax): {"base_amount_currency": amounts[0], "tax_amount_currency": amounts[1]}
                for tax, amounts in taxes.items()
            }
            or {"0": {}},
        }
