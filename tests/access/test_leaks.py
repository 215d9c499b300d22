"""What a person costs and an order earns shows in no roundabout way: no inference, no document, no thread."""

import io
import json
import urllib.parse

import openpyxl
import pytest
from access.people import ACCESS_ERROR, Refused
from access.table import ROLES

BUT_DIRECTOR = [role for role in ROLES if role != "director"]
# Odoo lets administrators of accounts export what they may read.
EXPORTERS = {"account_manager", "project_manager", "accountant", "director", "agency_admin"}
STAFF = [role for role in ROLES if role != "client"]
# Hourly cost of the performer and of the performer's job position, as in seed/people.py.
PERSON_RATE, JOB_RATE = 391, 417
MIDDLE = 100

# Ways from what somebody may read to what a person costs.
PERSON_COSTS = [
    ("project.task", "timesheet_ids.amount"),
    ("project.task", "timesheet_ids.employee_id.hourly_cost"),
    ("project.project", "account_id.line_ids.amount"),
    ("project.project", "timesheet_ids.amount"),
    ("account.analytic.account", "line_ids.amount"),
    ("account.analytic.line", "employee_id.hourly_cost"),
    ("res.users", "employee_ids.hourly_cost"),
    ("res.users", "employee_id.hourly_cost"),
    ("res.partner", "employee_ids.hourly_cost"),
    ("resource.resource", "employee_id.hourly_cost"),
    ("hr.employee", "hourly_cost"),
    ("hr.employee.public", "employee_id.hourly_cost"),
    ("hr.job", "employee_ids.hourly_cost"),
    ("hr.department", "member_ids.hourly_cost"),
    ("sale.order", "tasks_ids.timesheet_ids.amount"),
    ("sale.order.line", "timesheet_ids.amount"),
    ("agency.acceptance.act.line", "timesheet_ids.amount"),
    ("project.milestone", "project_id.timesheet_ids.amount"),
    ("timesheets.analysis.report", "employee_id.hourly_cost"),
    ("mail.message", "tracking_value_ids.new_value_float"),
]
# The same to what an order earns, for those who are not to know it.
MARGINS = [
    ("sale.order", "order_line.purchase_price"),
    ("sale.order", "order_line.margin"),
    ("sale.order", "margin"),
    ("project.project", "sale_line_id.purchase_price"),
    ("project.task", "sale_line_id.order_id.margin"),
    ("agency.requirement", "sale_line_id.margin"),
    ("agency.requirement", "order_id.margin"),
    ("agency.acceptance.act", "order_id.margin"),
    ("res.partner", "sale_order_ids.margin"),
    ("res.partner", "lifetime_value"),
    ("product.template", "standard_price"),
    ("sale.order.line", "product_id.standard_price"),
]
DEBTS = [
    ("res.partner", "credit"),
    ("res.partner", "debit"),
    ("project.task", "partner_id.credit"),
    ("agency.requirement", "partner_id.credit"),
    ("agency.website", "partner_id.credit"),
    ("res.partner", "invoice_ids.amount_residual"),
]
NO_MARGINS = ["performer", "project_manager", "accountant", "agency_admin", "client", "employee"]
NO_DEBTS = ["performer", "project_manager", "agency_admin", "employee"]
CASES = [
    (role, model, path)
    for ways, roles in ((PERSON_COSTS, BUT_DIRECTOR), (MARGINS, NO_MARGINS), (DEBTS, NO_DEBTS))
    for model, path in ways
    for role in roles
]


def ask(person, model, domain):
    """Return the answers to a question asked in several ways; a refusal is an answer too, and the same each time."""
    ways = {
        "search": lambda: person.call(model, "search", domain),
        "name_search": lambda: person.call(model, "name_search", "", domain),
        "formatted_read_group": lambda: person.call(model, "formatted_read_group", domain, [], ["__count"]),
    }
    return {way: _answer(call) for way, call in ways.items()}


def _answer(call):
    try:
        return json.dumps(call())
    except Refused as refusal:
        return refusal.kind


