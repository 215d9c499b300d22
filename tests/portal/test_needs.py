"""A client tells a need in the portal."""

import pytest


def _find(office, name):
    names = ["state", "partner_id", "source", "user_id"]
    return office.call("agency.requirement", "search_read", [("name", "=", name)], names)


def test_client_tells_a_need(office, visit):
    answer = visit("client1").post(
        "/my/needs/new", name="Онлайн-запис на консультацію", description="Календар на сайті"
    )
    assert answer.status in (301, 302, 303)
    [need] = _find(office, "Онлайн-запис на консультацію")
    assert (need["state"], need["source"]) == ("captured", "portal")
    assert need["user_id"], "nobody at the agency would see it"
    assert "Онлайн-запис на консультацію" in visit("client1").get(answer.location).text
    assert visit("client2").get(answer.location.split("?")[0]).status in (301, 302, 303)


def test_empty_form_has_every_field(visit):
    page = visit("client1").get("/my/needs/new").text
    for name in ("name", "description", "wanted_date", "budget", "website_id", "attachments"):
        assert f'name="{name}"' in page, name


@pytest.mark.parametrize(
    "form",
    [
        {"name": ""},
        {"name": "x" * 5000},
        {"name": "Бюджет", "budget": "багато"},
        {"name": "Бюджет", "budget": "-5"},
        {"name": "День", "wanted_date": "2020-01-01"},
        {"name": "День", "wanted_date": "завтра"},
        {"name": "Чужий сайт", "website_id": "999999"},
    ],
    ids=str,
)
def test_faulty_form_comes_back_as_it_was(office, visit, form):
    before = office.call("agency.requirement", "search_count", [])
    answer = visit("client1").post("/my/needs/new", description="Довгий опис, який шкода писати вдруге", **form)
    assert answer.status == 200
    assert "Довгий опис, який шкода писати вдруге" in answer.text
    assert "alert" in answer.text
    assert office.call("agency.requirement", "search_count", []) == before


def test_text_is_no_markup(office, visit):
    name = "<script>alert(1)</script>"
    answer = visit("client1").post("/my/needs/new", name=name, description="<img src=x onerror=alert(1)>")
    page = visit("client1").get(answer.location).text
    assert name not in page
    assert "<img src=x" not in page


def test_visitors_and_staff_tell_no_needs_here(visit):
    assert "/web/login" in visit(None).get("/my/needs/new").location
    assert "/odoo/" in visit("account_manager").get("/my/needs/new").location


def _comment(visitor, need, token=None):
    """Write into the conversation under a need; return what the server answers, None if it refuses."""
    message = {"body": "Коли буде готово?", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
    params = {"thread_model": need.model, "thread_id": need.id, "post_data": message}
    return visitor.call("/mail/message/post", params | ({"token": token} if token else {}))


def test_comments_of_the_client_and_of_nobody_else(office, visit):
    need = office.need("client1")
    assert _comment(visit("client1"), need)
    assert _comment(visit(None), need, need.token)
    for visitor, token in ((visit("client2"), None), (visit(None), None), (visit(None), "wrong")):
        assert not _comment(visitor, need, token)
    office.expire(need)
    assert not _comment(visit(None), need, need.token)
    domain = [("model", "=", need.model), ("res_id", "=", need.id), ("message_type", "=", "comment")]
    assert office.call("mail.message", "search_count", domain) == 2
