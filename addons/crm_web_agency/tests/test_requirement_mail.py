from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import AgencyCommon

NUMBERS = count(1)
GATEWAY = "odoo.addons.mail.models.mail_thread"


@tagged("post_install", "-at_install")
class TestRequirementMail(AgencyCommon):
    """E-mails to the company's address for needs, as the mail server hands them over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.company.alias_domain_id or cls.env["mail.alias.domain"].create({"name": "agency.example"})
        cls.company.alias_domain_id = cls.domain
        cls.company.agency_needs_alias_name = "needs"
        cls.address = f"needs@{cls.domain.name}"
        # Made with the account, it has taken the address of the login.
        cls.contact.email = "maria@example.com"
        cls.client.email = "office@svitanok.example"

    def _receive(
        self, subject="Кнопка «Купити»", sender="maria@example.com", body="Привіт", html=None, files=(), **headers
    ):
        """Hand a raw e-mail to the gateway; return the needs that are new."""
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, headers.pop("to", self.address)
        mail["Message-Id"] = headers.pop("message_id", f"<{next(NUMBERS)}@mail.example>")
        if subject is not None:
            mail["Subject"] = subject
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        if html:
            mail.add_alternative(html, subtype="html")
        for name, content in files:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return self._process(mail.as_bytes())

    def _process(self, raw):
        needs = self.env["agency.requirement"]
        before = needs.search([], order="id desc", limit=1)
        with mute_logger(GATEWAY, "odoo.addons.mail.models.mail_mail"):
            self.env["mail.thread"].with_context(mail_channel_nosubscribe=True).message_process(None, raw)
        return needs.search([("id", ">", before.id or 0)])

    # ------------------------------------------------------------------ who wrote

    def test_a_client_s_e_mail_becomes_a_need(self):
        need = self._receive(subject="Fwd: Re: Кнопка «Купити»", body="Зробіть її зеленою")
        self.assertRecordValues(
            need,
            [
                {
                    "name": "Кнопка «Купити»",
                    "partner_id": self.client.id,
                    "contact_id": self.contact.id,
                    "user_id": self.account_manager.id,
                    "company_id": self.company.id,
                    "source": "email",
                    "state": "captured",
                }
            ],
        )
        self.assertIn("Зробіть її зеленою", need.description)
        self.assertEqual(need.activity_ids.user_id, self.account_manager)
        self.assertIn(self.contact, need.message_partner_ids)
        self.assertEqual(need.message_ids.filtered(lambda one: one.message_type == "email").author_id, self.contact)

    def test_a_new_person_of_a_client_is_told_by_the_domain(self):
        need = self._receive(sender="Іван Новий <ivan@svitanok.example>")
        self.assertEqual(need.partner_id, self.client)
        self.assertRecordValues(
            need.contact_id, [{"name": "Іван Новий", "email": "ivan@svitanok.example", "parent_id": self.client.id}]
        )

    def test_a_domain_of_several_clients_tells_nothing(self):
        self.env["res.partner"].create({"name": "Twin", "is_agency_client": True, "email": "twin@svitanok.example"})
        need = self._receive(sender="ivan@svitanok.example")
        self.assertEqual(need.partner_id.email, "ivan@svitanok.example")

    def test_a_public_mailbox_tells_no_organisation(self):
        self.client.email = "svitanok@gmail.com"
        need = self._receive(sender="stranger@gmail.com")
        self.assertNotEqual(need.partner_id, self.client)

    def test_an_underscore_in_a_domain_is_no_pattern(self):
        self.client.email = "office@aXb.example"
        self.assertNotEqual(self._receive(sender="ivan@a_b.example").partner_id, self.client)

    def test_an_unknown_sender_becomes_a_prospect(self):
        need = self._receive(sender='"Олена Ткач" <olena@tkach.example>')
        self.assertRecordValues(
            need.partner_id,
            [
                {
                    "name": "Олена Ткач",
                    "email": "olena@tkach.example",
                    "is_agency_client": True,
                    "client_stage": "prospect",
                }
            ],
        )
        self.assertTrue(need.activity_ids.user_id, "nobody at the agency would see it")
        again = self._receive(sender="olena@tkach.example", subject="And one more")
        self.assertEqual(again.partner_id, need.partner_id)

    def test_a_colleague_passes_an_e_mail_on(self):
        staff = self.account_manager.partner_id
        staff.email = "manager@agency.example"
        need = self._receive(sender=staff.email, Cc="maria@example.com")
        self.assertEqual(need.partner_id, self.client)
        need = self._receive(sender=staff.email, subject="From a fair")
        self.assertEqual(need.partner_id, self.company.partner_id)
        self.assertIn("choose the client", need.activity_ids.summary)
        self.assertFalse(self.company.partner_id.is_agency_client)

    def test_a_client_of_another_company_is_a_stranger_here(self):
        other = self.env["res.company"].create({"name": "Second agency"})
        foreign = self.env["res.partner"].create(
            {"name": "Foreign", "email": "foreign@client.example", "company_id": other.id, "is_agency_client": True}
        )
        need = self._receive(sender="foreign@client.example")
        self.assertTrue(need)
        self.assertNotEqual(need.partner_id, foreign)

    # ---------------------------------------------------------------- what is in it

    def test_script_is_left_out(self):
        need = self._receive(html="<p onclick='x()'>Blue <b>button</b></p><script>alert(1)</script>")
        self.assertIn("<b>button</b>", need.description)
        self.assertNotIn("script", need.description)
        self.assertNotIn("onclick", need.description)

    def test_both_files_are_kept(self):
        need = self._receive(files=[("brief.docx", b"one"), ("логотип.svg", b"two")])
        self.assertEqual(set(need.attachment_ids.mapped("name")), {"brief.docx", "логотип.svg"})
        self.assertEqual(need.attachment_ids.mapped("res_id"), need.ids * 2)

    def test_subjects(self):
        self.assertEqual(len(self._receive(subject="Довго " * 500).name), 200)
        self.assertIn("maria@example.com", self._receive(subject=None).name)
        self.assertIn("maria@example.com", self._receive(subject="Re: ").name)

    def test_an_odd_encoding(self):
        raw = (
            f"From: maria@example.com\nTo: {self.address}\nMessage-Id: <odd@mail.example>\n"
            "Subject: =?koi8-u?B?8NLJ18bU?= \nContent-Type: text/plain; charset=windows-1251\n"
            "Content-Transfer-Encoding: 8bit\n\n"
        ).encode() + "Ґанок і їжак".encode("cp1251")
        need = self._process(raw)
        self.assertIn("Ґанок і їжак", need.description)
        unknown = raw.replace(b"windows-1251", b"no-such-charset").replace(b"<odd@", b"<odder@")
        self.assertTrue(self._process(unknown), "the e-mail is lost")

    def test_the_day_of_the_e_mail(self):
        sent = fields.Datetime.subtract(fields.Datetime.now(), days=3)
        need = self._receive(Date=format_datetime(sent))
        self.assertLessEqual(abs((need.captured_on - sent.date()).days), 1)
        ahead = fields.Datetime.add(fields.Datetime.now(), days=400)
        self.assertEqual(self._receive(Date=format_datetime(ahead)).captured_on, fields.Date.context_today(need))

    # -------------------------------------------------------------------- answers

    def test_an_answer_comes_into_the_same_need(self):
        need = self._receive(message_id="<first@mail.example>")
        made = self._receive(subject="Re: other words", In_Reply_To="<first@mail.example>", body="І ще синю")
        self.assertFalse(made)
        self.assertIn("І ще синю", "".join(need.message_ids.mapped("body")))
        self.assertNotIn("синю", need.description)
        self.assertEqual(need._notify_get_reply_to()[need.id].partition("<")[2] or self.address, f"{self.address}>")

    def test_an_answer_on_a_closed_need_is_not_overlooked(self):
        need = self._receive(message_id="<closed@mail.example>")
        need.activity_ids.unlink()
        self._receive(In_Reply_To="<closed@mail.example>")
        self.assertFalse(need.activity_ids)
        need._decline(self.env.ref("crm_web_agency.decline_reason_budget"))
        self._receive(In_Reply_To="<closed@mail.example>", body="А за більші гроші?")
        self._receive(In_Reply_To="<closed@mail.example>", body="Агов")
        self.assertRecordValues(need.activity_ids, [{"user_id": self.account_manager.id}])
        self.assertEqual(need.state, "declined")

    def test_bounces_make_no_needs(self):
        self.assertFalse(
            self._receive(sender="MAILER-DAEMON@mail.example", subject="Undelivered Mail Returned to Sender")
        )

    def test_a_robot_that_writes_without_end_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        made = [bool(self._receive(sender="robot@tkach.example")) for _number in range(5)]
        self.assertEqual(made, [True, True, True, False, False])

    def test_the_same_e_mail_twice_makes_one_need(self):
        self.assertTrue(self._receive(message_id="<twice@mail.example>"))
        self.assertFalse(self._receive(message_id="<twice@mail.example>"))

    # ------------------------------------------------------------------- settings

    def test_the_address_is_set_in_the_settings(self):
        settings = self.env["res.config.settings"].create({"agency_needs_alias_name": "hello"})
        settings.execute()
        self.assertEqual(self.company.agency_needs_email, f"hello@{self.domain.name}")
        self.assertTrue(self._receive(to=f"hello@{self.domain.name}"))
        self.company.agency_needs_alias_name = False
        self.assertFalse(self.company.agency_needs_alias_id)
        self.company.agency_needs_alias_name = "Our needs"
        self.assertEqual(self.company.agency_needs_email, f"our-needs@{self.domain.name}")

    def test_a_company_without_a_domain_is_told_so(self):
        other = self.env["res.company"].create({"name": "Second agency"})
        other.alias_domain_id = False
        with self.assertRaisesRegex(UserError, "Choose the e-mail domain"):
            other.agency_needs_alias_name = "needs"

    def test_each_company_has_its_own_address(self):
        domain = self.env["mail.alias.domain"].create({"name": "second.example"})
        other = self.env["res.company"].create({"name": "Second agency", "alias_domain_id": domain.id})
        other.agency_needs_alias_name = "needs"
        manager = new_test_user(
            self.env,
            "second_director",
            "crm_web_agency.group_agency_director",
            company_id=other.id,
            company_ids=other.ids,
        )
        need = self._receive(to="needs@second.example", sender="new@second-client.example")
        self.assertRecordValues(need, [{"company_id": other.id, "user_id": manager.id}])
