"""Every cell of [models]: the operation itself, as that user, over JSON-RPC; a sample of them over XML-RPC."""

import pytest
from access.models import cells_of_models, numbered
from access.people import ACCESS_ERROR, BUSINESS_ERRORS, Refused

CELLS = cells_of_models()
# Of these everybody has one record only, which the cell that deletes has deleted.
ONE_EACH = ("agency.task.timer:mine",)
# Reading and writing leave the records as they are, so these can be tried a second time.
REPEATABLE = [
    cell
    for cell in CELLS
    if (cell.operation in ("read", "write") or cell.verdict == "denied") and cell.row not in ONE_EACH
]
SAMPLE = REPEATABLE[::17]
# Models that are questions to others, which answer with what the user may read there.
QUERIES = ("agency.client.service", "agency.document", "agency.event", "agency.missing.paper")


class Operation:
    """Carry out one cell's operation by a given way of calling."""

    def __init__(self, world, cell, call):
        self.made, self.cell, self.call = world["rows"][cell.row], cell, call

    def run(self):
        """Do it and return whether its effect is there; raise ``Refused``."""
        return getattr(self, self.cell.operation)()

    def record(self):
        record = self.made["records"][self.cell.scope]
        return record[self.cell.role] if isinstance(record, dict) else record

    def create(self):
        values = self.made["values"].get(self.cell.scope, {}).get(self.cell.role, {})
        return self.call(self.cell.model, "create", [numbered(values)])

    def is_found(self):
        """Return whether a search finds the record; a refusal of all searches is a no."""
        try:
            return self.call(self.cell.model, "search", [("id", "=", self.record())]) != []
        except Refused as refusal:
            assert refusal.kind == ACCESS_ERROR, refusal
            return False

    def read(self):
        rows = self.call(self.cell.model, "read", [self.record()], ["display_name"])
        if not rows and (self.cell.model.endswith(".report") or self.cell.model in QUERIES):
            # Views of figures of one company, and those of what one may read, have no other row at all.
            raise Refused(ACCESS_ERROR, "no such row")
        return rows

    def write(self):
        return self.call(self.cell.model, "write", [self.record()], numbered(self.made["change"]))

    def unlink(self):
        own = self.made["spent"].get(f"{self.cell.role} {self.cell.scope} unlink")
        return self.call(self.cell.model, "unlink", [own or self.record()])


def judge(operation, person):
    """Assert what the table says of the cell."""
    cell = operation.cell
    if cell.operation == "read":
        found = operation.is_found()
        assert found == (cell.verdict == "allowed"), "a search finds it" if found else "no search finds it"
    if cell.verdict == "allowed":
        done = operation.run()
        assert done
        if cell.operation == "create":
            assert person("admin").call(cell.model, "search_count", [("id", "in", done)], context=EVERYTHING) == 1
        return
    with pytest.raises(Refused) as refusal:
        operation.run()
    if cell.verdict == "denied":
        assert refusal.value.kind == ACCESS_ERROR, str(refusal.value)
    else:
        assert refusal.value.kind in BUSINESS_ERRORS, str(refusal.value)


EVERYTHING = {"active_test": False}


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_cell(cell, world, person, count_cell):
    count_cell("denied" if cell.verdict == "denied" else "allowed")
    judge(Operation(world, cell, person(cell.role).call), person)


@pytest.mark.parametrize("cell", SAMPLE, ids=str)
def test_cell_over_xmlrpc(cell, world, person):
    judge(Operation(world, cell, person(cell.role).call_xml), person)
