"""What people do in Odoo's web client, in terms of field and button names, never of texts."""

import os
import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

__all__ = ["OdooPage"]

# A busy machine draws slowly; the default of five seconds is for an idle one.
expect.set_options(timeout=20_000)

# Folder for the screenshots of the way; without it none are taken.
SCREENSHOTS = os.environ.get("AGENCY_SCREENSHOTS")


class OdooPage:
    """A page of Odoo's client of one person."""

    def __init__(self, page: Page, who: str) -> None:
        self.page, self.who = page, who

    # Moving about

    def open(self, path: str) -> None:
        """Open an action by its path (``agency-orders``) and wait for it; a dialog counts as well."""
        self.page.goto(f"/odoo/{path}", wait_until="domcontentloaded")
        self.settle()

    def settle(self) -> None:
        """Wait until the action is drawn and nothing is loading; an error dialog fails the test."""
        self.page.locator(".o_action_manager .o_content, .o_dialog .o_form_view").first.wait_for()
        expect(self.page.locator(".o_loading_indicator")).to_have_count(0)
        self.check_no_error()

    def check_no_error(self) -> None:
        """Fail with the text of the error dialog if there is one."""
        dialog = self.page.locator(".o_error_dialog")
        assert dialog.count() == 0, f"error dialog for {self.who}: {dialog.first.inner_text()}"

    def shot(self, name: str) -> None:
        """Take a screenshot ``name``.png if a folder for them is given."""
        if SCREENSHOTS:
            Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SCREENSHOTS}/{name}.png", full_page=False)

    @property
    def record_id(self) -> int:
        """Id of the record in the form, as the address tells."""
        self.page.wait_for_url(re.compile(r"/\d+(\?.*)?$"))
        return int(re.search(r"/(\d+)(\?.*)?$", self.page.url)[1])

    # Parts of the page

    @property
    def top(self) -> Locator:
        """The uppermost dialog if one is open, else the whole action; found anew at each use."""
        dialog = ".o_dialog:not(.o_inactive_modal)"
        return self.page.locator(f"{dialog} .modal-content, body:not(:has({dialog})) .o_action_manager").last

    def field(self, name: str) -> Locator:
        """The visible widget of a field in the form or dialog."""
        return self.top.locator(f".o_field_widget[name='{name}']:visible").first

    # Doing

    def new(self) -> None:
        """Press the button that makes a new record."""
        self.page.locator(".o_list_button_add:visible, .o-kanban-button-new:visible").first.click()
        self.page.locator(".o_form_view .o_form_editable").wait_for()

    def fill(self, name: str, value: str) -> None:
        """Write into a text, number or date field."""
        box = self.field(name).locator("input:visible, textarea:visible").first
        box.fill(value)
        box.press("Tab")

    def choose(self, name: str, text: str, within: Locator | None = None) -> None:
        """Choose a record in a many2one or tags field by its name."""
        widget = (within or self.top).locator(f".o_field_widget[name='{name}']:visible").first
        box = widget.locator("input").first
        box.fill(text)
        # The search begins when typing has paused; an option clicked before would be drawn anew.
        self.page.wait_for_timeout(600)
        expect(self.page.locator(".o-autocomplete .o_loading")).to_have_count(0)
        option = self.page.locator(".o-autocomplete--dropdown-item:visible").filter(has_text=text)
        option.first.click()
        expect(self.page.locator(".o-autocomplete--dropdown-menu:visible")).to_have_count(0)

    def set_date(self, name: str, day: date) -> None:
        """Write a day into a date field as people in Ukraine do; it shows a button until it is pressed."""
        self.field(name).locator("button:visible, input:visible").first.click()
        self.fill(name, f"{day:%d.%m.%Y}")

    def select(self, name: str, index: int) -> None:
        """Choose in a selection field, which shows no values: by the place in its list."""
        self.field(name).locator("input").click()
        self.page.locator(f".o_select_menu_item[data-choice-index='{index}']:visible").click()

    def tab(self, name: str) -> None:
        """Open a tab of the notebook."""
        self.top.locator(f".o_notebook_headers .nav-link[name='{name}']").click()

    def press(self, name: str) -> None:
        """Press a button by its method's name and wait for what it brings."""
        self.top.locator(f"button[name='{name}']:visible").first.click()
        self.wait_for_server()

    def press_in_row(self, name: str) -> None:
        """Press the first such button in the rows of the list, which takes it away, and wait until it is gone."""
        buttons = self.rows().locator(f"button[name='{name}']")
        before = buttons.count()
        buttons.first.click()
        expect(buttons).to_have_count(before - 1)
        self.wait_for_server()

    def wait_for_server(self) -> None:
        """Wait until all requests of the client are answered."""
        self.page.wait_for_timeout(200)
        expect(self.page.locator(".o_loading_indicator")).to_have_count(0)
        expect(self.page.locator(".o_blockUI")).to_have_count(0)
        self.check_no_error()

    def save(self) -> int:
        """Save the form; return the id of the record."""
        self.top.locator(".o_form_button_save:visible").first.click()
        expect(self.page.locator(".o_form_status_indicator_buttons.invisible")).to_have_count(1)
        self.wait_for_server()
        return self.record_id

    def add_line(self, name: str) -> Locator:
        """Add a row to an editable list; return the row."""
        widget = self.field(name)
        widget.locator(".o_field_x2many_list_row_add a").first.click()
        row = widget.locator("tr.o_data_row.o_selected_row")
        row.wait_for()
        return row

    def search(self, text: str, suggestion: int = 0) -> None:
        """Search a list by a field of its search view (the first one), without the filters set by default."""
        facets = self.page.locator(".o_searchview_facet .o_facet_remove")
        while facets.count():
            before = facets.count()
            facets.first.click()
            expect(facets).to_have_count(before - 1)
        box = self.page.locator(".o_searchview_input")
        box.fill(text)
        # Enter belongs to the suggestions, which the client opens a moment after the words.
        self.page.locator(".o_searchview_autocomplete .focus").first.wait_for()
        for _step in range(suggestion):
            box.press("ArrowDown")
        box.press("Enter")
        expect(self.page.locator(".o_searchview_facet")).to_have_count(1)
        self.settle()

    def rows(self) -> Locator:
        """The records of the list."""
        return self.page.locator(".o_list_view tr.o_data_row")
