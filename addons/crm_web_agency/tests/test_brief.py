from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyCommon


class BriefCommon(AgencyCommon):
    """A service with a question of each kind, and a draft brief about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env.ref("crm_web_agency.category_integration")
        rows = [
            {"name": "What do you sell?", "kind": "long_text", "is_required": True},
            {"name": "How many goods?", "kind": "number"},
            {"name": "Budget", "kind": "number", "fills": "budget"},
            {"name": "Ready by", "kind": "date", "fills": "wanted_date"},
            {"name": "Design", "kind": "choice", "choices": "Own\nReady-made\n\nOwn"},
            {"name": "Payments", "kind": "choices", "choices": "Card\nCash\nInvoice"},
            {"name": "Write texts?", "kind": "yes_no", "makes_need": True, "priority": "could"},
            {
                "name": "Which system?",
                "kind": "text",
                "makes_need": True,
                "category_id": category.id,
                "priority": "must",
            },
            {"name": "Success is", "kind": "text", "fills": "acceptance_criteria"},
            {"name": "Logo", "kind": "file"},
        ]
        commands = [Command.create({**row, "sequence": number}) for number, row in enumerate(rows)]
        cls.service_fixed.brief_question_ids = commands
        cls.brief = cls.env["agency.brief"].create(
            {"partner_id": cls.client.id, "contact_id": cls.contact.id, "service_ids": cls.service_fixed.ids}
        )

    @classmethod
    def _answer(cls, name, brief=None):
        return (brief or cls.brief).answer_ids.filtered(lambda answer: answer.name == name)

    @classmethod
    def _fill_in(cls, brief=None):
        cls._answer("What do you sell?", brief).text = "Bread <b>and</b> milk"
        cls._answer("Budget", brief).text = "90 000,50"
        cls._answer("Ready by", brief).date = fields.Date.today() + timedelta(days=30)
        cls._answer("Payments", brief).text = "Card\nInvoice"
        cls._answer("Write texts?", brief).yes_no = "yes"
        cls._answer("Which system?", brief).text = "BAS"
        cls._answer("Success is", brief).text = "100 orders a week"


@tagged("post_install", "-at_install")
class TestBrief(BriefCommon):
    # ------------------------------------------------------------------ questions

    def test_a_brief_takes_the_questions_of_its_services(self):
        form = Form(self.env["agency.brief"].with_user(self.account_manager))
        form.partner_id = self.client
        form.service_ids.add(self.service_fixed)
        brief = form.save()
        self.assertEqual(brief.answer_ids.mapped("name"), self.service_fixed.brief_question_ids.mapped("name"))
        self.assertRecordValues(
            brief, [{"name": "Brief: Online shop", "user_id": self.account_manager.id, "state": "draft", "progress": 0}]
        )
        self.service_hours.brief_question_ids = [Command.create({"name": "Where is the code?"})]
        self._answer("Which system?", brief).text = "BAS"
        brief.service_ids = self.service_fixed | self.service_hours
        self.assertEqual(len(brief.answer_ids), 11)
        self.assertEqual(self._answer("Which system?", brief).text, "BAS")
        brief.service_ids = self.service_hours
        self.assertEqual(brief.answer_ids.mapped("name"), ["Where is the code?"])

    def test_questions_come_in_the_client_s_language(self):
        self.env["res.lang"]._activate_lang("uk_UA")
        question = self.service_fixed.brief_question_ids[0]
        question.with_context(lang="uk_UA").name = "Що ви продаєте?"
        self.contact.lang = "uk_UA"
        brief = self.brief.copy({"service_ids": self.service_fixed.ids})
        self.assertEqual(brief.answer_ids[0].name, "Що ви продаєте?")

    def test_what_was_sent_does_not_change_with_the_service(self):
        self.brief._open()
        self.service_fixed.brief_question_ids[0].name = "Changed"
        self.service_fixed.brief_question_ids[1].unlink()
        self.assertEqual(self.brief.answer_ids[0].name, "What do you sell?")
        self.assertEqual(len(self.brief.answer_ids), 10)
        with self.assertRaisesRegex(UserError, "make a new brief"):
            self.brief.service_ids = self.service_hours

    def test_faulty_questions_are_explained(self):
        question = self.service_fixed.brief_question_ids[0]
        with self.assertRaisesRegex(ValidationError, "at least two choices"):
            question.write({"kind": "choice", "choices": "One\n \nOne"})
        with self.assertRaisesRegex(ValidationError, "takes an answer of the kind"):
            question.fills = "budget"

    def test_preview_shows_what_the_client_will_see(self):
        preview = self.service_fixed.with_user(self.director).brief_preview
        self.assertIn("What do you sell?", preview)
        self.assertIn("disabled", preview)
        self.assertEqual(preview.count('type="radio"'), 4)
        self.assertFalse(self.service_retainer.brief_preview)

    # -------------------------------------------------------------------- sending

    def test_sending_opens_the_brief_to_the_client(self):
        brief = self.brief.with_user(self.account_manager)
        with self.assertRaises(AccessError):
            self.brief.with_user(self.portal_user).check_access("read")
        action = brief.action_send()
        composer = self.env["mail.compose.message"].with_user(self.account_manager)
        Form(composer.with_context(**action["context"])).save().action_send_mail()
        self.assertRecordValues(brief, [{"state": "sent", "sent_on": fields.Date.context_today(brief)}])
        message = brief.message_ids.filtered(lambda one: one.message_type != "notification")[:1]
        self.assertEqual(message.partner_ids, self.contact)
        self.assertIn(f"/my/briefs/{brief.id}?access_token={brief.access_token}", message.body)
        self.brief.with_user(self.portal_user).check_access("read")

    def test_what_cannot_be_sent_is_explained(self):
        self.contact.email = False
        with self.assertRaisesRegex(UserError, "has no e-mail"):
            self.brief.action_send()
        empty = self.env["agency.brief"].create({"partner_id": self.client.id})
        with self.assertRaisesRegex(UserError, "no questions to send"):
            empty.action_send()

    def test_staff_fill_it_in_on_a_call(self):
        brief = self.brief.with_user(self.account_manager)
        self.assertEqual(brief.action_fill_in()["url"], f"/my/briefs/{brief.id}")
        with self.assertRaisesRegex(UserError, "What do you sell"):
            brief.action_submit()
        self._fill_in(brief)
        brief.action_submit()
        self.assertEqual(brief.state, "answered")
        self.assertFalse(brief.activity_ids, "whoever made the needs need not be told of them")

    # -------------------------------------------------------------------- answers

    def test_answers_become_needs(self):
        self.brief._open()
        self._fill_in()
        self.brief._submit(self.contact)
        main, texts, system = self.brief.requirement_ids.sorted("id")
        self.assertRecordValues(
            main,
            [
                {
                    "name": "Online shop",
                    "state": "captured",
                    "source": "brief",
                    "partner_id": self.client.id,
                    "contact_id": self.contact.id,
                    "user_id": self.account_manager.id,
                    "service_id": self.service_fixed.id,
                    "budget": 90000.5,
                    "wanted_date": fields.Date.today() + timedelta(days=30),
                }
            ],
        )
        self.assertIn("Bread &lt;b&gt;and&lt;/b&gt; milk", main.description)
        self.assertIn("Card<br>Invoice", main.description.replace("<br/>", "<br>"))
        self.assertNotIn("How many goods?", main.description, "a question without an answer")
        self.assertIn("100 orders a week", main.acceptance_criteria)
        self.assertRecordValues(
            texts | system,
            [
                {"name": "Write texts?", "priority": "could", "service_id": False},
                {"name": "Which system: BAS", "priority": "must", "service_id": False},
            ],
        )
        self.assertEqual(system.category_id, self.env.ref("crm_web_agency.category_integration"))
        self.assertRecordValues(self.brief.activity_ids, [{"user_id": self.account_manager.id}])

    def test_no_is_not_a_wish(self):
        self.brief._open()
        self._fill_in()
        self._answer("Write texts?").yes_no = "no"
        self._answer("Which system?").text = False
        self.brief._submit(self.contact)
        self.assertEqual(self.brief.requirement_ids.mapped("name"), ["Online shop"])

    def test_each_service_becomes_a_need(self):
        self.service_hours.brief_question_ids = [Command.create({"name": "Where is the code?"})]
        self.brief.service_ids = self.service_fixed | self.service_hours
        self.brief._open()
        self._answer("Where is the code?").text = "On our server"
        self.brief._submit(self.contact)
        by_service = {need.service_id: need for need in self.brief.requirement_ids}
        self.assertIn("On our server", by_service[self.service_hours].description)
        self.assertNotIn("On our server", by_service[self.service_fixed].description or "")

    def test_files_go_with_the_need(self):
        self.brief._open()
        values = {"name": "logo.txt", "raw": b"logo", "res_model": "agency.brief", "res_id": self.brief.id}
        self._answer("Logo").attachment_ids = self.env["ir.attachment"].create(values)
        needs = self.brief._submit(self.contact)
        self.assertEqual(needs[0].attachment_ids.mapped("name"), ["logo.txt"])

    def test_answered_once(self):
        self.brief._open()
        self.brief._submit(self.contact)
        with self.assertRaisesRegex(UserError, "answered already"):
            self.brief._submit(self.contact)
        with self.assertRaisesRegex(UserError, "reopen it"):
            self._answer("Budget").text = "1"
        with self.assertRaisesRegex(UserError, "archive it"):
            self.brief.unlink()

    def test_reopened_answers_change_the_needs_that_nothing_was_offered_for(self):
        self.brief._open()
        self._fill_in()
        main, texts, _system = self.brief._submit(self.contact)
        brief = self.brief.with_user(self.account_manager)
        brief.action_reopen()
        self._answer("Budget").text = "120000"
        self._answer("Write texts?").yes_no = "no"
        self.brief._submit(self.contact)
        self.assertEqual(len(self.brief.requirement_ids), 3)
        self.assertEqual(main.budget, 120000)
        main.action_create_order()
        brief.action_reopen()
        self._answer("Budget").text = "50"
        self.brief._submit(self.contact)
        self.assertEqual(main.budget, 120000, "what is offered does not change behind the manager's back")
        self.assertIn("has changed the answers", main.message_ids[0].body)
        self.assertTrue(texts.exists())

    def test_faulty_answers_are_refused(self):
        for name, text in (
            ("Budget", "much"),
            ("Design", "Odd"),
            ("Design", "Own\nReady-made"),
            ("Payments", "Gold"),
            ("Budget", "1e400"),
        ):
            with self.subTest(name=name, text=text), self.assertRaises(ValidationError):
                self._answer(name).text = text
        self._answer("Budget").text = "1 000"
        self.assertEqual(self._answer("Budget").display_answer, "1,000")

    def test_progress(self):
        self._fill_in()
        self.assertEqual(self.brief.progress, 70)

    # --------------------------------------------------------------------- rights

    def test_who_sees_briefs(self):
        self.brief._open()
        other = new_test_user(self.env, "other_manager", "crm_web_agency.group_agency_account_manager")
        stranger = new_test_user(self.env, "test_stranger", "base.group_portal")
        briefs = self.env["agency.brief"]
        for user in (self.account_manager, self.project_manager, self.accountant, self.director, self.portal_user):
            self.assertIn(self.brief, briefs.with_user(user).search([]), user.login)
            self.assertTrue(self.env["agency.brief.answer"].with_user(user).search([("brief_id", "=", self.brief.id)]))
        for user in (other, stranger):
            self.assertFalse(briefs.with_user(user).search([("id", "=", self.brief.id)]))
        with self.assertRaises(AccessError):
            briefs.with_user(self.performer).search([])
        for user in (self.accountant, self.portal_user):
            with self.assertRaises(AccessError):
                self.brief.with_user(user).name = "Mine now"
            with self.assertRaises(AccessError):
                self.brief.with_user(user).answer_ids[0].text = "Mine now"

    def test_briefs_of_another_company_are_hidden(self):
        company = self.env["res.company"].create({"name": "Second agency"})
        self.brief.company_id = company
        self.assertFalse(self.env["agency.brief"].with_user(self.director).search([("id", "=", self.brief.id)]))
        self.assertFalse(
            self.env["agency.brief.answer"].with_user(self.director).search([("brief_id", "=", self.brief.id)])
        )
