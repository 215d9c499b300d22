from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestAct(OrderCommon):
    # Drafting -----------------------------------------------------------------------------------

    def test_reached_milestone_drafts_an_act(self):
        act = self._reach(self.first)
        line = act.line_ids
        self.assertEqual((line.milestone_id, line.quantity), (self.first, 0.4))
        self.assertEqual(line.name, "Online shop: Design")
        self.assertEqual(act.amount_untaxed, 20000)
        self.assertEqual(act.amount_tax, 4000)
        self.assertEqual(act.amount_total, 24000)

    def test_second_milestone_joins_the_open_draft(self):
        self._reach(self.first)
        act = self._reach(self.second)
        self.assertEqual(len(self.order.act_ids), 1)
        self.assertEqual(act.line_ids.mapped("quantity"), [0.4, 0.6])
        self.assertEqual(act.amount_untaxed, self.fixed_line.price_subtotal)

    def test_milestone_after_a_sent_act_drafts_another(self):
        sent = self._get_sent_act()
        draft = self._reach(self.second)
        self.assertEqual(self.order.act_ids, sent | draft)

    def test_leader_without_access_to_acts_drafts_them_by_a_milestone(self):
        leader = new_test_user(self.env, "leader", "project.group_project_manager")
        self.first.with_user(leader).write({"is_reached": True})
        self.assertEqual(len(self.order.act_ids), 1)

    def test_performer_sees_milestones_and_reaches_none(self):
        self.env["project.task"].create(
            {"name": "Layout", "project_id": self.first.project_id.id, "user_ids": [Command.set(self.performer.ids)]}
        )
        milestone = self.first.with_user(self.performer)
        self.assertEqual(milestone.read(["name"])[0]["name"], self.first.name)
        with self.assertRaises(AccessError):
            milestone.write({"is_reached": True})

    def test_project_manager_drafts_acts_and_does_not_issue_them(self):
        act = self._reach(self.first).with_user(self.project_manager)
        act.line_ids.name = "Design, two variants"
        for step in (act.action_send, act.action_mark_sent):
            with self.subTest(step=step.__name__), self.assertRaises(AccessError):
                step()
        act.sudo().with_user(self.account_manager).action_mark_sent()
        for step in (act.action_sign_on_paper, act.action_draft, act.action_cancel, act.action_create_invoice):
            with self.subTest(step=step.__name__), self.assertRaises(AccessError):
                step()
        self.assertEqual(act.state, "sent")

    def test_accountant_invoices_a_signed_act_and_changes_none(self):
        self.company.agency_act_auto_invoice = False
        act = self._get_sent_act()
        with self.assertRaises(AccessError):
            act.with_user(self.accountant).write({"review_deadline": act.date})
        act._sign("Шевчук А. П.")
        act.with_user(self.accountant).action_create_invoice()
        self.assertEqual(act.state, "invoiced")
        self.assertEqual(act.invoice_ids.with_user(self.accountant).amount_total, 24000)
        act.invoice_ids.with_user(self.accountant).action_post()
        self.assertEqual(act.invoice_ids.state, "posted")

    def test_milestone_not_reached_after_all_leaves_the_draft(self):
        self._reach(self.first)
        self.first.is_reached = False
        self.assertFalse(self.order.act_ids)
        self._reach(self.first)
        self.assertEqual(len(self.order.act_ids.line_ids), 1)

    def test_milestone_of_a_sent_act_stays_reached(self):
        self._get_sent_act()
        with self.assertRefused(UserError, "Cancel the act first"):
            self.first.is_reached = False

    def test_three_equal_shares_accept_the_whole_line(self):
        plan = [Command.create({"name": str(step), "percentage": 100 / 3}) for step in range(3)]
        service = self._create_service("Three steps", "fixed", 100, milestone_ids=plan)
        order = self._create_order([service])
        order.action_confirm()
        for milestone in self._get_milestones(order):
            milestone.is_reached = True
            order.act_ids.filtered(lambda act: act.state == "draft").action_mark_sent()
        self.assertEqual(len(order.act_ids), 3)
        self.assertAlmostEqual(sum(order.act_ids.line_ids.mapped("quantity")), 1.0)
        self.assertAlmostEqual(sum(order.act_ids.mapped("amount_untaxed")), 100)

    # Hours --------------------------------------------------------------------------------------

    def test_hours_enter_one_act_only(self):
        today = fields.Date.today()
        old = self._log_hours(3, today - timedelta(days=1))
        self._log_hours(1.5)
        act = self.order._draft_act_from_hours(date_to=today - timedelta(days=1))
        self.assertEqual(act.line_ids.timesheet_ids, old)
        self.assertEqual(act.line_ids.quantity, 3)
        self.assertEqual(act.date_to, today - timedelta(days=1))
        self.assertIn("3.00 h", act.line_ids.name)
        self.order._draft_act_from_hours()
        self.assertEqual(sorted(act.line_ids.mapped("quantity")), [1.5, 3])
        with self.assertRefused(UserError, "no hours"):
            self.order._draft_act_from_hours()

    def test_wizard_counts_and_drafts(self):
        self._log_hours(2)
        wizard = self.env["agency.act.hours.wizard"].with_user(self.account_manager).create({"order_id": self.order.id})
        self.assertEqual(wizard.hours, 2)
        self.assertEqual(wizard.action_draft()["res_id"], self.order.act_ids.id)

    def test_sent_hours_cannot_be_changed(self):
        sheet = self._log_hours(2)
        act = self.order._draft_act_from_hours()
        sheet.with_user(self.performer).unit_amount = 2
        act.action_mark_sent()
        with self.assertRefused(UserError, "cannot be changed"):
            sheet.with_user(self.performer).write({"unit_amount": 8})
        with self.assertRefused(UserError, "cannot be changed"):
            sheet.unlink()

    def test_cancelled_act_frees_its_hours(self):
        sheet = self._log_hours(2)
        act = self.order._draft_act_from_hours()
        act.with_user(self.account_manager).action_cancel()
        self.assertFalse(sheet.act_line_id)
        self.assertEqual(self.order._draft_act_from_hours().line_ids.timesheet_ids, sheet)

    # Rules --------------------------------------------------------------------------------------

    def _create_act(self, quantity, **values):
        return self.env["agency.acceptance.act"].create(
            {
                "order_id": self.order.id,
                "line_ids": [Command.create({"sale_line_id": self.hours_line.id, "quantity": quantity})],
                **values,
            }
        )

    def test_acts_never_accept_more_than_delivered(self):
        self._log_hours(5)
        self._create_act(3)
        with self.assertRefused(ValidationError, "only 5.00 is delivered"):
            self._create_act(2.01)
        act = self._create_act(2)
        with self.assertRefused(ValidationError, "only 5.00 is delivered"):
            act.line_ids.quantity = 3
        act.action_cancel()
        self._create_act(2)

    @mute_logger("odoo.sql_db")
    def test_quantity_must_be_positive(self):
        self._log_hours(5)
        for quantity in (0, -1):
            with self.subTest(quantity=quantity), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._create_act(quantity)

    def test_act_is_not_older_than_its_order(self):
        self._log_hours(1)
        with self.assertRefused(ValidationError, "older than its order"):
            self._create_act(1, date=fields.Date.today() - timedelta(days=3))

    def test_period_does_not_end_before_it_begins(self):
        self._log_hours(1)
        with self.assertRefused(ValidationError, "ends before it begins"):
            self._create_act(1, date_from="2030-02-02", date_to="2030-02-01")

    def test_line_of_another_order_is_refused(self):
        other = self._create_order([self.service_hours])
        other.action_confirm()
        self._log_hours(1, line=other.order_line)
        with self.assertRefused(ValidationError, "another order"):
            self.env["agency.acceptance.act"].create(
                {
                    "order_id": self.order.id,
                    "line_ids": [Command.create({"sale_line_id": other.order_line.id, "quantity": 1})],
                }
            )

    def test_empty_act_is_not_sent(self):
        act = self.env["agency.acceptance.act"].create({"order_id": self.order.id})
        with self.assertRefused(UserError, "no lines"):
            act.action_send()

    # Life ---------------------------------------------------------------------------------------

    def test_numbers_run_without_gaps_when_acts_leave(self):
        act = self._reach(self.first)
        self.assertTrue(act.name.startswith("*"))
        act.action_mark_sent()
        second = self._reach(self.second)
        second.action_mark_sent()
        year = str(act.date.year)
        self.assertIn(year, act.name)
        self.assertEqual(int(second.name[-4:]), int(act.name[-4:]) + 1)

    def test_numbered_act_is_not_deleted(self):
        act = self._get_sent_act()
        with self.assertRefused(UserError, "cannot be deleted"):
            act.unlink()
        act.action_draft()
        with self.assertRefused(UserError, "cannot be deleted"):
            act.unlink()

    def test_companies_have_numbers_of_their_own(self):
        company = self.env["res.company"].create({"name": "Branch"})
        sequences = self.env["ir.sequence"].search([("code", "=", "agency.acceptance.act")])
        self.assertIn(company, sequences.company_id)

    def test_sending_by_mail_marks_as_sent(self):
        act = self._reach(self.first).with_user(self.account_manager)
        action = act.action_send()
        composer = self.env["mail.compose.message"].with_user(self.account_manager).with_context(**action["context"])
        composer.create({}).action_send_mail()
        self.assertEqual(act.state, "sent")
        self.assertEqual(act.review_deadline, fields.Date.context_today(act) + timedelta(days=5))
        message = act.message_ids.filtered(lambda one: one.message_type == "comment")
        self.assertIn(act.name, message.subject)
        self.assertEqual(len(message.attachment_ids), 1)

    def test_sent_act_is_fixed(self):
        act = self._get_sent_act()
        with self.assertRefused(UserError, "no longer a draft"):
            act.date = "2030-01-01"
        with self.assertRefused(UserError, "no longer a draft"):
            act.line_ids.quantity = 0.1
        price = act.amount_total
        self.fixed_line.price_unit = 1
        self.assertEqual(act.amount_total, price)

    def test_nobody_forges_a_signature_by_writing_it(self):
        act = self._get_sent_act().with_user(self.account_manager)
        for forged in ({"state": "signed"}, {"signed_by": "Шевчук А. П."}, {"name": "АКТ-1"}, {"signature": False}):
            with self.subTest(forged), self.assertRefused(UserError, "set by its steps only"):
                act.write(forged)
        with self.assertRefused(UserError, "set by its steps only"):
            act.create({"order_id": self.order.id, "state": "signed"})

    def test_signing_twice_or_after_cancel_is_refused(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        with self.assertRefused(UserError, "signed"):
            act._sign("Somebody else")
        with self.assertRefused(UserError, "signed"):
            act.action_cancel()
        other = self._reach(self.second)
        other.action_mark_sent()
        other.action_cancel()
        with self.assertRefused(UserError, "cancelled"):
            other._sign("Шевчук А. П.")

    def test_draft_is_not_signed_and_a_name_is_needed(self):
        act = self._reach(self.first)
        with self.assertRefused(UserError, "draft"):
            act._sign("Name")
        act.action_mark_sent()
        with self.assertRefused(UserError, "name of the person"):
            act._sign("  ")

    def test_rejection_returns_the_act_and_tells_the_manager(self):
        act = self._get_sent_act()
        number = act.name
        act._reject("The form does not work <b>", self.contact)
        self.assertEqual((act.state, act.name), ("draft", number))
        self.assertIn("&lt;b&gt;", act.message_ids[0].body)
        self.assertEqual(act.activity_ids.user_id, self.account_manager)
        act.action_mark_sent()
        self.assertEqual(act.name, number)
        with self.assertRefused(UserError, "Say what is wrong"):
            act._reject(" ", self.contact)

    # Invoice ------------------------------------------------------------------------------------

    def test_signed_act_becomes_an_equal_draft_invoice(self):
        self.fixed_line.price_unit = 33333.33
        self.fixed_line.discount = 7
        self._log_hours(3.33)
        self._reach(self.first)
        act = self.order._draft_act_from_hours()
        act.action_mark_sent()
        act._sign("Шевчук А. П.")
        invoice = act.invoice_ids
        self.assertEqual(act.state, "invoiced")
        self.assertEqual(invoice.state, "draft")
        self.assertEqual(invoice.act_ids, act)
        self.assertEqual(invoice.amount_untaxed, act.amount_untaxed)
        self.assertEqual(invoice.amount_tax, act.amount_tax)
        self.assertEqual(invoice.amount_total, act.amount_total)
        self.assertEqual(self.fixed_line.qty_invoiced, 0.4)
        self.assertEqual(act.line_ids.timesheet_ids.timesheet_invoice_id, invoice)

    def test_company_may_invoice_later(self):
        self.company.agency_act_auto_invoice = False
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        self.assertEqual((act.state, len(act.invoice_ids)), ("signed", 0))
        act.with_user(self.accountant).action_create_invoice()
        self.assertEqual(act.state, "invoiced")
        with self.assertRefused(UserError, "invoiced"):
            act.action_create_invoice()

    def test_deleted_invoice_leaves_the_act_signed(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        act.invoice_ids.unlink()
        self.assertEqual(act.state, "signed")

    def test_prepaid_service_is_not_invoiced_twice(self):
        order = self._create_order([self.service_retainer])
        order.action_confirm()
        order._create_invoices().action_post()
        self._log_hours(1, line=order.order_line)
        act = self.env["agency.acceptance.act"].create(
            {"order_id": order.id, "line_ids": [Command.create({"sale_line_id": order.order_line.id, "quantity": 1})]}
        )
        act.action_mark_sent()
        act._sign("Шевчук А. П.")
        self.assertEqual(order.order_line.qty_invoiced, 1)
        self.assertEqual(act.invoice_ids, order.invoice_ids)

    def test_advance_and_balance(self):
        invoice = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=self.order.ids
        )
        invoice.create({"advance_payment_method": "fixed", "fixed_amount": 5000}).create_invoices()
        self.order.invoice_ids.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.order.invoice_ids.ids
        )
        wizard.create({}).action_create_payments()
        act = self._get_sent_act()
        self.assertEqual(act.advance_amount, 5000)
        self.assertEqual(act._get_balance_amount(), act.amount_total - 5000)

    # Words --------------------------------------------------------------------------------------

    def test_words_are_in_the_clients_language(self):
        act = self._reach(self.first)
        self.env["res.lang"]._activate_lang("uk_UA")
        act.currency_id = self.env.ref("base.UAH")
        self.client.lang = "uk_UA"
        self.assertEqual(act.amount_in_words, "Двадцять чотири тисячі гривень 00 копійок")
        self.client.lang = "en_US"
        self.assertEqual(act.amount_in_words, "Twenty-four thousand hryvnias 00 kopiykas")

    # Access -------------------------------------------------------------------------------------

    def test_performer_sees_no_acts(self):
        act = self._reach(self.first)
        for user in (self.performer, self.agency_admin):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    act.with_user(user).read(["amount_total"])
                with self.assertRaises(AccessError):
                    act.line_ids.with_user(user).read(["price_unit"])

    def test_managers_and_accountant_read_acts(self):
        act = self._reach(self.first)
        for user in (self.account_manager, self.project_manager, self.accountant, self.director):
            with self.subTest(user=user.login):
                self.assertEqual(act.with_user(user).amount_total, 24000)

    def test_other_account_manager_sees_own_acts_only(self):
        other = self.account_manager.copy({"login": "test_account_manager2"})
        act = self._reach(self.first)
        self.assertFalse(self.env["agency.acceptance.act"].with_user(other).search([("id", "=", act.id)]))

    def test_client_counts_acts_of_all_contacts(self):
        self._reach(self.first)
        self.assertEqual(self.contact.act_count, 1)
        self.assertEqual(self.client.act_ids, self.order.act_ids)
        self.assertEqual(self.client.with_user(self.performer).sudo(False).act_count, 0)
