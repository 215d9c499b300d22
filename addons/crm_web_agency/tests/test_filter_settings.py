from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..models.res_users_settings import WINDOWS_LIMIT
from .common import AgencyCommon

STATE = {"open": True, "mode": "plain", "domain": "[('name', 'ilike', 'shop')]"}


@tagged("post_install", "-at_install")
class TestFilterSettings(AgencyCommon):
    """The state of the filter panel is kept for each person and window."""

    def _get_settings(self, user):
        return self.env["res.users.settings"]._find_or_create_for_user(user).with_user(user)

    def test_state_is_kept_by_window(self):
        settings = self._get_settings(self.account_manager)
        settings.set_agency_filter(7, STATE)
        settings.set_agency_filter(8, {**STATE, "mode": "extended"})
        settings.set_agency_filter(7, {**STATE, "open": False})
        kept = settings._res_users_settings_format()["agency_filters"]
        self.assertEqual(kept, {"7": {**STATE, "open": False}, "8": {**STATE, "mode": "extended"}})

    def test_each_person_has_an_own_state(self):
        own = self._get_settings(self.account_manager)
        other = self._get_settings(self.performer)
        own.set_agency_filter(7, STATE)
        self.assertFalse(other.agency_filters)
        with self.assertRaises(AccessError):
            other.with_user(self.account_manager).set_agency_filter(7, STATE)
        # An administrator may change settings, but not make filters for others.
        with self.assertRaisesRegex(AccessError, "another person"):
            other.sudo().with_user(self.env.ref("base.user_admin")).set_agency_filter(7, STATE)

    def test_anything_else_is_refused(self):
        settings = self._get_settings(self.account_manager)
        wrong = [
            (0, STATE),
            (True, STATE),
            ("7", STATE),
            (7, "plain"),
            (7, {**STATE, "mode": "huge"}),
            (7, {**STATE, "open": 1}),
            (7, {**STATE, "more": "x"}),
            (7, {"open": True}),
        ]
        for window, state in wrong:
            with self.subTest(window=window, state=state), self.assertRaisesRegex(ValidationError, "no state"):
                settings.set_agency_filter(window, state)
        with self.assertRaisesRegex(ValidationError, "too long"):
            settings.set_agency_filter(7, {**STATE, "domain": "x" * 20_000})
        self.assertFalse(settings.agency_filters)

    def test_windows_of_long_ago_are_forgotten(self):
        settings = self._get_settings(self.account_manager)
        settings.agency_filters = {str(number): STATE for number in range(1, WINDOWS_LIMIT + 1)}
        settings.set_agency_filter(9_999, STATE)
        self.assertEqual(len(settings.agency_filters), WINDOWS_LIMIT)
        self.assertIn("9999", settings.agency_filters)
        self.assertNotIn("1", settings.agency_filters)
