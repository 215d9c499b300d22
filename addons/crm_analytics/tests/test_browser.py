from odoo.tests import HttpCase, tagged

from .common import AnalyticsCommon


@tagged("post_install", "-at_install")
class TestBrowser(AnalyticsCommon, HttpCase):
    """The director's way through the dashboard, in a browser."""

    def test_dashboard(self):
        self._history([1000.0, 1300.0, 900.0] * 8)
        self.refresh._refresh_company(self.company)
        self.start_tour("/odoo/agency-overview", "crm_analytics_dashboard", login=self.director.login)
