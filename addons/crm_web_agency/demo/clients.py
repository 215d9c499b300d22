"""Clients with requisites, contact persons, accounts; two of them enter the portal."""

from odoo.fields import Command

from . import requisites
from .names import CITIES, CLIENTS, FIRST_NAMES, LAST_NAMES
from .texts import Text

__all__ = ["SEGMENTS", "make_clients"]

SEGMENTS = {
    "retail": Text("Retail", "Торгівля"),
    "construction": Text("Construction", "Будівництво"),
    "manufacturing": Text("Manufacturing", "Виробництво"),
    "services": Text("Services", "Послуги"),
    "food": Text("Food and restaurants", "Харчування й ресторани"),
    "medicine": Text("Medicine", "Медицина"),
    "tourism": Text("Tourism", "Туризм"),
    "education": Text("Education", "Освіта"),
    "nonprofit": Text("Non-profit", "Неприбуткові організації"),
}
_COUNTRIES = {"warsaw": "base.pl", "berlin": "base.de"}
_POSITIONS = (
    Text("Head of marketing", "Керівник маркетингу"),
    Text("Director", "Директор"),
    Text("Head of sales", "Керівник відділу продажу"),
    Text("Administrator", "Адміністратор"),
)
_PORTAL_LOGINS = ("client1", "client2")


def make_clients(story):
    """Create the clients; ``story.clients`` and ``story.contacts`` get them by index in CLIENTS."""
    segments = story.find_or_create("agency.client.segment", SEGMENTS)
    values = [_client_values(story, index, client, segments) for index, client in enumerate(CLIENTS)]
    clients = story.env["res.partner"].create(values)
    story.clients = dict(enumerate(clients))
    # A person is the own contact person.
    story.contacts = {index: client.child_ids[:1] or client for index, client in story.clients.items()}
    _make_portal_users(story)


def _client_values(story, index, client, segments):
    city, street, postcode = CITIES[client.city]
    values = {
        "name": story.say(client.name),
        "is_company": client.kind != "person",
        "is_agency_client": True,
        "user_id": story.users["account_manager" if index % 2 == 0 else "account_manager2"].id,
        "lang": "en_US" if client.kind == "foreign" else story.locale,
        "street": f"{story.say(street)}, {story.dice.randint(1, 120)}",
        "city": story.say(city),
        "zip": postcode,
        "country_id": story.env.ref(_COUNTRIES.get(client.city, "base.ua")).id,
        "phone": _phone(story, client),
        "email": f"office@{client.domain}",
        "website": f"https://{client.domain}",
        "segment_ids": [Command.set(segments[client.segment].ids)],
        "property_payment_term_id": _payment_term(story, client).id,
    }
    values |= _requisites(story, client)
    if client.kind != "person":
        values["child_ids"] = [Command.create(_contact_values(story, index, client))]
    return values


def _phone(story, client):
    """A number with the digits 000, which no subscriber has."""
    return f"+380 {story.dice.choice((50, 67, 93))} 000 {story.dice.randint(10, 99)} {story.dice.randint(10, 99)}"


def _payment_term(story, client):
    days = {1: "immediate", 2: "15days", 3: "30days"}[client.size]
    return story.env.ref(f"account.account_payment_term_{days}")


def _requisites(story, client):
    """Codes with right check digits, a bank account, and who signs."""
    dice = story.dice
    if client.kind == "foreign":
        return {"taxation_system": "non_resident"} | _signatory(story, client)
    if client.kind == "person":
        return {"company_registry": requisites.make_rntrc(dice)}
    trader = client.kind == "trader"
    code = requisites.make_rntrc(dice) if trader else requisites.make_edrpou(dice)
    values = {"company_registry": code, "bank_ids": [Command.create({"acc_number": requisites.make_iban(dice)})]}
    if not trader and client.size > 1:
        values |= {"taxation_system": "general_vat", "vat": requisites.make_vat(code, dice)}
    else:
        values["taxation_system"] = dice.choice(("single_2", "single_3")) if trader else "single_3"
    return values | _signatory(story, client)


def _signatory(story, client):
    if client.kind == "trader":
        name = story.say(client.name).removeprefix("ФОП ").removeprefix("Sole trader ")
        return {
            "signatory_name": name,
            "signatory_position": story.say(Text("Sole trader", "Фізична особа-підприємець")),
            "signatory_basis": story.say(Text("state registration", "запису в Єдиному державному реєстрі")),
        }
    return {
        "signatory_name": _person_name(story),
        "signatory_position": story.say(Text("Director", "Директор")),
        "signatory_basis": story.say(Text("the Charter", "Статуту")),
    }


def _contact_values(story, index, client):
    return {
        "name": _person_name(story),
        "type": "contact",
        "function": story.say(_POSITIONS[index % len(_POSITIONS)]),
        "email": f"contact@{client.domain}",
        "phone": _phone(story, client),
        "lang": "en_US" if client.kind == "foreign" else story.locale,
    }


def _person_name(story):
    return f"{story.say(story.dice.choice(FIRST_NAMES))} {story.say(story.dice.choice(LAST_NAMES))}"


def _make_portal_users(story):
    """The contact persons of the first two clients sign in with login = password."""
    portal = story.env.ref("base.group_portal")
    users = story.env["res.users"].create(
        [
            {
                "login": login,
                "partner_id": story.contacts[index].id,
                "lang": story.locale,
                "tz": "Europe/Kyiv",
                "group_ids": [Command.set(portal.ids)],
                "role_line_ids": [],
                "company_id": story.company.id,
                "company_ids": [Command.set(story.company.ids)],
            }
            for index, login in enumerate(_PORTAL_LOGINS)
        ]
    )
    story.let_in(users)
