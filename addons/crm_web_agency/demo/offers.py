"""Offers made from templates, in hryvnias and dollars, and the payment plans of orders under way."""

from datetime import timedelta

from odoo.tools import SQL

__all__ = ["make_offers"]

# So many of the newest offers that are not confirmed get a plan; as many orders at work too.
_PLANS = 4
_DOLLAR, _EURO = 41.0, 48.0
_RATE_DAYS = 10
# Client by index and template: offers that wait for an answer.
_OFFERS = ((0, "shop"), (1, "landing"), (2, "redesign"), (3, "hosting"))


def make_offers(story):
    """Make rates, price lists in dollars and euros, and offers from the templates."""
    prices = _make_price_lists(story)
    offers = [_make_offer(story, index, name) for index, name in _OFFERS]
    if prices:
        offers[1].write({"pricelist_id": prices["USD"].id})
        offers[1].action_update_prices()
    story.env["sale.order"].concat(*offers[:3]).write({"state": "sent"})
    _plan_newest(story)
    _confirm_with_plan(story)
    _date_versions(story)


def _make_price_lists(story):
    """Return {currency: price list}; none where the agency does not count in hryvnias."""
    if story.company.currency_id.name != "UAH":
        return {}
    currencies = {name: story.env.ref(f"base.{name}") for name in ("USD", "EUR")}
    story.env["res.currency"].concat(*currencies.values()).active = True
    _make_rates(story, currencies)
    return {
        name: story.env["product.pricelist"].create(
            {"name": name, "currency_id": currency.id, "company_id": story.company.id}
        )
        for name, currency in currencies.items()
    }


def _make_rates(story, currencies):
    """Give the last days a rate each, where there are none."""
    rates = story.env["res.currency.rate"]
    known = rates.search([("currency_id", "in", [one.id for one in currencies.values()])]).currency_id
    rates.create(
        [
            {
                "currency_id": currencies[name].id,
                "company_id": story.company.id,
                "name": story.today - timedelta(days=day),
                "rate": 1 / (value + story.dice.randint(-20, 20) / 100),
            }
            for name, value in (("USD", _DOLLAR), ("EUR", _EURO))
            for day in range(_RATE_DAYS)
            if currencies[name] not in known
        ]
    )


def _make_offer(story, index, name):
    """Return an offer to a client, filled from a template as its form does it."""
    client = story.clients[index]
    order = story.env["sale.order"].create(
        {"partner_id": client.id, "company_id": story.company.id, "user_id": client.user_id.id}
    )
    order.sale_order_template_id = story.env.ref(f"crm_web_agency.order_template_{name}")
    order._onchange_sale_order_template_id()
    return order


def _plan_newest(story):
    """Give the newest offers the plan of the template of a shop: 40, 30 and 30 %."""
    template = story.env.ref("crm_web_agency.order_template_shop")
    orders = [order for plan, order in story.orders if plan.state in ("sent", "draft") and plan.kind == "project"]
    rows = template.with_context(lang=story.locale).agency_instalment_ids
    story.env["agency.order.instalment"].create(
        [{"order_id": order.id, **row._prepare_order_instalment()} for order in orders[-_PLANS:] for row in rows]
    )


def _confirm_with_plan(story):
    """One order was confirmed the other day: its prepayment is due, the rest waits for its events."""
    order = _make_offer(story, 0, "landing")
    order.write({"state": "sent", "commitment_date": story.today + timedelta(days=45)})
    order.action_confirm()


def _date_versions(story):
    """Versions are of the day of their offers."""
    story.env.flush_all()
    story.env.cr.execute(
        SQL(
            """UPDATE agency_order_version version SET create_date = LEAST(sale_order.date_order, version.create_date)
                 FROM sale_order WHERE sale_order.id = version.order_id AND sale_order.company_id = %s""",
            story.company.id,
        )
    )
    story.env["agency.order.version"].invalidate_model(["create_date"])
