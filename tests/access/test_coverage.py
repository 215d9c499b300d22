"""Nothing of the add-ons is left out of the table."""

import pytest
from access.routes import declared
from access.table import rows

# Decimals that are no money: quantities, hours, shares and measures of a forecast's quality.
NO_MONEY = {
    "agency.acceptance.act.line": {"quantity"},
    "agency.client.service": {"quantity"},
    "agency.estimate": {"hours_expected", "hours_p80"},
    "agency.estimate.effort": {
        "hours_expected",
        "hours_likely",
        "hours_optimistic",
        "hours_p80",
        "hours_pessimistic",
        "hours_unit",
    },
    "agency.estimate.line": {"factor", "hours_expected", "hours_p80", "hours_variance", "quantity"},
    "agency.estimate.option": {"hours_expected", "hours_p80"},
    "agency.missing.paper": {"hours"},
    "agency.order.instalment": {"percent"},
    "agency.order.template.instalment": {"percent"},
    "agency.retainer": {"carry_cap", "hours_per_period"},
    "agency.retainer.period": {"available", "carried_in", "carried_out", "closed_used", "expired", "granted"},
    "agency.forecast": {"coverage", "level", "mase"},
    "agency.service.effort": {"hours_expected", "hours_likely", "hours_optimistic", "hours_pessimistic"},
    "agency.service.milestone": {"percentage"},
    "product.template": {"effort_hours", "retainer_carry_cap", "retainer_hours"},
}
# Odoo's and OCA's models with which the roles work.
OTHERS = [
    "account.analytic.line",
    "account.move",
    "account.move.line",
    "account.payment",
    "auditlog.log",
    "auditlog.log.line",
    "auditlog.rule",
    "base.user.role.line.history",
    "contract.contract",
    "crm.lead",
    "hr.employee",
    "hr.job",
    "ir.attachment",
    "mail.message",
    "mail.tracking.value",
    "product.pricelist.item",
    "product.supplierinfo",
    "product.template",
    "project.milestone",
    "project.project",
    "project.sale.line.employee.map",
    "project.task",
    "res.company",
    "res.groups",
    "res.partner",
    "res.partner.bank",
    "res.users",
    "res.users.role",
    "res.users.role.line",
    "sale.order",
    "sale.order.line",
    "sale.report",
    "tier.definition",
    "tier.review",
    "timesheets.analysis.report",
]
# Make the demonstration and clean pictures; have no method of their own that can be called from outside.
# The mixin of lists over several models is called through the lists.
INTERNAL = {"agency.demo", "agency.picture.guard", "agency.sources.mixin"}


def models_of(section):
    return {line.name.partition(":")[0] for line in rows(section)}


def test_every_model(world):
    kinds = world["inventory"]["models"]
    stored = {name for name, kind in kinds.items() if kind == "stored"}
    missing = (stored | set(OTHERS)) - models_of("models")
    assert not missing


def test_every_window(world):
    kinds = world["inventory"]["models"]
    assert not {name for name, kind in kinds.items() if kind == "transient"} - models_of("actions")


def test_every_screen_without_a_record(world):
    """Abstract models answer calls too; mixins and reports are called through others."""
    kinds = world["inventory"]["models"]
    named = {name for name, kind in kinds.items() if kind == "abstract"} - INTERNAL
    missing = {name for name in named if world["inventory"]["methods"][name]} - models_of("actions")
    assert not missing


def test_every_amount(world):
    listed = {(line.name.partition(":")[0], line.details[0]) for line in rows("fields")}
    money = {(model, name) for model, name, _kind in world["inventory"]["money"]}
    missing = {(model, name) for model, name in money - listed if name not in NO_MONEY.get(model, ())}
    assert not missing


def test_every_report(world):
    assert set(world["inventory"]["reports"]) == {line.name for line in rows("reports")}


def test_every_menu(world):
    assert set(world["inventory"]["menus"].values()) == {line.name for line in rows("menus")}


def test_every_route():
    assert set(declared()) == {line.name for line in rows("routes")}


@pytest.mark.parametrize("section", ["models", "fields", "actions", "reports", "routes", "menus"])
def test_no_line_twice(section):
    names = [(line.name, *line.details[: 1 if section in ("fields", "actions") else 0]) for line in rows(section)]
    assert len(names) == len(set(names))
