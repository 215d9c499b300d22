"""The client card: everything about a client, wrong requisites refused, look-alikes told while typing."""

import pytest
from browser.odoo_page import OdooPage
from playwright.sync_api import expect


@pytest.fixture
def client(rpc) -> dict:
    """An own client of the account manager with services given."""
    manager = rpc("account_manager")
    [given] = manager.call("agency.client.service", "search_read", [], ["partner_id"], limit=1)
    fields = ["name", "service_given_ids", "company_registry"]
    return manager.call("res.partner", "read", [given["partner_id"][0]], fields)[0]


def test_services_given_are_on_the_card(page_as, client):
    card = OdooPage(page_as("account_manager"), "account_manager")
    card.open(f"agency-clients/{client['id']}")
    card.tab("agency_services_given")
    rows = card.page.locator(".o_agency_tab_list tr.o_data_row")
    expect(rows).to_have_count(min(80, len(client["service_given_ids"])))
    card.shot("client-card-services")
    rows.first.locator("td[name='name']").click()
    expect(
        card.page.locator(".o_form_view .o_field_widget[name='order_line'], .o_field_widget[name='contract_line_ids']")
    ).not_to_have_count(0)


def test_a_need_is_added_on_the_card(page_as, rpc, client):
    card = OdooPage(page_as("account_manager"), "account_manager")
    card.open(f"agency-clients/{client['id']}")
    card.tab("agency_requirements")
    card.page.locator(".o_agency_tab_new").click()
    card.page.locator(".o_dialog .o_form_view").wait_for()
    card.fill("name", "Фільтр за кольором")
    card.top.locator(".o_form_button_save").first.click()
    row = card.page.locator(".o_agency_tab_list tr.o_data_row").filter(has_text="Фільтр за кольором")
    expect(row).to_have_count(1)
    card.shot("client-card-needs")
    row.locator("td[name='name']").click()
    expect(card.page.locator(".o_field_widget[name='partner_id'] input")).to_have_value(client["name"])
    needs = rpc("admin").call("agency.requirement", "search", [("name", "=", "Фільтр за кольором")])
    rpc("admin").call("agency.requirement", "unlink", needs)


def test_wrong_code_is_told_at_once_and_not_saved(page_as, rpc, client):
    card = OdooPage(page_as("account_manager"), "account_manager")
    card.open(f"agency-clients/{client['id']}")
    card.tab("agency_requisites")
    code = client["company_registry"]
    wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    card.fill("company_registry", wrong)
    expect(card.field("registry_warning")).to_contain_text(wrong)
    card.page.locator(".o_form_button_cancel:visible").first.click()
    expect(card.field("company_registry").locator("input")).to_have_value(code)


def test_a_look_alike_is_told_while_typing(page_as, client):
    card = OdooPage(page_as("account_manager"), "account_manager")
    card.open("agency-clients")
    card.new()
    card.fill("name", client["name"])
    banner = card.page.locator(".o_agency_look_alikes")
    expect(banner).to_contain_text(client["name"])
    card.shot("client-look-alike")
    card.page.locator(".o_form_button_cancel:visible").first.click()
