"""Three months of a care plan: hours left over are carried on, the client sees the balance."""

from datetime import date, timedelta

import pytest
from browser.odoo_page import OdooPage
from browser.portal_page import portal_shot
from playwright.sync_api import expect

# Place of the kind in the list of kinds of orders.
RETAINER = 2
CLIENT = "ТОВ «Медобір»"
TERMS = {"retainer_hours": 10, "retainer_carry_cap": 6, "retainer_carry_periods": 1, "retainer_overage_price": 900}


@pytest.fixture
def service(rpc) -> str:
    """A month of care: 10 hours, of which 6 live on for one month."""
    admin = rpc("admin")
    template = admin.call("ir.model.data", "search_read", [("name", "=", "service_template_hosting")], ["res_id"])
    record = template[0]["res_id"]
    admin.call("product.template", "write", [record], TERMS)
    return admin.call("product.template", "read", [record], ["name"], context={"lang": "uk_UA"})[0]["name"]


def _months() -> list[date]:
    """First days of the month before last, of the last one and of this one."""
    this = date.today().replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    return [(last - timedelta(days=1)).replace(day=1), last, this]


def test_hours_are_carried_over_three_months(page_as, rpc, service):
    admin, manager = rpc("admin"), OdooPage(page_as("account_manager"), "account_manager")
    first, last, _this = _months()
    retainer = _sell(manager, admin, service, first)
    _work(rpc, retainer, 7, first)
    _close(manager, retainer)
    _work(rpc, retainer, 12, last)
    _close(manager, retainer)
    _check_periods(admin, retainer, [(0, 7, 3, 0), (3, 12, 1, 0), (1, 0, 0, 0)])
    _make_act(manager, admin, retainer)
    _see_balance(page_as("client1"), retainer)


def _sell(manager: OdooPage, admin, service: str, start: date) -> int:
    """Three months are ordered, confirmed and started from the first day of the first month."""
    manager.open("agency-orders")
    manager.new()
    manager.choose("partner_id", CLIENT)
    manager.select("agency_kind", RETAINER)
    row = manager.add_line("order_line")
    manager.choose("product_template_id", service, row)
    quantity = row.locator("[name='product_uom_qty'] input")
    quantity.fill("3")
    quantity.press("Tab")
    manager.save()
    manager.press("action_confirm")
    manager.press("action_view_retainers")
    manager.page.locator(".o_form_view .o_field_widget[name='hours_per_period'], [name='terms']").first.wait_for()
    manager.tab("terms")
    manager.set_date("date_start", start)
    retainer = manager.save()
    manager.press("action_start")
    expect(manager.field("state").locator("[data-value='running'][aria-checked='true']")).to_have_count(1)
    return retainer


def _work(rpc, retainer: int, hours: float, month: date) -> None:
    """The performer logs hours on the task of the order, on the fifth day of the month."""
    admin = rpc("admin")
    line = admin.call("agency.retainer", "read", [retainer], ["sale_line_id"])[0]["sale_line_id"][0]
    [task] = admin.call("project.task", "search", [("sale_line_id", "=", line)])
    performer = rpc("performer")
    [user] = admin.call("res.users", "search", [("login", "=", "performer")])
    admin.call("project.task", "write", [task], {"user_ids": [(4, user)]})
    day = month.replace(day=5).isoformat()
    values = {"task_id": task, "date": day, "name": "Оновлення", "unit_amount": hours}
    performer.call("account.analytic.line", "create", [values])


def _close(manager: OdooPage, retainer: int) -> None:
    manager.open(f"agency-retainers/{retainer}")
    rows = manager.field("period_ids").locator("tr.o_data_row")
    before = rows.count()
    manager.press("action_close_period")
    expect(rows).to_have_count(before + 1)
    manager.shot("26-retainer-periods")


def _check_periods(admin, retainer: int, expected: list[tuple]) -> None:
    names = ["carried_in", "used", "carried_out", "overage"]
    rows = admin.call(
        "agency.retainer.period", "search_read", [("retainer_id", "=", retainer)], names, order="date_from"
    )
    assert [tuple(row[name] for name in names) for row in rows] == expected


def _make_act(manager: OdooPage, admin, retainer: int) -> None:
    """The act of a closed period is drafted from its row."""
    manager.field("period_ids").locator("button[name='action_make_act']:visible").first.click()
    manager.page.locator(".o_form_view .o_field_widget[name='line_ids']").wait_for()
    [act] = admin.call("agency.acceptance.act", "read", [manager.record_id], ["amount_total", "state"])
    assert act["state"] == "draft"
    assert act["amount_total"] > 0


def _see_balance(visitor, retainer: int) -> None:
    visitor.goto("/my/retainers")
    visitor.locator(f"a[href*='/my/retainers/{retainer}']").first.click()
    expect(visitor.locator(".o_retainer_left")).to_contain_text("11")
    expect(visitor.locator("table.o_retainer_periods tbody tr")).to_have_count(3)
    portal_shot(visitor, "27-retainer-client")