@pytest.mark.parametrize(("role", "model", "path"), CASES, ids=lambda value: value)
def test_no_inference(role, model, path, person):
    """A condition on the figure changes nothing in what is found, so no number can be closed in on."""
    positive = ask(person(role), model, [(path, ">", MIDDLE)])
    negative = ask(person(role), model, [(path, "<", MIDDLE)])
    assert positive == negative


@pytest.mark.parametrize(("model", "path"), PERSON_COSTS + MARGINS + DEBTS, ids=lambda value: value)
def test_the_way_exists(model, path, person):
    """A question about a field that is not there would prove nothing."""
    for step in path.split("."):
        field = person("admin").call(model, "fields_get", [step], ["relation"])
        # Fields of the system's administrators are shown to nobody else, but are there.
        assert field or step == "tracking_value_ids"
        model = field.get(step, {}).get("relation") or "mail.tracking.value"


def test_a_condition_tells_the_director(person):
    """The questions above do have an answer."""
    director = person("director")
    for model, path in (
        ("hr.employee", "hourly_cost"),
        ("sale.order", "margin"),
        ("project.task", "timesheet_ids.amount"),
    ):
        found = [director.call(model, "search_count", [(path, sign, 0)]) for sign in "<>"]
        assert found[0] != found[1]


@pytest.mark.parametrize("role", BUT_DIRECTOR)
def test_panel_of_the_project(role, person, world):
    try:
        panel = person(role).call("project.project", "get_panel_data", [world["worlds"]["own"]["project"]])
    except Refused as refusal:
        assert refusal.kind == ACCESS_ERROR
        return
    assert not panel.get("profitability_items")


def test_managers_see_the_rate_of_the_position(person, world):
    """The cost of an hour is that of the job position: nobody's salary is a division away."""
    hours = world["rows"]["account.analytic.line:mine"]["records"]["own"]["performer"]
    line = person("project_manager").call("account.analytic.line", "read", [hours], ["agency_cost", "unit_amount"])[0]
    assert line["agency_cost"] / line["unit_amount"] == JOB_RATE
    fields = ["actual_cost", "order_line"]
    order = person("project_manager").call("sale.order", "read", [world["worlds"]["own"]["order"]], fields)[0]
    domain = [("so_line", "in", order["order_line"])]
    logged = person("project_manager").call("account.analytic.line", "search_read", domain, ["unit_amount"])
    assert order["actual_cost"] == pytest.approx(JOB_RATE * sum(line["unit_amount"] for line in logged))


@pytest.fixture
def changed_budget(person, world):
    """A tracked amount that has just been changed, as it is written in a thread."""
    need = world["rows"]["agency.requirement:ordered"]["records"]["own"]
    person("director").call("agency.requirement", "write", [need], {"budget": 71234})
    return need, "71,234"


@pytest.mark.parametrize("role", ["performer", "account_manager"])
def test_thread_leaves_out_amounts(role, person, changed_budget):
    """Whoever may not read a tracked amount does not find it in the thread; the account manager does."""
    need, amount = changed_budget
    params = {"thread_model": "agency.requirement", "thread_id": need, "fetch_params": {"limit": 30}}
    thread = json.dumps(person(role).post("/mail/thread/messages", params))
    assert "Access: changed" in thread or "message" in thread
    assert (amount in thread or "71234" in thread) == (role == "account_manager")


@pytest.mark.parametrize("role", ["agency_admin", "director"])
def test_audit_leaves_out_what_the_reader_may_not_see(role, person):
    """The administrator sees that a rate was changed and by whom; the director also from what to what."""
    job = person("director").call("hr.job", "create", [{"name": f"Access: audited {role}", "hourly_cost": 418.25}])
    person("director").call("hr.job", "write", job, {"hourly_cost": 419.75})
    rows = person(role).call(
        "agency.audit", "search_read", [("res_model", "=", "hr.job"), ("res_id", "in", job)], ["field_name", "after"]
    )
    rates = [row for row in rows if row["field_name"] == "hourly_cost"]
    assert rates
    assert ("419.75" in str(rates)) == (role == "director")


