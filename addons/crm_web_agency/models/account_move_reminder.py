from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# A client is reminded of an invoice this often and this many times; then people take over.
DAYS_BETWEEN = 7
MOST_TIMES = 3
# Older debts are no oversight: a letter of a program does not mend them.
OLDEST_DAYS = 90
BATCH = 100


class AccountMove(models.Model):
    """Clients are reminded of unpaid invoices: some days after the due date, three times, a week apart."""

    _inherit = "account.move"

    agency_reminded_on = fields.Date("Client reminded on", readonly=True, copy=False)
    agency_reminder_count = fields.Integer("Reminders sent", readonly=True, copy=False)

    @api.model
    def _cron_remind_unpaid(self):
        """Remind of each invoice that is due for it, committing one by one; a second run on a day does nothing."""
        domain = self._get_to_remind_domain(fields.Date.today())
        moves = self.search(domain, limit=BATCH, order="invoice_date_due, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(moves))
        for move in moves:
            move = move.try_lock_for_update().filtered_domain(domain)
            if move:
                move._remind_of_payment()
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_to_remind_domain(self, today):
        """Return the domain of unpaid invoices of the agency's clients whose clients are to be reminded on a day."""
        companies = self.env["res.company"].search([("agency_invoice_reminder_days", ">", 0)])
        late = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("invoice_date_due", "<=", today - timedelta(days=company.agency_invoice_reminder_days))
            for company in companies
        )
        unpaid = Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted")
        unpaid &= Domain("payment_state", "in", ("not_paid", "partial")) & Domain("amount_residual", ">", 0)
        rested = Domain("agency_reminded_on", "=", False) | Domain(
            "agency_reminded_on", "<=", today - timedelta(days=DAYS_BETWEEN)
        )
        client = Domain("commercial_partner_id.is_agency_client", "=", True)
        client &= Domain("commercial_partner_id.agency_no_reminders", "=", False)
        client &= Domain("partner_id.email", "!=", False)
        few = Domain("agency_reminder_count", "<", MOST_TIMES)
        recent = Domain("invoice_date_due", ">=", today - timedelta(days=OLDEST_DAYS))
        return unpaid & late & recent & rested & few & client

    def _remind_of_payment(self):
        """Send the client a letter in its language, and note that it was sent."""
        self.ensure_one()
        template = self.env.ref("crm_web_agency.mail_template_payment_reminder", raise_if_not_found=False)
        if template:
            template.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light")
            self.write(
                {
                    "agency_reminded_on": fields.Date.today(),
                    "agency_reminder_count": self.agency_reminder_count + 1,
                }
            )


class AgencyAcceptanceAct(models.Model):
    _inherit = "agency.acceptance.act"

    @api.model
    def _get_to_remind_domain(self, today):
        """Clients who want no reminders get none of acts either."""
        wanted = Domain("commercial_partner_id.agency_no_reminders", "=", False)
        return super()._get_to_remind_domain(today) & wanted


class ResPartner(models.Model):
    _inherit = "res.partner"

    agency_no_reminders = fields.Boolean(
        "No reminders", help="This client gets no reminders of acts to sign and of invoices to pay."
    )
