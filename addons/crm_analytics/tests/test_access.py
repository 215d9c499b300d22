from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AnalyticsCommon

COSTS = ["estimated_cost", "cost_p50", "cost_p80", "actual_cost"]
MARGIN = "margin_at_completion"
CLIENT = ["forecast_revenue", "forecast_revenue_lower", "alive_probability", "lifetime_value", "rfm_score"]


@tagged("post_install", "-at_install")
class TestAccess(AnalyticsCommon):
    """Who may see which figures, and who may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._history([1000.0] * 12)
        cls.refresh._refresh_company(cls.company)
        cls.order = cls.env["sale.order"].search([("partner_id", "=", cls.client.id)], limit=1)

    def test_costs_allowed(self):
        for user in (self.project_manager, self.director):
            with self.subTest(user=user.login):
                [values] = self.order.with_user(user).read(COSTS)
                self.assertTrue(values["estimated_cost"])

    def test_costs_denied(self):
        for user in (self.performer, self.account_manager, self.accountant):
            for field in COSTS:
                with self.subTest(user=user.login, field=field), self.assertRaises(AccessError):
                    self.order.with_user(user).read([field])

    def test_margins_are_for_those_who_sell(self):
        for user in (self.account_manager, self.director):
            self.assertTrue(self.order.with_user(user).read([MARGIN])[0][MARGIN])
        for user in (self.performer, self.project_manager, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.order.with_user(user).read([MARGIN])

    def test_costs_cannot_be_inferred_by_search_or_group(self):
        Order = self.env["sale.order"].with_user(self.accountant)
        with self.assertRaises(AccessError):
            Order.search([("estimated_cost", ">", 0)])
        with self.assertRaises(AccessError):
            Order.formatted_read_group([], ["state"], ["estimated_cost:sum"])

    def test_client_figures_allowed(self):
        for user in (self.account_manager, self.director):
            with self.subTest(user=user.login):
                [values] = self.client.with_user(user).read(CLIENT)
                self.assertGreater(values["forecast_revenue"], 0)

    def test_client_figures_denied(self):
        for user in (self.performer, self.project_manager, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.client.with_user(user).read(CLIENT)

    def test_forecasts_denied(self):
        for user in (self.performer, self.accountant, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["agency.forecast"].with_user(user).search([])

    def test_managers_see_no_company_nor_colleagues(self):
        forecasts = self.env["agency.forecast"].with_user(self.account_manager).search([])
        clients = forecasts.filtered(lambda forecast: forecast.scope == "client")
        self.assertEqual(set(clients.mapped("res_id")), {self.client.id})
        people = forecasts.filtered(lambda forecast: forecast.scope == "salesperson")
        self.assertLessEqual(set(people.mapped("res_id")), {self.account_manager.id})
        self.assertLessEqual(set(forecasts.mapped("scope")), {"client", "salesperson", "need"})
        points = self.env["agency.forecast.point"].with_user(self.account_manager).search([])
        self.assertEqual(points.forecast_id, forecasts)

    def test_a_client_of_a_colleague_has_no_forecast_for_me(self):
        colleague = self.account_manager.copy({"login": "test_account_manager2"})
        self.client.user_id = colleague
        forecasts = self.env["agency.forecast"].with_user(self.account_manager).search([("scope", "=", "client")])
        self.assertFalse(forecasts)

    def test_project_managers_see_hours_and_needs_to_come(self):
        forecasts = self.env["agency.forecast"].with_user(self.project_manager).search([])
        self.assertLessEqual(set(forecasts.mapped("measure")), {"hours", "count"})

    def test_director_sees_all_scopes(self):
        forecasts = self.env["agency.forecast"].with_user(self.director).search([])
        self.assertLessEqual({"company", "client", "service", "salesperson"}, set(forecasts.mapped("scope")))

    def test_nobody_writes_forecasts_by_hand(self):
        forecast = self.env["agency.forecast"].search([], limit=1)
        for user in (self.account_manager, self.director):
            with self.subTest(user=user.login):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(forecast.with_user(user).has_access(operation))

    def test_forecasts_of_another_company_are_hidden(self):
        other = self.env["res.company"].create({"name": "Other company"})
        forecast = self.env["agency.forecast"].search([("scope", "=", "company")], limit=1)
        forecast.company_id = other
        self.assertNotIn(forecast, self.env["agency.forecast"].with_user(self.director).search([]))
        with self.assertRaises(AccessError):
            forecast.with_user(self.director).read(["next_expected"])

    def test_only_a_director_refreshes(self):
        for user in (self.performer, self.account_manager, self.project_manager, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["agency.forecast"].with_user(user).action_refresh()
        self.env["agency.forecast"].with_user(self.director).action_refresh()