@pytest.mark.parametrize("role", ROLES)
def test_export_is_for_some(role, person, world):
    """Export of a readable record by those who may export, by the method and by the address of the web client."""
    user = world["rows"]["res.users"]["records"]["own"][role]
    visitor = person(role)
    data = {
        "model": "res.users",
        "fields": [{"name": "name", "label": "Name"}],
        "ids": [user],
        "domain": [],
        "import_compat": False,
    }
    form = {"csrf_token": visitor.token(), "data": json.dumps(data)}
    status = visitor.open("/web/export/csv", urllib.parse.urlencode(form).encode())[0]
    assert (status == 200) == (role in EXPORTERS)
    if role in EXPORTERS:
        assert visitor.call("res.users", "export_data", [user], ["name"])["datas"]
    else:
        with pytest.raises(Refused):
            visitor.call("res.users", "export_data", [user], ["name"])


@pytest.mark.parametrize(
    ("role", "secret"),
    [
        ("account_manager", ["estimated_cost", "cost_p50", "cost_p80"]),
        ("project_manager", ["margin", "margin_at_completion"]),
        ("accountant", ["margin", "margin_at_completion", "estimated_cost", "actual_cost"]),
    ],
)
@pytest.mark.parametrize("report", ["crm_web_agency.xlsx_order_register", "crm_web_agency.xlsx_act_register"])
def test_register_tells_no_secret(role, secret, report, person, world):
    order = world["worlds"]["own"]["order"]
    figures = person("director").call("sale.order", "read", [order], secret)[0]
    hidden = {round(figures[name], 2) for name in secret if figures[name]} | {PERSON_RATE, JOB_RATE}
    record = order if "order" in report else world["rows"]["agency.acceptance.act:sent"]["records"]["own"]
    status, _kind, body = person(role).open(f"/report/xlsx/{report}/{record}")
    assert status == 200
    book = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    values = {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    assert not hidden & {round(value, 2) for value in values if isinstance(value, int | float)}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", ["sale.order:confirmed", "agency.requirement", "res.partner", "account.move:posted"])
def test_naming_another_company_opens_nothing(role, row, person, world):
    """Companies named in the context must be the user's own."""
    record = world["rows"][row]["records"]["other"]
    context = {"allowed_company_ids": [world["worlds"]["other"]["company"]]}
    with pytest.raises(Refused) as refusal:
        person(role).call(row.partition(":")[0], "read", [record], ["display_name"], context=context)
    assert refusal.value.kind == ACCESS_ERROR


@pytest.mark.parametrize("role", [role for role in STAFF if role != "agency_admin"])
@pytest.mark.parametrize("key", ["group_ids", "role_line_ids"])
def test_nobody_raises_oneself(role, key, person, world):
    director = world["rows"]["res.users"]["records"]["own"]["director"]
    source = person("admin").call("res.users", "read", [director], ["group_ids", "role_line_ids"])[0]
    role_id = person("admin").call("res.users.role.line", "read", source["role_line_ids"][:1], ["role_id"])[0][
        "role_id"
    ]
    value = [[6, 0, source["group_ids"]]] if key == "group_ids" else [[0, 0, {"role_id": role_id[0]}]]
    with pytest.raises(Refused) as refusal:
        person(role).call("res.users", "write", [person(role).uid], {key: value})
    assert refusal.value.kind == ACCESS_ERROR


@pytest.mark.parametrize("role", [*ROLES, None])
@pytest.mark.parametrize("scope", ["own", "foreign"])
def test_file_of_an_order(role, scope, person, world):
    """A file is fetched by its address by those who may read the order it belongs to."""
    record = world["rows"]["ir.attachment:order"]["records"][scope]
    status, _kind, body = person(role).open(f"/web/content/{record}?download=true")
    readers = {"project_manager", "accountant", "director"} | ({"account_manager"} if scope == "own" else set())
    # The client of the order reads its files in the portal, which carries their tokens.
    assert (status == 200 and body == b"text") == (role in readers)
