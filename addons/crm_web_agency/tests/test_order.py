from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrder(OrderCommon):
    # Milestones ---------------------------------------------------------------------------------

    def test_confirmation_makes_milestones_with_shares(self):
        self.assertEqual(self.milestones.mapped("quantity_percentage"), [0.4, 0.6])
        self.assertEqual(self.milestones.mapped("name"), ["Design", "Launch"])
        self.assertEqual(self.milestones.sale_line_id, self.fixed_line)

    def test_deadlines_spread_to_the_promised_date(self):
        start = self.order.date_order.date()
        days = [(milestone.deadline - start).days for milestone in self.milestones]
        self.assertAlmostEqual(days[0], 40, delta=1)
        self.assertAlmostEqual(days[1], 100, delta=1)

    def test_no_promised_date_no_deadlines(self):
        order = self._create_order([self.service_fixed])
        order.action_confirm()
        self.assertFalse(any(self._get_milestones(order).mapped("deadline")))

    def test_each_milestone_has_a_task(self):
        tasks = self.env["project.task"].search([("sale_line_id", "=", self.fixed_line.id)])
        self.assertEqual(tasks.milestone_id, self.milestones)
        self.assertEqual(self.hours_line.task_id.allocated_hours, 10)
        self.assertEqual(tasks.project_id, self.hours_line.task_id.project_id)

    def test_service_without_plan_keeps_the_stock_milestone(self):
        service = self._create_service("Landing page", "fixed", 9000)
        order = self._create_order([service])
        order.action_confirm()
        self.assertEqual(self._get_milestones(order).mapped("quantity_percentage"), [1.0])

    def test_stock_milestone_is_named_by_the_first_line(self):
        order = self._create_order([self._create_service("Landing page", "fixed", 9000)])
        order.order_line.name = "Landing page\nOne page after an approved design"
        order.action_confirm()
        self.assertEqual(self._get_milestones(order).name, "Landing page")

    def test_confirming_again_makes_no_second_milestones(self):
        order = self._create_order([self.service_fixed])
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(len(self._get_milestones(order)), 2)

    def test_price_at_a_rate_of_exchange_is_rounded(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 1 / 41.2, "company_id": self.env.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Abroad", "currency_id": euro.id})
        order = self._create_order([self._create_service("Landing page", "fixed", 18000)])
        order.write({"pricelist_id": pricelist.id})
        order.action_update_prices()
        self.assertEqual(order.order_line.price_unit, 436.89)

    # Stage of delivery --------------------------------------------------------------------------

    def test_stage_follows_the_facts_to_the_end(self):
        order = self._create_order([self.service_fixed])
        self.assertEqual(order.delivery_stage, "estimate")
        order.action_quotation_sent()
        self.assertEqual(order.delivery_stage, "proposal")
        order.action_confirm()
        self.assertEqual(order.delivery_stage, "approved")
        first, second = self._get_milestones(order)
        first.is_reached = True
        self.assertEqual(order.delivery_stage, "in_progress")
        second.is_reached = True
        self.assertEqual(order.delivery_stage, "delivered")
        act = order.act_ids
        act.action_mark_sent()
        self.assertEqual(order.delivery_stage, "delivered")
        act.action_sign_on_paper()
        self.assertEqual(order.delivery_stage, "accepted")
        invoice = act.invoice_ids
        invoice.action_post()
        self.assertEqual(order.delivery_stage, "accepted")
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({}).action_create_payments()
        self.assertEqual(order.delivery_stage, "closed")

    def test_hours_alone_start_the_work(self):
        self.assertEqual(self.order.delivery_stage, "approved")
        self._log_hours(1, line=self.fixed_line)
        self.assertEqual(self.order.delivery_stage, "in_progress")

    def test_finished_task_delivers_hours_below_the_estimate(self):
        order = self._create_order([self.service_hours])
        order.order_line.product_uom_qty = 10
        order.action_confirm()
        self._log_hours(4, line=order.order_line)
        self.assertEqual(order.delivery_stage, "in_progress")
        order.order_line.task_id.state = "1_done"
        self.assertEqual(order.delivery_stage, "delivered")

    def test_cancelled_order_has_no_stage(self):
        self.order._action_cancel()
        self.assertFalse(self.order.delivery_stage)

    # Needs --------------------------------------------------------------------------------------

    def test_opportunity_becomes_a_quotation(self):
        lead = self.env["crm.lead"].create(
            {"name": "Shop", "type": "opportunity", "partner_id": self.client.id, "user_id": self.account_manager.id}
        )
        needs = self._create_requirement("Sell online", lead_id=lead.id, service_id=self.service_fixed.id)
        needs |= self._create_requirement("Pay by card", lead_id=lead.id, service_id=self.service_fixed.id)
        needs |= self._create_requirement("Support", lead_id=lead.id, service_id=self.service_hours.id)
        action = lead.with_user(self.account_manager).action_quotation_from_needs()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual(order.opportunity_id, lead)
        self.assertEqual(len(order.order_line), 2)
        self.assertEqual(order.requirement_ids, needs)
        self.assertIn("Pay by card", order.order_line[0].name)
        self.assertEqual(set(needs.mapped("state")), {"proposed"})

    def test_quotation_without_needs_says_what_to_do(self):
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity", "partner_id": self.client.id})
        with self.assertRefused(UserError, "no open need"):
            lead.action_quotation_from_needs()

    def test_open_needs_are_added_once(self):
        need = self._create_requirement(service_id=self.service_fixed.id)
        order = self._create_order([])
        order.with_user(self.account_manager).action_add_requirements()
        self.assertEqual(need.sale_line_id, order.order_line)
        with self.assertRefused(UserError, "no open need"):
            order.action_add_requirements()

    # Change requests ----------------------------------------------------------------------------

    def test_change_order_works_in_the_same_project(self):
        action = self.order.with_user(self.account_manager).action_new_change_order()
        change = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual((change.agency_kind, change.parent_order_id), ("change_request", self.order))
        change.order_line = [Command.create({"product_id": self.service_fixed.product_variant_id.id})]
        change.action_confirm()
        self.assertEqual(change.project_id, self.order.project_id)
        self.assertEqual(self._get_milestones(change).project_id, self.order.project_id)
        self.assertEqual(self.order.amount_with_changes, self.order.amount_total + change.amount_total)
        self.assertEqual(self.order.change_order_count, 1)

    def test_quotation_gets_no_change_request(self):
        with self.assertRefused(UserError, "confirmed"):
            self._create_order([]).action_new_change_order()

    def test_order_cannot_change_itself(self):
        change = self._create_order([], parent_order_id=self.order.id)
        with self.assertRefused(ValidationError, "cannot change itself"):
            self.order.parent_order_id = change

    def test_parent_of_another_client_is_refused(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        with self.assertRefused(ValidationError, "another client"):
            self._create_order([], partner_id=other.id, parent_order_id=self.order.id)

    # Cancelling ---------------------------------------------------------------------------------

    def test_order_with_signed_act_is_not_cancelled(self):
        act = self._get_sent_act()
        act.action_sign_on_paper()
        with self.assertRefused(UserError, "cannot be cancelled"):
            self.order._action_cancel()
        self.assertEqual(self.order.state, "sale")

    def test_cancelling_takes_back_acts_not_signed(self):
        act = self._get_sent_act()
        self.order._action_cancel()
        self.assertEqual(act.state, "cancelled")

    # Access -------------------------------------------------------------------------------------

    def test_performer_sees_no_prices(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.performer).read(["amount_total"])
        with self.assertRaises(AccessError):
            self.fixed_line.with_user(self.performer).read(["price_unit"])

    def test_performer_works_on_the_tasks_of_an_order(self):
        task = self.hours_line.task_id.with_user(self.performer)
        task.sudo().user_ids = self.performer
        task.invalidate_recordset()
        view = task.get_view(self.env.ref("project.view_task_form2").id, "form")
        fields = [name for name in view["models"]["project.task"] if name in task._fields]
        task.web_read(
            {name: {"fields": {"display_name": {}}} if task._fields[name].relational else {} for name in fields}
        )
        sheet = (
            self.env["account.analytic.line"]
            .with_user(self.performer)
            .create({"name": "work", "task_id": task.id, "project_id": task.project_id.id, "unit_amount": 2})
        )
        self.assertEqual(sheet.sudo().so_line, self.hours_line)
        self.assertEqual(self.hours_line.qty_delivered, 2)
        task.state = "1_done"

    def test_managers_and_accountant_read_orders(self):
        for user in (self.account_manager, self.project_manager, self.accountant, self.director):
            with self.subTest(user=user.login):
                self.assertTrue(self.order.with_user(user).amount_total)
                self.assertTrue(self.fixed_line.with_user(user).price_unit)
