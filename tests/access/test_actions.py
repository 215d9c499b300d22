"""Every cell of [actions]: steps of documents, buttons of windows, figures of screens."""

import pytest
from access.actions import actions
from access.models import numbered
from access.people import ACCESS_ERROR, Refused

ACTIONS = actions()
ARGUMENTS = {
    "get_month_action": ["2026-01-15"],
    "action_refresh": [[]],
}


class Caller:
    """Carry out one action; ``hours`` are logged before each act that is to take some."""

    def __init__(self, action, world, person):
        self.action, self.world, self.person = action, world, person
        self.model = action.row.partition(":")[0]
        self.made = world["rows"].get(action.row)

    def run(self):
        return getattr(self, f"run_{self.action.kind}")()

    def call(self, method, *args):
        return self.person(self.action.role).call(self.model, method, *args)

    def run_model(self):
        return self.call(self.action.method, *ARGUMENTS.get(self.action.method, []))

    def run_record(self):
        action = self.action
        own = self.made["spent"].get(f"{action.role} {action.scope} {action.method}")
        return self.call(action.method, [own or self.made["records"][action.scope]])

    def run_window(self):
        """Fill the window in; without the right to that the button does not matter."""
        values = self.made["values"][self.action.scope][self.action.role]
        if self.action.row == "agency.act.hours.wizard":
            self._log_hours()
        window = self.call("create", [numbered(values)])
        return self.call(self.action.method, window)

    def _log_hours(self):
        own = self.world["worlds"][self.action.scope]
        values = {"name": "Access: hours", "project_id": own["project"], "task_id": own["task"], "unit_amount": 1}
        self.person("admin").call("account.analytic.line", "create", [{**values, "employee_id": own["employee"]}])


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_action(action, world, person, count_cell):
    count_cell("allowed" if action.allowed else "denied")
    caller = Caller(action, world, person)
    if action.allowed:
        caller.run()
        return
    with pytest.raises(Refused) as refusal:
        caller.run()
    assert refusal.value.kind == ACCESS_ERROR, str(refusal.value)
