from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestWebsite(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.website = cls.env["agency.website"].create(
            {
                "name": "Shop of Svitanok",
                "domain": "https://Shop.Svitanok.example.ua/uk/",
                "partner_id": cls.client.id,
                "domain_expiry": cls.today + timedelta(days=40),
                "tls_expiry": cls.today + timedelta(days=10),
            }
        )

    def test_host_is_taken_out_of_an_address(self):
        self.assertEqual(self.website.domain, "shop.svitanok.example.ua")
        self.assertEqual(self.website.url, "https://shop.svitanok.example.ua")
        self.website.domain = "магазин.укр"
        self.assertEqual(self.website.domain, "магазин.укр")

    def test_what_is_no_domain_is_refused(self):
        for domain in ("just words", "localhost", "a..ua", "-x.ua", "10.0.0.1"):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, "Domain: "):
                self.website.domain = domain

    def test_responsible_is_the_client_s_manager(self):
        self.assertEqual(self.website.user_id, self.account_manager)

    def test_days_left_to_the_nearest_expiry(self):
        self.assertEqual((self.website.next_expiry, self.website.days_left), (self.website.tls_expiry, 10))
        self.website.tls_expiry = self.today - timedelta(days=3)
        self.assertEqual(self.website.days_left, -3)

    def test_days_left_can_be_searched(self):
        websites = self.env["agency.website"]
        unknown = websites.create({"name": "No dates", "partner_id": self.client.id})
        mine = [("partner_id", "=", self.client.id)]
        self.assertEqual(websites.search([*mine, ("days_left", "<=", 10)]), self.website)
        self.assertFalse(websites.search([*mine, ("days_left", "<", 10)]))
        self.assertNotIn(unknown, websites.search([*mine, ("days_left", ">", -1000)]))

    def test_performer_reads_websites_of_clients_worked_for(self):
        websites = self.env["agency.website"].with_user(self.performer)
        self.assertNotIn(self.website, websites.search([]))
        project = self.env["project.project"].create({"name": "Shop"})
        self.env["project.task"].create(
            {
                "name": "Pages",
                "project_id": project.id,
                "partner_id": self.client.id,
                "user_ids": self.performer.ids,
            }
        )
        self.assertIn(self.website, websites.search([]))
        with self.assertRaises(AccessError):
            self.website.with_user(self.performer).hosting = "elsewhere"

    def test_portal_user_reads_websites_of_own_organisation(self):
        stranger = new_test_user(self.env, "test_stranger", "base.group_portal")
        self.assertIn(self.website, self.env["agency.website"].with_user(self.portal_user).search([]))
        self.assertNotIn(self.website, self.env["agency.website"].with_user(stranger).search([]))
