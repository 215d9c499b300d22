from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .retainer_common import RetainerCommon


@tagged("post_install", "-at_install")
class TestRetainerPeriod(RetainerCommon):
    """Hours month by month: carried over, expired, invoiced beyond the bank, told of, accepted."""

    def test_three_months_with_carry_over(self):
        retainer = self._start()
        self._work(retainer, 7)
        self.assertEqual(retainer.hours_left, 3)
        self._close(retainer)
        self.assertAccount(retainer.period_ids[0], granted=10, used=7, carried_out=3, expired=0, overage=0)
        self._work(retainer, 12, months=1)
        self.assertAccount(retainer.period_id, carried_in=3, available=13, used=12, left=1)
        self._close(retainer)
        self._work(retainer, 2, months=2, days=0)
        self.assertAccount(retainer.period_id, carried_in=1, available=11, used=2, left=9)
        self.assertFalse(retainer.period_ids.invoice_id)
        with self.assertRefused(UserError, "not over"):
            self._close(retainer)

    def test_cap_and_age_of_hours(self):
        retainer = self._start()
        self._work(retainer, 1)
        self._close(retainer)
        self.assertAccount(retainer.period_ids[0], expired=3, carried_out=6)
        self._work(retainer, 2, months=1)
        self._close(retainer)
        # The oldest hours go first: of the six that came over two were used, four are too old now.
        self.assertAccount(retainer.period_ids[1], carried_in=6, used=2, expired=8, carried_out=6)

    def test_cron_closes_all_that_is_over_once(self):
        retainer = self._start()
        self._work(retainer, 12.5)
        self._work(retainer, 3, months=1)
        self._run_cron()
        self._run_cron()
        self.assertEqual(retainer.period_ids.mapped("state"), ["closed", "closed", "open"])
        invoice = retainer.period_ids.invoice_id
        self.assertEqual(len(invoice), 1)
        self.assertEqual(retainer.period_ids[0].invoice_id, invoice)
        self.assertEqual((invoice.state, invoice.amount_untaxed), ("draft", 2250))
        self.assertEqual(invoice.invoice_line_ids.tax_ids, self.tax)
        self.assertEqual(retainer.sale_line_id.qty_delivered, 2)

    def test_extra_hours_are_rounded_to_the_currency(self):
        retainer = self._sell()
        retainer.overage_price = 333.33
        retainer.with_user(self.account_manager).action_start()
        self._work(retainer, 10 + 1 / 3)
        self._close(retainer)
        period = retainer.period_ids[0]
        self.assertEqual(period.overage_amount, 110)
        self.assertEqual(period.invoice_id.amount_untaxed, 110)

    def test_cancelled_invoice_of_extra_hours_is_made_again(self):
        retainer = self._start()
        self._work(retainer, 11)
        self._close(retainer)
        period = retainer.period_ids[0]
        with self.assertRefused(UserError, "nothing to invoice"):
            period.with_user(self.account_manager).action_invoice_overage()
        first = period.invoice_id
        first.button_cancel()
        period.with_user(self.account_manager).action_invoice_overage()
        self.assertNotEqual(period.invoice_id, first)
        self.assertEqual(period.invoice_id.amount_untaxed, 900)

    def test_late_hours_count_in_the_open_period(self):
        retainer = self._start()
        self._work(retainer, 10)
        self._close(retainer)
        self._work(retainer, 2, days=5)
        self.assertAccount(retainer.period_ids[0], used=10)
        self.assertAccount(retainer.period_id, used=2, left=8)

    def test_hours_taken_back_lower_the_next_period(self):
        retainer = self._start()
        sheet = self._work(retainer, 10)
        self._close(retainer)
        sheet.unit_amount = 7
        self._work(retainer, 5, months=1)
        self.assertAccount(retainer.period_id, used=2)
        self._close(retainer)
        self.assertAccount(retainer.period_ids[1], used=2, carried_out=6, expired=2)
        self.assertAccount(retainer.period_id, used=0)

    def test_last_closed_period_is_opened_again(self):
        retainer = self._start()
        self._work(retainer, 4)
        self._close(retainer)
        self._work(retainer, 5, days=6)
        self.assertEqual(retainer.period_ids.mapped("can_reopen"), [True, False])
        retainer.period_ids[0].with_user(self.account_manager).action_reopen()
        self.assertAccount(retainer.period_id, used=9)
        self._close(retainer)
        self.assertAccount(retainer.period_ids[0], used=9, carried_out=1)
        self._work(retainer, 20, months=1)
        self._close(retainer)
        with self.assertRefused(UserError, "last closed"):
            retainer.period_ids[0].with_user(self.account_manager).action_reopen()
        with self.assertRefused(UserError, "cancel it first"):
            retainer.period_ids[1].with_user(self.account_manager).action_reopen()

    def test_alerts_once_each(self):
        retainer = self._start(start=self.today - relativedelta(days=5))
        told = []
        for hours in (4, 1, 0, 2.5, 1.5, 1, 3):
            if hours:
                self._work(retainer, hours, days=1)
            before = retainer.activity_ids
            self._run_cron()
            told.append((retainer.activity_ids - before).mapped("summary"))
        levels = [text[0].split(" ")[0] if text else "" for text in told]
        self.assertEqual(levels, ["", "50", "", "75", "90", "100", ""])
        self.assertEqual(retainer.activity_ids.user_id, self.account_manager)

    def test_client_is_mailed_if_the_company_wants_that(self):
        retainer = self._start(start=self.today - relativedelta(days=5))
        self._work(retainer, 8, days=1)
        retainer.with_user(self.account_manager).action_check_hours()
        self.company.agency_retainer_mail = True
        self._work(retainer, 1.5, days=2)
        retainer.with_user(self.account_manager).action_check_hours()
        mails = retainer.message_ids.filtered(lambda one: self.client in one.partner_ids)
        self.assertEqual(len(mails), 1)
        self.assertIn("9.50", mails.body)

    def test_act_of_a_closed_period(self):
        retainer = self._start()
        period = retainer.period_id
        with self.assertRefused(UserError, "is open"):
            period.with_user(self.account_manager).action_make_act()
        self._close(retainer)
        period.with_user(self.project_manager).action_make_act()
        act = period.act_id
        self.assertEqual((act.date_from, act.date_to), (period.date_from, period.date_to))
        self.assertEqual((act.line_ids.quantity, act.line_ids.price_subtotal), (1, 6000))
        self.assertIn("Care plan", act.line_ids.name)
        with self.assertRefused(UserError, "already"):
            period.with_user(self.account_manager).action_make_act()

    def test_signed_act_bills_nothing_that_the_contract_bills(self):
        retainer = self._start()
        invoice = retainer.contract_id._recurring_create_invoice()
        self._close(retainer)
        period = retainer.period_ids[0]
        period.with_user(self.account_manager).action_make_act()
        act = period.act_id
        act.with_user(self.account_manager).action_mark_sent()
        act._sign("Шевчук А. П.")
        if act.state == "signed":
            act._create_invoices()
        self.assertEqual((act.state, act.invoice_ids), ("invoiced", invoice))
        self.assertEqual(retainer.order_id.invoice_ids, invoice)

    def test_act_of_hours_sold(self):
        service = self._create_service("Support", "retainer", 1000, uom_id=self.env.ref("uom.product_uom_hour").id)
        order = self._create_order([service], agency_kind="support")
        order.order_line.product_uom_qty = 12
        order.action_confirm()
        retainer = order.retainer_ids
        retainer.write({"date_start": self.start, "date_end": self.start + relativedelta(months=3)})
        retainer.with_user(self.account_manager).action_start()
        self._work(retainer, 5)
        self._work(retainer, 4, months=1)
        self._close(retainer)
        retainer.period_ids[0].with_user(self.account_manager).action_make_act()
        self.assertEqual(retainer.period_ids[0].act_id.line_ids.quantity, 5)

    def test_plan_by_project_counts_its_hours(self):
        project = self._make_project()
        plan = self._make_plan(project_id=project.id, hours_per_period=5)
        plan.with_user(self.account_manager).action_start()
        self.env["account.analytic.line"].create(
            {
                "name": "work",
                "project_id": project.id,
                "employee_id": self.performer_employee.id,
                "unit_amount": 2,
                "date": self.start,
            }
        )
        plan.period_id.invalidate_recordset()
        self.assertAccount(plan.period_id, used=2, left=3)

    def test_list_takes_as_many_queries_for_many_as_for_few(self):
        retainers = self.env["agency.retainer"]
        for _number in range(30):
            retainers |= self._make_plan(hours_per_period=5, project_id=self.order.project_id.id)
        retainers.with_user(self.account_manager).action_start()
        names = ["name", "partner_id", "hours_left", "used_share", "period_end", "state"]
        counts = []
        for few in (retainers[:3], retainers[:3], retainers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            few.with_user(self.account_manager).read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
