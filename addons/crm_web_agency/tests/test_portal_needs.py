from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestPortalNeeds(OrderCommon, HttpCase):
    """The client's pages: needs, websites, dates, and how long a link works."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.password = "test_client"
        stranger = cls.env["res.partner"].create({"name": "Stranger"})
        cls.stranger = new_test_user(
            cls.env, "test_stranger", "base.group_portal", partner_id=stranger.id, password="test_stranger"
        )
        cls.website = cls.env["agency.website"].create(
            {
                "name": "Shop of Svitanok",
                "domain": "svitanok.example",
                "partner_id": cls.client.id,
                "domain_expiry": fields.Date.add(fields.Date.today(), days=40),
                "note": "Pays late",
            }
        )
        cls.need = cls._create_requirement("Sell on Sundays", website_id=cls.website.id)

    def _log_in(self, login="test_client"):
        self.authenticate(login, login)

    def _send(self, files=(), **form):
        form.setdefault("csrf_token", http.Request.csrf_token(self))
        return self.url_open("/my/needs/new", form, files=[("attachments", file) for file in files] or None)

    def _find(self, name):
        return self.env["agency.requirement"].search([("name", "=", name)])

    # A new need ---------------------------------------------------------------------------------

    def test_new_need_comes_to_the_account_manager(self):
        self._log_in()
        text = self._send(
            name="Book a table", description="On the <b>site</b>", budget="1 500,50", website_id=str(self.website.id)
        ).text
        self.assertIn("Book a table", text)
        need = self._find("Book a table")
        self.assertRecordValues(
            need,
            [
                {
                    "partner_id": self.client.id,
                    "contact_id": self.contact.id,
                    "user_id": self.account_manager.id,
                    "website_id": self.website.id,
                    "budget": 1500.5,
                    "source": "portal",
                    "state": "captured",
                }
            ],
        )
        self.assertIn("&lt;b&gt;", need.description)
        self.assertEqual(need.activity_ids.user_id, self.account_manager)

    def test_files_of_a_faulty_form_are_kept(self):
        self._log_in()
        text = self._send([("plan.txt", b"our plan")], description="Long text").text
        self.assertIn("plan.txt", text)
        self.assertIn("Long text", text)
        kept = self.env["ir.attachment"].search([("name", "=", "plan.txt")])
        self._send(name="With a plan", kept_ids=str(kept.id))
        self.assertEqual(self._find("With a plan").message_ids.attachment_ids, kept)

    def test_files_of_others_cannot_be_taken(self):
        self._log_in()
        self._send([("plan.txt", b"our plan")], description="Long text")
        kept = self.env["ir.attachment"].search([("name", "=", "plan.txt")])
        self._log_in("test_stranger")
        self._send(name="Stolen plan", kept_ids=str(kept.id))
        self.assertFalse(self._find("Stolen plan").message_ids.attachment_ids)

    def test_too_many_and_empty_files_are_refused(self):
        self._log_in()
        for files in ([(f"{number}.txt", b"x") for number in range(11)], [("empty.txt", b"")]):
            with self.subTest(files=len(files)):
                self.assertIn("alert-danger", self._send(files, name="Too much").text)
        self.assertFalse(self._find("Too much"))

    @mute_logger("odoo.http")
    def test_form_of_another_site_is_refused(self):
        self._log_in()
        self.assertEqual(self._send(name="Forged", csrf_token="").status_code, 400)
        self.assertFalse(self._find("Forged"))

    def test_characters_that_no_person_types_do_no_harm(self):
        self._log_in()
        self._send(name="Zero\0character", description="a\0b")
        self.assertTrue(self._find("Zerocharacter"))
        self.assertEqual(self.url_open("/my/needs?search=a%00b").status_code, 200)

    # Reading ------------------------------------------------------------------------------------

    def test_lists_are_searched_and_filtered(self):
        self._log_in()
        for query, found in (("", True), ("?search=sundays", True), ("?search=nothing", False)):
            with self.subTest(query=query):
                self.assertEqual("Sell on Sundays" in self.url_open(f"/my/needs{query}").text, found)
        self.assertIn("Nothing is found", self.url_open("/my/needs?filterby=delivered").text)

    def test_website_page_shows_no_internal_notes(self):
        self._log_in()
        text = self.url_open(f"/my/websites/{self.website.id}").text
        self.assertIn("svitanok.example", text)
        self.assertIn("Sell on Sundays", text)
        self.assertNotIn("Pays late", text)

    def test_internal_fields_are_not_read_by_clients(self):
        for record, name in (
            (self.website, "note"),
            (self.need, "lead_id"),
            (self.need, "service_id"),
            (self.need, "decline_reason_id"),
            (self.need, "access_token_date"),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                record.with_user(self.portal_user).read([name])

    def test_dates_are_the_clients_own(self):
        """Sent acts and expiries, not drafts and nothing of the agency's own work."""
        self.need.activity_schedule("mail.mail_activity_data_todo", summary="Ask whether they pay")
        act = self._get_sent_act()
        self._log_in()
        text = self.url_open("/my/events?filterby=all").text
        self.assertIn(act.name, text)
        self.assertIn("Shop of Svitanok", text)
        self.assertNotIn("Ask whether they pay", text)
        act.action_draft()
        self.assertNotIn(f"/my/acts/{act.id}", self.url_open("/my/events?filterby=all").text)
        self._log_in("test_stranger")
        self.assertNotIn("Shop of Svitanok", self.url_open("/my/events?filterby=all").text)

    # Links --------------------------------------------------------------------------------------

    def _opens(self, document, token):
        text = self.url_open(f"{document.access_url}?access_token={token}").text
        return document.name in text

    def test_link_works_for_the_days_of_the_settings(self):
        act = self._get_sent_act()
        token = act._portal_ensure_token()
        self.assertTrue(self._opens(act, token))
        act.access_token_date = fields.Datetime.subtract(fields.Datetime.now(), days=181)
        self.assertFalse(self._opens(act, token))
        self.company.agency_portal_link_days = 0
        self.assertTrue(self._opens(act, token))

    def test_expired_link_is_not_exchanged_for_a_fresh_one(self):
        act = self._get_sent_act()
        token = act._portal_ensure_token()
        act.access_token_date = "2020-01-01"
        answer = self.url_open(f"/mail/view?model={act._name}&res_id={act.id}&access_token={token}")
        self.assertIn("/web/login", answer.url)
        self.assertNotIn(act._portal_ensure_token(), answer.url + answer.text)

    def test_new_link_replaces_an_expired_one(self):
        act = self._get_sent_act()
        token = act._portal_ensure_token()
        act.access_token_date = "2020-01-01"
        fresh = act._portal_ensure_token()
        self.assertNotEqual(fresh, token)
        self.assertTrue(self._opens(act, fresh))
        self.assertFalse(self._opens(act, token))

    def test_links_die_with_a_cancelled_act(self):
        act = self._get_sent_act()
        token = act._portal_ensure_token()
        act.action_cancel()
        self.assertFalse(self._opens(act, token))

    def test_client_may_comment_on_an_act_without_a_link(self):
        """A client who comes from the list of dates has no token in the address, but may write all the same."""
        act = self._get_sent_act()
        self._log_in()
        page = self.url_open(f"/my/acts/{act.id}").text
        self.assertIn(f'data-token="{act.access_token}"', page)
