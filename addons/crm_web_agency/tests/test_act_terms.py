from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestActTerms(OrderCommon):
    """What the agreement says of acts: days to answer, silence, the contractor alone."""

    def _get_silent_act(self, days=5):
        """An act sent under an agreement in which silence is acceptance; its term ended yesterday."""
        self.order.with_user(self.account_manager).write({"act_silence": True, "act_review_days": days})
        act = self._get_sent_act()
        act.sudo().review_deadline = fields.Date.today() - timedelta(days=1)
        return act

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_act_answer_terms").method_direct_trigger()
        self.env.invalidate_all()

    # Terms --------------------------------------------------------------------------------------

    def test_order_takes_terms_of_the_company_and_may_differ(self):
        self.company.write({"agency_act_silence": True, "agency_act_review_days": 9})
        order = self._create_order([self.service_hours])
        self.assertEqual((order.act_mode, order.act_silence, order.act_review_days), ("two_sided", True, 9))
        self.order.with_user(self.account_manager).act_review_days = 3
        act = self._get_sent_act()
        self.assertEqual(act.review_deadline, fields.Date.context_today(act) + timedelta(days=3))
        self.assertFalse(act.silence)

    def test_sent_act_keeps_its_terms(self):
        act = self._get_silent_act()
        self.order.write({"act_silence": False, "act_mode": "provider_only"})
        self.assertEqual((act.silence, act.mode), (True, "two_sided"))

    # Silence ------------------------------------------------------------------------------------

    def test_silence_accepts_after_the_term_once(self):
        act = self._get_silent_act()
        self._run_cron()
        self.assertEqual((act.state, act.acceptance, act.signed_by), ("invoiced", "silence", False))
        self.assertIn("Accepted by silence", "".join(act.message_ids.mapped("body")))
        invoices, messages = act.invoice_ids, act.message_ids
        self._run_cron()
        self.assertEqual((act.invoice_ids, act.message_ids), (invoices, messages))

    def test_silence_says_nothing_before_the_term_or_without_agreement(self):
        act = self._get_silent_act()
        act.sudo().review_deadline = fields.Date.today()
        other = self._reach(self.second)
        self.order.act_silence = False
        other.action_mark_sent()
        other.sudo().review_deadline = fields.Date.today() - timedelta(days=9)
        self._run_cron()
        self.assertEqual((act.state, other.state), ("sent", "sent"))

    def test_client_is_reminded_once_before_the_term(self):
        act = self._get_silent_act()
        act.sudo().review_deadline = fields.Date.today() + timedelta(days=2)
        later = self._reach(self.second)
        later.action_mark_sent()
        self._run_cron()
        message = act.message_ids.filtered(lambda one: "waits for your answer" in (one.subject or ""))
        self.assertEqual(message.notification_ids.res_partner_id, self.client)
        self.assertIn("no answer by then means that you accept", message.body)
        self.assertEqual((bool(act.reminded_on), bool(later.reminded_on)), (True, False))
        count = len(act.message_ids)
        self._run_cron()
        self.assertEqual(len(act.message_ids), count)

    # The contractor alone -----------------------------------------------------------------------

    def test_contractor_alone_issues_an_act_in_force(self):
        self.order.with_user(self.account_manager).act_mode = "provider_only"
        act = self._get_sent_act()
        self.assertEqual((act.state, act.acceptance), ("invoiced", "provider"))
        self.assertEqual(act.signed_by, "Коваль Олена Ігорівна")
        self.assertFalse(act.review_deadline)
        self.assertEqual(act.invoice_ids.amount_total, act.amount_total)
        with self.assertRefused(UserError, "already|invoiced"):
            act._sign("Шевчук А. П.")

    # Mail ---------------------------------------------------------------------------------------

    def test_act_goes_to_people_of_the_client_only(self):
        act = self._reach(self.first).with_user(self.account_manager)
        act.message_subscribe(self.project_manager.partner_id.ids)
        action = act.action_send()
        composer = self.env["mail.compose.message"].with_user(self.account_manager).with_context(**action["context"])
        composer = composer.create({})
        self.assertEqual(composer.partner_ids, self.client)
        composer.action_send_mail()
        message = act.message_ids.filtered(lambda one: one.message_type == "comment")
        self.assertEqual(message.notification_ids.res_partner_id, self.client)

    # Objections ---------------------------------------------------------------------------------

    def test_objections_come_back_as_a_need(self):
        act = self._get_sent_act()
        act._reject("The form does not work <b>", self.contact)
        need = act.requirement_ids
        self.assertEqual((need.state, need.source, need.act_order_id), ("captured", "act", self.order))
        self.assertEqual((need.partner_id, need.contact_id), (self.client, self.contact))
        self.assertEqual(need.user_id, self.account_manager)
        self.assertIn("&lt;b&gt;", need.description)
        self.assertEqual(act.state, "draft")
        self.assertEqual(act.with_user(self.account_manager).requirement_count, 1)

    def test_second_objection_joins_the_open_need(self):
        act = self._get_sent_act()
        act._reject("First", self.contact)
        act.action_mark_sent()
        act._reject("Second", self.contact)
        self.assertEqual(len(act.requirement_ids), 1)
        self.assertIn("Second", act.requirement_ids.description)
        act.requirement_ids.with_user(self.account_manager).action_analyse()
        act.requirement_ids.action_propose()
        act.action_mark_sent()
        act._reject("Third", self.contact)
        self.assertEqual(len(act.requirement_ids), 2)

    # Numbers ------------------------------------------------------------------------------------

    def test_numbered_act_stays_in_its_year(self):
        act = self._get_sent_act()
        act.action_draft()
        with self.assertRefused(UserError, "leave its date in that year"):
            act.date = fields.Date.add(act.date, years=1)

    # Approved hours -----------------------------------------------------------------------------

    def test_only_approved_hours_enter_acts_if_the_company_wants_that(self):
        self.company.agency_act_approved_hours = True
        approved, waiting = self._log_hours(3), self._log_hours(2)
        with self.assertRefused(UserError, "no hours"):
            self.order._draft_act_from_hours()
        approved.with_user(self.project_manager).action_agency_approve()
        act = self.order._draft_act_from_hours()
        self.assertEqual((act.line_ids.timesheet_ids, act.line_ids.quantity), (approved, 3))
        with self.assertRefused(UserError, "only 3.00 is approved"):
            act.line_ids.quantity = 4
        waiting.with_user(self.project_manager).action_agency_approve()
        act.line_ids.quantity = 4

    def test_all_hours_enter_acts_otherwise(self):
        self._log_hours(2)
        self.assertEqual(self.order._draft_act_from_hours().line_ids.quantity, 2)

    def test_approved_hours_are_fixed_and_project_managers_approve(self):
        sheet = self._log_hours(3)
        with self.assertRaises(AccessError):
            sheet.with_user(self.performer).action_agency_approve()
        with self.assertRefused(UserError, "button Approve"):
            sheet.with_user(self.project_manager).agency_approved = True
        sheet.with_user(self.project_manager).action_agency_approve()
        self.assertEqual(sheet.agency_approved_by, self.project_manager)
        with self.assertRefused(UserError, "approved"):
            sheet.with_user(self.performer).unit_amount = 8
        with self.assertRefused(UserError, "approved"):
            sheet.with_user(self.performer).unlink()
        sheet.with_user(self.project_manager).action_agency_disapprove()
        sheet.with_user(self.performer).unit_amount = 8
