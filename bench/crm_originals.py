"""One record of each kind, made by the ORM as the agency's people would, for ``crm_rows`` to multiply."""

from datetime import timedelta

from crm_rows import SOURCES, Originals

from odoo import fields
from odoo.fields import Command

__all__ = ["make"]


def make(env) -> Originals:
    """Make the records, commit, and return their ids."""
    env = env(context=dict(env.context, no_reset_password=True, lang="en_US", tz="Europe/Kyiv"))
    users = _make_users(env)
    client, contact = _make_client(env, users["account_manager"])
    order = _make_order(env, client, users)
    lead = env["crm.lead"].create(
        {"name": "Opportunity", "partner_id": client.id, "type": "opportunity", "user_id": users["account_manager"].id}
    )
    work = _get_work(env, order)
    documents = _make_documents(env, order)
    events = _make_events(env, client, users)
    need = env["agency.requirement"].create(
        {"name": "Need", "partner_id": client.id, "user_id": users["account_manager"].id}
    )
    website = env["agency.website"].create(
        {"name": "client.example", "domain": "client.example", "partner_id": client.id, "domain_expiry": "2030-01-01"}
    )
    # Changes of stage are noted when a transaction ends.
    env.cr.commit()
    tracking = _track(env, lead, order, client)
    return Originals(
        director=users["director"].id,
        manager=users["account_manager"].id,
        performer=users["performer"].id,
        client=client.id,
        contact=contact.id,
        lead=lead.id,
        order=order.id,
        lines=order.order_line.ids,
        need=need.id,
        website=website.id,
        tracking=tracking,
        segments=_make_segments(env, client).ids,
        models={name: env["ir.model"]._get_id(name) for name in SOURCES},
        **work,
        **documents,
        **events,
    )


def _make_users(env):
    roles = ("director", "account_manager", "performer", "project_manager")
    users = env["res.users"].create(
        [
            {
                "name": f"Bench {role}",
                "login": f"bench_{role}",
                "email": f"{role}@bench.example",
                "tz": "Europe/Kyiv",
                "lang": "en_US",
                "role_line_ids": [Command.create({"role_id": env.ref(f"crm_web_agency.role_{role}").id})],
            }
            for role in roles
        ]
    )
    return dict(zip(roles, users, strict=True))


def _make_client(env, manager):
    client = env["res.partner"].create(
        {
            "name": "Client 0",
            "is_company": True,
            "is_agency_client": True,
            "country_id": env.ref("base.ua").id,
            "city": "Kyiv",
            "street": "1 Khreshchatyk St.",
            "phone": "+380 44 000 00 00",
            "email": "office@client0.example",
            "website": "https://client0.example",
            "user_id": manager.id,
        }
    )
    contact = env["res.partner"].create(
        {"name": "Contact 0", "parent_id": client.id, "email": "contact0@client.example", "type": "contact"}
    )
    return client, contact


def _make_segments(env, client):
    segments = env["agency.client.segment"].create([{"name": f"Segment {number}"} for number in range(12)])
    client.segment_ids = segments[:1]
    env.flush_all()
    return segments


def _make_order(env, client, users):
    milestones = [
        Command.create({"name": "Design", "percentage": 40}),
        Command.create({"name": "Launch", "percentage": 60}),
    ]
    services = [
        _make_service(env, "Online shop", "fixed", 50000, milestone_ids=milestones),
        _make_service(env, "Development", "time_material", 900),
        _make_service(env, "Texts", "time_material", 500),
    ]
    order = env["sale.order"].create(
        {
            "partner_id": client.id,
            "user_id": users["account_manager"].id,
            "commitment_date": fields.Datetime.now() + timedelta(days=100),
            "order_line": [
                Command.create({"product_id": service.product_variant_id.id, "product_uom_qty": 1})
                for service in services
            ],
        }
    )
    # What happens in the transaction of the creation is not noted as a change.
    env.cr.commit()
    order.action_confirm()
    return order


def _make_service(env, name, pricing_model, price, **values):
    return env["product.template"].create(
        {
            "name": name,
            "type": "service",
            "is_agency_service": True,
            "pricing_model": pricing_model,
            "list_price": price,
            **values,
        }
    )


def _get_work(env, order):
    milestone = env["project.milestone"].search([("order_id", "=", order.id)], limit=1)
    project = milestone.project_id
    task = env["project.task"].create({"name": "Task", "project_id": project.id, "partner_id": order.partner_id.id})
    milestone.deadline = fields.Date.today()
    task.date_deadline = fields.Datetime.now()
    return {"project": project.id, "task": task.id, "milestone": milestone.id}


def _make_documents(env, order):
    """An act of one milestone and a posted invoice."""
    milestone = env["project.milestone"].search([("order_id", "=", order.id)], limit=1)
    milestone.action_mark_reached()
    act = order.act_ids[:1]
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": order.partner_id.id,
            "invoice_date": fields.Date.today(),
            "invoice_line_ids": [
                Command.create({"product_id": order.order_line[:1].product_id.id, "quantity": 1, "price_unit": 20000})
            ],
        }
    )
    invoice.action_post()
    return {
        "act": act.id,
        "act_line": act.line_ids[:1].id,
        "invoice": invoice.id,
        "invoice_lines": invoice.line_ids.ids,
    }


def _make_events(env, client, users):
    activity = client.activity_schedule("mail.mail_activity_data_todo", user_id=users["account_manager"].id)
    meeting = env["calendar.event"].create(
        {
            "name": "Meeting",
            "user_id": users["account_manager"].id,
            "start": fields.Datetime.now() - timedelta(days=2),
            "stop": fields.Datetime.now() - timedelta(days=2) + timedelta(hours=1),
            "partner_ids": [Command.set((client | users["account_manager"].partner_id).ids)],
        }
    )
    return {"activity": activity.id, "meeting": meeting.id}


def _track(env, lead, order, client):
    """Change a stage of each and return the ids of the notes, by kind of record."""
    lead.stage_id = env["crm.stage"].search([("id", "!=", lead.stage_id.id)], limit=1)
    client.shared_team_ids = env["crm.team"].search([], limit=1)
    client.client_stage = "dormant"
    env.cr.commit()
    found = {}
    for kind, record in (("lead", lead), ("order", order), ("client", client)):
        values = env["mail.tracking.value"].search(
            [("mail_message_id.model", "=", record._name), ("mail_message_id.res_id", "=", record.id)], order="id"
        )
        found[kind] = values.filtered(lambda value: value.field_id.name in ("stage_id", "state", "client_stage"))[:1].id
    client.shared_team_ids = False
    env.cr.commit()
    return found
