from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from ..tools import facts
from .common import AnalyticsCommon


@tagged("post_install", "-at_install")
class TestFacts(AnalyticsCommon):
    """Monthly facts, laid against figures computed by hand."""

    def _revenue(self, scope="company", res_id=None):
        rows = facts.monthly_revenue(self.env, self.company)
        return self._facts(rows, scope, res_id or self.company.id)

    def test_revenue_is_summed_by_month(self):
        self._order(date(2026, 3, 5), 1000.10)
        self._order(date(2026, 3, 20), 500.25)
        self._order(date(2026, 5, 1), 70)
        self.assertEqual(self._revenue(), [(date(2026, 3, 1), 1500.35), (date(2026, 5, 1), 70.0)])

    def test_only_confirmed_orders_count(self):
        self._order(date(2026, 3, 5), 1000, state="draft")
        self._order(date(2026, 3, 5), 1000, state="sent")
        self._order(date(2026, 3, 5), 1000, state="cancel")
        self.assertEqual(self._revenue(), [])

    def test_revenue_is_net_of_tax(self):
        order = self._order(date(2026, 3, 5), 1000)
        order.order_line.tax_ids = self.tax
        self.assertEqual(order.amount_total, 1200)
        self.assertEqual(self._revenue(), [(date(2026, 3, 1), 1000.0)])

    def test_month_begins_at_midnight_of_the_company(self):
        """Kyiv is two hours ahead of UTC in winter, three in summer."""
        self._order(datetime(2026, 1, 31, 21, 59, 59), 1)
        self._order(datetime(2026, 1, 31, 22, 0, 0), 10)
        self._order(datetime(2026, 6, 30, 20, 59, 59), 100)
        self._order(datetime(2026, 6, 30, 21, 0, 0), 1000)
        expected = [
            (date(2026, 1, 1), 1.0),
            (date(2026, 2, 1), 10.0),
            (date(2026, 6, 1), 100.0),
            (date(2026, 7, 1), 1000.0),
        ]
        self.assertEqual(self._revenue(), expected)

    def test_other_currency_at_the_rate_of_the_day(self):
        foreign = self.env["res.currency"].create({"name": "TST", "symbol": "T", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            [
                {"currency_id": foreign.id, "name": "2026-03-01", "rate": 0.025, "company_id": self.company.id},
                {"currency_id": foreign.id, "name": "2026-04-01", "rate": 0.020, "company_id": self.company.id},
            ]
        )
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        self._order(date(2026, 3, 5), 100, pricelist_id=pricelist.id)
        self._order(date(2026, 4, 5), 100, pricelist_id=pricelist.id)
        self.assertEqual(self._revenue(), [(date(2026, 3, 1), 4000.0), (date(2026, 4, 1), 5000.0)])

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.env.user.company_ids += other
        self._order(date(2026, 3, 5), 1000)
        order = self._order(date(2026, 3, 5), 1000, state="draft")
        # Only the facts' own company column is under test here.
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET company_id = %s, state = 'sale' WHERE id = %s", (other.id, order.id))
        self.assertEqual(self._revenue(), [(date(2026, 3, 1), 1000.0)])
        rows = facts.monthly_revenue(self.env, other)
        self.assertEqual(self._facts(rows, "company", other.id), [(date(2026, 3, 1), 1000.0)])

    def test_scopes(self):
        contact = self.contact
        team = self.env["crm.team"].create({"name": "Team of tests"})
        self._order(date(2026, 3, 5), 1000, partner_id=contact.id, team_id=team.id)
        self._order(date(2026, 3, 6), 200, partner_id=self.other_client.id, user_id=False, team_id=team.id)
        march = date(2026, 3, 1)
        self.assertEqual(self._revenue("client", self.client.id), [(march, 1000.0)])
        self.assertEqual(self._revenue("client", self.other_client.id), [(march, 200.0)])
        self.assertEqual(self._revenue("service", self.service.id), [(march, 1200.0)])
        self.assertEqual(self._revenue("salesperson", self.account_manager.id), [(march, 1000.0)])
        self.assertEqual(self._revenue("team", team.id), [(march, 1200.0)])

    def test_sections_and_down_payments_do_not_count(self):
        order = self._order(date(2026, 3, 5), 1000)
        order.order_line = [Command.create({"display_type": "line_section", "name": "Section"})]
        self.assertEqual(self._revenue(), [(date(2026, 3, 1), 1000.0)])

    def test_needs_by_category(self):
        category = self.env["agency.requirement.category"].create({"name": "Category of tests"})
        self._create_requirement(category_id=category.id)
        self._create_requirement(category_id=category.id)
        self._create_requirement()
        rows = facts.monthly_needs(self.env, self.company)
        month = self.refresh._today(self.company).replace(day=1)
        self.assertEqual(self._facts(rows, "need", category.id), [(month, 2.0)])

    def test_need_entered_after_its_order_counts_with_the_order(self):
        category = self.env["agency.requirement.category"].create({"name": "Category of tests"})
        order = self._order(date(2026, 3, 5), 1000)
        self._create_requirement(category_id=category.id, sale_line_id=order.order_line.id)
        rows = facts.monthly_needs(self.env, self.company)
        self.assertEqual(self._facts(rows, "need", category.id), [(date(2026, 3, 1), 1.0)])

    def test_hours_by_service(self):
        order = self._create_order([self.service_hours])
        order.action_confirm()
        task = order.order_line.task_id
        for day, hours in ((3, 2.5), (20, 4)):
            self.env["account.analytic.line"].create(
                {
                    "name": "Work",
                    "task_id": task.id,
                    "project_id": task.project_id.id,
                    "employee_id": self.performer_employee.id,
                    "date": date(2026, 3, day),
                    "unit_amount": hours,
                }
            )
        rows = facts.monthly_hours(self.env, self.company)
        self.assertEqual(self._facts(rows, "service", self.service_hours.id), [(date(2026, 3, 1), 6.5)])

    def test_client_orders(self):
        for day, amount in ((1, 10), (11, 20), (11, 5), (31, 40)):
            self._order(date(2026, 3, day), amount)
        rows = facts.client_orders(self.env, self.company)
        self.assertEqual(rows, [(self.client.id, 3, date(2026, 3, 1), date(2026, 3, 31), 75.0, 15.0)])
