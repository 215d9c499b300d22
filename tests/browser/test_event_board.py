"""A card of the board and an event of the calendar are dragged: what they are about moves with them."""

from datetime import date, timedelta

import pytest
from browser.odoo_page import OdooPage
from playwright.sync_api import Locator, Page, expect

NAME = "Перевірка перетягування"
TODAY = 1
"""Column of the board; the first one has what is overdue."""


@pytest.fixture
def event(rpc) -> int:
    """An activity of the account manager on an own client, due in two days; the id of its event."""
    manager = rpc("account_manager")
    [client] = manager.call("res.partner", "search", [("is_agency_client", "=", True)], limit=1)
    due = str(date.today() + timedelta(days=2))
    values = {"summary": NAME, "date_deadline": due, "user_id": manager.uid}
    manager.call("res.partner", "activity_schedule", [client], "mail.mail_activity_data_todo", **values)
    [found] = manager.call("agency.event", "search", [("name", "=", NAME), ("state", "!=", "done")])
    yield found
    manager.call("mail.activity", "unlink", [found // 16])


def test_a_card_is_dragged_to_today(page_as, rpc, event):
    board = OdooPage(page_as("account_manager"), "account_manager")
    board.open("agency-event-board")
    card = board.page.locator(".o_kanban_record").filter(has_text=NAME)
    columns = board.page.locator(".o_kanban_group")
    _drag(board.page, card, columns.nth(TODAY).locator(".o_kanban_header"))
    expect(columns.nth(TODAY).locator(".o_kanban_record").filter(has_text=NAME)).to_have_count(1)
    board.wait_for_server()
    assert _read(rpc, event, "day_slot") == "0"


def test_an_event_is_dragged_in_the_calendar(page_as, rpc, event):
    calendar = OdooPage(page_as("account_manager"), "account_manager")
    calendar.open("agency-event-calendar")
    day = date.fromisoformat(_read(rpc, event, "date"))
    # A day of the same six weeks that the month shows, before or after.
    other = day - timedelta(days=7) if day.day > 7 else day + timedelta(days=7)
    shown = calendar.page.locator(f".fc-daygrid-day[data-date='{day}'] .fc-event").filter(has_text=NAME)
    _drag(calendar.page, shown.first, calendar.page.locator(f".fc-daygrid-day[data-date='{other}']"))
    expect(
        calendar.page.locator(f".fc-daygrid-day[data-date='{other}'] .fc-event").filter(has_text=NAME)
    ).to_have_count(1)
    calendar.wait_for_server()
    assert _read(rpc, event, "date") == str(other)


def _read(rpc, event: int, name: str):
    return rpc("account_manager").call("agency.event", "read", [event], [name])[0][name]


def _drag(page: Page, source: Locator, target: Locator) -> None:
    """Drag as a hand does: in steps, for both libraries begin only when the pointer moves."""
    source.scroll_into_view_if_needed()
    begin, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(begin["x"] + begin["width"] / 2 + 12, begin["y"] + begin["height"] / 2 + 12, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2 + 8, steps=12)
    page.wait_for_timeout(300)
    page.mouse.up()
