"""The demonstration as those see it who sign in: it must hold together like a real agency's books."""

from collections import Counter
from datetime import date, timedelta

import pytest

STAFF_ROLES = {
    "director": "director",
    "account_manager": "account_manager",
    "account_manager2": "account_manager",
    "project_manager": "project_manager",
    "performer": "performer",
    "accountant": "accountant",
}
PORTAL = ("client1", "client2")
# At least so many of each: the plan throws dice, which shift a little from day to day.
COUNTS = {
    "agency.requirement": 290,
    "sale.order": 290,
    "project.milestone": 150,
    "agency.acceptance.act": 200,
    "agency.website": 30,
    "contract.contract": 10,
    "calendar.event": 8,
}


@pytest.fixture
def admin(rpc):
    return rpc("admin")


def _read(user, model, domain, *fields, **options):
    return user.call(model, "search_read", domain, list(fields), **options)


def _states(user, model, field="state", domain=()):
    rows = user.call(model, "formatted_read_group", list(domain), [field], ["__count"])
    return {row[field]: row["__count"] for row in rows}


@pytest.mark.parametrize(("model", "least"), COUNTS.items())
def test_there_is_enough(admin, model, least):
    assert admin.call(model, "search_count", []) >= least


def test_clients_of_all_kinds(admin):
    clients = _read(admin, "res.partner", [("is_agency_client", "=", True)], "client_stage", "is_company", "country_id")
    assert len(clients) >= 38
    assert {"active", "prospect"} <= {client["client_stage"] for client in clients}
    assert len({client["country_id"][0] for client in clients}) == 3
    assert not all(client["is_company"] for client in clients)


def test_twelve_services_with_norms_and_pictures(admin):
    shipped = _read(
        admin, "ir.model.data", [("module", "=", "crm_web_agency"), ("model", "=", "product.template")], "res_id"
    )
    domain = [("is_agency_service", "=", True), ("id", "not in", [one["res_id"] for one in shipped])]
    services = _read(admin, "product.template", domain, "pricing_model", "effort_ids", "image_128", "milestone_ids")
    assert len(services) == 12
    assert all(service["effort_ids"] and service["image_128"] for service in services)
    assert {service["pricing_model"] for service in services} == {"fixed", "time_material", "retainer"}
    fixed = [service for service in services if service["pricing_model"] == "fixed"]
    assert all(service["milestone_ids"] for service in fixed)


def test_opportunities_won_lost_and_open(admin):
    rows = admin.call("crm.lead", "search_read", [("active", "in", (True, False))], ["won_status", "lost_reason_id"])
    states = Counter(row["won_status"] for row in rows)
    assert len(rows) >= 240
    assert states["won"] > 100
    assert states["lost"] > 30
    assert states["pending"] > 10
    assert all(row["lost_reason_id"] for row in rows if row["won_status"] == "lost")


def test_every_state_is_shown(admin):
    needs = {"captured", "analysed", "proposed", "ordered", "delivered", "declined"}
    assert needs <= set(_states(admin, "agency.requirement"))
    assert {"draft", "sent", "invoiced"} <= set(_states(admin, "agency.acceptance.act"))
    assert {"sale", "sent", "cancel"} <= set(_states(admin, "sale.order"))
    assert {"in_progress", "accepted", "closed"} <= set(_states(admin, "sale.order", "delivery_stage"))
    assert {"project", "change_request", "retainer", "support"} <= set(_states(admin, "sale.order", "agency_kind"))
    assert {"overdue", "today", "planned", "done"} <= set(_states(admin, "agency.event"))
    assert {True, False} <= set(_states(admin, "project.milestone", "is_reached"))


def test_history_is_long_and_ends_today(admin):
    days = [row["date_order"][:10] for row in _read(admin, "sale.order", [("state", "=", "sale")], "date_order")]
    today = date.today()
    assert max(days) <= today.isoformat()
    assert max(days) > (today - timedelta(days=60)).isoformat()
    assert len({day[:7] for day in days}) >= 30


def test_autumn_is_stronger_than_winter_and_august(admin):
    months = Counter()
    for row in _read(admin, "sale.order", [("state", "=", "sale")], "date_order"):
        months[int(row["date_order"][5:7])] += 1
    assert months[9] + months[10] > months[1] + months[8]


def test_sums_of_orders_are_consistent(admin):
    orders = _read(admin, "sale.order", [], "name", "amount_untaxed", "amount_tax", "amount_total", "order_line")
    lines = _read(admin, "sale.order.line", [], "order_id", "price_subtotal", "price_total")
    sums = Counter()
    for line in lines:
        sums[line["order_id"][0]] += line["price_subtotal"]
    for order in orders:
        assert order["amount_total"] == pytest.approx(order["amount_untaxed"] + order["amount_tax"], abs=0.005)
        assert order["amount_untaxed"] == pytest.approx(sums[order["id"]], abs=0.005), order["name"]


