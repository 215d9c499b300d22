"""Every route of the portal: without a token, with a wrong, an expired, the right one, and as another client."""

import ast

import pytest

from agencyenv import paths

# Route → the test that tries it; a new route without a line here fails the suite.
ROUTES = {
    "/my/acts": "list",
    "/my/acts/page/<int:page>": "list",
    "/my/acts/<int:act_id>": "page",
    "/my/acts/<int:act_id>/accept": "test_signing.py",
    "/my/acts/<int:act_id>/reject": "test_signing.py",
    "/my/needs": "list",
    "/my/needs/page/<int:page>": "list",
    "/my/needs/<int:need_id>": "page",
    "/my/needs/new": "test_needs.py",
    "/my/briefs": "list",
    "/my/briefs/page/<int:page>": "list",
    "/my/briefs/<int:brief_id>": "page",
    "/my/briefs/<int:brief_id>/answer": "test_briefs.py",
    "/my/websites": "list",
    "/my/websites/page/<int:page>": "list",
    "/my/websites/<int:website_id>": "website",
    "/my/retainers": "list",
    "/my/retainers/page/<int:page>": "list",
    "/my/retainers/<int:retainer_id>": "test_retainer_portal.py",
    "/my/events": "list",
    "/my/events/page/<int:page>": "list",
    "/my/order-versions/<int:version_id>": "test_seal.py",
    "/agency/check": "test_seal.py",
}
LISTS = ["/my/acts", "/my/needs", "/my/briefs", "/my/websites", "/my/retainers", "/my/events"]
ABSURD = ["0", "-1", "999999999999", "none", "1%27"]
AWAY = (301, 302, 303)


def _declared():
    """Addresses in the decorators of both add-ons' controllers."""
    for file in sorted(paths.ADDONS.glob("*/controllers/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "route":
                yield from (leaf.value for arg in node.args for leaf in ast.walk(arg) if isinstance(leaf, ast.Constant))


def test_every_route_is_tried():
    assert set(_declared()) == set(ROUTES)


@pytest.mark.parametrize("page", [*LISTS, *(f"{page}/page/2" for page in LISTS), "/my/needs/new", "/my"])
def test_lists_are_for_those_who_are_logged_in(visit, page):
    answer = visit(None).get(page)
    assert answer.status in AWAY
    assert "/web/login" in answer.location
    assert visit("client1").get(page).status == 200


@pytest.mark.parametrize("kind", ["act", "need", "brief"])
def test_lists_show_own_documents_only(office, visit, kind):
    document = getattr(office, kind)("client2")
    page = document.page.rsplit("/", 1)[0]
    assert document.text in visit("client2").get(page).text
    assert document.text not in visit("client1").get(page, search="Потреба").text


@pytest.mark.parametrize("kind", ["act", "need", "brief", "order"])
class TestPage:
    """The page of one document."""

    def _refused(self, answer, document):
        assert answer.status in (*AWAY, 403, 404)
        assert document.text not in answer.text

    def test_token_opens_it(self, office, visit, kind):
        document = getattr(office, kind)("client1")
        answer = visit(None).get(document.page, access_token=document.token)
        assert (answer.status, document.text in answer.text) == (200, True)

    @pytest.mark.parametrize("token", [None, "", "wrong", "../../etc/passwd", "' OR 1=1 --"])
    def test_without_the_right_token(self, office, visit, kind, token):
        document = getattr(office, kind)("client1")
        self._refused(visit(None).get(document.page, access_token=token), document)

    def test_token_of_another_document(self, office, visit, kind):
        document, other = getattr(office, kind)("client1"), getattr(office, kind)("client2")
        self._refused(visit(None).get(document.page, access_token=other.token), document)

    def test_expired_token(self, office, visit, kind):
        document = getattr(office, kind)("client1")
        office.expire(document)
        self._refused(visit(None).get(document.page, access_token=document.token), document)
        # The client needs no link.
        assert visit("client1").get(document.page).status == 200

    def test_another_client(self, office, visit, kind):
        document = getattr(office, kind)("client1")
        assert document.text in visit("client1").get(document.page).text
        self._refused(visit("client2").get(document.page), document)

    @pytest.mark.parametrize("number", ABSURD)
    def test_absurd_numbers(self, office, visit, kind, number):
        document = getattr(office, kind)("client1")
        page = f"{document.page.rsplit('/', 1)[0]}/{number}"
        for who in (None, "client1"):
            assert visit(who).get(page, access_token=document.token).status in (*AWAY, 404)


def test_websites_of_another_client(office, visit):
    [partner] = office.call("res.partner", "read", [office.partner("client1")], ["commercial_partner_id"])
    [website] = office.call(
        "agency.website", "search_read", [("partner_id", "=", partner["commercial_partner_id"][0])], ["name"], limit=1
    )
    page = f"/my/websites/{website['id']}"
    assert visit("client1").get(page).status == 200
    assert visit("client2").get(page).status in AWAY
    assert visit(None).get(page).status in AWAY
    for number in ABSURD:
        assert visit("client1").get(f"/my/websites/{number}").status in (*AWAY, 404)
