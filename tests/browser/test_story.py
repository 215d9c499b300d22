"""One order from the need to the signed act, the document, the register and the forecast.

The seven steps as the people of an agency do them, each in the own browser: account
manager, client in the portal, project manager, performer, accountant, director.
"""

import io
import re

import openpyxl
import pypdf
from browser.odoo_page import OdooPage
from browser.portal_page import draw_signature, portal_shot
from playwright.sync_api import Page, expect
from stdnum.ua import edrpou

CODE = "31415923"[:7]
CLIENT = "ТОВ «Пекарня Колосок»"
CONTACT = "Марта Колос"
EMAIL = "marta@kolosok.example"
IBAN = "UA213223130000026007233566001"
NEEDS = ("Колосок: обмін із касою", "Колосок: калькулятор доставки")


def test_order_from_need_to_forecast(page_as, rpc):
    admin = rpc("admin")
    manager = OdooPage(page_as("account_manager"), "account_manager")
    services = _services(admin)

    client = _create_client(manager)
    order = _order_of_needs(manager, client, services)
    _send_order(manager, order)

    _give_portal_access(manager, admin, client)
    visitor = page_as(EMAIL)
    _sign_order(visitor, admin, order)
    _see_project(page_as, admin, order)
    _log_hours(page_as, admin, order)

    act = _reach_milestone(page_as, admin, order)
    _send_act(manager, act)
    _sign_act(visitor, act)
    _see_invoice(page_as, admin, act)
    _read_pdf(visitor, admin, act)
    _export_register(page_as, admin, order)
    _see_forecast(page_as, admin)


def _services(admin):
    """Names of a fixed service with two milestones and of one sold by the hour."""
    domain = [("is_agency_service", "=", True)]
    fields = ["name", "pricing_model", "milestone_ids"]
    rows = admin.call("product.template", "search_read", domain, fields, context={"lang": "uk_UA"})
    fixed = next(row for row in rows if row["pricing_model"] == "fixed" and len(row["milestone_ids"]) == 2)
    hourly = next(row for row in rows if row["pricing_model"] == "time_material")
    return fixed, hourly


# 1. The client and the needs


def _create_client(manager: OdooPage) -> int:
    manager.open("agency-clients")
    manager.shot("01-clients")
    manager.new()
    manager.fill("name", CLIENT)
    manager.fill("email", "office@kolosok.example")
    manager.choose("country_id", "Україна")
    manager.tab("agency_requisites")
    code = CODE + edrpou.calc_check_digit(CODE + "0")
    manager.fill("company_registry", code)
    manager.fill("vat", "314159220123")
    manager.fill("signatory_name", "Колос Марта Іванівна")
    manager.fill("signatory_position", "Директорка")
    manager.fill("signatory_basis", "Статуту")
    row = manager.add_line("bank_ids")
    row.locator("[name='acc_number'] input").fill(IBAN)
    manager.tab("contact_addresses")
    manager.field("child_ids").locator(".o-kanban-button-new").click()
    manager.page.locator(".o_dialog .o_form_view").wait_for()
    manager.fill("name", CONTACT)
    manager.fill("email", EMAIL)
    manager.top.locator(".o_form_button_save").first.click()
    expect(manager.page.locator(".o_dialog")).to_have_count(0)
    client = manager.save()
    manager.shot("02-client-form")
    return client


def _order_of_needs(manager: OdooPage, client: int, services) -> int:
    needs = [_capture_need(manager, name, service["name"]) for name, service in zip(NEEDS, services, strict=True)]
    assert len(needs) == 2
    manager.open("agency-needs")
    _show_list(manager)
    manager.search("Колосок:")
    rows = manager.rows()
    expect(rows).to_have_count(2)
    manager.page.locator(".o_list_view thead .o_list_record_selector input").first.check()
    manager.press("action_create_lead")
    manager.page.locator(".o_form_view .o_field_widget[name='partner_id']").first.wait_for()
    manager.shot("03-opportunity")
    manager.press("action_quotation_from_needs")
    manager.page.locator(".o_form_view .o_field_widget[name='order_line']").wait_for()
    lines = manager.field("order_line").locator("tr.o_data_row")
    expect(lines).to_have_count(2)
    _set_hours(manager, lines.filter(has_text=services[1]["name"]), "12")
    order = manager.save()
    manager.shot("04-quotation")
    return order


def _capture_need(manager: OdooPage, name: str, service: str) -> int:
    manager.open("agency-needs")
    _show_list(manager)
    manager.new()
    manager.fill("name", name)
    manager.choose("partner_id", CLIENT)
    manager.choose("service_id", service)
    return manager.save()


def _show_list(page: OdooPage) -> None:
    """Switch to the list if another view came first."""
    if page.page.locator(".o_list_view").count() == 0:
        page.page.locator(".o_switch_view.o_list").click()
        page.page.locator(".o_list_view").wait_for()
    page.settle()


