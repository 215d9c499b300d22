"""One order from the estimate to the last payment, as the people of an agency and their client do it."""

import re

from browser.odoo_page import OdooPage
from browser.portal_page import portal_shot, sign
from playwright.sync_api import expect

CLIENT = "ТОВ «Медобір»"
CONTACT = "Марія Лисенко"
ESTIMATE = "Лендінг нової лінійки меду"
OBJECTION = "Немає версії для телефона"


def test_order_from_estimate_to_payment(page_as, rpc):
    admin = rpc("admin")
    manager = OdooPage(page_as("account_manager"), "account_manager")
    visitor = page_as("client1")

    order = _offer_of_estimate(manager, admin)
    _send(manager, order)
    _revise(manager, admin, order)
    _send(manager, order)
    sign(visitor, f"/my/orders/{order}", "#modalaccept", CONTACT)
    _check_sealed(admin, order)

    change = _agree_on_change(manager, admin, visitor, order)
    _check_totals(admin, order, change)

    first = _reach_next(page_as, admin, order)
    _send_act(manager, first)
    _reject(visitor, admin, first)
    _send_act(manager, first)
    _sign_act(visitor, first)
    second = _reach_next(page_as, admin, order)
    _send_act(manager, second)
    _sign_act(visitor, second)
    _check_acts(admin, order, first, second)
    for act in (first, second):
        _collect(page_as, admin, act)
    _see_closed(manager, admin, order)


def _read(admin, model, record, *names):
    return admin.call(model, "read", [record], list(names))[0]


# The estimate and the offer


def _offer_of_estimate(manager: OdooPage, admin) -> int:
    manager.open("agency-estimates")
    manager.new()
    manager.fill("name", ESTIMATE)
    manager.choose("partner_id", CLIENT)
    row = manager.add_line("line_ids")
    manager.choose("service_id", _landing(admin), row)
    estimate = manager.save()
    values = _read(admin, "agency.estimate", estimate, "hours_expected", "hours_p80", "price")
    assert 0 < values["hours_expected"] < values["hours_p80"]
    manager.shot("21-estimate")
    manager.press("action_make_offer")
    manager.page.locator(".o_form_view .o_field_widget[name='order_line']").wait_for()
    order = manager.record_id
    assert _read(admin, "sale.order", order, "amount_untaxed")["amount_untaxed"] == values["price"]
    return order


def _landing(admin) -> str:
    """A fixed-price service with two milestones."""
    domain = [("is_agency_service", "=", True), ("pricing_model", "=", "fixed"), ("effort_ids", "!=", False)]
    rows = admin.call("product.template", "search_read", domain, ["name", "milestone_ids"], context={"lang": "uk_UA"})
    return next(row["name"] for row in rows if len(row["milestone_ids"]) == 2)


def _send(manager: OdooPage, order: int) -> None:
    manager.open(f"agency-orders/{order}")
    manager.press("action_quotation_send")
    manager.page.locator(".o_dialog .o_form_view").first.wait_for()
    manager.press("action_send_mail")
    expect(manager.page.locator(".o_dialog")).to_have_count(0)
    expect(manager.field("state").locator("[data-value='sent'][aria-checked='true']")).to_have_count(1)


def _revise(manager: OdooPage, admin, order: int) -> None:
    """The client asks for less: another price, and the old offer stays readable."""
    manager.press("action_new_revision")
    manager.page.locator(".o_dialog .modal-footer .btn-primary").click()
    expect(manager.field("state").locator("[data-value='draft'][aria-checked='true']")).to_have_count(1)
    before = _read(admin, "sale.order", order, "amount_untaxed")["amount_untaxed"]
    line = manager.field("order_line").locator("tr.o_data_row").filter(has_text=re.compile(r"\d"))
    line.last.locator("td[name='price_unit']").click()
    box = manager.field("order_line").locator("tr.o_selected_row [name='price_unit'] input")
    box.fill(str(int(before) - 1000))
    box.press("Tab")
    manager.save()
    assert _read(admin, "sale.order", order, "amount_untaxed")["amount_untaxed"] == int(before) - 1000


def _versions(admin, order: int) -> list[dict]:
    fields = ["number", "state", "amount_total", "sha256", "signed_by"]
    return admin.call("agency.order.version", "search_read", [("order_id", "=", order)], fields, order="number")


def _check_sealed(admin, order: int) -> None:
    first, second = _versions(admin, order)
    assert (first["state"], second["state"], second["signed_by"]) == ("superseded", "sealed", CONTACT)
    assert first["amount_total"] > second["amount_total"] > 0
    assert len(second["sha256"]) == 64


# The change request


