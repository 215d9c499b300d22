"""What clients need: requirements in all states, and opportunities won, lost and open."""

from datetime import datetime, time, timedelta

from .names import CITIES, FIRST_NAMES, LAST_NAMES
from .need_texts import NEEDS
from .services import SERVICES
from .texts import Text

__all__ = ["make_leads", "make_requirements"]

_LEADS = 250
_REQUIREMENTS = 300
_LOST_REASONS = (
    Text("Price is too high", "Зависока ціна"),
    Text("Chose another contractor", "Обрали іншого виконавця"),
    Text("Postponed to next year", "Відклали на наступний рік"),
    Text("Stopped answering", "Перестали відповідати"),
    Text("We do not do this kind of work", "Не наш вид робіт"),
)
# By the names of the shipped categories; one that people have renamed is made anew.
_CATEGORIES = {
    "content": Text("Content", "Вміст"),
    "shop": Text("Online shop", "Інтернет-магазин"),
    "design": Text("Design", "Дизайн"),
    "integration": Text("Integration", "Інтеграція"),
    "performance": Text("Security", "Безпека"),
    "support": Text("Support", "Підтримка"),
    "promotion": Text("Search engine optimisation", "Пошукова оптимізація"),
}
_DECLINE_REASONS = {
    "budget": Text("Budget too small", "Замалий бюджет"),
    "expertise": Text("Not our kind of work", "Не наш вид робіт"),
    "postponed": Text("Client postponed it", "Клієнт відклав"),
}
# How many requirements have no order, by state.
_OPEN_STATES = {"captured": 22, "analysed": 16, "proposed": 14, "declined": 28}
_SOURCES = ("meeting", "call", "email", "site", "referral")


def make_leads(story):
    """Create opportunities before the orders that come of them; ``story.leads`` holds them by order's index."""
    with_order = _choose_orders(story)
    values = [_order_lead_values(story, story.plans[index]) for index in with_order]
    values += [_lone_lead_values(story, number) for number in range(_LEADS - len(with_order))]
    leads = story.env["crm.lead"].create(values)
    story.leads = dict(zip(with_order, leads, strict=False))
    _close_leads(story, leads[: len(with_order)], [story.plans[index] for index in with_order])
    _lose_lone_leads(story, leads[len(with_order) :])


def _choose_orders(story):
    """Projects and change requests come of opportunities; of smaller orders every sixth."""
    return [
        index for index, plan in enumerate(story.plans) if plan.kind in ("project", "change_request") or index % 6 == 0
    ]


def _order_lead_values(story, plan):
    service = plan.lines[0].service
    client = story.clients[plan.client.index]
    revenue = sum(line.quantity * story.services[line.service].list_price for line in plan.lines)
    return _lead_values(story, plan.day, client, service, revenue)


def _lead_values(story, day, client, service, revenue):
    return {
        "type": "opportunity",
        "name": f"{story.services[service].name}: {client.name}",
        "partner_id": client.id,
        "user_id": client.user_id.id,
        "company_id": story.company.id,
        "expected_revenue": revenue,
        "date_deadline": day + timedelta(days=story.dice.randint(5, 40)),
        "date_open": datetime.combine(day - timedelta(days=story.dice.randint(3, 30)), time(9)),
    }


def _lone_lead_values(story, number):
    """An opportunity without an order: of a client or of somebody new; the last third is still open."""
    dice, service = story.dice, story.dice.choice(list(SERVICES))
    day = story.today - timedelta(days=dice.randint(40, 1000) if number % 3 else dice.randint(0, 35))
    price = SERVICES[service].price * (1 if SERVICES[service].unit == "service" else 12)
    client = story.clients[dice.randrange(len(story.clients))]
    values = _lead_values(story, day, client, service, story.money(price * dice.uniform(0.8, 1.3)))
    if number % 2:
        return values
    name = f"{story.say(dice.choice(FIRST_NAMES))} {story.say(dice.choice(LAST_NAMES))}"
    return values | {
        "name": f"{story.services[service].name}: {name}",
        "partner_id": False,
        "contact_name": name,
        "email_from": f"enquiry{number}@example.com",
        "city": story.say(dice.choice(list(CITIES.values()))[0]),
    }


