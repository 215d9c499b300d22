from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestReminders(OrderCommon):
    """Unpaid invoices: three reminders a week apart, none for clients who want none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the database has already is not to be reminded of here.
        cls.env["account.move"].search(cls._get_domain()).agency_reminder_count = 9
        cls.client.email = "office@example.com"
        cls.today = fields.Date.today()

    @classmethod
    def _get_domain(cls):
        return cls.env["account.move"]._get_to_remind_domain(fields.Date.today())

    def _make_invoice(self, days):
        """Post the invoice of an act, due so many days ago."""
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        invoice = act.invoice_ids
        invoice.write({"invoice_payment_term_id": False, "invoice_date_due": self.today - timedelta(days=days)})
        invoice.action_post()
        invoice.invoice_date_due = self.today - timedelta(days=days)
        return invoice

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_payment_reminders").method_direct_trigger()
        self.env.invalidate_all()

    def test_reminded_after_the_days_of_the_company(self):
        invoice = self._make_invoice(2)
        self._run_cron()
        self.assertFalse(invoice.agency_reminded_on)
        invoice.invoice_date_due = self.today - timedelta(days=3)
        self._run_cron()
        self.assertEqual((invoice.agency_reminded_on, invoice.agency_reminder_count), (self.today, 1))
        letter = self.env["mail.mail"].search([("model", "=", "account.move"), ("res_id", "=", invoice.id)])
        self.assertEqual(letter.recipient_ids, invoice.partner_id)
        self.assertIn(invoice.name, letter.subject)
        self.assertIn("friendly reminder", letter.body_html)
        self._run_cron()
        self.assertEqual(invoice.agency_reminder_count, 1)

    def test_three_times_a_week_apart(self):
        invoice = self._make_invoice(10)
        for count in (1, 2, 3, 3):
            self._run_cron()
            self.assertEqual(invoice.agency_reminder_count, count)
            invoice.agency_reminded_on = self.today - timedelta(days=7)

    def test_who_is_not_reminded(self):
        invoice = self._make_invoice(10)
        self.assertEqual(self.env["account.move"].search(self._get_domain()), invoice)
        for record, values in (
            (self.client, {"agency_no_reminders": True}),
            (self.client, {"email": False}),
            (self.client, {"is_agency_client": False}),
            (self.company, {"agency_invoice_reminder_days": 0}),
            (invoice, {"invoice_date_due": self.today - timedelta(days=91)}),
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                record.write(values)
                self.assertFalse(self.env["account.move"].search(self._get_domain()))
                savepoint.rollback()
            self.env.invalidate_all()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()
        self.assertFalse(self.env["account.move"].search(self._get_domain()))

    def test_acts_are_not_reminded_of_either(self):
        act = self._get_sent_act()
        act.sudo().review_deadline = self.today + timedelta(days=1)
        domain = self.env["agency.acceptance.act"]._get_to_remind_domain(self.today)
        self.assertEqual(act.filtered_domain(domain), act)
        self.client.agency_no_reminders = True
        self.assertFalse(act.filtered_domain(domain))
