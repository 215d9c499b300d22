import json

from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError

# A person works in some dozens of windows, with some conditions in each.
WINDOWS_LIMIT = 200
STATE_LENGTH = 10_000
STATE_TYPES = {"open": bool, "mode": str, "domain": str}
MODES = ("plain", "extended")


class ResUsersSettings(models.Model):
    """Every person's filter panels are as the person left them."""

    _inherit = "res.users.settings"

    agency_filters = fields.Json("Filter Panels", help="State of the filter panel by id of the window.")

    def set_agency_filter(self, window_id, state):
        """Keep the state of the filter panel of a window for the person of these settings.

        Args:
            window_id: id of the window action.
            state: ``{"open": bool, "mode": "plain" or "extended", "domain": str}``; the domain is
                kept as text and never evaluated here.

        Raises:
            AccessError: the settings are another person's.
            ValidationError: the state is of another shape or too long.
        """
        self.ensure_one()
        if self.user_id != self.env.user:
            raise AccessError(self.env._("These are the settings of another person."))
        self._check_agency_filter(window_id, state)
        others = {key: value for key, value in (self.agency_filters or {}).items() if key != str(window_id)}
        # The window used last stands last: when there are too many, the first are forgotten.
        kept = list(others.items())[-(WINDOWS_LIMIT - 1) :]
        self.agency_filters = {**dict(kept), str(window_id): state}

    def _check_agency_filter(self, window_id, state):
        is_window = isinstance(window_id, int) and not isinstance(window_id, bool) and window_id > 0
        is_state = (
            isinstance(state, dict)
            and state.keys() == STATE_TYPES.keys()
            and all(isinstance(state[key], kind) for key, kind in STATE_TYPES.items())
            and state["mode"] in MODES
        )
        if not is_window or not is_state:
            raise ValidationError(self.env._("This is no state of a filter panel."))
        if len(json.dumps(state)) > STATE_LENGTH:
            raise ValidationError(self.env._("The filter is too long to be kept: use fewer conditions."))
