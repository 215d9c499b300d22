from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from .order_common import OrderCommon

# A drawn line: the smallest PNG that decodes.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestActPortal(OrderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.password = "test_client"
        stranger = cls.env["res.partner"].create({"name": "Stranger"})
        cls.stranger = new_test_user(
            cls.env, "test_stranger", "base.group_portal", partner_id=stranger.id, password="test_stranger"
        )

    def setUp(self):
        super().setUp()
        self.act = self._get_sent_act()
        self.token = self.act._portal_ensure_token()
        self.page = f"/my/acts/{self.act.id}"

    def _call_accept(self, token=None, **params):
        url = f"{self.page}/accept" + (f"?access_token={token}" if token else "")
        params = {"name": "Марія Бондар", "signature": SIGNATURE, **params}
        return self.make_jsonrpc_request(url, params)

    def _reject(self, token, reason):
        return self.url_open(
            f"{self.page}/reject?access_token={token}", {"reason": reason, "csrf_token": http.Request.csrf_token(self)}
        )

    # Reading ------------------------------------------------------------------------------------

    def test_no_token_or_wrong_token_leads_away(self):
        for query in ("", "?access_token=wrong"):
            with self.subTest(query=query):
                response = self.url_open(self.page + query)
                self.assertIn("/web/login", response.url)
                self.assertNotIn(self.act.name, response.text)

    def test_token_opens_the_page_without_login(self):
        response = self.url_open(f"{self.page}?access_token={self.token}")
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.act.name, response.text)
        self.assertIn("Online shop: Design", response.text)
        self.assertIn("modal_act_accept", response.text)

    def test_logged_in_client_lists_and_opens_own_acts(self):
        self.authenticate("test_client", "test_client")
        self.assertIn(self.act.name, self.url_open("/my/acts").text)
        self.assertIn("Online shop: Design", self.url_open(self.page).text)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["act_count", "act_to_sign_count"]})
        self.assertEqual((counters["act_count"], counters["act_to_sign_count"]), (1, 1))

    def test_other_client_sees_nothing(self):
        self.authenticate("test_stranger", "test_stranger")
        self.assertNotIn(self.act.name, self.url_open("/my/acts").text)
        self.assertNotIn(self.act.name, self.url_open(self.page).text)
        self.assertIn("error", self._call_accept())
        self.assertEqual(self.act.state, "sent")

    def test_draft_is_hidden_from_the_client(self):
        self.act.action_draft()
        self.authenticate("test_client", "test_client")
        self.assertNotIn(self.act.name, self.url_open("/my/acts").text)
        text = self.url_open(f"{self.page}?access_token={self.token}").text
        self.assertIn("being corrected", text)
        self.assertNotIn("Online shop: Design", text)

    # Signing ------------------------------------------------------------------------------------

    def test_client_signs_with_the_token(self):
        result = self._call_accept(self.token)
        self.assertTrue(result["force_refresh"])
        self.assertEqual(self.act.state, "invoiced")
        self.assertEqual(self.act.signed_by, "Марія Бондар")
        self.assertTrue(self.act.signature and self.act.signed_on)
        message = self.act.message_ids.filtered("attachment_ids")[:1]
        self.assertEqual(message.author_id, self.client)
        self.assertIn("thank you", self.url_open(result["redirect_url"]).text.lower())

    def test_logged_in_client_signs_as_himself(self):
        self.authenticate("test_client", "test_client")
        self._call_accept()
        self.assertEqual(self.act.state, "invoiced")
        self.assertEqual(self.act.message_ids.filtered("attachment_ids")[:1].author_id, self.contact)

    def test_wrong_token_does_not_sign(self):
        for token in (None, "wrong"):
            with self.subTest(token=token):
                self.assertIn("error", self._call_accept(token))
        self.assertEqual(self.act.state, "sent")

    def test_signing_twice_is_refused(self):
        self._call_accept(self.token)
        self.assertIn("error", self._call_accept(self.token, name="Somebody else"))
        self.assertEqual(self.act.signed_by, "Марія Бондар")
        self.assertEqual(len(self.act.invoice_ids), 1)

    def test_cancelled_act_is_not_signed_with_an_old_link(self):
        self.act.action_cancel()
        self.assertIn("error", self._call_accept(self.token))
        self.assertNotIn(self.act.name, self.url_open(f"{self.page}?access_token={self.token}").text)
        self.authenticate(self.portal_user.login, self.portal_user.login)
        self.assertIn("cancelled", self.url_open(self.page).text)

    def test_bad_signature_is_refused(self):
        for signature in ("", "not base64 at all!", "aGVsbG8="):
            with self.subTest(signature=signature):
                self.assertIn("error", self._call_accept(self.token, signature=signature))
        self.assertIn("error", self._call_accept(self.token, name=" "))
        self.assertEqual(self.act.state, "sent")

    # Rejecting ----------------------------------------------------------------------------------

    def test_client_sends_the_act_back(self):
        self.authenticate("test_client", "test_client")
        text = self._reject(self.token, "The form does not work").text
        self.assertIn("Your remarks are sent", text)
        self.assertEqual(self.act.state, "draft")
        self.assertEqual(self.act.activity_ids.user_id, self.account_manager)
        message = self.act.message_ids.filtered(lambda one: "The form does not work" in one.body)
        self.assertEqual(message.author_id, self.contact)

    def test_rejecting_without_reason_or_twice_is_refused(self):
        self.authenticate("test_client", "test_client")
        self.assertIn("cannot be sent back", self._reject(self.token, " ").text)
        self.assertEqual(self.act.state, "sent")
        self._reject(self.token, "No")
        self.assertIn("cannot be sent back", self._reject(self.token, "No again").text)

    # Quotation ----------------------------------------------------------------------------------

    def test_client_signs_the_quotation(self):
        order = self._create_order([self.service_fixed])
        self.assertTrue(order.require_signature)
        order.action_quotation_sent()
        self.authenticate("test_client", "test_client")
        self.assertIn(order.name, self.url_open("/my/quotes").text)
        self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", {"name": "Марія Бондар", "signature": SIGNATURE})
        self.assertEqual((order.state, order.delivery_stage), ("sale", "approved"))
        self.assertEqual(len(self._get_milestones(order)), 2)
