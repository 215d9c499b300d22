from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import float_compare, float_is_zero

from .sale_order import PAID_STATES


class AgencyAcceptanceAct(models.Model):
    """Act to invoice to payment: nothing is typed twice."""

    _inherit = "agency.acceptance.act"

    payment_state = fields.Selection(
        [("not_paid", "Not paid"), ("partial", "Partly paid"), ("paid", "Paid")],
        string="Payment",
        compute="_compute_payment_state",
        store=True,
        index=True,
        help="Follows the invoices of the act; empty until there is one.",
    )

    @api.depends("invoice_ids.state", "invoice_ids.payment_state")
    def _compute_payment_state(self):
        for act in self:
            moves = act.invoice_ids.filtered(lambda move: move.state != "cancel")
            paid = [move.state == "posted" and move.payment_state in PAID_STATES for move in moves]
            if not moves:
                act.payment_state = False
            elif all(paid):
                act.payment_state = "paid"
            else:
                partial = any(paid) or "partial" in moves.mapped("payment_state")
                act.payment_state = "partial" if partial else "not_paid"

    def _create_invoices(self):
        """Make a draft invoice of each signed act, a draft credit note of a counter act, and return them.

        What was invoiced before (prepaid services) is not invoiced again: the act is then
        linked to the invoices that already hold it.

        Raises:
            UserError: if an act is not signed or already invoiced.
        """
        self._lock({"signed"})
        moves = self.env["account.move"]
        for act in self:
            # sudo: a client in the portal or a manager without accounting rights may be the
            # one whose signature triggers the invoice; its content comes from the order only.
            act = act.sudo().with_company(act.company_id)
            move = act._credit_invoices() if act.corrects_id else act._invoice()
            act.write({"invoice_ids": [Command.link(one.id) for one in move], "state": "invoiced"})
            moves |= move
        return moves.sudo(False)

    def _invoice(self):
        """Return the new draft invoice of the act, or the invoices of the order that already hold it."""
        values = self._prepare_invoice()
        if not values["invoice_line_ids"]:
            return self.order_id.invoice_ids.filtered(lambda move: move.state != "cancel")
        move = self.env["account.move"].create(values)
        self.line_ids.timesheet_ids.write({"timesheet_invoice_id": move.id})
        return move

    def _prepare_invoice(self):
        """Return values of the invoice of this act: header of the order, lines of the act."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        left = {line.id: line.qty_to_invoice for line in self.order_id.order_line}
        lines = []
        for line in self.line_ids:
            quantity = min(line.quantity, left[line.sale_line_id.id])
            if float_is_zero(quantity, precision_digits=digits) or quantity < 0:
                continue
            left[line.sale_line_id.id] -= quantity
            lines.append(Command.create(line._prepare_invoice_line(quantity)))
        return {
            **self.order_id._prepare_invoice(),
            "invoice_origin": f"{self.order_id.name}, {self.name}",
            "invoice_line_ids": lines,
        }

    def _credit_invoices(self):
        """Take what this counter act takes back out of the invoices of the act that it corrects.

        A posted invoice is reversed by Odoo and the credit note keeps the corrected lines; in a
        draft invoice the quantities go down.

        Returns:
            account.move: draft credit notes; empty when no invoice was posted.
        """
        self.ensure_one()
        credits = self.env["account.move"]
        invoices = self.corrects_id.invoice_ids.filtered(
            lambda move: move.state != "cancel" and move.move_type == "out_invoice"
        )
        wanted = self._get_to_take_back(invoices)
        for invoice in invoices.sorted("id", reverse=True):
            taken = self._match_rows(invoice, wanted)
            if taken and invoice.state == "draft":
                self._reduce_draft(invoice, taken)
            elif taken:
                credits |= self._credit_invoice(invoice, wanted)
            done = set(taken.values())
            wanted = {key: line for key, line in wanted.items() if key == line.corrects_line_id or line not in done}
        return credits

    def _get_to_take_back(self, invoices):
        """Return {line of the corrected act, or of the order: line of this counter act}.

        What was invoiced before the act, e.g. a month paid in advance, is found in the invoices by the
        line of the order; all else by the line of the act.
        """
        billed = invoices.invoice_line_ids.act_line_id
        return {
            line.corrects_line_id if line.corrects_line_id in billed else line.sale_line_id: line
            for line in self.line_ids
        }

    def _match_rows(self, move, wanted):
        """Return {row of the invoice or credit note: line of this counter act that takes it back}."""
        result = {}
        for row in move.invoice_line_ids.filtered(lambda row: row.display_type == "product" and not row.is_downpayment):
            line = next((wanted[one] for one in row.act_line_id or row.sale_line_ids if one in wanted), None)
            if line and line not in result.values() and (row.act_line_id or row.quantity >= -line.quantity):
                result[row] = line
        return result

    def _credit_invoice(self, invoice, wanted):
        origin = {"ref": f"{invoice.name}, {self.name}", "invoice_origin": f"{self.order_id.name}, {self.name}"}
        credit = invoice._reverse_moves([{**origin, "invoice_date": self.date, "date": self.date}])
        self._keep_corrected(credit, wanted)
        return credit

    def _reduce_draft(self, invoice, taken):
        """Lower quantities in a draft invoice; cancel it when nothing is left to bill."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for row, line in taken.items():
            left = line.corrects_line_id._get_net_quantity() if row.act_line_id else row.quantity + line.quantity
            if float_compare(left, 0, precision_digits=digits) > 0:
                row.write({"quantity": left, "extra_tax_data": False})
            else:
                row.unlink()
        if not invoice.invoice_line_ids.filtered(lambda row: row.display_type == "product" and not row.is_downpayment):
            invoice.button_cancel()

    def _keep_corrected(self, credit, wanted):
        """Leave in a full credit note what this act takes back only."""
        taken = self._match_rows(credit, wanted)
        rows = credit.invoice_line_ids.filtered(lambda row: row.display_type == "product")
        if all(row in taken and row.quantity == -taken[row].quantity for row in rows if not row.is_downpayment):
            return
        rows.filtered(lambda row: row not in taken).unlink()
        for row, line in taken.items():
            row.write(line._prepare_credit_line())

    def _update_invoiced_state(self):
        """Return acts to “Signed” when all their invoices are cancelled or deleted."""
        in_force = ("signed", "invoiced")
        invoiced = self.filtered(
            lambda act: act.state == "invoiced" and not any(one.state in in_force for one in act.correction_ids)
        )
        without = invoiced.filtered(lambda act: not act.invoice_ids.filtered(lambda move: move.state != "cancel"))
        # sudo: opens the step fields to whoever may cancel or delete the invoice.
        without.sudo().write({"state": "signed"})
