from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .document_common import DocumentCommon
from .picture_files import drawing, encoded, save

BRIEF = "crm_web_agency.report_requirements_brief"
PASSPORT = "crm_web_agency.report_website_passport"


@tagged("post_install", "-at_install")
class TestHandoverDocuments(DocumentCommon):
    """The requirements brief and the passport of a site, read back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.agency_document_city = "Львів"
        cls._create_requirement("Later, perhaps", priority="could")
        cls.need = cls._create_requirement(
            "Sell online",
            priority="must",
            description="<p>Cards and instalments</p>",
            acceptance_criteria="<p>A test payment passes</p>",
            wanted_date="2026-12-01",
        )
        cls._create_requirement("Not wanted", state="declined", decline_reason_id=cls._get_reason().id)
        cls.site = cls.env["agency.website"].create(
            {
                "name": "Shop of Svitanok",
                "domain": "svitanok-shop.com.ua",
                "partner_id": cls.client.id,
                "registrar": "Registrar of tests",
                "hosting": "VPS 4 GB",
                "hosting_payer": "agency",
                "domain_expiry": "2027-01-31",
                "technology_ids": [Command.create({"name": "Technology of tests"})],
                "access_ids": [Command.create({"contact_id": cls.contact.id, "login": "maria", "kind": "hosting"})],
            }
        )

    @classmethod
    def _get_reason(cls):
        return cls.env["agency.decline.reason"].search([], limit=1)

    def test_brief(self):
        text = " ".join(self._read(BRIEF, self.client))
        self._check_texts(
            text,
            [
                "Requirements brief ТОВ «Світанок»",
                "Must have 1. Sell online",
                "Wanted by: 01.12.2026",
                "Cards and instalments",
                "How we know that it is done",
                "A test payment passes",
                "Could have 2. Later, perhaps",
                "svitanok-shop.com.ua",
                "Шевчук Андрій Петрович",
                "Page 1 of 1",
            ],
        )
        self.assertNotIn("Not wanted", text)

    def test_brief_of_an_order(self):
        order = self._create_order([self.service_fixed])
        self.need.sale_line_id = order.order_line
        data = order.with_user(self.account_manager).action_print_requirements_brief()["data"]
        html = self.env["ir.actions.report"].with_user(self.account_manager)._render_qweb_html(BRIEF, None, dict(data))
        text = html[0].decode()
        self.assertIn(order.name, text)
        self.assertIn("Sell online", text)
        self.assertNotIn("Later, perhaps", text)

    def test_answers_of_a_brief(self):
        self.env["agency.brief.question"].create({"name": "Who buys?", "service_id": self.service_fixed.id})
        brief = self.env["agency.brief"].create(
            {"name": "About the shop", "partner_id": self.client.id, "service_ids": self.service_fixed.ids}
        )
        brief.answer_ids.text = "Young families"
        brief.write({"state": "answered", "answered_on": "2026-03-02"})
        text = " ".join(self._read(BRIEF, self.client))
        self._check_texts(text, ["Answers: About the shop, 02.03.2026", "Who buys?", "Young families"])

    def test_only_shared_pictures(self):
        pictures = self.env["agency.picture"].create(
            [
                {
                    "name": name,
                    "image_1920": encoded(save(drawing(), "PNG")),
                    "requirement_id": self.need.id,
                    "is_shared": shared,
                }
                for name, shared in (("Sketch for you", True), ("Inside only", False))
            ]
        )
        self.assertEqual(len(pictures), 2)
        text = " ".join(self._read(BRIEF, self.client))
        self.assertIn("Sketch for you", text)
        self.assertNotIn("Inside only", text)

    def test_long_brief_breaks_over_pages(self):
        for number in range(60):
            self._create_requirement(f"Need {number}", description="<p>" + "long words " * 30 + "</p>")
        pages = self._read(BRIEF, self.client)
        self.assertGreater(len(pages), 3)
        self.assertIn(f"Page 2 of {len(pages)}", pages[1])

    def test_passport(self):
        self._check_texts(
            " ".join(self._read(PASSPORT, self.site)),
            [
                "Website passport svitanok-shop.com.ua",
                "Shop of Svitanok",
                "ТОВ «Світанок»",
                "Technology of tests",
                "Domain Registrar of tests Client 31.01.2027",
                "Hosting VPS 4 GB Agency not known",
                "Марія Бондар",
                "maria",
                "Passwords are in no document",
            ],
        )

    def test_who_may(self):
        self.client.user_id = self.site.user_id = self.director
        for user in (self.account_manager, self.performer, self.accountant):
            for report, record in ((BRIEF, self.client), (PASSPORT, self.site)):
                with self.subTest(user=user.name, report=report), self.assertRaises(AccessError):
                    self.env["ir.actions.report"].with_user(user)._render_qweb_html(report, record.ids)
