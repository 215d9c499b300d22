"""Every cell of [routes]: what each role gets at each address of the add-ons."""

import re
import urllib.parse

import pytest
from access.models import SCOPES
from access.people import Refused
from access.routes import declared
from access.table import rows

ROUTES = declared()
CASES = [
    (line.name, line.details[0], role, scope, part)
    for line in rows("routes")
    for role, text in (*line.cells.items(), (None, line.details[1]))
    for scope, part in zip(SCOPES, text.split("/"), strict=False)
    if part != "."
]
IDS = [f"{path}-{role or 'visitor'}-{scope}-{part}" for path, _, role, scope, part in CASES]
ANSWERS = {"page": (200,), "away": (302, 303)}


NOTHING = 10**9


@pytest.mark.parametrize(("path", "row", "role", "scope", "expected"), CASES, ids=IDS)
def test_route(path, row, role, scope, expected, world, person, count_cell):
    count_cell("allowed" if expected in ("page", "heard") else "denied")
    record = 1 if row == "." else world["rows"][row]["records"][scope]
    visitor, route = person(role), ROUTES[path]
    if route.kind == "http" and not route.posted:
        status, kind, body = visitor.open(_fill(path, record))
        assert status in ANSWERS[expected], (status, kind, body[-200:])
        return
    ask = _call if route.kind == "jsonrpc" else _post
    # Whoever has no right is told the same as of a record that does not exist.
    heard = ask(visitor, _fill(path, record)) != ask(visitor, _fill(path, NOTHING))
    assert heard == (expected == "heard")


def _fill(path, record):
    return re.sub(r"<int:\w+>", str(record), path)


def _call(visitor, address):
    """Call a route of scripts without what it needs: it says what is missing."""
    try:
        answer = visitor.post(address, {})
    except Refused as refusal:
        return refusal.kind
    assert set(answer) == {"error"}, answer
    return answer["error"]


def _post(visitor, address):
    """Send a form with nothing filled in, and return where that leads."""
    form = urllib.parse.urlencode({"csrf_token": visitor.token()})
    status, where, body = visitor.open(address, form.encode())
    assert status in ANSWERS["away"], (status, where, body[-200:])
    return where.partition("?")[0]