def _close_leads(story, leads, plans):
    """Won, lost or open, as their orders went."""
    won = leads.browse([lead.id for lead, plan in zip(leads, plans, strict=True) if plan.state == "sale"])
    won.action_set_won()
    open_stage = _open_stages(story)[-1:]
    for lead, plan in zip(leads, plans, strict=True):
        closed = datetime.combine(plan.day, time(12))
        if plan.state == "sale":
            lead.write({"date_closed": closed})
        elif plan.state == "cancel":
            _lose(story, lead, closed)
        else:
            lead.stage_id = open_stage


def _lose_lone_leads(story, leads):
    stages = _open_stages(story)
    for number, lead in enumerate(leads):
        if number % 3:
            _lose(story, lead, lead.date_open + timedelta(days=story.dice.randint(10, 35)))
        else:
            lead.stage_id = stages[number // 3 % len(stages)]


def _lose(story, lead, closed):
    if not story.lost_reasons:
        story.lost_reasons = story.create_translated("crm.lost.reason", [{"name": name} for name in _LOST_REASONS])
    # Opportunities are lost on the way: chances are learned from the stages they had reached.
    lead.stage_id = story.dice.choice(_open_stages(story))
    lead.action_set_lost(lost_reason_id=story.dice.choice(story.lost_reasons).id)
    lead.date_closed = closed


def _open_stages(story):
    return story.env["crm.stage"].search([("is_won", "=", False)], order="sequence, id")


def make_requirements(story):
    """Create requirements after the orders, linked to the lines that meet them."""
    story.categories = story.find_or_create("agency.requirement.category", _CATEGORIES)
    story.decline_reasons = [*story.find_or_create("agency.decline.reason", _DECLINE_REASONS).values()]
    values = []
    for index, (plan, order) in enumerate(story.orders):
        if plan.kind in ("project", "change_request"):
            values += _order_needs(story, index, plan, order)
    lone = sum(_OPEN_STATES.values())
    values = values[lone - _REQUIREMENTS :]
    states = [state for state, count in _OPEN_STATES.items() for _ in range(count)]
    values += [_lone_need(story, number, state) for number, state in enumerate(states)]
    story.requirements = story.env["agency.requirement"].create(values)


def _order_needs(story, index, plan, order):
    """Two needs met by a project, one by a change request."""
    line = order.order_line[:1]
    service = plan.lines[0].service
    texts = story.dice.sample(NEEDS[service].texts, 2 if plan.kind == "project" else 1)
    fate = {"sale_line_id": line.id}
    if order.state == "cancel":
        fate = {"state": "declined", "decline_reason_id": story.decline_reasons[0].id}
    return [
        _need_values(story, text, service, plan.client.index, plan.day)
        | fate
        | {"lead_id": story.leads[index].id if index in story.leads else False}
        for text in texts
    ]


def _lone_need(story, number, state):
    service = story.dice.choice(list(NEEDS))
    day = story.today - timedelta(
        days=story.dice.randint(0, 60) if state != "declined" else story.dice.randint(30, 900)
    )
    text = story.dice.choice(NEEDS[service].texts)
    values = _need_values(story, text, service, story.dice.randrange(len(story.clients)), day)
    if state == "declined":
        values["decline_reason_id"] = story.dice.choice(story.decline_reasons).id
    if state == "captured" and number % 2:
        values["service_id"] = False
    return values | {"state": state}


def _need_values(story, text, service, client, day):
    dice = story.dice
    price = SERVICES[service].price * (1 if SERVICES[service].unit == "service" else 10)
    contact = story.contacts[client]
    return {
        "name": story.say(text),
        "partner_id": story.clients[client].id,
        "contact_id": contact.id if contact != story.clients[client] else False,
        "category_id": story.categories[NEEDS[service].category].id,
        "service_id": story.services[service].product_tmpl_id.id,
        "priority": dice.choices(("must", "should", "could", "wont"), (35, 40, 20, 5))[0],
        "budget": story.money(price * dice.uniform(0.3, 0.7)),
        "wanted_date": day + timedelta(days=dice.randint(20, 90)),
        "captured_on": min(day, story.today),
        "source": dice.choice(_SOURCES),
        "company_id": story.company.id,
    }
