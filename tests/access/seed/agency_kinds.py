"""Records of the agency's own models."""

from datetime import timedelta

from odoo import fields

from .kinds import UNIQUE, kind, made

# A picture of one pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


@kind("agency.requirement", {"name": "Access: changed"})
def need(world, user):
    return {
        "name": "Access: sell online",
        "partner_id": world.client.id,
        "company_id": world.company.id,
        "user_id": world.manager.id,
    }


@made("agency.requirement:ordered", {"name": "Access: changed"})
def ordered_need(world, user):
    return world.create("agency.requirement", **need(world, user), sale_line_id=world.fixed_line.id)


@kind("agency.brief.question", {"help": "Access: changed"}, once=True)
def brief_question(world, user):
    return {"name": f"Access: question {UNIQUE}", "service_id": world.catalogue.hours.id}


@kind("agency.brief", {"name": "Access: changed"})
def brief(world, user):
    if not world.catalogue.fixed.brief_question_ids:
        world.create("agency.brief.question", name="Access: what for?", service_id=world.catalogue.fixed.id)
    return {
        "name": "Access: brief",
        "partner_id": world.client.id,
        "service_ids": [[6, 0, world.catalogue.fixed.ids]],
        "company_id": world.company.id,
        "user_id": world.manager.id,
    }


@made("agency.brief:sent", {"name": "Access: changed"})
def sent_brief(world, user):
    return world.create("agency.brief", **brief(world, user), state="sent")


@made("agency.brief.answer", {"text": "Access: changed"})
def brief_answer(world, user):
    return sent_brief(world, user).answer_ids[:1]


@kind("agency.website", {"name": "Access: changed"})
def website(world, user):
    return {
        "name": "Access: shop",
        "domain": f"shop-{UNIQUE}.example",
        "partner_id": world.client.id,
        "company_id": world.company.id,
        "user_id": world.manager.id,
    }


@kind("agency.website.access", {"note": "Access: changed"})
def website_access(world, user):
    if not hasattr(world, "site"):
        world.site = world.create("agency.website", **{**website(world, user), "domain": False})
    return {"website_id": world.site.id, "contact_id": world.client.id}


@kind("agency.rdap.server", {"url": "https://rdap.example/changed/"})
def rdap_server(world, user):
    return {"zone": f"zone-{UNIQUE}"}


@kind("agency.picture", {"name": "Access: changed"})
def picture(world, user):
    if not hasattr(world, "shop"):
        world.shop = world.create("agency.website", **{**website(world, user), "domain": False})
    return {"name": "Access: screenshot", "image_1920": PIXEL, "website_id": world.shop.id}


@made("agency.picture:shown", {"name": "Access: changed"})
def shown_picture(world, user):
    return world.create("agency.picture", **picture(world, user), is_shared=True)


@made("agency.picture:need", {"name": "Access: changed"})
def picture_of_need(world, user):
    return world.create("agency.picture", name="Access: sketch", image_1920=PIXEL, requirement_id=world.need.id)


@made("agency.picture:service", {"name": "Access: changed"}, scopes=("own", "other"))
def picture_of_service(world, user):
    values = {"name": "Access: service", "type": "service", "company_id": world.company.id}
    service = world.create("product.template", **values)
    return world.create("agency.picture", name="Access: example", image_1920=PIXEL, product_tmpl_id=service.id)


@kind("agency.acceptance.act", {"remarks": "Access: changed"})
def act(world, user):
    return {"order_id": world.order.id, "date": str(fields.Date.today())}


def sent_act_of(world):
    """An act with one line that the client has got."""
    record = world.create("agency.acceptance.act", **act(world, None))
    world.create("agency.acceptance.act.line", **line_of(world, record))
    record.action_mark_sent()
    return record


@made("agency.acceptance.act:sent", {"activity_ids": []})
def sent_act(world, user):
    return sent_act_of(world)


def line_of(world, record):
    return {"act_id": record.id, "sale_line_id": world.hours_line.id, "name": "Access: work", "quantity": 0.01}


@kind("agency.acceptance.act.line", {"name": "Access: changed"})
def actline_of(world, user):
    if not hasattr(world, "draft_act"):
        world.draft_act = world.create("agency.acceptance.act", **act(world, user))
    return line_of(world, world.draft_act)


@made("agency.acceptance.act.line:sent", {"sequence": 7})
def sent_actline_of(world, user):
    return sent_act_of(world).line_ids


@kind("agency.requirement.category", {"name": "Access: changed"})
def category(world, user):
    return {"name": f"Access: category {UNIQUE}"}


@kind("agency.decline.reason", {"name": "Access: changed {n}"})
def decline_reason(world, user):
    return {"name": f"Access: reason {UNIQUE}"}


@kind("agency.technology", {"name": "Access: changed {n}"})
def technology(world, user):
    return {"name": f"Access: technology {UNIQUE}"}


