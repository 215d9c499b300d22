"""Every cell of [menus]: whether a role finds the item of the app's menu in the web client."""

import pytest
from access.table import rows

CASES = [(line.name, role, cell == "y") for line in rows("menus") for role, cell in line.cells.items() if cell != "."]
IDS = [f"{item}-{role}-{'shown' if shown else 'hidden'}" for item, role, shown in CASES]


@pytest.fixture(scope="package")
def menus(person, world):
    """A function from a role to the items of the app that the web client gets for it."""
    found = {}
    ours = world["inventory"]["menus"]

    def load(role):
        if role not in found:
            found[role] = {ours[key] for key in person(role).call("ir.ui.menu", "load_menus", False) if key in ours}
        return found[role]

    return load


@pytest.mark.parametrize(("item", "role", "shown"), CASES, ids=IDS)
def test_item(item, role, shown, menus, count_cell):
    count_cell("allowed" if shown else "denied")
    assert (item in menus(role)) == shown
