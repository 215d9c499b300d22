"""The filter panel: made from the search view, plain and extended, kept for each person and window."""

import json
import re

import pytest
from browser.odoo_page import OdooPage
from playwright.sync_api import expect

EVENTS = "agency-events"
NEEDS = "agency-needs"
PHONE = {"width": 390, "height": 844}


class FilterPage(OdooPage):
    """A window with its filter panel."""

    @property
    def panel(self):
        return self.page.locator(".o_agency_filter_panel")

    @property
    def button(self):
        return self.page.locator(".o_agency_filter_button")

    @property
    def facets(self):
        return self.page.locator(".o_searchview_facet")

    @property
    def own_facets(self):
        """Facets of the panel's conditions."""
        return self.page.locator(".o_searchview_facet:has(.fa-sliders)")

    @property
    def chips(self):
        return self.panel.locator(".o_agency_filter_chip")

    def control(self, field):
        return self.panel.locator(f".o_agency_filter_control[data-field='{field}']")

    def open_panel(self):
        self.button.click()
        self.panel.wait_for()

    def plain(self):
        self.panel.locator(".o_agency_filter_plain_button").click()
        self.panel.locator(".o_agency_filter_control").first.wait_for()

    def extended(self):
        self.panel.locator(".o_agency_filter_extended_button").click()
        self.panel.locator(".o_domain_selector").wait_for()

    def clear(self):
        button = self.panel.locator(".o_agency_filter_clear")
        if button.is_enabled():
            button.click()
        expect(self.facets).to_have_count(0)

    def pick(self, field, text):
        """Choose a record in a picker of the panel."""
        self.control(field).locator("input").fill(text)
        self.page.wait_for_timeout(600)
        self.page.locator(".o-autocomplete--dropdown-item:visible").filter(has_text=text).first.click()


@pytest.fixture
def forget(rpc):
    """A function that makes a person's panels as new; done again at the end for the tests to come."""
    people = []

    def forget_panels(login):
        user = rpc(login)
        settings = user.call("res.users.settings", "search", [("user_id", "=", user.uid)])
        user.call("res.users.settings", "write", settings, {"agency_filters": False})
        people.append(login)

    yield forget_panels
    for login in people[:]:
        forget_panels(login)


def _read_panels(rpc, login):
    user = rpc(login)
    rows = user.call("res.users.settings", "search_read", [("user_id", "=", user.uid)], ["agency_filters"])
    return rows[0]["agency_filters"] or {}


def _open_panel(page_as, forget, login, path, lang="en_US"):
    forget(login)
    window = FilterPage(page_as(login, lang), login)
    window.open(path)
    if not window.panel.count():
        window.open_panel()
    window.clear()
    return window


def test_events_open_with_the_panel(page_as, forget):
    forget("account_manager")
    window = FilterPage(page_as("account_manager", "en_US"), "account_manager")
    window.open(EVENTS)
    expect(window.panel).to_be_visible()
    expect(window.button).to_have_attribute("aria-expanded", "true")
    fields = [control.get_attribute("data-field") for control in window.panel.locator("[data-field]").all()]
    assert fields[0] == "task_id" and fields[2:5] == ["partner_id", "event_type", "date"], fields
    # What the window sets by default stays a filter of Odoo's, shown once.
    expect(window.own_facets).to_have_count(0)
    expect(window.panel.locator("[data-filter='mine']")).to_have_attribute("aria-pressed", "true")
    window.shot("filters-events")
    window.panel.locator("[data-filter='mine']").click()
    expect(window.facets).to_have_count(1)


def test_plain_and_extended_lose_nothing(page_as, forget):
    window = _open_panel(page_as, forget, "account_manager", NEEDS)
    window.pick("partner_id", "ТОВ")
    expect(window.own_facets).to_have_count(1)
    window.control("captured_on").locator("[data-preset='year']").click()
    expect(window.own_facets).to_have_count(2)
    window.control("name").locator("input").fill("а")
    expect(window.own_facets).to_have_count(3)
    window.wait_for_server()
    texts, count = window.own_facets.all_inner_texts(), window.page.locator(".o_pager").all_inner_texts()

    window.extended()
    assert window.panel.locator(".o_tree_editor_condition").count() >= 4
    window.shot("filters-extended")
    window.plain()
    expect(window.control("captured_on").locator("[data-preset='year']")).to_have_attribute("aria-pressed", "true")
    expect(window.control("name").locator("input")).to_have_value("а")
    expect(window.control("partner_id").locator(".o_tag")).to_have_count(1)
    expect(window.chips).to_have_count(0)
    assert window.own_facets.all_inner_texts() == texts
    assert window.page.locator(".o_pager").all_inner_texts() == count


def test_condition_beyond_the_plain_state_is_kept(page_as, forget):
    window = _open_panel(page_as, forget, "account_manager", NEEDS)
    window.control("captured_on").locator("[data-preset='year']").click()
    expect(window.own_facets).to_have_count(1)
    window.extended()
    # The new rule repeats the last one: the same bound a second time is more than one control can show.
    window.panel.get_by_role("button", name="New Rule").click()
    expect(window.own_facets).to_have_count(2)
    window.wait_for_server()
    window.plain()
    expect(window.chips).to_have_count(1)
    window.shot("filters-extra")
    # A change in a control leaves it alone.
    window.control("name").locator("input").fill("а")
    expect(window.own_facets).to_have_count(3)
    expect(window.chips).to_have_count(1)
    window.chips.locator(".o_agency_filter_remove_extra").click()
    expect(window.chips).to_have_count(0)
    expect(window.own_facets).to_have_count(2)


