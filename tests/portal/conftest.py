"""Documents of the demo's two portal clients, and visitors with every kind of link to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from portal.visitor import Visitor

PAST = "2020-01-01 00:00:00"


@dataclass(frozen=True)
class Document:
    """A document of a client: where its page is, what the page tells, and the token of its link."""

    model: str
    id: int
    page: str
    text: str
    token: str


class Office:
    """The agency's side: makes what the tests need, as the administrator."""

    def __init__(self, rpc: Callable[[str], Any]) -> None:
        self.user = rpc("admin")

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        return self.user.call(model, method, *args, **kwargs)

    def partner(self, login: str) -> int:
        """The contact person of a portal account."""
        [user] = self.call("res.users", "search_read", [("login", "=", login)], ["partner_id"])
        return user["partner_id"][0]

    def act(self, login: str) -> Document:
        """A new act that waits for the client's signature."""
        domain = [("is_agency_service", "=", True), ("pricing_model", "=", "fixed"), ("milestone_ids", "!=", False)]
        [service] = self.call("product.product", "search", domain, limit=1)
        line = (0, 0, {"product_id": service, "product_uom_qty": 1})
        order = self.call("sale.order", "create", {"partner_id": self.partner(login), "order_line": [line]})
        self.call("sale.order", "action_confirm", [order])
        [milestone, *_others] = self.call("project.milestone", "search", [("order_id", "=", order)])
        self.call("project.milestone", "write", [milestone], {"is_reached": True})
        [act] = self.call("agency.acceptance.act", "search", [("order_id", "=", order)])
        self.call("agency.acceptance.act", "action_mark_sent", [act])
        [values] = self.call("agency.acceptance.act", "read", [act], ["name"])
        return self.document("agency.acceptance.act", act, f"/my/acts/{act}", values["name"])

    def need(self, login: str) -> Document:
        """A need with a title of its own."""
        name = f"Потреба кабінету {login}"
        need = self.call("agency.requirement", "create", {"name": name, "partner_id": self.partner(login)})
        return self.document("agency.requirement", need, f"/my/needs/{need}", name)

    def brief(self, login: str) -> Document:
        """A brief that waits for the client's answers."""
        domain = [("brief_question_ids", "!=", False)]
        [service] = self.call("product.template", "search", domain, limit=1)
        name = f"Бриф кабінету {login}"
        values = {"name": name, "partner_id": self.partner(login), "service_ids": [(6, 0, [service])]}
        brief = self.call("agency.brief", "create", values)
        self.call("agency.brief", "action_fill_in", [brief])
        return self.document("agency.brief", brief, f"/my/briefs/{brief}", name)

    def order(self, login: str) -> Document:
        """A quotation that waits for the client's signature."""
        [service] = self.call("product.product", "search", [("is_agency_service", "=", True)], limit=1)
        line = (0, 0, {"product_id": service, "product_uom_qty": 1})
        values = {"partner_id": self.partner(login), "order_line": [line], "require_signature": True}
        order = self.call("sale.order", "create", values | {"require_payment": False})
        self.call("sale.order", "action_quotation_sent", [order])
        [values] = self.call("sale.order", "read", [order], ["name"])
        return self.document("sale.order", order, f"/my/orders/{order}", values["name"])

    def document(self, model: str, record: int, page: str, text: str) -> Document:
        url = self.call(model, "get_portal_url", [record])
        return Document(model, record, page, text, url.split("access_token=")[1].split("&")[0])

    def expire(self, document: Document) -> None:
        """Make the link as old as no link may be."""
        self.call(document.model, "write", [document.id], {"access_token_date": PAST})

    def read(self, document: Document, *names: str) -> dict[str, Any]:
        [values] = self.call(document.model, "read", [document.id], list(names))
        return values


@pytest.fixture(scope="session")
def office(rpc: Callable[[str], Any]) -> Office:
    return Office(rpc)


@pytest.fixture(scope="session")
def visit(site: Any) -> Callable[[str | None], Visitor]:
    """A function that returns a visitor, logged in or (with None) not."""
    known: dict[str | None, Visitor] = {}

    def visitor(login: str | None) -> Visitor:
        if login not in known:
            known[login] = Visitor(site, login)
        return known[login]

    return visitor
