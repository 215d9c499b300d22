"""Every cell of [reports]: the document itself, fetched by its address as that user."""

import pytest
from access.models import SCOPES
from access.table import rows

CASES = [
    (line.name, line.details[0], role, scope, part == "y")
    for line in rows("reports")
    for role, text in line.cells.items()
    for scope, part in zip(SCOPES, text.split("/"), strict=False)
    if part != "."
]
IDS = [f"{name}-{role}-{scope}-{'allowed' if given else 'denied'}" for name, _, role, scope, given in CASES]
KINDS = {"xlsx": "spreadsheetml", "pdf": "pdf"}


@pytest.mark.parametrize(("name", "row", "role", "scope", "given"), CASES, ids=IDS)
def test_report(name, row, role, scope, given, world, person, count_cell):
    count_cell("allowed" if given else "denied")
    report, kind, _model = world["inventory"]["reports"][name]
    record = world["rows"][row]["records"][scope]
    # The page that a PDF is printed from is the same document and quicker to make.
    fast = "html" if kind == "pdf" and not (role == "director" and scope == "own") else kind
    status, content_type, body = person(role).open(f"/report/{fast}/{report}/{record}")
    if given:
        assert (status, KINDS.get(fast, fast) in content_type) == (200, True), body[-300:]
    else:
        assert status in (302, 303, 403, 404), f"{status} {content_type} {len(body)} bytes"
