"""Make the worlds and, of every row of the table, the records that its cells need."""

from odoo.fields import Command

from . import (
    action_kinds,
    agency_kinds,
    estimate_kinds,
    odoo_kinds,
    offer_kinds,
    register_kinds,
    retainer_kinds,
    timer_kinds,
)
from .inventory import inventory
from .kinds import KINDS
from .people import People
from .world import Catalogue, World

__all__ = [
    "action_kinds",
    "agency_kinds",
    "estimate_kinds",
    "make",
    "odoo_kinds",
    "offer_kinds",
    "register_kinds",
    "retainer_kinds",
    "timer_kinds",
]


def make(env, spent):
    """Make everything and say what came of it.

    Args:
        env: the superuser's environment of ``odoo shell``.
        spent: list of [row, role, scope, step]: cells that use up a record, each its own.

    Returns:
        dict of ``rows``: row to ``change`` (values of a write), ``values`` (scope and role to values of a create),
        ``records`` (scope to id, or to {role: id}) and ``spent`` ("role scope step" to id); ``worlds``: scope to
        ids of its main records; and the ``inventory`` of what the add-ons declare.
    """
    worlds, people = _make_worlds(env(context={"lang": "en_US"}))
    others = (people.other_manager, people.other_performer)
    users = people.users
    rows = {row: _make_row(row, KINDS[row], worlds, users) for row in KINDS}
    for row, role, scope, step in spent:
        record = KINDS[row].fresh(row.partition(":")[0], worlds[scope], users[role])
        rows[row]["spent"][f"{role} {scope} {step}"] = record.id
    worlds["shared"] = World(people, worlds["foreign"].catalogue, "shared", worlds["foreign"].company, *others, True)
    described = {scope: _describe(world) for scope, world in worlds.items()}
    return {"rows": rows, "worlds": described, "inventory": inventory(env)}


def _make_worlds(env):
    company = env.ref("base.main_company")
    other_company = env["res.company"].create({"name": "Access: other company", "country_id": company.country_id.id})
    env["account.chart.template"].try_loading("generic_coa", other_company, install_demo=False)
    people = People(env)
    people.checker.company_ids = [Command.link(other_company.id)]
    catalogue = Catalogue(env, people.job)
    manager, performer = people.users["account_manager"], people.users["performer"]
    other = (people.other_manager, people.other_performer)
    worlds = {
        "own": World(people, catalogue, "own", company, manager, performer),
        "foreign": World(people, catalogue, "foreign", company, *other),
        # The same people as in "own", so that only the company keeps it from them.
        "other": World(people, catalogue, "other", other_company, manager, performer),
    }
    people.users["client"] = worlds["own"].portal
    return worlds, people


def _make_row(row, kind, worlds, users):
    model = row.partition(":")[0]
    made = {"change": kind.change, "values": {}, "records": {}, "spent": {}}
    for scope in kind.scopes:
        world = worlds[scope]
        if kind.once:
            made["values"][scope] = {role: kind.values(world, None) for role in users}
        elif kind.values:
            made["values"][scope] = dict.fromkeys(users, kind.values(world, None))
        if not kind.change:
            continue
        if kind.personal:
            made["records"][scope] = {role: kind.fresh(model, world, user).id for role, user in users.items()}
        elif kind.record:
            made["records"][scope] = kind.record(world).id
        else:
            made["records"][scope] = kind.fresh(model, world, None).id
    return made


def _describe(world):
    names = (
        "client",
        "contact",
        "order",
        "fixed_line",
        "hours_line",
        "project",
        "task",
        "need",
        "company",
        "employee",
        "draft",
        "lead",
        "milestone",
    )
    return {name: getattr(world, name).id for name in names}
