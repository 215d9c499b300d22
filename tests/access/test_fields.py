"""Every cell of [fields]: a hidden value shows by no way of asking, a visible one is read."""

import pytest
from access.people import Refused
from access.table import rows

CASES = [(*line.details, line.name, role, cell) for line in rows("fields") for role, cell in line.cells.items()]
IDS = [f"{row}.{name}-{role}-{'visible' if cell == 'y' else 'hidden'}" for name, _, row, role, cell in CASES]
LEAST = -(10**12)


class Reader:
    """One role that looks at one field of one record in all the ways there are."""

    def __init__(self, person, model, record, name, link):
        self.person, self.model, self.record, self.name, self.link = person, model, record, name, link

    def call(self, method, *args, **kwargs):
        return self.person.call(self.model, method, *args, **kwargs)

    def may_read(self):
        """Return whether the record is open to the person at all."""
        try:
            return bool(self.call("read", [self.record], ["display_name"]))
        except Refused:
            return False

    def ways(self):
        """Yield (name of the way, a function that returns the values it tells)."""
        values = self._values
        yield "read", lambda: values(self.call("read", [self.record], [self.name]))
        yield "search_read", lambda: values(self.call("search_read", [("id", "=", self.record)], [self.name]))
        yield "web_read", lambda: values(self.call("web_read", [self.record], {self.name: {}}))
        this = ("id", "=", self.record)
        yield "domain", lambda: self.call("search", [this, (self.name, ">", LEAST)])
        yield "order", lambda: self.call("search", [this], order=f"{self.name} desc")
        yield "sum", lambda: self._sums(this)
        yield "group", lambda: self.call("formatted_read_group", [this], [self.name], ["__count"])
        yield "export", lambda: self._filled(self.call("export_data", [self.record], [self.name])["datas"])
        if self.may_read():
            yield "fields_get", lambda: self.name in self.call("fields_get", [self.name], ["type"])
        if self.link != ".":
            yield from self._paths()

    def _paths(self):
        model, link = self.link.split(">")
        call = self.person.call
        deep = {link: {"fields": {self.name: {}}}}
        this = (f"{link}.id", "=", self.record)
        yield "domain of a path", lambda: call(model, "search", [this, (f"{link}.{self.name}", ">", LEAST)], limit=1)
        yield "read of a path", lambda: self._nested(call(model, "web_search_read", [this], deep)["records"], link)

    def _sums(self, this):
        found = self.call("formatted_read_group", [this], [], [f"{self.name}:sum", f"{self.name}:max"])
        return [value for row in found for key, value in row.items() if key.startswith(self.name) and value]

    def _values(self, found):
        return [row[self.name] for row in found if self.name in row]

    def _filled(self, table):
        return [value for row in table for value in row if value not in ("", False)]

    def _nested(self, found, link):
        linked = [row[link] for row in found if row[link]]
        flat = [one for link in linked for one in (link if isinstance(link, list) else [link])]
        return [one[self.name] for one in flat if self.name in one]


def told(way):
    """Return what a way of asking told; a refusal tells nothing, whatever its reason."""
    try:
        return way()
    except Refused:
        return None


@pytest.mark.parametrize(("name", "link", "row", "role", "cell"), CASES, ids=IDS)
def test_field(name, link, row, role, cell, world, person, count_cell):
    count_cell("allowed" if cell == "y" else "denied")
    record = world["rows"][row]["records"]["own"]
    record = record[role] if isinstance(record, dict) else record
    reader = Reader(person(role), row.partition(":")[0], record, name, link)
    if cell == "y":
        assert reader.call("read", [record], [name])[0].keys() >= {name}
        return
    open_ways = {way: found for way, ask in reader.ways() if (found := told(ask))}
    assert not open_ways


@pytest.mark.parametrize(
    "line",
    [line for line in rows("fields") if line.details[1] != "."],
    ids=lambda line: f"{line.name}.{line.details[0]}",
)
def test_the_path_leads_to_the_field(line, person):
    """A path that ends elsewhere would prove nothing."""
    model, link = line.details[1].split(">")
    field = person("admin").call(model, "fields_get", [link], ["relation"])[link]
    assert field["relation"] == line.name.partition(":")[0]