@kind("agency.client.segment", {"name": "Access: changed {n}"}, scopes=("own", "other"))
def segment(world, user):
    return {"name": f"Access: segment {UNIQUE}", "company_id": world.company.id}


@kind("agency.client.segment:rule", {"domain": "[('city', '=', 'Access')]"}, scopes=("own", "other"))
def ruled_segment(world, user):
    return {**segment(world, user), "mode": "rule", "domain": "[('is_agency_client', '=', True)]"}


@kind("agency.service.effort", {"hours_likely": 21}, once=True)
def effort(world, user):
    job = world.create("hr.job", name=f"Access: job {world.number()}")
    hours = {"hours_optimistic": 10, "hours_likely": 20, "hours_pessimistic": 30}
    return {"product_tmpl_id": world.catalogue.hours.id, "job_id": job.id, **hours}


@kind("agency.service.milestone", {"name": "Access: changed"}, once=True)
def service_milestone(world, user):
    service = world.create("product.template", name="Access: staged service", type="service", is_agency_service=True)
    return {"product_tmpl_id": service.id, "name": "Access: all of it", "percentage": 100}


@kind("agency.service.deliverable", {"name": "Access: changed"})
def service_deliverable(world, user):
    return {"product_tmpl_id": world.catalogue.hours.id, "name": "Access: what the client gets"}


@kind("agency.contact.role", {"name": "Access: changed {n}"})
def contact_role(world, user):
    return {"name": f"Access: role {UNIQUE}"}


@made("agency.client.service", {"name": "Access: changed"})
def client_service(world, user):
    world.env.flush_all()
    return world.env["agency.client.service"].search([("order_id", "=", world.order.id)], limit=1)


@made("agency.event", {"name": "Access: changed"})
def event(world, user):
    return _event_of(world, world.need)


@made("agency.event:task", {"name": "Access: changed"})
def task_event(world, user):
    world.task.date_deadline = fields.Datetime.now() + timedelta(days=9)
    return _event_of(world, world.task)


@made("agency.event:invoice", {"name": "Access: changed"})
def invoice_event(world, user):
    move = world.create(
        "account.move",
        move_type="out_invoice",
        partner_id=world.client.id,
        invoice_user_id=world.manager.id,
        company_id=world.company.id,
        invoice_date_due=str(fields.Date.today() + timedelta(days=9)),
        invoice_line_ids=[fields.Command.create({"name": "Access", "price_unit": 10})],
    )
    move.action_post()
    return _event_of(world, move)


def _event_of(world, record):
    world.env.flush_all()
    found = world.env["agency.event"].search([("res_model", "=", record._name), ("res_id", "=", record.id)], limit=1)
    assert found, f"no event of {record}"
    return found


KEPT = {"as_of": str(fields.Date.today()), "method": "naive", "enough_data": True, "is_latest": True}


def forecast_of(world, scope, record, measure):
    """A stored forecast as the refresh leaves it."""
    values = {"company_id": world.company.id, "scope": scope, "res_id": record.id, "measure": measure}
    forecasts = world.env["agency.forecast"]
    domain = [(key, "=", value) for key, value in values.items()]
    return forecasts.search(domain, limit=1) or forecasts.create({**values, **KEPT})


@made("agency.forecast", {"mase": 0.7})
def client_forecast(world, user):
    return forecast_of(world, "client", world.client, "revenue")


@made("agency.forecast:company", {"mase": 0.7}, scopes=("own", "other"))
def company_forecast(world, user):
    return forecast_of(world, "company", world.company, "revenue")


@made("agency.forecast:hours", {"mase": 0.7}, scopes=("own", "other"))
def hours_forecast(world, user):
    return forecast_of(world, "company", world.company, "hours")


@made("agency.forecast.point", {"expected": 1})
def forecast_point(world, user):
    return _point_of(world, client_forecast(world, user))


@made("agency.forecast.point:company", {"expected": 1}, scopes=("own", "other"))
def company_forecast_point(world, user):
    return _point_of(world, company_forecast(world, user))


def _point_of(world, record):
    values = {"forecast_id": record.id, "month": str(fields.Date.today().replace(day=1)), "expected": 4321}
    return record.point_ids[:1] or world.create("agency.forecast.point", **values)


@kind("agency.approval.limit", {"max_discount": 7}, once=True, scopes=("own", "other"))
def limit(world, user):
    role = world.create("res.users.role", name=f"Access: limited {world.scope}{world.number()}")
    return {"company_id": world.company.id, "role_id": role.id}


@made("agency.audit", {"record_name": "Access: changed"}, scopes=("own",))
def audit(world, user):
    world.env.flush_all()
    domain = [("res_model", "=", "res.users"), ("res_id", "=", world.performer.id)]
    return world.env["agency.audit"].search(domain, limit=1)


@made("agency.order.version", {"reason": "Access: changed"})
def order_version(world, user):
    """What the confirmed order of a world offered."""
    return world.order._record_version("Access: version")
