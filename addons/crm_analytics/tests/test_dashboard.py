from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AnalyticsCommon


@tagged("post_install", "-at_install")
class TestDashboard(AnalyticsCommon):
    """What the director's dashboard gets from the server."""

    def _dashboard(self):
        return self.env["agency.dashboard"].with_user(self.director).get_dashboard()

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._dashboard()
        return self.env.cr.sql_log_count - before

    def test_empty_company(self):
        data = self._dashboard()
        self.assertFalse(data["forecast"])
        self.assertEqual(data["clients"], [])
        self.assertEqual(data["currency_id"], self.currency.id)

    def test_not_enough_data(self):
        self._history([1000.0] * 3)
        self.refresh._refresh_company(self.company)
        data = self._dashboard()
        self.assertFalse(data["forecast"]["enough_data"])
        self.assertEqual(len(data["forecast"]["points"]), 3)

    def test_figures(self):
        self._history([1000.0] * 12)
        self._history([300.0] * 12, partner_id=self.other_client.id)
        self.refresh._refresh_company(self.company)
        data = self._dashboard()
        self.assertAlmostEqual(data["forecast"]["expected"], 3900, delta=1)
        self.assertEqual([client["id"] for client in data["clients"]], [self.client.id, self.other_client.id])
        self.assertEqual(data["clients"][0]["name"], self.client.display_name)

    def test_needs_by_category(self):
        category = self.env["agency.requirement.category"].create({"name": "Category of tests"})
        self._create_requirement(category_id=category.id)
        need = self._create_requirement(category_id=category.id)
        [figure] = [figure for figure in self._dashboard()["needs"] if figure["id"] == category.id]
        self.assertEqual((figure["name"], figure["count"]), (category.name, 2))
        self.assertIn(need, self.env["agency.requirement"].search(figure["domain"]))
        self.assertEqual(self.env["agency.requirement"].search_count(figure["domain"]), 2)

    def test_query_count_does_not_grow(self):
        self._history([1000.0] * 12)
        category = self.env["agency.requirement.category"].create({"name": "Category"})
        self._create_requirement(category_id=category.id)
        self.refresh._refresh_company(self.company)
        self._count_queries()
        few = self._count_queries()
        for number in range(5):
            client = self.env["res.partner"].create({"name": f"Client {number}"})
            self._history([100.0] * 12, partner_id=client.id)
            category = self.env["agency.requirement.category"].create({"name": f"Category {number}"})
            self._create_requirement(category_id=category.id)
        self.refresh._refresh_company(self.company)
        self._count_queries()
        self.assertEqual(self._count_queries(), few)

    def test_month_opens_its_orders(self):
        order = self._order(datetime(2026, 1, 31, 22, 0, 0), 10)
        self._order(datetime(2026, 1, 31, 21, 59, 59), 10)
        self._order(date(2026, 2, 10), 10, state="draft")
        action = self.env["agency.dashboard"].with_user(self.director).get_month_action("2026-02-01")
        self.assertEqual(self.env["sale.order"].search(action["domain"]), order)

    def test_client_form_opens_forecast_and_orders(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        action = self.client.action_open_forecast()
        self.assertEqual(self.env["agency.forecast"].browse(action["res_id"]).res_id, self.client.id)
        action = self.client.action_open_confirmed_orders()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 12)

    def test_access(self):
        for user in (self.performer, self.account_manager, self.project_manager, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["agency.dashboard"].with_user(user).get_dashboard()

    def test_manager_gets_the_chart_of_a_client_only(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        Forecast = self.env["agency.forecast"].with_user(self.account_manager)
        self.assertTrue(Forecast.get_chart("client", self.client.id))
        self.assertFalse(Forecast.get_chart("company", self.company.id))
        with self.assertRaises(AccessError):
            self.env["agency.forecast"].with_user(self.accountant).get_chart("client", self.client.id)

    def test_overview_shows_the_forecast_to_the_director_only(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        for user, seen in ((self.director, True), (self.account_manager, False), (self.accountant, False)):
            with self.subTest(user=user.login):
                cards = self.env["agency.overview"].with_user(user).get_overview()["cards"]
                self.assertEqual("forecast" in [card["key"] for card in cards], seen)
