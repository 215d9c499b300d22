from odoo import models

TEMPLATE = "crm_web_agency.mail_template_payment_invoice"


class AccountMove(models.Model):
    """Sending invoices to clients: complete ones only, with the agency's own letter."""

    _inherit = "account.move"

    def _is_client_invoice(self):
        """Tell whether all of these are invoices to clients of the agency."""
        return bool(self) and all(
            move.move_type == "out_invoice" and move.commercial_partner_id.is_agency_client for move in self
        )

    def action_send_and_print(self):
        """Refuse to send an invoice that lacks obligatory requisites.

        Raises:
            RedirectWarning: with what is missing and a button to the cards.
        """
        self._check_requisites()
        return super().action_send_and_print()

    def _check_requisites(self):
        partners = self.env["res.partner"]
        for move in self.filtered(lambda one: one._is_client_invoice()):
            wanted = {"code", "address", "signatory"} | (set() if move._get_bank_account() else {"account"})
            partners._check_document_requisites(
                self.env._("The invoice %s", move.display_name),
                [(move.company_id.partner_id, wanted), (move.partner_id, {"code"})],
            )

    def _get_issued_file(self):
        """Return the file that was sent with the invoice as its invoice for payment; none while it is not sent.

        Odoo keeps what its window "Send" made, and puts it aside when the invoice goes back to draft.
        """
        self.ensure_one()
        report = self.env.ref("crm_web_agency.report_payment_invoice", raise_if_not_found=False)
        is_ours = self.state == "posted" and self._is_client_invoice()
        if not is_ours or self.env["account.move.send"]._get_default_pdf_report_id(self) != report:
            return self.env["ir.attachment"]
        return self.invoice_pdf_report_id

    def _get_mail_template(self):
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        return template if template and self._is_client_invoice() else super()._get_mail_template()