def _agree_on_change(manager: OdooPage, admin, visitor, order: int) -> int:
    manager.open(f"agency-orders/{order}")
    manager.press("action_new_change_order")
    manager.page.wait_for_url(lambda url: url.split("?")[0].rsplit("/", 1)[-1] != str(order))
    manager.settle()
    expect(manager.field("order_line").locator("tr.o_data_row")).to_have_count(0)
    row = manager.add_line("order_line")
    manager.choose("product_template_id", "Веброзробка погодинно", row)
    row.locator("[name='product_uom_qty'] input").fill("5")
    row.locator("[name='product_uom_qty'] input").press("Tab")
    change = manager.save()
    effect = _read(admin, "sale.order", change, "change_total_before", "change_total_after", "amount_total")
    assert effect["change_total_after"] == round(effect["change_total_before"] + effect["amount_total"], 2)
    manager.shot("22-change")
    _send(manager, change)
    sign(visitor, f"/my/orders/{change}", "#modalaccept", CONTACT)
    return change


def _check_totals(admin, order: int, change: int) -> None:
    total = _read(admin, "sale.order", order, "amount_total", "amount_with_changes", "state")
    added = _read(admin, "sale.order", change, "amount_total", "state")
    assert (total["state"], added["state"]) == ("sale", "sale")
    assert total["amount_with_changes"] == round(total["amount_total"] + added["amount_total"], 2)


# Acts, one of which the client rejects


def _reach_next(page_as, admin, order: int) -> dict:
    """The project manager reaches the next milestone; returns the draft act that it enters."""
    leader = OdooPage(page_as("project_manager"), "project_manager")
    leader.open("agency-milestones")
    leader.search(_read(admin, "sale.order", order, "name")["name"], suggestion=3)
    leader.press_in_row("action_mark_reached")
    leader.page.context.close()
    domain = [("order_id", "=", order), ("state", "=", "draft")]
    [act] = admin.call("agency.acceptance.act", "search_read", domain, ["amount_total"])
    return act


def _send_act(manager: OdooPage, act: dict) -> None:
    manager.open(f"agency-acts/{act['id']}")
    manager.press("action_send")
    manager.page.locator(".o_dialog .o_form_view").wait_for()
    manager.press("action_send_mail")
    expect(manager.page.locator(".o_dialog")).to_have_count(0)
    expect(manager.field("state").locator("[data-value='sent'][aria-checked='true']")).to_have_count(1)


def _reject(visitor, admin, act: dict) -> None:
    visitor.goto(f"/my/acts/{act['id']}")
    visitor.locator("a[data-bs-target='#modal_act_reject']:visible").first.click()
    form = visitor.locator("#modal_act_reject form")
    form.locator("textarea").fill(OBJECTION)
    form.locator("button[type='submit']").click()
    visitor.wait_for_url(re.compile(r"message=rejected"))
    portal_shot(visitor, "23-act-rejected")
    assert _read(admin, "agency.acceptance.act", act["id"], "state")["state"] == "draft"
    [need] = admin.call("agency.requirement", "search_read", [("act_id", "=", act["id"])], ["description", "state"])
    assert OBJECTION in need["description"]


def _sign_act(visitor, act: dict) -> None:
    sign(visitor, f"/my/acts/{act['id']}", "#modal_act_accept", CONTACT)


def _check_acts(admin, order: int, first: dict, second: dict) -> None:
    acts = [
        _read(admin, "agency.acceptance.act", act["id"], "name", "amount_total", "state") for act in (first, second)
    ]
    assert [act["state"] for act in acts] == ["invoiced", "invoiced"]
    total = _read(admin, "sale.order", order, "amount_total")["amount_total"]
    assert round(sum(act["amount_total"] for act in acts), 2) == total
    numbers = [int(act["name"].rsplit("-", 1)[1]) for act in acts]
    assert numbers[1] == numbers[0] + 1


# Invoices and payments


def _collect(page_as, admin, act: dict) -> None:
    """The accountant posts the invoice of the act and registers the payment."""
    accountant = OdooPage(page_as("accountant"), "accountant")
    accountant.open(f"agency-acts/{act['id']}")
    accountant.press("action_view_invoices")
    accountant.page.locator(".o_form_view .o_field_widget[name='invoice_line_ids']").wait_for()
    accountant.press("action_post")
    accountant.press("action_register_payment")
    accountant.page.locator(".o_dialog .o_form_view").wait_for()
    accountant.press("action_create_payments")
    expect(accountant.page.locator(".o_dialog")).to_have_count(0)
    accountant.shot("24-paid")
    accountant.page.context.close()
    [invoice] = _read(admin, "agency.acceptance.act", act["id"], "invoice_ids")["invoice_ids"]
    values = _read(admin, "account.move", invoice, "amount_total", "payment_state")
    signed = _read(admin, "agency.acceptance.act", act["id"], "amount_total")
    assert values["payment_state"] in ("paid", "in_payment")
    assert values["amount_total"] == signed["amount_total"]


def _see_closed(manager: OdooPage, admin, order: int) -> None:
    assert _read(admin, "sale.order", order, "delivery_stage")["delivery_stage"] == "closed"
    manager.open(f"agency-orders/{order}")
    expect(manager.field("delivery_stage")).to_be_visible()
    manager.shot("25-closed")
