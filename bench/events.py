"""The event panel beside Odoo's own list of activities, over the same database."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import crm_database
from web_client import Visitor, Window

from odoo.fields import Domain

LOGINS = {"bench_account_manager": "account manager", "bench_director": "director"}


def run() -> Iterator[dict]:
    """Yield one figure after the other; the peers are "My Activities" and "Activity Overview" of the same user."""
    registry = crm_database.open_registry()
    rows = f"{_count_events(registry)} events, {crm_database.count(registry, 'mail_activity')} of them activities"
    for login, role in LOGINS.items():
        visitor = Visitor.log_in(registry, login)
        ours = Window(visitor, "crm_web_agency.action_agency_events")
        mine = Window(visitor, "mail.mail_activity_action_my")
        yield from _opening(ours, mine, role, rows)
        yield _month(ours, mine, role, rows)
        everybody = Window(visitor, "mail.mail_activity_action")
        yield from _everybody(ours, everybody, role, rows)


def _count_events(registry) -> int:
    with registry.cursor() as cr:
        from odoo.api import SUPERUSER_ID, Environment

        return Environment(cr, SUPERUSER_ID, {})["agency.event"].search_count([])


def _opening(ours: Window, mine: Window, role: str, rows: str) -> Iterator[dict]:
    """What opens at a click: own events that are late or due today."""
    for kind in ("list", "kanban"):
        times = crm_database.compare(lambda _, kind=kind: ours.open(kind), lambda _, kind=kind: mine.open(kind))
        yield crm_database.figure(
            f"event {kind} as it opens, {role}", rows, times[0], f"my activities, {kind}", times[1]
        )


def _month(ours: Window, mine: Window, role: str, rows: str) -> dict:
    """Six weeks of the calendar, own events."""
    first = date.today().replace(day=1)
    start = datetime.combine(first - timedelta(days=first.weekday()), time())
    stop = start + timedelta(days=42)
    times = crm_database.compare(
        lambda _: ours.open_month(str(start), str(stop)), lambda _: mine.open_month(str(start.date()), str(stop.date()))
    )
    return crm_database.figure(f"event calendar, {role}", rows, times[0], "my activities, calendar", times[1])


def _everybody(ours: Window, everybody: Window, role: str, rows: str) -> Iterator[dict]:
    """All that the user may see and is not done, Odoo's list with the same meaning."""
    still_open = Domain("state", "!=", "done")
    times = crm_database.compare(lambda _: ours.open("list", still_open), lambda _: everybody.open("list", Domain.TRUE))
    yield crm_database.figure(f"open events of all, {role}", rows, times[0], "activity overview", times[1])
    late = Domain("state", "in", ["overdue", "today"])
    times = crm_database.compare(
        lambda _: ours.open("list", late),
        lambda _: everybody.open("list", Domain("date_deadline", "<=", "today")),
    )
    yield crm_database.figure(f"late events of all, {role}", rows, times[0], "late activities of all", times[1])
    times = crm_database.compare(
        lambda _: ours.open_groups("list", ["user_id"], late),
        lambda _: everybody.open_groups("list", ["user_id"], Domain("date_deadline", "<=", "today")),
    )
    yield crm_database.figure(f"late events by performer, {role}", rows, times[0], "late activities by user", times[1])