def _set_hours(manager: OdooPage, line, hours: str) -> None:
    line.locator("td[name='product_uom_qty']").click()
    box = manager.field("order_line").locator("tr.o_selected_row [name='product_uom_qty'] input")
    box.fill(hours)
    box.press("Tab")


# 2. and 3. The order is sent and signed; the project appears; hours are logged


def _send_order(manager: OdooPage, order: int) -> None:
    manager.press("action_quotation_send")
    manager.page.locator(".o_dialog .o_mail_composer_form_view, .o_dialog .o_form_view").first.wait_for()
    manager.press("action_send_mail")
    expect(manager.page.locator(".o_dialog")).to_have_count(0)
    expect(manager.field("state").locator("[data-value='sent'][aria-checked='true']")).to_have_count(1)


def _give_portal_access(manager: OdooPage, admin, client: int) -> None:
    """Invite the contact person in the client list; the administrator sets the first password."""
    manager.open("agency-clients")
    manager.search(CLIENT)
    manager.page.locator(".o_list_view thead .o_list_record_selector input").first.check()
    action = admin.call("ir.model.data", "check_object_reference", "portal", "partner_wizard_action_create_and_open")[1]
    manager.press(str(action))
    row = manager.top.locator("tr.o_data_row").filter(has_text=EMAIL)
    row.wait_for()
    row.locator("button[name='action_grant_access']").click()
    row.locator("button[name='action_revoke_access']").wait_for()
    manager.shot("05-portal-access")
    user = admin.call("res.users", "search", [("login", "=", EMAIL)])
    admin.call("res.users", "write", user, {"password": EMAIL})


def _sign_order(visitor: Page, admin, order: int) -> None:
    visitor.goto("/my/orders")
    visitor.goto("/my/quotes")
    visitor.locator(f"a[href*='/my/orders/{order}']").first.click()
    visitor.locator("a[data-bs-target='#modalaccept']:visible").first.click()
    draw_signature(visitor, "#modalaccept", CONTACT)
    visitor.wait_for_url(re.compile(r"message=sign_ok"))
    portal_shot(visitor, "06-portal-order-signed")
    state = admin.call("sale.order", "read", [order], ["state", "signed_by", "delivery_stage"])[0]
    assert state["state"] == "sale"
    assert state["signed_by"]
    assert state["delivery_stage"] == "approved"


def _see_project(page_as, admin, order: int) -> None:
    leader = OdooPage(page_as("project_manager"), "project_manager")
    leader.open("agency-milestones")
    number = admin.call("sale.order", "read", [order], ["name"])[0]["name"]
    _search_milestones(leader, number)
    expect(leader.rows()).to_have_count(2)
    leader.shot("07-milestones")
    task = _task(admin, order)
    leader.open(f"action-project.action_view_task/{task['id']}")
    performer = admin.call("res.users", "search_read", [("login", "=", "performer")], ["name"])[0]["name"]
    leader.choose("user_ids", performer)
    leader.save()
    leader.page.context.close()


def _search_milestones(leader: OdooPage, number: str) -> None:
    """Search by the project, whose name begins with the number of the order."""
    leader.search(number, suggestion=2)


def _task(admin, order: int) -> dict:
    """The task of the hours: the one without a milestone."""
    domain = [("sale_order_id", "=", order), ("milestone_id", "=", False)]
    tasks = admin.call("project.task", "search_read", domain, ["name", "project_id"])
    assert len(tasks) == 1
    assert admin.call("project.task", "search_count", [("sale_order_id", "=", order)]) == 3
    return tasks[0]


def _log_hours(page_as, admin, order: int) -> None:
    task = _task(admin, order)
    performer = OdooPage(page_as("performer"), "performer")
    performer.open(f"action-project.action_view_my_task/{task['id']}")
    performer.tab("page_timesheets")
    row = performer.add_line("timesheet_ids")
    row.locator("[name='name'] input, [name='name'] textarea").fill("Формула вартості доставки")
    row.locator("[name='unit_amount'] input").fill("6:30")
    performer.save()
    performer.shot("08-hours")
    sheets = admin.call(
        "account.analytic.line", "search_read", [("task_id", "=", task["id"])], ["unit_amount", "so_line"]
    )
    assert [sheet["unit_amount"] for sheet in sheets] == [6.5]
    assert sheets[0]["so_line"]
    performer.page.context.close()


# 4. The milestone, the act, its signature, the invoice


def _reach_milestone(page_as, admin, order: int) -> int:
    leader = OdooPage(page_as("project_manager"), "project_manager")
    leader.open("agency-milestones")
    _search_milestones(leader, admin.call("sale.order", "read", [order], ["name"])[0]["name"])
    leader.press_in_row("action_mark_reached")
    acts = admin.call("agency.acceptance.act", "search_read", [("order_id", "=", order)], ["state", "line_ids"])
    assert [(act["state"], len(act["line_ids"])) for act in acts] == [("draft", 1)]
    leader.page.context.close()
    return acts[0]["id"]


