from odoo import fields
from odoo.tests import HttpCase, tagged

from .order_common import OrderCommon

LISTS = ("/my/acts", "/my/needs", "/my/websites", "/my/events", "/my/briefs")


@tagged("post_install", "-at_install")
class TestPortalFilters(OrderCommon, HttpCase):
    """The lists of the client's pages can be limited to a period and grouped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.password = "test_client"
        cls.old_need = cls._create_requirement("Sell on Sundays", captured_on=fields.Date.to_date("2025-03-10"))
        cls.new_need = cls._create_requirement("Sell on Mondays", captured_on=fields.Date.to_date("2025-04-20"))

    def _open(self, address):
        self.authenticate("test_client", "test_client")
        response = self.url_open(address)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _assert_needs(self, text, old, new):
        self.assertEqual(("Sell on Sundays" in text, "Sell on Mondays" in text), (old, new))

    def test_period_includes_both_days(self):
        page = "/my/needs?date_begin=%s&date_end=%s"
        self._assert_needs(self._open(page % ("2025-03-10", "2025-03-31")), True, False)
        self._assert_needs(self._open(page % ("2025-03-11", "2025-04-20")), False, True)
        self._assert_needs(self._open(page % ("2025-03-10", "")), True, True)
        text = self._open(page % ("2020-01-01", "2020-01-02"))
        self._assert_needs(text, False, False)
        self.assertIn("Nothing is found", text)

    def test_wrong_periods_are_told_and_left_out(self):
        wrong = {
            "date_begin=yesterday": "is not a date",
            "date_begin=2025-13-45": "is not a date",
            "date_begin=%3Cscript%3Ex%3C/script%3E": "&lt;script&gt;",
            "date_begin=2025-04-01&date_end=2025-03-01": "ends before it begins",
        }
        for query, message in wrong.items():
            with self.subTest(query=query):
                text = self._open(f"/my/needs?{query}")
                self._assert_needs(text, True, True)
                self.assertIn(message, text)

    def test_extended_filter_keeps_what_is_set(self):
        text = self._open("/my/needs?search=Sell&date_begin=2025-03-01&groupby=state&extended=1")
        form = text[text.index("o_agency_portal_filter") : text.index("</details>")]
        self.assertRegex(form, r'open="open"')
        self.assertRegex(form, r'name="date_begin"[^>]*value="2025-03-01"')
        self.assertRegex(form, r'name="search"[^>]*value="Sell"')
        self.assertRegex(form, r'value="state" selected="selected"')
        # The links of the bar above keep it too.
        self.assertRegex(
            text, r'href="/my/needs\?[^"]*date_begin=2025-03-01[^"]*sortby=name|sortby=name[^"]*date_begin'
        )

    def test_groups_have_titles(self):
        self.new_need.state = "analysed"
        text = self._open("/my/needs?groupby=state")
        states = dict(self.new_need._fields["state"]._description_selection(self.env))
        titles = text.split('"o_agency_group ')[1:]
        self.assertEqual(len(titles), 2)
        for title, state in zip(titles, ("analysed", "captured"), strict=True):
            self.assertIn(states[state], title[:200])

    def test_every_list_has_the_extended_filter(self):
        for address in LISTS:
            with self.subTest(address=address):
                text = self._open(f"{address}?date_begin=2025-01-01&groupby=nonsense")
                self.assertIn("o_agency_portal_filter", text)
