"""An administrator makes accounts, in the app and in Odoo's settings; the new person sees the menus of the role."""

import re

import pytest
from browser.odoo_page import OdooPage
from playwright.sync_api import expect

PASSWORD = "a long enough password"
WIZARD = "action-crm_web_agency.action_agency_new_account"
SETTINGS = "action-base.action_res_users/new"


def _menus(page):
    """Full names of the menus that the page's user sees, of all apps, with what they open."""
    answer = page.request.get("/web/webclient/load_menus").json()
    return {(menu["name"], menu["xmlid"]) for key, menu in answer.items() if key != "root"}


def _choose_password(page, link):
    """What an invited person does with the link."""
    page.goto(link)
    page.locator("input[name='password']").fill(PASSWORD)
    page.locator("input[name='confirm_password']").fill(PASSWORD)
    page.locator(".oe_signup_form button[type='submit']").click()
    page.locator(".o_main_navbar").wait_for()


def _log_in(page, login):
    page.goto("/web/login")
    page.locator("input[name='login']").fill(login)
    page.locator("input[name='password']").fill(PASSWORD)
    page.locator(".oe_login_form button[type='submit']").first.click()
    expect(page.locator(".o_main_navbar")).to_be_visible(timeout=60_000)


def test_account_made_in_the_app(page_as, rpc, site):
    office = OdooPage(page_as("admin"), "admin")
    office.open(WIZARD)
    office.fill("name", "Дарія Коваль")
    office.fill("email", "dariia@obrii.example")
    admin = rpc("admin")
    _model, role = admin.call("ir.model.data", "check_object_reference", "crm_web_agency", "role_accountant")
    [values] = admin.call("res.users.role", "read", [role], ["name"], context={"lang": "uk_UA"})
    office.field("role_ids").get_by_label(values["name"]).check()
    office.shot("account-new")
    office.press("action_create")
    expect(office.field("signup_url")).to_contain_text("/web/signup")
    office.shot("account-made")
    link = re.search(r"https?://\S+", office.field("signup_url").inner_text())[0]

    person = page_as(None)
    _choose_password(person, link[link.index("/web/") :])
    expected = page_as("accountant")
    assert _menus(person) == _menus(expected)
    OdooPage(person, "new accountant").open("agency-overview")
    OdooPage(person, "new accountant").shot("account-first-screen")


@pytest.mark.parametrize(("choice", "like"), [("Виконавець", "performer"), ("Керівник проєктів", "project_manager")])
def test_account_made_in_odoos_settings(page_as, choice, like):
    office = OdooPage(page_as("admin"), "admin")
    login = f"settings.{like}@obrii.example"
    office.open(SETTINGS)
    office.fill("name", "Павло Мороз")
    office.fill("login", login)
    office.tab("access_rights")
    privilege = office.page.locator("[name='group_ids'] .o_select_menu input").first
    privilege.click()
    office.page.locator(".o_select_menu_item:visible").filter(has_text=choice).click()
    office.shot(f"settings-{like}")
    office.save()
    office.page.locator(".o_cp_action_menus .dropdown-toggle, .o_cp_action_menus button").first.click()
    office.page.locator(".o-dropdown--menu .o-dropdown-item:visible").filter(
        has_text=re.compile("парол", re.I)
    ).first.click()
    office.top.locator("td[name='new_passwd']").click()
    office.top.locator("td[name='new_passwd'] input").fill(PASSWORD)
    office.press("change_password_button")

    person = page_as(None)
    _log_in(person, login)
    assert _menus(person) == _menus(page_as(like))
    OdooPage(person, login).open("agency-overview")
