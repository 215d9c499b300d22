from odoo import models


class AgencyAcceptanceAct(models.Model):
    """Buttons of an act."""

    _inherit = "agency.acceptance.act"

    def action_send(self):
        """Number the act and open the e-mail with its PDF; sending turns it to “Sent”."""
        self.ensure_one()
        self._check_may_issue()
        self._check_state({"draft", "sent"} | ({"signed", "invoiced"} if self.mode == "provider_only" else set()))
        self._check_complete()
        self._assign_number()
        template = self.env.ref("crm_web_agency.mail_template_acceptance_act", raise_if_not_found=False)
        return {
            "name": self.env._("Send the act"),
            "type": "ir.actions.act_window",
            "view_mode": "form",
            "res_model": "mail.compose.message",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_email_layout_xmlid": "mail.mail_notification_layout_with_responsible_signature",
                "email_notification_allow_footer": True,
                "hide_mail_template_management_options": True,
                "force_email": True,
                "mark_act_as_sent": True,
            },
        }

    def action_mark_sent(self):
        """Hand the act over without an e-mail: the client sees it in the portal."""
        self._issue()

    def action_sign_on_paper(self):
        """Record that the client has signed the printed act."""
        self._check_state({"sent"})
        for act in self:
            act._sign(act.commercial_partner_id.signatory_name or act.partner_id.name)

    def action_create_invoice(self):
        """Invoice the signed acts and show the invoices; accountants do it without a right to change acts."""
        self.check_access("read")
        if not self.env.user.has_group("account.group_account_invoice"):
            self.check_access("write")
        return self.order_id.action_view_invoice(self._create_invoices())

    def action_cancel(self):
        """Cancel acts that the client has not signed; their hours and quantities are free again."""
        self.check_access("write")
        self._lock({"draft", "sent"})
        # sudo: hours belong to performers, whose timesheets a manager of sales cannot write.
        self.sudo().line_ids.timesheet_ids.write({"act_line_id": False})
        self._write_step({"state": "cancelled", "review_deadline": False})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_draft(self):
        """Take an act back from the client to correct it; it keeps its number."""
        self.check_access("write")
        self._lock({"sent"})
        self._write_step({"state": "draft", "review_deadline": False, "sent_on": False})

    def action_preview(self):
        """Open the page that the client sees."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "target": "self", "url": self.get_portal_url()}

    def action_view_invoices(self):
        self.ensure_one()
        return self.order_id.action_view_invoice(self.invoice_ids)
