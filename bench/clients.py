"""The client base beside Odoo's own contacts: list, groups, kanban and card, over the same database."""

from collections.abc import Iterator

import crm_database
from web_client import Visitor, Window

from odoo.fields import Domain

LOGINS = {"bench_account_manager": "account manager", "bench_director": "director"}
GROUPS = {"client_stage": "country_id", "segment_ids": "category_id", "user_id": "user_id"}
"""By what our list is grouped, and by what Odoo's."""
CARDS = 12


def run() -> Iterator[dict]:
    """Yield one figure after the other; the peer is the window "Contacts" of the same user."""
    registry = crm_database.open_registry()
    clients = crm_database.count(registry, "res_partner", "is_agency_client")
    contacts = crm_database.count(registry, "res_partner")
    orders = crm_database.count(registry, "sale_order")
    rows = f"{clients} clients, {contacts} contacts, {orders} orders"
    for login, role in LOGINS.items():
        visitor = Visitor.log_in(registry, login)
        ours = Window(visitor, "crm_web_agency.action_agency_clients")
        peer = Window(visitor, "contacts.action_contacts")
        yield from _lists(ours, peer, role, rows)
        yield from _groups(ours, peer, role, rows)
        yield _card(ours, peer, role, rows)


def _lists(ours: Window, peer: Window, role: str, rows: str) -> Iterator[dict]:
    for kind in ("list", "kanban"):
        times = crm_database.compare(lambda _, kind=kind: ours.open(kind), lambda _, kind=kind: peer.open(kind))
        yield crm_database.figure(f"client {kind}, {role}", rows, times[0], f"contact {kind}", times[1])


def _groups(ours: Window, peer: Window, role: str, rows: str) -> Iterator[dict]:
    for our_field, peer_field in GROUPS.items():
        times = crm_database.compare(
            lambda _, field=our_field: ours.open_groups("list", [field]),
            lambda _, field=peer_field: peer.open_groups("list", [field]),
        )
        what = f"client list by {our_field}, {role}"
        yield crm_database.figure(what, rows, times[0], f"contact list by {peer_field}", times[1])


def _card(ours: Window, peer: Window, role: str, rows: str) -> dict:
    """The same clients one after the other, each as ours and as Odoo's form shows it."""
    cards = _some_clients(ours)
    times = crm_database.compare(
        lambda number: ours.open_form(cards[number % len(cards)]),
        lambda number: peer.open_form(cards[number % len(cards)]),
    )
    return crm_database.figure(f"client card, {role}", rows, times[0], "contact form", times[1])


def _some_clients(window: Window) -> list[int]:
    """Clients of the user from those with the most orders down to those with few."""
    with window.visitor.registry.cursor() as cr:
        from odoo.api import Environment

        env = Environment(cr, window.visitor.uid, {})
        domain = window.everything & Domain("sale_order_ids.state", "=", "sale")
        found = env["res.partner"].search(domain, limit=CARDS * 10, order="id").ids
    return found[:: max(1, len(found) // CARDS)]
