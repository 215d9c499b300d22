from odoo import models
from odoo.fields import Command


class AgencyAcceptanceAct(models.Model):
    """The invoice of an act takes off the advances: what was prepaid is not asked for again."""

    _inherit = "agency.acceptance.act"

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        rows = [command[2] for command in values["invoice_line_ids"]]
        if rows:
            values["invoice_line_ids"] += [Command.create(row) for row in self._prepare_advance_lines(rows)]
        return values

    def _prepare_advance_lines(self, rows):
        """Return values of the lines that take advances off an invoice.

        Only an advance with the same taxes is taken off, and not more of it than the invoice has with these
        taxes. The act that completes the order takes off all that is left.

        Args:
            rows: values of the invoice lines of this act.
        """
        self.ensure_one()
        room, last = self._get_room(rows), self._completes_order()
        result = []
        for line in self.order_id._get_downpayment_lines_to_deduct():
            left = line._get_advance_left()
            taken = self._take_off(room, tuple(sorted(line.tax_ids.ids)), left, last)
            if taken:
                deduction = line._get_advance_deduction(*taken, taken == left, 1000 + len(result))
                result.append(line._prepare_invoice_line(**deduction))
        return [self.order_id._prepare_down_payment_section_line(sequence=999), *result] if result else []

    def _take_off(self, room, key, left, last):
        """Return what is taken off of an advance, None if nothing; `room` shrinks by it.

        Amounts are (base, {tax id: [base, tax]}); `room` holds them by the sorted ids of taxes.
        """
        currency = self.currency_id
        have = room.get(key, (0.0, {}))
        fits = currency.compare_amounts(self._get_whole(left), self._get_whole(have)) <= 0
        taken = left if last or fits else have
        if currency.compare_amounts(self._get_whole(taken), 0) <= 0:
            return None
        taxes = {
            tax: [
                currency.round(both[0] - taken[1].get(tax, both)[0]),
                currency.round(both[1] - taken[1].get(tax, both)[1]),
            ]
            for tax, both in have[1].items()
        }
        room[key] = (currency.round(have[0] - taken[0]), taxes)
        return taken

    def _get_whole(self, amounts):
        base, taxes = amounts
        return base + sum(tax for _base, tax in taxes.values())

    def _get_room(self, rows):
        """Return {sorted ids of taxes: (base, {tax id: [base, tax]})} of the invoice lines of this act."""
        room = {}
        lines = self.line_ids.grouped("id")
        for row in rows:
            line = lines[row["act_line_id"]]
            share = row["quantity"] / line.quantity
            base, taxes = line._get_amounts()
            key = tuple(sorted(line.tax_ids.ids))
            have_base, have = room.get(key, (0.0, {}))
            for tax, both in taxes.items():
                mine = have.get(tax, [0.0, 0.0])
                have[tax] = [self.currency_id.round(one + share * other) for one, other in zip(mine, both, strict=True)]
            room[key] = (self.currency_id.round(have_base + share * base), have)
        return room

    def _completes_order(self):
        """Tell whether the acts in force accept all of the order."""
        accepted = self.order_id.act_ids.filtered(lambda act: act.state in ("signed", "invoiced"))
        total = sum((accepted | self).mapped("amount_total"))
        return self.currency_id.compare_amounts(total, self.order_id.amount_total) == 0
