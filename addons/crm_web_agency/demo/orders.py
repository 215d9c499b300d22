"""Orders of three years: made, sent, confirmed, cancelled, at the dates of the plan."""

from datetime import datetime, time, timedelta

from odoo.fields import Command

from .texts import Text

__all__ = ["STAGES", "make_orders"]

# Orders are confirmed in batches: one would keep too many projects in memory at once.
_BATCH = 60
STAGES = {
    "todo": (Text("To do", "До виконання"), False),
    "doing": (Text("In progress", "У роботі"), False),
    "done": (Text("Done", "Виконано"), False),
    "cancelled": (Text("Cancelled", "Скасовано"), True),
}

_AGREEMENT = Text("No. {number} of {day}", "№ {number} від {day}")


def make_orders(story):
    """Create the orders of ``story.plans``; ``story.orders`` gets (plan, order) pairs by day."""
    _make_stages(story)
    care = _make_care_projects(story)
    values = [_order_values(story, index, plan, care) for index, plan in enumerate(story.plans)]
    orders = story.env["sale.order"].create(values)
    story.orders = list(zip(story.plans, orders, strict=True))
    _link_parents(story)
    by_state = {state: orders.browse() for state in ("sale", "sent", "cancel", "draft")}
    for plan, order in story.orders:
        by_state[plan.state] |= order
    by_state["sent"].write({"state": "sent"})
    by_state["cancel"]._action_cancel()
    _confirm(story, by_state["sale"])
    _set_projects(story)


def _make_stages(story):
    """Task stages shared by all projects; else each confirmed order would make four of its own."""
    stages = story.create_translated(
        "project.task.type",
        [
            {"name": name, "fold": fold, "sequence": number * 5, "user_id": False}
            for number, (name, fold) in enumerate(STAGES.values(), start=1)
        ],
    )
    story.stages = dict(zip(STAGES, stages, strict=True))


def _stage_links(story):
    return [Command.set([stage.id for stage in story.stages.values()])]


def _make_care_projects(story):
    """One lasting project a client for support and retainers: {index of the client: project}."""
    small = [plan for plan in story.plans if plan.kind in ("support", "retainer")]
    indexes = sorted({plan.client.index for plan in small})
    title = story.say(Text("Care: %s", "Супровід: %s"))
    projects = story.env["project.project"].create(
        [
            {
                "name": title % story.clients[index].name,
                "partner_id": story.clients[index].id,
                "company_id": story.company.id,
                "user_id": story.users["project_manager"].id,
                "allow_billable": True,
                "allow_timesheets": True,
                "privacy_visibility": "portal",
                "type_ids": _stage_links(story),
                "date_start": min(plan.day for plan in small if plan.client.index == index),
                "date": story.today + timedelta(days=365),
            }
            for index in indexes
        ]
    )
    return dict(zip(indexes, projects, strict=True))


def _agreement(story, plan):
    """Number and day of the client's agreement, as documents quote them."""
    number = f"{plan.client.index + 1}/{plan.day:%Y}"
    return story.say(_AGREEMENT).format(number=number, day=f"{plan.day:%d.%m.%Y}")


def _order_values(story, index, plan, care):
    client = story.clients[plan.client.index]
    project = care[plan.client.index] if plan.kind in ("support", "retainer") else story.env["project.project"]
    moment = _moment(story, plan.day)
    return {
        "partner_id": client.id,
        "company_id": story.company.id,
        "user_id": client.user_id.id,
        "date_order": moment,
        "validity_date": plan.day + timedelta(days=30),
        "commitment_date": datetime.combine(plan.end, time(15)),
        "agency_kind": plan.kind,
        "client_order_ref": _agreement(story, plan) if plan.kind == "project" else False,
        "opportunity_id": story.leads[index].id if index in story.leads else False,
        "project_id": project.id,
        "order_line": [Command.create(_line_values(story, line, project)) for line in plan.lines],
    }


def _line_values(story, line, project):
    return {
        "product_id": story.services[line.service].id,
        "product_uom_qty": line.quantity,
        "discount": line.discount,
        "project_id": project.id,
    }


def _moment(story, day):
    """A moment of a working day, in UTC."""
    return datetime.combine(day, time(story.dice.randint(7, 14), story.dice.randint(0, 59)))


def _link_parents(story):
    by_plan = {id(plan): order for plan, order in story.orders}
    for plan, order in story.orders:
        if plan.parent:
            order.parent_order_id = by_plan[id(plan.parent)]


def _confirm(story, orders):
    """Confirm as people do, then put back the day: a confirmation sets it to now."""
    moments = {order.id: order.date_order for order in orders}
    orders = orders.with_context(default_type_ids=_stage_links(story))
    for start in range(0, len(orders), _BATCH):
        batch = orders[start : start + _BATCH]
        batch.action_confirm()
        for order in batch:
            order.write({"date_order": moments[order.id], "signed_on": moments[order.id], "signed_by": _signer(order)})
        story.env.flush_all()


def _signer(order):
    return order.partner_id.signatory_name or order.partner_id.name


def _set_projects(story):
    """Give the projects made by orders their manager and their dates."""
    for plan, order in story.orders:
        project = order.project_id
        if plan.state == "sale" and plan.kind == "project" and project:
            project.write({"user_id": story.users["project_manager"].id, "date_start": plan.day, "date": plan.end})
