"""Estimates: a shop in three packages, a quotation estimated twice, a change of a project under way."""

from datetime import timedelta

from odoo.fields import Command

from .texts import Text

__all__ = ["make_estimates"]

_SHOP = Text("Online store for wholesale buyers", "Інтернет-магазин для гуртових покупців")
_ASSUMPTIONS = Text(
    "Texts and photographs are the client's. Up to 3,000 goods. Prices come from the accounting system once an hour.",
    "Тексти й фотографії надає клієнт. До 3000 товарів. Ціни надходять з облікової системи щогодини.",
)
# Name, kind, chosen, and its works: key in SERVICES and quantity.
_PACKAGES = (
    (Text("Start", "Старт"), "package", False, (("audit", 1),)),
    (Text("Business", "Бізнес"), "package", True, (("integration", 1), ("audit", 1))),
    (Text("Premium", "Преміум"), "package", False, (("integration", 1), ("identity", 1), ("promotion", 30))),
    (Text("Support for three months", "Підтримка на три місяці"), "extra", False, (("support", 24),)),
)
_CHANGE = Text("Delivery calculator", "Калькулятор доставки")
_CHANGE_WORKS = (
    ("design_hours", 6, Text("Layout of the calculator", "Макет калькулятора")),
    ("development", 18, Text("Calculator with three carriers", "Калькулятор для трьох перевізників")),
)


def make_estimates(story):
    """Make three estimates, two of them in two versions; they change no order."""
    _estimate_shop(story)
    _estimate_quotation(story)
    _estimate_change(story)


def _estimate_shop(story):
    """An offer to come: the second version has learned of risks of the first."""
    client = story.clients[0]
    estimate = _make_estimate(
        story,
        client,
        name=story.say(_SHOP),
        date=story.today - timedelta(days=6),
        note=story.say(_ASSUMPTIONS),
        line_ids=[Command.create(_line_values(story, "store", 1))],
    )
    for number, (name, kind, chosen, works) in enumerate(_PACKAGES):
        option = story.env["agency.estimate.option"].create(
            {
                "estimate_id": estimate.id,
                "name": story.say(name),
                "kind": kind,
                "is_chosen": chosen,
                "sequence": number,
            }
        )
        lines = [_line_values(story, service, quantity) for service, quantity in works]
        story.env["agency.estimate.line"].create(
            [{**line, "estimate_id": estimate.id, "option_id": option.id, "sequence": 10 + number} for line in lines]
        )
    version = _supersede(estimate)
    shop, integration = version.line_ids[0], version.option_ids[1].line_ids[0]
    for effort in (shop | integration).effort_ids:
        effort.hours_pessimistic *= 1.4
    integration.price_unit = story.money(76000)


def _estimate_quotation(story):
    """A quotation the client has not got yet, which was estimated before it was written."""
    orders = [order for plan, order in story.orders if order.state == "draft" and plan.kind == "project"]
    if not orders:
        return
    order = orders[-1]
    lines = order.order_line.filtered(lambda line: not line.display_type)
    estimate = _make_estimate(
        story,
        order.partner_id.commercial_partner_id,
        name=f"{lines[0].product_id.name}: {order.partner_id.commercial_partner_id.name}",
        date=story.today - timedelta(days=3),
        lead_id=order.opportunity_id.id,
        order_id=order.id,
        line_ids=[
            Command.create({"service_id": line.product_template_id.id, "quantity": line.product_uom_qty})
            for line in lines
        ],
    )
    version = _supersede(estimate)
    for work, line in zip(version.line_ids, lines, strict=True):
        work.price_unit = line.price_unit
    version.write({"state": "chosen", "order_id": order.id})
    order.estimate_id = version


def _estimate_change(story):
    """What a client has asked for while the work goes on."""
    orders = [order for plan, order in story.orders if order.state == "sale" and plan.kind == "project"]
    if not orders:
        return
    order = orders[-1]
    _make_estimate(
        story,
        order.partner_id.commercial_partner_id,
        name=story.say(_CHANGE),
        parent_order_id=order.id,
        line_ids=[
            Command.create(_line_values(story, service, quantity) | {"name": story.say(name)})
            for service, quantity, name in _CHANGE_WORKS
        ],
    )


def _make_estimate(story, client, **values):
    return story.env["agency.estimate"].create(
        {"date": story.today, **values, "partner_id": client.id, "user_id": client.user_id.id}
    )


def _line_values(story, service, quantity):
    return {"service_id": story.services[service].product_tmpl_id.id, "quantity": quantity}


def _supersede(estimate):
    """Return the next version of the estimate, a draft."""
    version = estimate._make_version()
    estimate.state = "superseded"
    return version
