"""From the brief to the need: the manager sends it, the client answers by the link, the need is there."""

import re

from browser.odoo_page import OdooPage
from playwright.sync_api import expect

SAID = "Продаємо мед просто з пасіки"


def test_brief_becomes_a_need(page_as, rpc):
    admin = rpc("admin")
    [service] = admin.call(
        "product.template",
        "search_read",
        [("brief_question_ids.kind", "=", "choice")],
        ["name"],
        limit=1,
        context={"lang": "uk_UA"},
    )
    client = _client_of(admin, "client1")
    manager = OdooPage(page_as("account_manager"), "account_manager")
    brief = _send(manager, client, service["name"])
    _answer(page_as("client1"), brief)
    _see_need(manager, admin, brief, service)


def _client_of(admin, login):
    [user] = admin.call("res.users", "search_read", [("login", "=", login)], ["partner_id"])
    [contact] = admin.call("res.partner", "read", [user["partner_id"][0]], ["name", "parent_id"])
    return contact


def _send(manager, client, service):
    """Choose the client, the contact and the service, and send the e-mail; return the id of the brief."""
    manager.open("agency-briefs")
    manager.new()
    manager.choose("partner_id", client["parent_id"][1])
    manager.choose("contact_id", client["name"])
    manager.choose("service_ids", service)
    brief = manager.save()
    expect(manager.page.locator(".o_field_widget[name='answer_ids'] tr.o_data_row").first).to_be_visible()
    manager.shot("brief-01-draft")
    manager.press("action_send")
    manager.page.locator(".o_dialog .o_mail_send, .o_dialog button[name='action_send_mail']").first.click()
    expect(manager.page.locator(".o_dialog")).to_have_count(0)
    manager.wait_for_server()
    expect(manager.page.locator(".o_statusbar_status .o_arrow_button_current[data-value='sent']")).to_be_visible()
    return brief


def _answer(page, brief):
    """Look the brief up in the portal, send it with a fault, mend it and send it again."""
    page.goto("/my/briefs")
    page.locator(f"a[href*='/my/briefs/{brief}']").first.click()
    form = page.locator("#brief_form")
    form.locator("textarea").first.fill(SAID)
    form.locator("button[value='send']").click()
    expect(page.locator("#brief_form .is-invalid").first).to_be_visible()
    expect(page.locator("#brief_form textarea").first).to_have_value(SAID)
    page.locator("#brief_form input[type='radio']").first.check()
    for box in page.locator("#brief_form input[type='date']").all():
        box.fill("2099-05-05")
    page.locator("#brief_form button[value='send']").click()
    page.wait_for_url(re.compile("message=sent"))
    expect(page.locator(".alert-success")).to_be_visible()
    expect(page.locator("#brief_form")).to_have_count(0)


def _see_need(manager, admin, brief, service):
    """The manager opens the need from the brief and reads there what the client said."""
    manager.open(f"agency-briefs/{brief}")
    manager.press("action_open_requirements")
    needs = admin.call("agency.requirement", "search_read", [("brief_id", "=", brief)], ["state", "service_id"])
    [need] = [need for need in needs if need["service_id"] and need["service_id"][0] == service["id"]]
    assert need["state"] == "captured"
    manager.open(f"agency-needs/{need['id']}")
    expect(manager.field("description")).to_contain_text(SAID)
    manager.shot("brief-02-need")
