"""Records that the steps of documents are tried on, and what is filled in the windows of the agency."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .agency_kinds import act, line_of, need, sent_act_of
from .kinds import UNIQUE, made, window


@made("agency.acceptance.act:ready", {"activity_ids": []})
def ready_act(world, user):
    """A draft that lacks nothing."""
    record = world.create("agency.acceptance.act", **act(world, user))
    world.create("agency.acceptance.act.line", **line_of(world, record))
    return record


@made("agency.acceptance.act:signed", {"activity_ids": []})
def signed_act(world, user):
    record = sent_act_of(world)
    record._sign("Access: somebody")
    return record


@made("product.template:current", {"description_sale": "Access: changed"}, scopes=("own",))
def current_service(world, user):
    job = world.create("hr.job", name=f"Access: job of a version {world.number()}", hourly_price=90)
    norm = {"job_id": job.id, "hours_optimistic": 1, "hours_likely": 2, "hours_pessimistic": 3}
    return world.create(
        "product.template",
        name="Access: service of the catalogue",
        type="service",
        is_agency_service=True,
        effort_ids=[Command.create(norm)],
    )


@window("agency.act.hours.wizard")
def hours_window(world, user):
    return {"order_id": world.order.id, "date_to": str(fields.Date.today())}


@window("agency.order.register.wizard", scopes=("own",))
def register_window(world, user):
    return {"register": "orders", "state": "all"}


@window("agency.reconciliation.wizard")
def reconciliation_window(world, user):
    return {"partner_id": world.client.id, "date_to": str(fields.Date.today())}


@window("agency.work.report.wizard")
def work_report_window(world, user):
    return {"partner_id": world.client.id, "date_to": str(fields.Date.today())}


@window("agency.requirement.decline", once=True)
def decline_window(world, user):
    reason = world.env["agency.decline.reason"].search([], limit=1)
    record = world.create("agency.requirement", **need(world, user))
    return {"requirement_ids": [[6, 0, record.ids]], "reason_id": reason.id}


@window("agency.requirement.quotation", once=True)
def quotation_window(world, user):
    service = world.catalogue.fixed
    record = world.create("agency.requirement", **need(world, user), service_id=service.id)
    return {"requirement_ids": [[6, 0, record.ids]]}


@window("agency.account.wizard", scopes=("own",))
def account_window(world, user):
    role = world.env.ref("crm_web_agency.role_performer")
    return {
        "name": "Access: new person",
        "email": f"person{UNIQUE}@access.example",
        "login": f"person{UNIQUE}@access.example",
        "role_ids": [[6, 0, role.ids]],
        "send_invitation": False,
    }


@window("agency.account.import", scopes=("own",))
def import_window(world, user):
    role = world.env.ref("crm_web_agency.role_performer")
    text = f"name,email\nAccess,imported{world.number()}@access.example\n"
    return {
        "file": base64.b64encode(text.encode()).decode(),
        "file_name": "people.csv",
        "default_role_id": role.id,
        "send_invitations": False,
    }


@window("agency.account.import.line", scopes=("own",))
def import_line(world, user):
    return {"import_id": world.create("agency.account.import", **import_window(world, user)).id}


def _leaver(world):
    login = f"access leaver {world.scope}{world.number()}"
    role = world.env.ref("crm_web_agency.role_performer")
    lines = [Command.create({"role_id": role.id})]
    return world.create("res.users", name="Access: leaver", login=login, role_line_ids=lines)


@window("agency.handover", once=True, scopes=("own",))
def handover_window(world, user):
    return {"user_ids": [[6, 0, _leaver(world).ids]], "successor_id": world.people.other_performer.id}


@window("agency.handover.line", scopes=("own",))
def handover_line(world, user):
    return {"handover_id": world.create("agency.handover", **handover_window(world, user)).id, "kind": "task"}


@window("agency.substitution", once=True, scopes=("own",))
def substitution_window(world, user):
    return {
        "absent_id": _leaver(world).id,
        "substitute_id": world.people.other_manager.id,
        "date_to": str(fields.Date.today() + timedelta(days=9)),
    }
