from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.client_figures import client_figures


@tagged("post_install", "-at_install")
class TestClientFigures(BaseCase):
    """Scores of clients, without a database."""

    def test_nobody(self):
        self.assertEqual(client_figures([], date(2026, 6, 1)), {})

    def test_few_clients_have_a_score_and_no_model(self):
        rows = [
            (1, 3, date(2026, 1, 1), date(2026, 3, 2), 300.0, 30.0),
            (2, 1, date(2025, 1, 1), date(2025, 1, 1), 900.0, None),
        ]
        figures = client_figures(rows, date(2026, 6, 1))
        self.assertEqual(figures[1], {"rfm_score": "553", "next_order_date": "2026-04-01"})
        self.assertEqual(figures[2], {"rfm_score": "335"})

    def test_a_silent_client_is_less_alive_than_a_busy_one(self):
        rows = [(n, 2 + n % 5, date(2024, 1, n), date(2026, 1, n), 1000.0, 60.0) for n in range(1, 21)]
        rows.append((21, 10, date(2024, 1, 1), date(2026, 5, 20), 1000.0, 60.0))
        rows.append((22, 10, date(2024, 1, 1), date(2024, 9, 1), 1000.0, 60.0))
        figures = client_figures(rows, date(2026, 6, 1))
        self.assertGreater(figures[21]["alive_probability"], 0.8)
        self.assertLess(figures[22]["alive_probability"], 0.2)
        self.assertGreater(figures[21]["lifetime_value"], figures[22]["lifetime_value"])
        self.assertGreaterEqual(figures[22]["lifetime_value"], 1000.0)
