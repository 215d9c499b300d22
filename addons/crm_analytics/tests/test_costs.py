from odoo.fields import Command
from odoo.tests import tagged

from .common import AnalyticsCommon


@tagged("post_install", "-at_install")
class TestCosts(AnalyticsCommon):
    """Planned and actual cost of orders."""

    def test_estimate_of_a_fixed_price_service(self):
        """Developer (40, 60, 100) h at 400, designer (10, 16, 24) h at 350, by hand:
        63.333 x 400 + 16.333 x 350 = 31050; deviation of 4000 and 816.67 is 4082.52,
        and the 80 % quantile of the normal distribution is 0.84162."""
        order = self._create_order([self.service_fixed])
        self.assertAlmostEqual(order.estimated_cost, 31050.00, places=2)
        self.assertAlmostEqual(order.cost_p50, 31050.00, places=2)
        self.assertAlmostEqual(order.cost_p80, 34485.93, places=2)
        self.assertAlmostEqual(order.margin_at_completion, 50000 - 31050, places=2)

    def test_deviation_grows_with_the_quantity(self):
        order = self._create_order([self.service_fixed])
        order.order_line.product_uom_qty = 2
        self.assertAlmostEqual(order.estimated_cost, 62100.00, places=2)
        self.assertAlmostEqual(order.cost_p80, 62100 + 2 * 3435.93, delta=0.02)

    def test_hours_sold_are_shared_as_the_norms_share_them(self):
        """Norms of 1 h of a developer to 1 h of a designer: 10 h sold are 5 h of each."""
        hours = self._hours(1, 1, 1)
        self.service_hours.effort_ids = [
            Command.create({"job_id": job.id, **hours}) for job in (self.developer, self.designer)
        ]
        order = self._create_order([self.service_hours])
        order.order_line.product_uom_qty = 10
        self.assertAlmostEqual(order.estimated_cost, 5 * 400 + 5 * 350, places=2)
        self.assertAlmostEqual(order.cost_p80, order.estimated_cost, places=2)

    def test_service_without_norms_costs_what_the_line_says(self):
        order = self._create_order([self.service_retainer])
        order.order_line.write({"purchase_price": 1500, "product_uom_qty": 3})
        self.assertAlmostEqual(order.estimated_cost, 4500, places=2)

    def test_other_currency(self):
        foreign = self.env["res.currency"].create({"name": "TST", "symbol": "T", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2020-01-01", "rate": 0.025, "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        order = self._create_order([self.service_fixed], pricelist_id=pricelist.id)
        self.assertAlmostEqual(order.estimated_cost, 31050 / 40, places=2)

    def test_later_norms_do_not_rewrite_the_estimate(self):
        order = self._create_order([self.service_fixed])
        self.env.flush_all()
        self.developer.hourly_cost = 4000
        self.env.flush_all()
        self.assertAlmostEqual(order.estimated_cost, 31050.00, places=2)
        order.action_estimate_again()
        self.assertAlmostEqual(order.estimated_cost, 63.3333 * 4000 + 16.3333 * 350, delta=0.5)

    def test_actual_cost_is_that_of_timesheets(self):
        self.company.agency_default_hourly_cost = 300
        order = self._create_order([self.service_fixed])
        order.action_confirm()
        task = order.order_line.task_id or order.tasks_ids[:1]
        entry = self.env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": task.project_id.id,
                "task_id": task.id,
                "employee_id": self.performer_employee.id,
                "unit_amount": 5,
            }
        )
        self.assertEqual(entry.order_id, order)
        self.assertAlmostEqual(order.actual_cost, 1500, places=2)
        # The estimate is greater than what was spent so far.
        self.assertAlmostEqual(order.margin_at_completion, 50000 - 31050, places=2)
        entry.unit_amount = 120
        self.assertAlmostEqual(order.actual_cost, 36000, places=2)
        self.assertAlmostEqual(order.margin_at_completion, 14000, places=2)
        entry.unlink()
        self.assertEqual(order.actual_cost, 0)

    def test_orders_can_be_searched_by_margin(self):
        order = self._create_order([self.service_fixed])
        found = self.env["sale.order"].search([("margin_at_completion", ">", 18000), ("id", "=", order.id)])
        self.assertEqual(found, order)