def test_facets_are_removed_one_by_one_and_all_at_once(page_as, forget):
    window = _open_panel(page_as, forget, "account_manager", NEEDS)
    window.control("captured_on").locator("[data-preset='year']").click()
    expect(window.own_facets).to_have_count(1)
    window.control("name").locator("input").fill("а")
    expect(window.own_facets).to_have_count(2)
    expect(window.page.locator(".o_agency_filter_count")).to_have_text("2")
    window.own_facets.first.locator(".o_facet_remove").click()
    expect(window.own_facets).to_have_count(1)
    expect(window.control("captured_on").locator("[aria-pressed='true']")).to_have_count(0)
    expect(window.control("name").locator("input")).to_have_value("а")
    window.clear()
    expect(window.control("name").locator("input")).to_have_value("")
    expect(window.page.locator(".o_agency_filter_count")).to_have_count(0)


def test_state_is_remembered_for_the_person_only(page_as, forget, rpc):
    forget("director")
    window = _open_panel(page_as, forget, "account_manager", NEEDS)
    window.control("captured_on").locator("[data-preset='year']").click()
    expect(window.own_facets).to_have_count(1)
    window.extended()
    window.wait_for_server()
    window.page.reload()
    window.settle()
    expect(window.panel.locator(".o_domain_selector")).to_be_visible()
    expect(window.own_facets).to_have_count(1)
    (state,) = _read_panels(rpc, "account_manager").values()
    assert state["open"] and state["mode"] == "extended" and "captured_on" in state["domain"], json.dumps(state)

    other = FilterPage(page_as("director", "en_US"), "director")
    other.open(NEEDS)
    expect(other.panel).to_have_count(0)
    expect(other.own_facets).to_have_count(0)


def _steady(total) -> int:
    """The number of records once it has stopped changing: lists are drawn a moment after they are asked for."""
    seen = None
    while (now := total.inner_text()) != seen:
        seen = now
        total.page.wait_for_timeout(1000)
    return int(now)


def test_conditions_hold_in_other_views_and_on_the_way_back(page_as, forget):
    window = _open_panel(page_as, forget, "account_manager", EVENTS)
    total = window.page.locator(".o_pager_limit")
    window.wait_for_server()
    everything = _steady(total)
    window.control("event_type").locator("input[name='act']").check()
    expect(window.own_facets).to_have_count(1)
    window.wait_for_server()
    assert 0 < _steady(total) < everything
    types = window.page.locator(".o_data_row .o_data_cell[name='event_type']").all_inner_texts()
    assert len(set(types)) == 1, types
    for view in ("kanban", "calendar", "pivot", "graph", "list"):
        window.page.locator(f".o_switch_view.o_{view}").click()
        window.page.locator(f".o_{view}_view").wait_for()
        window.wait_for_server()
        expect(window.own_facets).to_have_count(1)
        expect(window.panel).to_be_visible()
        window.shot(f"filters-{view}")


def test_quick_search_and_favourites_go_along(page_as, forget, rpc):
    window = _open_panel(page_as, forget, "account_manager", NEEDS)
    window.control("captured_on").locator("[data-preset='year']").click()
    expect(window.own_facets).to_have_count(1)
    box = window.page.locator(".o_searchview_input")
    box.fill("а")
    box.press("Enter")
    expect(window.facets).to_have_count(2)
    expect(window.own_facets).to_have_count(1)
    window.page.locator(".o_searchview_dropdown_toggler").click()
    window.page.locator(".o_add_favorite").click()
    window.page.locator(".o_favorite_menu input[type='text']").fill("Needs of the year")
    window.page.locator(".o_save_favorite").click()
    # The favourite has taken the place of the conditions.
    expect(window.facets).to_have_count(1)
    expect(window.own_facets).to_have_count(0)
    user = rpc("account_manager")
    favourites = user.call("ir.filters", "search_read", [("name", "=", "Needs of the year")], ["domain"])
    user.call("ir.filters", "unlink", [row["id"] for row in favourites])
    assert "captured_on" in favourites[0]["domain"] and "ilike" in favourites[0]["domain"], favourites


def test_phone_has_the_panel_over_the_content(page_as, forget):
    forget("account_manager")
    window = FilterPage(page_as("account_manager", "en_US"), "account_manager")
    window.page.set_viewport_size(PHONE)
    window.open(EVENTS)
    expect(window.panel).to_have_count(0)
    window.open_panel()
    box = window.panel.bounding_box()
    assert box["width"] == PHONE["width"] and box["y"] > 0, box
    window.shot("filters-phone")
    window.extended()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    window.page.keyboard.press("Escape")
    expect(window.panel).to_have_count(0)


def test_panel_is_of_our_application_only(page_as, forget):
    window = _open_panel(page_as, forget, "account_manager", NEEDS)
    expect(window.button).to_have_count(1)
    # A form has no list to filter, nor has a dialog in which a record is chosen.
    window.page.locator(".o_kanban_record:not(.o_kanban_ghost), .o_data_row").first.click()
    window.page.locator(".o_form_view").wait_for()
    expect(window.button).to_have_count(0)
    window.page.goto("/odoo/contacts")
    window.settle()
    assert re.search(r"/contacts", window.page.url)
    expect(window.button).to_have_count(0)
