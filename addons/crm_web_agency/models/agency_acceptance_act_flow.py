from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_is_zero


class AgencyAcceptanceAct(models.Model):
    """What happens to an act once it leaves the house: sent, signed or rejected, invoiced."""

    _inherit = "agency.acceptance.act"

    def _issue(self):
        """Give the number, fix the advance and start the client's days to answer."""
        self._check_may_issue()
        self._check_complete()
        self._assign_number()
        today = fields.Date.context_today(self)
        for act in self:
            act._write_step(
                {
                    "advance_amount": act._get_advance_amount(),
                    "review_deadline": today + timedelta(act.company_id.agency_act_review_days),
                    "state": "sent",
                }
            )

    def _sign(self, signed_by, signature=False):
        """Record the acceptance by the client, and invoice it if the company wants that.

        Args:
            signed_by: name of the person who signs.
            signature: base64 image drawn in the portal; False when signed on paper.

        Raises:
            UserError: if the act is not waiting for a signature, or no name is given.
        """
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(self.env._("Someone else is working with this act: try again."))
        self.invalidate_recordset(["state"])
        self._check_state({"sent"})
        if not (signed_by or "").strip():
            raise UserError(self.env._("Write the name of the person who signs."))
        self._write_step(
            {
                "signed_by": signed_by.strip(),
                "signed_on": fields.Datetime.now(),
                "signature": signature,
                "state": "signed",
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if self.company_id.agency_act_auto_invoice:
            self._create_invoices()

    def _reject(self, reason, author):
        """Take the client's objections: the act returns to draft and its manager is told.

        Args:
            reason: text of the client, escaped by the chatter.
            author: res.partner who objects.
        """
        self.ensure_one()
        self._check_state({"sent"})
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what is wrong, so that it can be corrected."))
        self._write_step({"state": "draft", "review_deadline": False})
        self.message_post(
            body=self.env._("The client did not accept the act: %s", reason),
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Act not accepted: answer the client"),
            note=reason,
            user_id=(self.user_id or self.order_id.create_uid).id,
        )

    def _create_invoices(self):
        """Make a draft invoice of each signed act and return the invoices.

        What was invoiced before (prepaid services) is not invoiced again: the act is then
        linked to the invoices that already hold it.

        Raises:
            UserError: if an act is not signed or already invoiced.
        """
        self._check_state({"signed"})
        moves = self.env["account.move"]
        for act in self:
            # sudo: a client in the portal or a manager without accounting rights may be the
            # one whose signature triggers the invoice; its content comes from the order only.
            act = act.sudo().with_company(act.company_id)
            values = act._prepare_invoice()
            move = act.order_id.invoice_ids.filtered(lambda move: move.state != "cancel")
            if values["invoice_line_ids"]:
                move = self.env["account.move"].sudo().with_company(act.company_id).create(values)
                act.line_ids.timesheet_ids.write({"timesheet_invoice_id": move.id})
            act.write({"invoice_ids": [Command.link(one.id) for one in move], "state": "invoiced"})
            moves |= move
        return moves.sudo(False)

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

    def _update_invoiced_state(self):
        """Return acts to “Signed” when all their invoices are cancelled or deleted."""
        invoiced = self.filtered(lambda act: act.state == "invoiced")
        without = invoiced.filtered(lambda act: not act.invoice_ids.filtered(lambda move: move.state != "cancel"))
        # sudo: opens the step fields to whoever may cancel or delete the invoice.
        without.sudo().write({"state": "signed"})
