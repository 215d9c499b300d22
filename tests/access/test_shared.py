"""A client shared with a team: its members work with it as with their own, other account managers do not."""

import pytest
from access.people import ACCESS_ERROR, Refused

# What hangs on a client, by the names of seed/world.py, and a harmless change; None where the role only reads.
RECORDS = {
    "client": ("res.partner", {"street": "Access: changed"}),
    "contact": ("res.partner", {"street": "Access: changed"}),
    "need": ("agency.requirement", {"name": "Access: changed"}),
    "lead": ("crm.lead", {"name": "Access: changed"}),
    "order": ("sale.order", {"client_order_ref": "Access: changed"}),
    "fixed_line": ("sale.order.line", {"name": "Access: changed"}),
    "draft": ("agency.acceptance.act", {"remarks": "Access: changed"}),
    "task": ("project.task", {"description": "Access: changed"}),
    "milestone": ("project.milestone", {"name": "Access: changed"}),
    "project": ("project.project", None),
}


@pytest.mark.parametrize("name", RECORDS)
def test_member_of_the_team(name, world, person):
    model, change = RECORDS[name]
    record = world["worlds"]["shared"][name]
    member = person("account_manager")
    assert member.call(model, "search", [("id", "=", record)]) == [record]
    assert member.call(model, "read", [record], ["display_name"])
    if change:
        assert member.call(model, "write", [record], change)


@pytest.mark.parametrize("name", RECORDS)
def test_unshared(name, world, person):
    """The same records of a client of the same colleague that is not shared."""
    model, _change = RECORDS[name]
    record = world["worlds"]["foreign"][name]
    member = person("account_manager")
    assert member.call(model, "search", [("id", "=", record)]) == []
    with pytest.raises(Refused) as refusal:
        member.call(model, "read", [record], ["display_name"])
    assert refusal.value.kind == ACCESS_ERROR