def test_acts_agree_with_their_invoices(admin):
    acts = _read(admin, "agency.acceptance.act", [("state", "=", "invoiced")], "name", "amount_total", "invoice_ids")
    moves = {row["id"]: row["amount_total"] for row in _read(admin, "account.move", [], "amount_total")}
    assert acts
    for act in acts:
        billed = sum(moves[one] for one in act["invoice_ids"])
        # A counter act takes back: its credit note is of as much.
        assert abs(act["amount_total"]) == pytest.approx(billed, abs=0.005), act["name"]


def test_numbers_of_acts_run_with_their_dates(admin):
    acts = _read(admin, "agency.acceptance.act", [("state", "!=", "draft")], "date", order="name")
    dates = [act["date"] for act in acts]
    assert dates == sorted(dates)


def test_some_pay_late_and_some_have_not_paid(admin):
    domain = [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
    moves = _read(admin, "account.move", domain, "payment_state", "invoice_date_due")
    today = date.today().isoformat()
    assert sum(move["payment_state"] == "paid" for move in moves) > 150
    assert any(move["payment_state"] == "not_paid" and move["invoice_date_due"] < today for move in moves)


def test_hours_are_of_the_past_and_cost_money(admin):
    sheets = _read(admin, "account.analytic.line", [("so_line", "!=", False)], "date", "unit_amount", "amount")
    assert 2500 < len(sheets) < 4500
    assert max(sheet["date"] for sheet in sheets) <= date.today().isoformat()
    assert all(0 < sheet["unit_amount"] <= 12 and sheet["amount"] < 0 for sheet in sheets)


def test_some_projects_took_far_more_than_their_norm(admin):
    fixed = [("is_agency_service", "=", True), ("pricing_model", "=", "fixed")]
    norms = {row["id"]: row["effort_hours"] for row in _read(admin, "product.template", fixed, "effort_hours")}
    domain = [("product_template_id", "in", list(norms)), ("state", "=", "sale")]
    lines = {
        row["id"]: row for row in _read(admin, "sale.order.line", domain, "product_template_id", "product_uom_qty")
    }
    done = Counter()
    for sheet in _read(admin, "account.analytic.line", [("so_line", "in", list(lines))], "so_line", "unit_amount"):
        done[sheet["so_line"][0]] += sheet["unit_amount"]
    ratios = [
        hours / norms[lines[line]["product_template_id"][0]] / lines[line]["product_uom_qty"]
        for line, hours in done.items()
    ]
    assert sum(ratio > 1.3 for ratio in ratios) >= 5
    assert sum(ratio < 1.15 for ratio in ratios) > len(ratios) / 2


def test_some_sites_expire_soon(admin):
    soon = (date.today() + timedelta(days=30)).isoformat()
    assert admin.call("agency.website", "search_count", [("domain_expiry", "<=", soon)]) >= 3
    assert admin.call("agency.website", "search_count", [("domain_expiry", ">", soon)]) >= 10


@pytest.mark.parametrize("login", [*STAFF_ROLES, *PORTAL, "admin"])
def test_login_works(rpc, login):
    assert rpc(login).uid


@pytest.mark.parametrize(("login", "role"), STAFF_ROLES.items())
def test_role_gives_its_group(admin, rpc, login, role):
    user = admin.call("res.users", "read", [rpc(login).uid], ["role_line_ids", "all_group_ids", "share"])[0]
    _model, group = admin.call("ir.model.data", "check_object_reference", "crm_web_agency", f"group_agency_{role}")
    assert user["role_line_ids"]
    assert not user["share"]
    assert group in user["all_group_ids"]


@pytest.mark.parametrize("login", [*STAFF_ROLES])
def test_everybody_has_something_to_do(rpc, login):
    own = [("user_id", "=", rpc(login).uid)]
    states = {row["state"] for row in _read(rpc(login), "mail.activity", own, "state")}
    assert {"overdue", "today", "planned"} & states


def test_clients_of_the_portal_see_their_documents(rpc):
    for login in PORTAL:
        page = rpc(login).get("/my/acts").decode()
        assert "/my/acts/" in page


def test_words_are_of_the_database_language(admin):
    names = _read(admin, "agency.requirement", [], "name", limit=20)
    assert all(any("а" <= letter <= "я" or letter in "іїєґ" for letter in row["name"].lower()) for row in names)
    english = {"lang": "en_US"}
    services = _read(admin, "product.template", [("is_agency_service", "=", True)], "name", context=english)
    assert "Landing page" in {row["name"] for row in services}
