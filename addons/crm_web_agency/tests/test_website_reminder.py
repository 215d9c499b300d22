from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .website_common import NAME, WebsiteCommon

TYPE = "crm_web_agency.activity_type_domain_ends"


@tagged("post_install", "-at_install")
class TestWebsiteReminder(WebsiteCommon):
    def _remind(self):
        self._remind_of_ends()
        return self._get_activities()

    def _get_activities(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", "agency.website"), ("res_id", "in", self.website.ids)], order="id"
        )

    def _end_in(self, days):
        """Let so many days be left without writing the date, as time does."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_website SET domain_expiry = %s WHERE id = %s", [self._in(days), self.website.id]
        )
        self.website.invalidate_recordset()

    def test_one_activity_for_each_threshold(self):
        counts = []
        for days in (31, 30, 29, 15, 14, 13, 4, 3, 2, 0, -1, -20):
            self._end_in(days)
            self._remind()
            counts.append(len(self._remind()))
        self.assertEqual(counts, [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3])

    def test_missed_runs_bring_one_activity(self):
        self._end_in(2)
        self.assertEqual(len(self._remind()), 1)
        self.assertEqual(self.website.domain_reminder, 3)

    def test_who_is_told_and_by_when(self):
        self.account_manager.lang = "en_US"
        self._end_in(25)
        activity = self._remind()
        self.assertEqual(activity.user_id, self.account_manager)
        self.assertEqual(activity.activity_type_id, self.env.ref(TYPE))
        self.assertEqual(activity.date_deadline, self._in(25 - 14))
        self.assertIn("shop.svitanok.com.ua", activity.summary)
        self.assertIn("client pays", activity.note)

    def test_somebody_is_told_when_nobody_is_responsible(self):
        self.client.user_id = self.website.user_id = False
        self._end_in(1)
        self.assertTrue(self._remind().user_id.has_group("crm_web_agency.group_agency_director"))

    def test_renewal_closes_reminders_and_begins_anew(self):
        self._end_in(10)
        activity = self._remind()
        self.rdap.tell_expiry(NAME, 375)
        with self._network():
            self._check()
        self.assertFalse(self._get_activities())
        self.assertFalse(activity.active)
        self.assertEqual(self.website.domain_reminder, 0)
        self._end_in(30)
        self.assertEqual(len(self._remind()), 1)

    def test_activities_of_people_stay(self):
        mine = self.website.activity_schedule(TYPE, summary="Mine", automated=False, user_id=self.account_manager.id)
        self._end_in(10)
        self._remind()
        self.website.with_user(self.account_manager).domain_expiry = self._in(300)
        self.assertEqual(self._get_activities(), mine)

    def test_check_reminds_of_what_it_found(self):
        self.rdap.tell_expiry(NAME, 9)
        with self._site(last_day=2):
            self._check()
        kinds = self._get_activities().activity_type_id
        self.assertEqual(kinds, self.env.ref(TYPE) | self.env.ref("crm_web_agency.activity_type_tls_ends"))

    def test_reminders_are_made_in_sets(self):
        def make(count):
            self.env["agency.website"].create(
                [
                    {"name": f"Site {n}", "partner_id": self.client.id, "hosting_expiry": self._in(5)}
                    for n in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            # Without the e-mails, which Odoo makes one by one.
            self._remind_of_ends(mail_activity_quick_update=True)
            return self.env.cr.sql_log_count - before

        make(2)
        self.assertLess(make(40) - make(10), 10)


@tagged("post_install", "-at_install")
class TestWebsiteRenewal(WebsiteCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.template"].search([("renewal_kind", "!=", False)]).renewal_kind = False
        cls.service = cls._create_service("Renewal of a domain", "retainer", 900, renewal_kind="domain")
        cls.product = cls.service.product_variant_id

    def _sell(self, days=20, **values):
        self.website.write({"domain_payer": "agency", "domain_expiry": self._in(days), **values})
        self._remind_of_ends()
        return self.website.renewal_order_ids

    def test_service_is_taken_when_we_pay(self):
        self.assertFalse(self.website.domain_product_id)
        self.website.domain_payer = "agency"
        self.assertEqual(self.website.domain_product_id, self.product)
        self.website.domain_payer = "client"
        self.assertFalse(self.website.domain_product_id)

    def test_draft_order_with_price(self):
        order = self._sell()
        self.assertRecordValues(
            order,
            [
                {
                    "state": "draft", "agency_kind": "support", "partner_id": self.client.id,
                    "company_id": self.company.id, "user_id": self.account_manager.id, "amount_untaxed": 900,
                    "renewal_website_id": self.website.id, "renewal_expiry": self._in(20),
                }
            ],
        )  # fmt: skip
        self.assertIn("shop.svitanok.com.ua", order.order_line.name)
        self.assertIn(order.name, self.website.activity_ids.note)

    def test_price_and_currency_of_the_client_s_list(self):
        other = self.env.ref("base.USD") if self.currency.name != "USD" else self.env.ref("base.EUR")
        other.active = True
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Foreign",
                "currency_id": other.id,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": self.service.id,
                            "compute_price": "fixed",
                            "fixed_price": 25,
                        }
                    )
                ],
            }
        )
        self.client.property_product_pricelist = pricelist
        order = self._sell()
        self.assertEqual((order.currency_id, order.amount_untaxed), (other, 25))

    def test_one_order_for_an_expiry(self):
        order = self._sell(20)
        for days in (13, 2):
            self.env.cr.execute("UPDATE agency_website SET domain_reminder = 30 WHERE id = %s", [self.website.id])
            self.website.invalidate_recordset()
            with self.subTest(days=days):
                self._remind_of_ends()
            self.assertEqual(self.website.renewal_order_ids, order)
        order._action_cancel()
        self.website.domain_reminder = 0
        self.assertEqual(self._sell(20), order)
        self.assertEqual(len(self._sell(25)), 2)

    def test_what_is_not_sold_gets_no_order(self):
        self.assertFalse(self._sell(domain_payer="client"))
        self.assertFalse(self._sell(domain_product_id=False))
        self.assertFalse(self._sell(days=-100))

    def test_orders_are_of_the_website_s_company(self):
        other = self.env["res.company"].create({"name": "Second agency"})
        service = self._create_service(
            "Renewal there", "retainer", 700, renewal_kind="domain", company_id=other.id, taxes_id=False
        )
        website = self.env["agency.website"].create(
            {
                "name": "There", "partner_id": self.client.id, "company_id": other.id, "domain_payer": "agency",
                "domain_expiry": self._in(5),
            }
        )  # fmt: skip
        self.assertEqual(website.domain_product_id, service.product_variant_id)
        self._remind_of_ends()
        self.assertEqual(website.renewal_order_ids.company_id, other)

    def test_smart_button_and_roles(self):
        order = self._sell()
        website = self.website.with_user(self.account_manager)
        self.assertEqual(website.renewal_order_count, 1)
        self.assertEqual(website.action_view_renewal_orders()["res_id"], order.id)
        orders = order | self._sell(25)
        self.assertEqual(self.env["sale.order"].search(website.action_view_renewal_orders()["domain"]), orders)
        self.assertNotIn("renewal_order_ids", self.env["agency.website"].with_user(self.performer).fields_get())

    def test_renewed_domain_keeps_its_order(self):
        order = self._sell(20)
        self.website.domain_expiry = self._in(20) + timedelta(days=365)
        self.assertEqual((order.state, order.renewal_expiry), ("draft", self._in(20)))
