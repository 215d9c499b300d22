from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from ..engine.selection import FAMILIES
from .common import AnalyticsCommon

KEY = ["scope", "res_id", "measure", "method", "next_expected", "next_lower", "next_upper", "n_observations"]


@tagged("post_install", "-at_install")
class TestRefresh(AnalyticsCommon):
    """From facts to stored results."""

    def _forecast(self, scope, res_id, measure="revenue"):
        domain = [("scope", "=", scope), ("res_id", "=", res_id), ("measure", "=", measure), ("is_latest", "=", True)]
        return self.env["agency.forecast"].search([*domain, ("company_id", "=", self.company.id)])

    def _snapshot(self):
        self.env.flush_all()
        forecasts = self.env["agency.forecast"].search([("company_id", "=", self.company.id)], order="id")
        return [(values, len(forecast.point_ids)) for forecast in forecasts for values in forecast.read(KEY, load="")]

    def test_steady_client(self):
        self._history([1000.0] * 24)
        self.refresh._refresh_company(self.company)
        forecast = self._forecast("client", self.client.id)
        self.assertEqual(forecast.n_observations, 24)
        self.assertTrue(forecast.enough_data)
        self.assertAlmostEqual(forecast.next_expected, 3000, delta=1)
        self.assertAlmostEqual(self.client.forecast_revenue, 3000, delta=1)
        self.assertLessEqual(self.client.forecast_revenue_lower, self.client.forecast_revenue)
        self.assertGreaterEqual(self.client.forecast_revenue_upper, self.client.forecast_revenue)
        self.assertAlmostEqual(self.service.forecast_revenue, 3000, delta=1)
        past = forecast.point_ids.filtered(lambda point: not point.is_forecast)
        self.assertEqual(past.mapped("actual"), [1000.0] * 24)
        today = self.refresh._today(self.company)
        future = forecast.point_ids - past
        self.assertEqual(future.mapped("month"), [today.replace(day=1) + relativedelta(months=n) for n in range(6)])
        self.assertAlmostEqual(future[0].expected, 1000, delta=1)

    def test_next_months_are_those_after_the_running_one(self):
        self._history([1000.0, 1400.0, 700.0, 1200.0, 900.0] * 5)
        self.refresh._refresh_company(self.company)
        forecast = self._forecast("company", self.company.id)
        months = forecast.point_ids.filtered("is_forecast")[1:4]
        self.assertAlmostEqual(forecast.next_expected, sum(months.mapped("expected")), places=1)
        self.assertLess(forecast.next_lower, forecast.next_expected)
        self.assertGreater(forecast.next_upper, forecast.next_expected)

    def test_not_enough_data(self):
        self._history([1000.0] * 3)
        self.refresh._refresh_company(self.company)
        forecast = self._forecast("client", self.client.id)
        self.assertFalse(forecast.enough_data)
        self.assertEqual(forecast.method, "not_enough_data")
        self.assertEqual(len(forecast.point_ids), 3)
        self.assertFalse(self.client.forecast_revenue)
        self.assertTrue(self.client.rfm_score)

    def test_no_history(self):
        self.refresh._refresh_company(self.company)
        self.assertFalse(self._forecast("company", self.company.id))

    def test_refresh_twice_is_as_once(self):
        self._history([1000.0, 1200.0] * 8)
        self.refresh._refresh_company(self.company)
        once = [({key: v for key, v in values.items() if key != "id"}, points) for values, points in self._snapshot()]
        self.refresh._refresh_company(self.company)
        twice = [({key: v for key, v in values.items() if key != "id"}, points) for values, points in self._snapshot()]
        self.assertEqual(once, twice)

    def test_one_forecast_of_each_month_is_kept(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        first = self._forecast("company", self.company.id)
        first.as_of = first.as_of.replace(day=1) - relativedelta(months=1)
        self.refresh._refresh_company(self.company)
        self.assertTrue(first.exists())
        self.assertFalse(first.is_latest)
        self.assertEqual(len(self._forecast("company", self.company.id)), 1)

    def test_a_client_without_orders_loses_the_figures(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        self.assertTrue(self.client.forecast_revenue)
        self.env["sale.order"].search([("partner_id", "=", self.client.id)])._action_cancel()
        self.refresh._refresh_company(self.company)
        self.assertFalse(self.client.forecast_revenue)
        self.assertFalse(self.client.rfm_score)

    def test_clients_can_be_sorted_and_searched_by_forecast(self):
        self._history([1000.0] * 12)
        self._history([50.0] * 12, partner_id=self.other_client.id)
        self.refresh._refresh_company(self.company)
        partners = self.env["res.partner"].search([("forecast_revenue", ">", 10)], order="forecast_revenue desc")
        self.assertEqual(partners, self.client + self.other_client)

    def test_figures_belong_to_one_company(self):
        self._history([1000.0] * 12)
        self.refresh._refresh_company(self.company)
        other = self.env["res.company"].create({"name": "Other company"})
        self.refresh._refresh_company(other)
        self.assertFalse(self.client.with_company(other).forecast_revenue)
        self.assertTrue(self.client.forecast_revenue)

    def test_cron_refreshes_what_is_not_of_today(self):
        self._history([1000.0] * 12)
        with self.enter_registry_test_mode():
            self.env.ref("crm_analytics.cron_refresh").method_direct_trigger()
        forecast = self._forecast("company", self.company.id)
        self.assertEqual(forecast.as_of, self.refresh._today(self.company))
        self.assertNotIn((self.company, "revenue"), self.refresh._get_outdated())

    def test_running_refresh_is_left_alone(self):
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_xact_lock(hashtext('agency.forecast'), %s)", (self.company.id,))
            self.assertFalse(self.refresh._refresh(self.company, "revenue"))

    def test_every_method_of_the_engine_has_a_name(self):
        known = dict(self.env["agency.forecast"]._fields["method"].selection)
        self.assertLessEqual({name for family in FAMILIES.values() for name in family}, set(known))
