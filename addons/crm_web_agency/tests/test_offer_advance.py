from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_offer import OfferCommon


@tagged("post_install", "-at_install")
class TestOfferAdvance(OfferCommon):
    """Advances and the invoices of acts make the order, exactly."""

    def _accept(self, order):
        """Sign what is drafted for the order and invoice it, as the people who do it."""
        act = order.act_ids.filtered(lambda one: one.state == "draft")
        act.with_user(self.account_manager).action_mark_sent()
        act._sign("Шевчук А. П.")
        if act.state == "signed":
            act._create_invoices()
        return act

    def _deliver(self, order, milestone):
        milestone.with_user(self.project_manager).action_mark_reached()
        return self._accept(order)

    def _get_advances(self, order):
        return order.instalment_ids.invoice_id

    def test_prepayment_on_confirmation(self):
        order = self._make_offer([self.service_fixed], [(40, "confirmation"), (60, "act")])
        order.with_user(self.account_manager).action_confirm()
        invoice = order.invoice_ids
        self.assertEqual(invoice.amount_total, 24000)
        self.assertEqual(invoice.state, "draft")
        self.assertEqual(order.instalment_ids.mapped("state"), ["invoiced", "planned"])
        self.assertEqual(order.instalment_ids[0].due_date, fields.Date.today())

    def test_milestone_reached_asks_for_its_share(self):
        plan = [(40, "confirmation"), (30, "milestone", 1), (30, "act")]
        order = self._make_offer([self.service_fixed], plan)
        order.with_user(self.account_manager).action_confirm()
        first = self._get_milestones(order)[0]
        self.assertEqual(order.instalment_ids[1].milestone_id, first)
        first.with_user(self.project_manager).action_mark_reached()
        self.assertEqual(order.instalment_ids[1].invoice_id.amount_total, 18000)
        first.with_user(self.project_manager).is_reached = False
        first.with_user(self.project_manager).action_mark_reached()
        self.assertEqual(len(order.invoice_ids), 2)

    def test_scheduled_action_asks_for_what_is_due(self):
        order = self._make_offer([self.service_fixed])
        order.instalment_ids.create(
            [
                {"order_id": order.id, "name": "Now", "percent": 50, "due_event": "date", "due_date": "2020-01-01"},
                {"order_id": order.id, "name": "Later", "percent": 50, "due_event": "date", "due_date": "2999-01-01"},
            ]
        )
        order.action_confirm()
        with self.enter_registry_test_mode():
            self.env.ref("crm_web_agency.cron_invoice_due_instalments").method_direct_trigger()
        self.assertEqual(order.instalment_ids.mapped("state"), ["invoiced", "planned"])

    def test_cancelled_invoice_is_asked_for_again(self):
        order = self._make_offer([self.service_fixed], [(40, "confirmation"), (60, "act")])
        order.action_confirm()
        order.invoice_ids.button_cancel()
        row = order.instalment_ids[0]
        self.assertEqual(row.state, "due")
        row.with_user(self.account_manager).action_create_invoice()
        self.assertEqual(row.invoice_id.amount_total, 24000)
        for milestone in self._get_milestones(order):
            self._deliver(order, milestone)
        self.assertPaidWhole(order)

    def test_zero_order_has_no_advance(self):
        order = self._make_offer([self.service_fixed], [(40, "confirmation"), (60, "act")])
        order.order_line.price_unit = 0
        order.with_user(self.director).action_confirm()
        self.assertFalse(order.invoice_ids)
        with self.assertRefused(UserError, "comes to nothing"):
            order.instalment_ids[0].with_user(self.account_manager).action_create_invoice()

    def test_advances_and_acts_make_the_order(self):
        self._give_rate()
        plans = (
            [(40, "confirmation"), (30, "milestone", 1), (30, "act")],
            [(100, "confirmation")],
            [(10, "confirmation"), (90, "act")],
            [(33.33, "confirmation"), (33.33, "milestone", 1), (33.34, "milestone", 2)],
        )
        for rounding in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = rounding
            for prices in (None, self.usd_prices):
                for taxed in (True, False):
                    for plan in plans:
                        with self.subTest(rounding=rounding, usd=bool(prices), taxed=taxed, plan=plan):
                            self._check_plan(plan, prices, taxed)

    def _check_plan(self, plan, prices, taxed):
        values = {"pricelist_id": prices.id} if prices else {}
        order = self._make_offer([self.service_fixed, self.service_fixed], plan, **values)
        order.order_line[0].price_unit, order.order_line[1].price_unit = 3333.37, 777.77
        if not taxed:
            order.order_line.tax_ids = False
        order.with_user(self.director).action_confirm()
        for milestone in self._get_milestones(order):
            act = self._deliver(order, milestone)
            self.assertTrue(all(move.amount_total >= 0 for move in act.invoice_ids))
        self.assertEqual(sum(order.act_ids.mapped("amount_total")), order.amount_total)
        self.assertPaidWhole(order)
        order.invoice_ids.action_post()
        self.assertPaidWhole(order)
        self.assertEqual(set(order.instalment_ids.mapped("state")) & {"planned", "due"}, set())

    def test_taxes_do_not_mix(self):
        order = self._make_offer([self.service_fixed, self.service_fixed], [(70, "confirmation"), (30, "act")])
        order.order_line[1].tax_ids = False
        order.with_user(self.director).action_confirm()
        for milestone in self._get_milestones(order):
            self._deliver(order, milestone)
        self.assertPaidWhole(order)

    def test_final_invoice_of_odoo_takes_off_the_rest(self):
        order = self._make_offer([self.service_fixed], [(70, "confirmation"), (30, "act")])
        order.action_confirm()
        first, second = self._get_milestones(order)
        act = self._deliver(order, first)
        self.assertEqual(act.invoice_ids.amount_total, 0)
        second.with_user(self.project_manager).action_mark_reached()
        final = order._create_invoices(final=True)
        self.assertEqual(final.amount_total, 18000)
        self.assertPaidWhole(order)

    def test_paid_when_the_invoice_is(self):
        order = self._make_offer([self.service_fixed], [(40, "confirmation"), (60, "act")])
        order.action_confirm()
        order.invoice_ids.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=order.invoice_ids.ids
        )
        wizard.create({}).action_create_payments()
        self.assertEqual(order.instalment_ids[0].state, "paid")
