from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestActCorrection(OrderCommon):
    """A signed act is corrected by a counter act, the invoice by a credit note."""

    def _get_signed_act(self):
        act = self._get_sent_act()
        act._sign("Шевчук А. П.")
        return act

    def _correct(self, act, quantity=None):
        """Draft the counter act as the account manager; of `quantity` if given."""
        action = act.with_user(self.account_manager).action_correct()
        counter = self.env["agency.acceptance.act"].browse(action["res_id"])
        if quantity:
            counter.line_ids.with_user(self.account_manager).quantity = -quantity
        return counter

    def _sign(self, act):
        act.with_user(self.account_manager).action_mark_sent()
        act._sign("Шевчук А. П.")

    def test_whole_act_is_taken_back_by_a_counter_act(self):
        act = self._get_signed_act()
        act.invoice_ids.action_post()
        counter = self._correct(act)
        self.assertEqual((counter.corrects_id, act.correction_ids), (act, counter))
        self.assertEqual((counter.line_ids.quantity, counter.amount_total), (-0.4, -24000))
        self._sign(counter)
        self.assertNotEqual(counter.name, act.name)
        self.assertEqual(int(counter.name[-4:]), int(act.name[-4:]) + 1)
        self.assertEqual((act.state, act.is_annulled), ("invoiced", True))
        credit = counter.invoice_ids
        self.assertEqual((credit.move_type, credit.amount_total), ("out_refund", 24000))
        self.assertEqual(credit.reversed_entry_id, act.invoice_ids)
        self.assertEqual(self.order.order_line._get_qty_accepted()[self.fixed_line.id], 0)

    def test_part_is_taken_back_and_the_credit_note_agrees(self):
        self._log_hours(4)
        self.fixed_line.price_unit = 33333.33
        self._reach(self.first)
        act = self.order._draft_act_from_hours()
        self._sign(act)
        act.invoice_ids.action_post()
        counter = self._correct(act)
        counter.line_ids.filtered("milestone_id").unlink()
        counter.line_ids.quantity = -1.33
        self._sign(counter)
        credit = counter.invoice_ids
        self.assertEqual(credit.amount_untaxed, -counter.amount_untaxed)
        self.assertEqual(credit.amount_total, -counter.amount_total)
        self.assertEqual(credit.invoice_line_ids.quantity, 1.33)
        self.assertEqual(self.hours_line.qty_invoiced, 2.67)
        self.assertFalse(act.is_annulled)
        rest = self._correct(act)
        self.assertEqual(sorted(rest.line_ids.mapped("quantity")), [-2.67, -0.4])
        self._sign(rest)
        total = act.amount_total + counter.amount_total + rest.amount_total
        self.assertEqual(self.currency.round(total), 0)
        self.assertTrue(act.is_annulled)

    def test_what_was_invoiced_before_the_act_is_credited(self):
        self._log_hours(4)
        act = self.order._draft_act_from_hours()
        invoice = self.order._create_invoices()
        invoice.action_post()
        self._sign(act)
        self.assertEqual(act.invoice_ids, invoice)
        counter = self._correct(act, 1)
        self._sign(counter)
        credit = counter.invoice_ids
        self.assertEqual((credit.reversed_entry_id, credit.invoice_line_ids.quantity), (invoice, 1))
        self.assertEqual(credit.amount_total, -counter.amount_total)

    def test_draft_invoice_shrinks_instead_of_a_credit_note(self):
        act = self._get_signed_act()
        counter = self._correct(act, 0.1)
        self._sign(counter)
        self.assertFalse(counter.invoice_ids)
        self.assertEqual(act.invoice_ids.invoice_line_ids.quantity, 0.3)
        self.assertEqual(act.invoice_ids.amount_total, act.amount_total + counter.amount_total)
        self._sign(self._correct(act))
        self.assertEqual((act.invoice_ids.state, act.state), ("cancel", "invoiced"))

    def test_quantity_is_free_again_once_the_counter_act_is_signed(self):
        act = self._get_signed_act()
        counter = self._correct(act)
        with self.assertRefused(UserError, "Cancel the act first"):
            self.first.is_reached = False
        self._sign(counter)
        self.first.is_reached = False
        again = self._reach(self.first)
        self.assertEqual(again.line_ids.quantity, 0.4)
        self.assertNotIn(again, act | counter)

    def test_hours_are_free_again(self):
        sheet = self._log_hours(3)
        act = self.order._draft_act_from_hours()
        self._sign(act)
        self._sign(self._correct(act))
        self.assertEqual(self.order._draft_act_from_hours().line_ids.timesheet_ids, sheet)

    def test_more_than_accepted_is_not_taken_back(self):
        act = self._get_signed_act()
        counter = self._correct(act)
        with self.assertRefused(ValidationError, "no more can be taken back"):
            counter.line_ids.quantity = -0.5
        self._sign(counter)
        with self.assertRefused(UserError, "already taken back in full"):
            self._correct(act)
        with self.assertRefused(UserError, "is a correction itself"):
            self._correct(counter)

    def test_open_counter_act_is_shown_again(self):
        act = self._get_signed_act()
        self.assertEqual(self._correct(act), self._correct(act))

    def test_who_may_correct_and_what(self):
        act = self._get_sent_act()
        with self.assertRefused(UserError, "with the client"):
            act.with_user(self.account_manager).action_correct()
        act._sign("Шевчук А. П.")
        for user in (self.project_manager, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                act.with_user(user).action_correct()
        with self.assertRefused(UserError, "set by its steps only"):
            act.with_user(self.account_manager).create({"order_id": self.order.id, "corrects_id": act.id})

    def test_new_milestone_does_not_join_a_counter_act(self):
        counter = self._correct(self._get_signed_act())
        draft = self._reach(self.second) - counter
        self.assertEqual(draft.line_ids.milestone_id, self.second)

    def test_counter_act_of_the_contractor_alone(self):
        self.order.act_mode = "provider_only"
        act = self._get_sent_act()
        counter = self._correct(act)
        counter.with_user(self.account_manager).action_mark_sent()
        self.assertEqual((counter.state, counter.acceptance), ("invoiced", "provider"))

    def test_payment_is_seen_on_the_act(self):
        act = self._get_signed_act()
        self.assertEqual(act.payment_state, "not_paid")
        act.invoice_ids.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=act.invoice_ids.ids
        )
        wizard.create({"amount": 1000}).action_create_payments()
        self.assertEqual(act.payment_state, "partial")
        wizard.create({}).action_create_payments()
        self.assertEqual(act.with_user(self.account_manager).payment_state, "paid")

    def test_invoice_names_the_service_once(self):
        act = self._get_signed_act()
        self.assertEqual(act.invoice_ids.invoice_line_ids.name, "Online shop\nDesign")
