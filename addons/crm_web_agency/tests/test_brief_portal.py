from datetime import timedelta

from odoo import fields, http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .test_brief import BriefCommon


@tagged("post_install", "-at_install")
class TestBriefPortal(BriefCommon, HttpCase):
    """The client answers in the portal or by the link of the e-mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.password = "test_client"
        stranger = cls.env["res.partner"].create({"name": "Stranger"})
        new_test_user(cls.env, "test_stranger", "base.group_portal", partner_id=stranger.id, password="test_stranger")
        cls.brief._open()
        cls.token = cls.brief._portal_ensure_token()
        cls.page = f"/my/briefs/{cls.brief.id}"

    def _good(self):
        """The answer without which nothing can be sent."""
        return {self._key("What do you sell?"): "Bread"}

    def _post(self, extra=None, action="send", token=None, files=None):
        form = {**self._good(), **(extra or {}), "action": action, "csrf_token": http.Request.csrf_token(self)}
        return self.url_open(f"{self.page}/answer", {**form, **({"access_token": token} if token else {})}, files=files)

    def _key(self, name):
        return f"q_{self._answer(name).id}"

    def test_client_answers_when_logged_in(self):
        self.authenticate("test_client", "test_client")
        for query in ("", "?search=online", "?groupby=state&filterby=sent&sortby=deadline"):
            self.assertIn("Brief: Online shop", self.url_open(f"/my/briefs{query}").text)
        self.assertIn("How many goods?", self.url_open(self.page).text)
        text = self._post({self._key("Payments"): ["Card", "Invoice"], self._key("Budget"): "90 000"}).text
        self.assertIn("alert-success", text)
        self.assertEqual(self.brief.state, "answered")
        self.assertEqual(self._answer("Payments").text, "Card\nInvoice")
        self.assertEqual(self.brief.requirement_ids.budget, 90000)
        self.assertEqual(self.brief.activity_ids.user_id, self.account_manager)

    def test_the_link_is_enough(self):
        self.authenticate(None, None)
        self.assertIn("How many goods?", self.url_open(f"{self.page}?access_token={self.token}").text)
        self.assertIn("alert-success", self._post(token=self.token).text)
        self.assertEqual(self.brief.state, "answered")
        note = self.brief.message_ids.filtered(lambda one: "answered" in (one.body or ""))
        self.assertEqual(note.author_id, self.contact)

    def test_without_the_right_neither_page_nor_answer(self):
        for login, token in ((None, None), (None, "wrong"), ("test_stranger", None), ("test_stranger", "wrong")):
            with self.subTest(login=login, token=token):
                self.authenticate(login, login)
                suffix = f"?access_token={token}" if token else ""
                self.assertNotIn("How many goods?", self.url_open(self.page + suffix).text)
                self.assertNotIn("How many goods?", self._post(token=token).text)
                self.assertEqual(self.brief.state, "sent")
        self.brief.access_token_date = "2020-01-01"
        self.assertNotIn("How many goods?", self.url_open(f"{self.page}?access_token={self.token}").text)

    def test_a_draft_is_not_shown_even_by_the_link(self):
        self.brief.state = "draft"
        self.authenticate(None, None)
        self.assertNotIn("How many goods?", self.url_open(f"{self.page}?access_token={self.token}").text)
        self.authenticate("test_client", "test_client")
        self.assertNotIn("Online shop", self.url_open("/my/briefs").text)

    @mute_logger("odoo.http")
    def test_without_the_token_of_the_form_nothing_is_kept(self):
        self.authenticate("test_client", "test_client")
        answer = self.url_open(f"{self.page}/answer", {"action": "send", **self._good()})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.brief.state, "sent")

    def test_half_an_answer_is_kept(self):
        self.authenticate("test_client", "test_client")
        text = self._post({self._key("What do you sell?"): "", self._key("How many goods?"): "12"}, "keep").text
        self.assertIn("alert-info", text)
        self.assertEqual((self.brief.state, self._answer("How many goods?").text), ("sent", "12"))

    def test_faults_are_shown_at_their_questions(self):
        self.authenticate("test_client", "test_client")
        yesterday = str(fields.Date.today() - timedelta(days=2))
        text = self._post(
            {
                self._key("What do you sell?"): " ",
                self._key("Budget"): "<b>much</b>",
                self._key("Ready by"): yesterday,
                self._key("Success is"): "Many orders",
            }
        ).text
        self.assertIn("&lt;b&gt;much&lt;/b&gt;", text)
        self.assertEqual(text.count("is-invalid"), 3, "no answer, no number, a day in the past")
        self.assertEqual(self.brief.state, "sent")
        self.assertEqual(self._answer("Success is").text, "Many orders", "a good answer is lost")
        self.assertFalse(self.brief.requirement_ids)

    def test_choices_that_are_not_offered_count_as_nothing(self):
        self.authenticate("test_client", "test_client")
        self._post({self._key("Payments"): ["Gold", "Cash"], self._key("Write texts?"): "perhaps"}, "keep")
        self.assertEqual(self._answer("Payments").text, "Cash")
        self.assertFalse(self._answer("Write texts?").yes_no)
        self.assertIn("is-invalid", self._post({self._key("Design"): "Odd"}, "keep").text)

    def test_files_are_kept_and_taken_back(self):
        self.authenticate("test_client", "test_client")
        logo = self._answer("Logo")
        self._post(
            action="keep", files=[(self._key("Logo"), ("logo.txt", b"logo")), (self._key("Logo"), ("a.txt", b"a"))]
        )
        self.assertEqual(set(logo.attachment_ids.mapped("name")), {"logo.txt", "a.txt"})
        keep = logo.attachment_ids.filtered(lambda file: file.name == "a.txt")
        gone = logo.attachment_ids - keep
        self._post({f"keep_{logo.id}": str(keep.id)}, "keep")
        self.assertEqual(logo.attachment_ids, keep)
        self.assertFalse(gone.exists())
        text = self._post(action="keep", files=[(self._key("Logo"), ("no.txt", b""))]).text
        self.assertIn("is-invalid", text)

    def test_closed_after_the_answer_until_it_is_reopened(self):
        self.authenticate("test_client", "test_client")
        self._post()
        self.assertIn("alert-warning", self._post({self._key("Budget"): "5"}).text)
        self.assertFalse(self._answer("Budget").text)
        self.assertNotIn('id="brief_form"', self.url_open(self.page).text)
        self.brief.action_reopen()
        self.assertIn("alert-success", self._post({self._key("Budget"): "5"}).text)
        self.assertEqual(len(self.brief.requirement_ids), 1)

    def test_staff_answer_only_if_they_may_change_the_brief(self):
        for user, is_open in ((self.account_manager, True), (self.accountant, False)):
            user.password = user.login
            self.authenticate(user.login, user.login)
            self.assertEqual('id="brief_form"' in self.url_open(self.page).text, is_open)
        self._post()
        self.assertEqual(self.brief.state, "sent")
