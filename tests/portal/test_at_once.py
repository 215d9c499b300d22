"""Two people do the same at the same moment, each through an own connection: exactly one effect."""

import threading
from collections.abc import Callable
from typing import Any

from conftest import Rpc, RpcError

FIXED = [("is_agency_service", "=", True), ("pricing_model", "=", "fixed"), ("milestone_ids", "!=", False)]
BY_HOURS = [("is_agency_service", "=", True), ("pricing_model", "=", "time_material")]


def _together(site: Any, *steps: Callable[[], Any]) -> list[Any]:
    """Run the steps at the same moment; return what each gave, or the refusal it met, which the log tells too."""
    gate, results = threading.Barrier(len(steps)), [None] * len(steps)

    def run(number: int, step: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[number] = step()
        except RpcError as refusal:
            results[number] = refusal
            site.provoked.append(refusal.message)

    threads = [threading.Thread(target=run, args=item) for item in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _refusals(results: list[Any]) -> list[RpcError]:
    return [result for result in results if isinstance(result, RpcError)]


def _make_order(user: Any, services: list, quantity: float = 1) -> int:
    [contact] = user.call("res.users", "search_read", [("login", "=", "client1")], ["partner_id"])
    [service] = user.call("product.product", "search", services, limit=1)
    line = (0, 0, {"product_id": service, "product_uom_qty": quantity})
    return user.call("sale.order", "create", {"partner_id": contact["partner_id"][0], "order_line": [line]})


def _people(site: Any) -> tuple[Rpc, Rpc]:
    """The administrator twice, each in a session of its own."""
    return Rpc(site, "admin"), Rpc(site, "admin")


def test_two_confirm_an_order_and_one_project_is_made(site):
    first, second = _people(site)
    order = _make_order(first, FIXED)
    results = _together(
        site, *[lambda one=one: one.call("sale.order", "action_confirm", [order]) for one in (first, second)]
    )
    assert len(_refusals(results)) == 1, results
    assert first.call("sale.order.line", "search_count", [("order_id", "=", order), ("project_id", "!=", False)]) == 1
    assert first.call("project.project", "search_count", [("sale_order_id", "=", order)]) == 1
    [line] = first.call("sale.order.line", "search_read", [("order_id", "=", order)], ["product_template_id"])
    plan = [("product_tmpl_id", "=", line["product_template_id"][0])]
    steps = first.call("agency.service.milestone", "search_count", plan)
    assert first.call("project.milestone", "search_count", [("order_id", "=", order)]) == steps
    assert first.call("agency.order.version", "search_count", [("order_id", "=", order)]) == 1


def test_two_accept_the_same_work_and_none_is_accepted_twice(site):
    first, second = _people(site)
    order = _make_order(first, BY_HOURS, 10)
    first.call("sale.order", "action_confirm", [order])
    [line] = first.call("sale.order.line", "search_read", [("order_id", "=", order)], ["task_id"])
    [employee] = first.call("hr.employee", "search", [("user_id.login", "=", "performer")])
    hours = {"task_id": line["task_id"][0], "employee_id": employee, "unit_amount": 6, "name": "Accepted once"}
    first.call("account.analytic.line", "create", hours)

    def accept(user):
        row = (0, 0, {"sale_line_id": line["id"], "quantity": 4})
        return lambda: user.call("agency.acceptance.act", "create", {"order_id": order, "line_ids": [row]})

    results = _together(site, accept(first), accept(second))
    [refusal] = _refusals(results)
    assert refusal.kind.endswith("ValidationError"), refusal
    acts = first.call("agency.acceptance.act", "search_read", [("order_id", "=", order)], ["line_ids"])
    assert len(acts) == 1


def test_two_invoice_a_signed_act_and_one_invoice_is_made(office, site):
    first, second = _people(site)
    act = office.act("client1")
    first.call("res.company", "write", [1], {"agency_act_auto_invoice": False})
    try:
        first.call("agency.acceptance.act", "action_sign_on_paper", [act.id])
        run = [lambda one=one: one.call(act.model, "action_create_invoice", [act.id]) for one in (first, second)]
        _together(site, *run)
    finally:
        first.call("res.company", "write", [1], {"agency_act_auto_invoice": True})
    assert len(office.read(act, "invoice_ids")["invoice_ids"]) == 1


def test_two_cancel_and_confirm_an_offer_and_it_ends_in_one_state(site):
    first, second = _people(site)
    order = _make_order(first, FIXED)
    _together(
        site,
        lambda: first.call("sale.order", "action_confirm", [order]),
        lambda: second.call("sale.order", "action_cancel", [order]),
    )
    [values] = first.call("sale.order", "read", [order], ["state"])
    projects = first.call("project.project", "search_count", [("sale_order_id", "=", order)])
    assert (values["state"], projects) in (("sale", 1), ("cancel", 0), ("cancel", 1))
