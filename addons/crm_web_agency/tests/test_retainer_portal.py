from odoo.tests import HttpCase, new_test_user, tagged

from .retainer_common import RetainerCommon


@tagged("post_install", "-at_install")
class TestRetainerPortal(RetainerCommon, HttpCase):
    """The client sees the balance of own retainers; others see nothing."""

    def setUp(self):
        super().setUp()
        self.retainer = self._start()
        self._work(self.retainer, 4)
        self._close(self.retainer)
        self._work(self.retainer, 3.5, months=1)
        self.page = f"/my/retainers/{self.retainer.id}"

    def test_client_sees_the_balance(self):
        self.authenticate("test_client", "test_client")
        listed = self.url_open("/my/retainers").text
        self.assertIn("Care plan", listed)
        self.assertIn("12.50", listed)
        page = self.url_open(self.page).text
        for figure in ("16.00", "3.50", "12.50", "6.00"):
            self.assertIn(figure, page)
        self.assertIn("/my/retainers", self.url_open("/my/home").text)

    def test_draft_is_not_shown(self):
        draft = self._sell()
        self.authenticate("test_client", "test_client")
        self.assertNotIn(f"/my/retainers/{draft.id}?", self.url_open("/my/retainers").text)
        self.assertTrue(self.url_open(f"/my/retainers/{draft.id}").url.endswith("/my"))

    def test_another_client_is_turned_away(self):
        partner = self.env["res.partner"].create({"name": "Stranger"})
        new_test_user(self.env, "stranger", "base.group_portal", partner_id=partner.id)
        self.authenticate("stranger", "stranger")
        self.assertTrue(self.url_open(self.page).url.endswith("/my"))
        self.assertNotIn("Care plan", self.url_open("/my/retainers").text)

    def test_link_with_the_token_opens_without_login(self):
        token = self.retainer._portal_ensure_token()
        self.assertIn("12.50", self.url_open(f"{self.page}?access_token={token}").text)
        self.assertNotIn("12.50", self.url_open(f"{self.page}?access_token={token[:-1]}x").text)