def _send_act(manager: OdooPage, act: int) -> None:
    manager.open(f"agency-acts/{act}")
    manager.shot("09-act-draft")
    manager.press("action_send")
    manager.page.locator(".o_dialog .o_form_view").wait_for()
    manager.shot("10-act-mail")
    manager.press("action_send_mail")
    expect(manager.page.locator(".o_dialog")).to_have_count(0)
    expect(manager.field("state").locator("[data-value='sent'][aria-checked='true']")).to_have_count(1)


def _sign_act(visitor: Page, act: int) -> None:
    visitor.goto("/my/acts")
    visitor.locator(f"a[href*='/my/acts/{act}']").first.click()
    portal_shot(visitor, "11-portal-act")
    visitor.locator("a[data-bs-target='#modal_act_accept']:visible").first.click()
    draw_signature(visitor, "#modal_act_accept", CONTACT)
    visitor.wait_for_url(re.compile(r"message=sign_ok"))
    portal_shot(visitor, "12-portal-act-signed")


def _see_invoice(page_as, admin, act: int) -> None:
    fields = ["state", "invoice_ids", "amount_total", "signature", "signed_by"]
    signed = admin.call("agency.acceptance.act", "read", [act], fields)[0]
    assert signed["state"] == "invoiced"
    assert signed["signature"]
    assert signed["signed_by"]
    invoice = admin.call("account.move", "read", signed["invoice_ids"], ["amount_total", "state"])[0]
    assert invoice["amount_total"] == signed["amount_total"]
    accountant = OdooPage(page_as("accountant"), "accountant")
    accountant.open(f"agency-acts/{act}")
    accountant.press("action_view_invoices")
    accountant.page.locator(".o_form_view .o_field_widget[name='invoice_line_ids']").wait_for()
    accountant.shot("13-invoice")
    accountant.page.context.close()


# 5. The document


def _read_pdf(visitor: Page, admin, act: int) -> None:
    with visitor.expect_download() as download:
        visitor.locator(".o_download_pdf a").first.click()
    pages = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    number = admin.call("agency.acceptance.act", "read", [act], ["name"])[0]["name"]
    company = admin.call("res.company", "search_read", [], ["name", "company_registry"])[0]
    expected = [
        number,
        company["name"],
        company["company_registry"],
        CODE,
        "Пекарня Колосок",
        "314159220123",
        "ПДВ",
        "грив",
        "копій",
        "Директорка",
        "Статуту",
    ]
    missing = [words for words in expected if words not in text]
    assert not missing, f"not in the act: {missing}\n{text}"


# 6. The register


def _export_register(page_as, admin, order: int) -> None:
    accountant = OdooPage(page_as("accountant"), "accountant")
    accountant.open("agency-registers")
    accountant.shot("14-register")
    with accountant.page.expect_download() as download:
        accountant.top.locator("button[name='action_export']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).worksheets[0]
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref
    number = admin.call("sale.order", "read", [order], ["name", "amount_total"])[0]
    rows = list(sheet.iter_rows())
    ours = next(row for row in rows if number["name"] in [cell.value for cell in row])
    kinds = [cell.data_type for cell in ours]
    assert "n" in kinds
    assert any(cell.is_date for cell in ours)
    assert any(cell.value == number["amount_total"] for cell in ours)
    formulas = [cell.value for row in rows for cell in row if cell.data_type == "f"]
    assert any("SUBTOTAL" in formula or "SUM" in formula for formula in formulas)
    accountant.page.context.close()


# 7. The forecast


def _see_forecast(page_as, admin) -> None:
    director = OdooPage(page_as("director"), "director")
    director.open("agency-analytics")
    director.page.locator(".o_action_manager canvas").first.wait_for()
    director.page.wait_for_timeout(1000)
    director.shot("15-dashboard")
    client = admin.call("res.users", "search_read", [("login", "=", "client1")], ["partner_id"])[0]["partner_id"][0]
    company = admin.call("res.partner", "read", [client], ["commercial_partner_id"])[0]["commercial_partner_id"][0]
    fields = ["forecast_revenue", "forecast_revenue_lower", "forecast_revenue_upper"]
    figures = admin.call("res.partner", "read", [company], fields)[0]
    lower, expected, upper = (figures[f"forecast_revenue{end}"] for end in ("_lower", "", "_upper"))
    assert 0 <= lower <= expected <= upper
    assert upper > 0
    director.open(f"agency-clients/{company}")
    director.tab("agency_forecast")
    shown = director.field("forecast_revenue").inner_text()
    assert _number(shown) == round(expected, 2)
    director.page.wait_for_timeout(1000)
    director.shot("16-client-forecast")
    scopes = admin.call(
        "agency.forecast", "search_read", [("scope", "=", "company")], ["point_ids", "measure", "horizon"]
    )
    assert any(row["measure"] == "revenue" and row["point_ids"] for row in scopes)


def _number(text: str) -> float:
    """The number of a monetary field as people read it: 12 345,67 ₴."""
    digits = re.sub(r"[^\d,.\-]", "", text).replace(",", ".")
    return round(float(digits), 2)
