"""Clients' websites with what they are made of and when they expire, and contracts of care."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from . import pictures
from .names import CLIENTS
from .services import SERVICES
from .texts import Text

__all__ = ["make_websites"]

_TECHNOLOGIES = (
    ("WordPress", "cms"),
    ("Drupal", "cms"),
    ("WooCommerce", "shop"),
    ("PHP", "language"),
    ("JavaScript", "language"),
    ("Vue.js", "framework"),
    ("Django", "framework"),
    ("PostgreSQL", "database"),
)
_HOSTING = Text("Virtual server, 2 cores", "Віртуальний сервер, 2 ядра")
_REGISTRAR = Text("Example registrar", "Реєстратор «Приклад»")
_CONTRACTS = 14


def make_websites(story):
    """Create a website for most clients; the first ones with a contract of care."""
    technologies = _make_technologies(story)
    owners = [index for index, client in enumerate(CLIENTS) if client.kind != "person" or index % 2]
    contracts = _make_contracts(story, owners[:_CONTRACTS])
    values = [_website_values(story, number, index, technologies, contracts) for number, index in enumerate(owners)]
    story.websites = story.env["agency.website"].create(values)
    _link_requirements(story)


def _make_technologies(story):
    """The technologies by name; those that exist already are taken as they are."""
    model = story.env["agency.technology"].with_context(active_test=False)
    known = {technology.name.lower(): technology for technology in model.search([])}
    missing = [(name, kind) for name, kind in _TECHNOLOGIES if name.lower() not in known]
    made = model.create([{"name": name, "kind": kind} for name, kind in missing])
    known.update({technology.name.lower(): technology for technology in made})
    return [known[name.lower()] for name, _kind in _TECHNOLOGIES]


def _make_contracts(story, owners):
    """Contracts invoiced monthly from the next month on: {index of the client: contract}."""
    product = story.services["hosting"]
    next_month = story.today.replace(day=1) + relativedelta(months=1)
    contracts = story.env["contract.contract"].create(
        [_contract_values(story, number, index, product, next_month) for number, index in enumerate(owners)]
    )
    return dict(zip(owners, contracts, strict=True))


def _contract_values(story, number, index, product, next_month):
    client = story.clients[index]
    start = next_month - relativedelta(months=6 + number * 2)
    title = story.say(Text("Hosting and domain: %s", "Хостинг і домен: %s"))
    # The line needs its own dates: without them it would begin today.
    return {
        "name": title % CLIENTS[index].domain,
        "partner_id": client.id,
        "company_id": story.company.id,
        "user_id": client.user_id.id,
        "contract_type": "sale",
        "recurring_rule_type": "monthly",
        "date_start": start,
        "recurring_next_date": next_month,
        "contract_line_ids": [
            Command.create(
                {
                    "product_id": product.id,
                    "name": product.name,
                    "quantity": 1,
                    "uom_id": product.uom_id.id,
                    "price_unit": product.list_price,
                    "recurring_rule_type": "monthly",
                    "date_start": start,
                    "recurring_next_date": next_month,
                }
            )
        ],
    }


def _website_values(story, number, index, technologies, contracts):
    dice, client = story.dice, CLIENTS[index]
    contract = contracts.get(index)
    payer = "agency" if contract else "client"
    # Every fifth site is about to expire, one has.
    domain_days = dice.randint(3, 25) if number % 5 == 1 else -4 if number == 7 else dice.randint(40, 700)
    tls_days = dice.randint(2, 14) if number % 6 == 2 else dice.randint(20, 88)
    return {
        "name": client.domain.removesuffix(".example").replace("-", " ").title(),
        "domain": client.domain,
        "partner_id": story.clients[index].id,
        "company_id": story.company.id,
        "technology_ids": [Command.set([technology.id for technology in dice.sample(technologies, 3)])],
        "hosting": story.say(_HOSTING),
        "registrar": story.say(_REGISTRAR),
        "domain_payer": payer,
        "hosting_payer": payer,
        "domain_expiry": story.today + timedelta(days=domain_days),
        "tls_expiry": story.today + timedelta(days=tls_days),
        "contract_id": contract.id if contract else False,
        "image_1920": pictures.screenshot(list(SERVICES.values())[number % len(SERVICES)].colour, number),
    }


def _link_requirements(story):
    """Half of the needs are about the site of their client."""
    by_client = {website.partner_id: website for website in story.websites}
    for client, requirements in story.requirements.grouped("partner_id").items():
        if client in by_client:
            requirements[::2].website_id = by_client[client]
