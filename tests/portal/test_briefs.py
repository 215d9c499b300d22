"""Answers to a brief: by the client, by the link, by nobody else; half an answer; twice."""

import re

import pytest

AWAY = (301, 302, 303)


def _keys(office, brief):
    """Return {name of the input: kind} of the questions; required ones first."""
    rows = office.call("agency.brief.answer", "search_read", [("brief_id", "=", brief.id)], ["kind", "is_required"])
    return {f"q_{row['id']}": row for row in sorted(rows, key=lambda row: not row["is_required"])}


def _filled(office, visitor, brief, token=None):
    """A form with an answer to each required question: the first choice of a list, some text else."""
    page = visitor.get(brief.page, access_token=token).text
    form = {}
    for key, row in _keys(office, brief).items():
        if row["is_required"] and row["kind"] in ("choice", "choices"):
            form[key] = re.search(rf'name="{key}"[^>]*value="([^"]+)"', page)[1]
        elif row["is_required"]:
            form[key] = {"number": "7", "date": "2099-01-01", "yes_no": "yes"}.get(row["kind"], "Відповідь клієнта")
    return form


def _state(office, brief):
    return office.read(brief, "state")["state"]


def test_client_answers(office, visit):
    brief = office.brief("client1")
    answer = visit("client1").post(f"{brief.page}/answer", action="send", **_filled(office, visit("client1"), brief))
    assert answer.status in AWAY
    assert _state(office, brief) == "answered"
    needs = office.call("agency.requirement", "search_read", [("brief_id", "=", brief.id)], ["state", "source"])
    assert {(need["state"], need["source"]) for need in needs} == {("captured", "brief")}
    assert "brief_form" not in visit("client1").get(brief.page).text
    again = visit("client1").post(f"{brief.page}/answer", action="send")
    assert "message=closed" in again.location
    assert office.call("agency.requirement", "search_count", [("brief_id", "=", brief.id)]) == len(needs)


def test_link_is_enough(office, visit):
    brief = office.brief("client1")
    form = _filled(office, visit(None), brief, brief.token)
    visit(None).post(f"{brief.page}/answer", action="send", access_token=brief.token, **form)
    assert _state(office, brief) == "answered"


@pytest.mark.parametrize("who", [None, "client2", "performer", "accountant"])
@pytest.mark.parametrize("token", [None, "wrong", "' OR 1=1 --"])
def test_nobody_else_answers(office, visit, who, token):
    brief = office.brief("client1")
    key = next(iter(_keys(office, brief)))
    extra = {"access_token": token} if token else {}
    answer = visit(who).post(f"{brief.page}/answer", action="send", **{key: "Чуже"}, **extra)
    assert answer.status in AWAY
    assert _state(office, brief) == "sent"
    assert not office.call(
        "agency.brief.answer", "search_count", [("brief_id", "=", brief.id), ("is_answered", "=", True)]
    )


def test_expired_link_answers_nothing(office, visit):
    brief = office.brief("client1")
    form = _filled(office, visit(None), brief, brief.token)
    office.expire(brief)
    visit(None).post(f"{brief.page}/answer", action="send", access_token=brief.token, **form)
    assert _state(office, brief) == "sent"


def test_half_an_answer_is_kept(office, visit):
    brief = office.brief("client1")
    key = next(key for key, row in _keys(office, brief).items() if row["kind"] == "long_text")
    visit("client1").post(f"{brief.page}/answer", action="keep", **{key: "Половина <b>думки</b>"})
    page = visit("client1").get(brief.page).text
    assert "Половина &lt;b&gt;думки&lt;/b&gt;" in page
    refused = visit("client1").post(f"{brief.page}/answer", action="send", **{key: "Половина думки"})
    assert (refused.status, "is-invalid" in refused.text) == (200, True)
    assert _state(office, brief) == "sent"
