"""Signing and rejecting acts in the portal, also when it should not work and when two do it at once."""

import base64
import threading

import pytest
from portal.visitor import Visitor

# A picture of one pixel.
PNG = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


def _sign(visitor, act, token=None, **values):
    params = {"access_token": token, "name": "Марія Бондар", "signature": PNG} | values
    return visitor.call(f"{act.page}/accept", params)


def test_client_signs_with_the_link(office, visit):
    act = office.act("client1")
    assert "redirect_url" in _sign(visit(None), act, act.token)
    values = office.read(act, "state", "signed_by", "invoice_ids")
    assert (values["state"], values["signed_by"], len(values["invoice_ids"])) == ("invoiced", "Марія Бондар", 1)


@pytest.mark.parametrize("token", [None, "wrong"])
def test_nobody_signs_without_the_right_link(office, visit, token):
    act = office.act("client1")
    assert "error" in _sign(visit(None), act, token)
    assert "error" in _sign(visit("client2"), act, token)
    assert office.read(act, "state")["state"] == "sent"


def test_nobody_signs_with_an_expired_link(office, visit):
    act = office.act("client1")
    office.expire(act)
    assert "error" in _sign(visit(None), act, act.token)
    assert office.read(act, "state")["state"] == "sent"


@pytest.mark.parametrize("login", ["account_manager", "project_manager", "accountant", "director"])
def test_the_staff_does_not_sign_for_the_client(office, visit, login):
    act = office.act("client1")
    assert "error" in _sign(visit(login), act, act.token)
    visit(login).post(f"{act.page}/reject", reason="No", access_token=act.token)
    assert office.read(act, "state")["state"] == "sent"


def test_cancelled_act_is_not_signed(office, visit):
    act = office.act("client1")
    office.call(act.model, "action_cancel", [act.id])
    for visitor, token in ((visit(None), act.token), (visit("client1"), None)):
        assert "error" in _sign(visitor, act, token)
    assert office.read(act, "state", "signed_by") == {"id": act.id, "state": "cancelled", "signed_by": False}


def test_signed_act_is_neither_signed_again_nor_rejected(office, visit):
    act = office.act("client1")
    _sign(visit("client1"), act)
    assert "error" in _sign(visit("client1"), act, name="Somebody else")
    visit("client1").post(f"{act.page}/reject", reason="No")
    values = office.read(act, "state", "signed_by")
    assert (values["state"], values["signed_by"]) == ("invoiced", "Марія Бондар")


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": None},
        {"name": "x" * 10_000},
        {"name": ["a", "list"]},
        {"signature": ""},
        {"signature": "no picture at all!"},
        {"signature": "A" * 5_000_000},
        {"signature": {"a": "dictionary"}},
    ],
    ids=str,
)
def test_bad_input_signs_nothing(office, visit, values):
    act = office.act("client1")
    assert "error" in _sign(visit("client1"), act, **values)
    assert office.read(act, "state")["state"] == "sent"


def test_names_are_text(office, visit):
    act = office.act("client1")
    name = "<b onmouseover=alert(1)>Марія</b>"
    _sign(visit("client1"), act, name=name)
    assert name not in visit("client1").get(act.page).text
    assert "&lt;b onmouseover" in visit("client1").get(act.page).text


def test_rejecting_returns_the_act_with_the_reason(office, visit):
    act = office.act("client1")
    visit(None).post(f"{act.page}/reject", reason="Кнопка не працює", access_token=act.token)
    assert office.read(act, "state")["state"] == "draft"
    domain = [("model", "=", act.model), ("res_id", "=", act.id), ("body", "ilike", "Кнопка не працює")]
    assert office.call("mail.message", "search_count", domain)


@pytest.mark.parametrize(("login", "token"), [(None, None), (None, "wrong"), ("client2", None)])
def test_strangers_do_not_reject(office, visit, login, token):
    act = office.act("client1")
    form = {"reason": "No"} | ({"access_token": token} if token else {})
    assert visit(login).post(f"{act.page}/reject", **form).status in (301, 302, 303)
    assert office.read(act, "state")["state"] == "sent"


def test_two_sign_at_once(office, visit, site):
    act = office.act("client1")
    people = {name: Visitor(site) for name in ("Перший", "Друга", "Третя")}
    answers, barrier = {}, threading.Barrier(len(people))

    def sign(name):
        barrier.wait()
        answers[name] = _sign(people[name], act, act.token, name=name)

    threads = [threading.Thread(target=sign, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [name for name, answer in answers.items() if "error" not in answer]
    values = office.read(act, "signed_by", "invoice_ids")
    assert winners == [values["signed_by"]]
    assert len(values["invoice_ids"]) == 1


def test_quotation_is_signed_once_and_not_when_cancelled(office, visit):
    order = office.order("client1")
    params = {"access_token": order.token, "name": "Марія Бондар", "signature": PNG}
    assert "error" in visit(None).call(f"{order.page}/accept", params | {"access_token": "wrong"})
    assert "error" in visit("client2").call(f"{order.page}/accept", params | {"access_token": None})
    assert "redirect_url" in visit(None).call(f"{order.page}/accept", params)
    assert "error" in visit(None).call(f"{order.page}/accept", params)
    gone = office.order("client1")
    office.call("sale.order", "action_cancel", [gone.id])
    assert "error" in visit(None).call(f"{gone.page}/accept", params | {"access_token": gone.token})
