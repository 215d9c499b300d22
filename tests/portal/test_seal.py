"""Signing an offer in the portal: one signature, one sealed version, whoever comes at the same moment."""

import threading

import pytest
from portal.test_signing import PNG
from portal.visitor import Visitor


def _sign(visitor: Visitor, order, token=None, name="Марія Бондар"):
    return visitor.call(f"{order.page}/accept", {"access_token": token, "name": name, "signature": PNG})


def _versions(office, order):
    domain = [("order_id", "=", order.id)]
    return office.call("agency.order.version", "search_read", domain, ["number", "state", "sha256", "signed_by", "ip"])


def test_two_sign_at_once_and_one_version_is_sealed(office, visit):
    order = office.order("client1")
    visitors = [visit("client1"), visit(None)]
    answers = []
    threads = [
        threading.Thread(target=lambda one=one: answers.append(_sign(one, order, order.token))) for one in visitors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("error" in answer for answer in answers) == [False, True]
    [version] = _versions(office, order)
    assert (version["state"], version["signed_by"]) == ("sealed", "Марія Бондар")


def test_client_gets_the_sealed_file(office, visit):
    order = office.order("client1")
    _sign(visit("client1"), order)
    [version] = _versions(office, order)
    answer = visit("client1").get(f"/my/order-versions/{version['id']}", download="1")
    assert (answer.status, answer.text[:5]) == (200, "%PDF-")
    assert version["sha256"] in visit("client1").get(f"/my/order-versions/{version['id']}").text


@pytest.mark.parametrize("login", [None, "client2"])
def test_versions_are_for_the_client_of_the_order(office, visit, login):
    order = office.order("client1")
    [version] = _versions(office, order)
    answer = visit(login).get(f"/my/order-versions/{version['id']}")
    assert order.text not in answer.text


def test_anybody_opens_the_check(visit):
    assert visit(None).get("/agency/check").status == 200
