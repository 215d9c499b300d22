import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import AgencyCommon

# One red point.
PICTURE = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestService(AgencyCommon):
    def test_pricing_model_drives_how_odoo_delivers_and_invoices(self):
        expected = {
            self.service_fixed: ("delivered_milestones", "task_in_project"),
            self.service_hours: ("delivered_timesheet", "task_in_project"),
            self.service_retainer: ("ordered_prepaid", "task_in_project"),
        }
        for service, policy in expected.items():
            with self.subTest(service=service.name):
                self.assertEqual((service.service_policy, service.service_tracking), policy)

    def test_hours_are_sold_by_the_hour(self):
        self.assertEqual(self.service_hours.uom_id, self.env.ref("uom.product_uom_hour"))
        self.assertEqual(self.service_fixed.uom_id, self.env.ref("uom.product_uom_unit"))

    def test_change_of_the_pricing_model(self):
        self.service_fixed.pricing_model = "retainer"
        self.assertEqual(self.service_fixed.service_policy, "ordered_prepaid")
        self.service_fixed.service_policy = "delivered_timesheet"
        self.assertEqual(self.service_fixed.pricing_model, "time_material")

    def test_other_products_have_no_pricing_model(self):
        self.assertFalse(self.env["product.template"].create({"name": "Cable"}).pricing_model)

    def test_service_form_of_the_agency(self):
        view = "crm_web_agency.product_template_view_form_agency"
        defaults = {"default_is_agency_service": True, "default_type": "service", "default_pricing_model": "fixed"}
        products = self.env["product.template"].with_user(self.director).with_context(**defaults)
        with Form(products, view=view) as form:
            form.name = "Landing page"
            form.list_price = 15000
            with form.effort_ids.new() as norm:
                norm.job_id = self.designer
                norm.hours_optimistic, norm.hours_likely, norm.hours_pessimistic = 4, 6, 14
        service = form.record
        self.assertRecordValues(
            service, [{"pricing_model": "fixed", "service_policy": "delivered_milestones", "effort_hours": 7}]
        )

    def test_expected_hours_are_pert(self):
        norm = self.service_fixed.effort_ids.filtered(lambda effort: effort.job_id == self.developer)
        self.assertAlmostEqual(norm.hours_expected, (40 + 4 * 60 + 100) / 6)

    @mute_logger("odoo.sql_db")
    def test_hours_must_grow_from_optimistic_to_pessimistic(self):
        for hours in ((5, 4, 6), (1, 7, 6), (-1, 2, 3)):
            with self.subTest(hours=hours), self.assertRaises(psycopg2.IntegrityError):
                self.env["agency.service.effort"].create(
                    {"product_tmpl_id": self.service_hours.id, "job_id": self.designer.id, **self._hours(*hours)}
                )

    def test_milestones_make_100_percent(self):
        first, second = self.service_fixed.milestone_ids
        self.service_fixed.milestone_ids = [
            Command.update(first.id, {"percentage": 25}),
            Command.update(second.id, {"percentage": 75}),
        ]
        with self.assertRaisesRegex(ValidationError, "make 85 %"):
            self.service_fixed.milestone_ids = [Command.update(second.id, {"percentage": 60})]

    def test_thirds_make_100_percent(self):
        self.service_hours.milestone_ids = [
            Command.create({"name": str(share), "percentage": share}) for share in (33.33, 33.33, 33.34)
        ]
        self.assertEqual(len(self.service_hours.milestone_ids), 3)

    def test_cost_and_price_by_rates(self):
        service = self.service_fixed.with_user(self.director)
        developer, designer = (40 + 240 + 100) / 6, (10 + 64 + 24) / 6
        self.assertAlmostEqual(service.effort_cost, developer * 400 + designer * 350, delta=0.01)
        service.action_set_price_by_rates()
        self.assertAlmostEqual(service.list_price, developer * 900 + designer * 800, delta=0.01)

    def test_cost_is_not_for_everybody(self):
        for user in (self.performer, self.account_manager, self.accountant):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.developer.with_user(user).read(["hourly_cost"])
        self.assertEqual(self.developer.with_user(self.account_manager).hourly_price, 900)
        self.assertEqual(self.developer.with_user(self.project_manager).hourly_cost, 400)

    def test_account_manager_reads_services_and_does_not_change_them(self):
        service = self.service_fixed.with_user(self.account_manager)
        self.assertEqual(len(service.effort_ids), 2)
        with self.assertRaises(AccessError):
            service.write({"list_price": 1})


@tagged("post_install", "-at_install")
class TestServiceMilestones(AgencyCommon):
    """Milestones written directly, past the form of the service."""

    def setUp(self):
        super().setUp()
        self.first, self.second = self.service_fixed.milestone_ids
        self.milestones = self.env["agency.service.milestone"].with_user(self.project_manager)

    def test_share_of_one_milestone(self):
        with self.assertRaisesRegex(ValidationError, "make 85 %"):
            self.first.with_user(self.project_manager).percentage = 25

    def test_one_milestone_more(self):
        with self.assertRaisesRegex(ValidationError, "make 110 %"):
            self.milestones.create({"product_tmpl_id": self.service_fixed.id, "name": "More", "percentage": 10})

    def test_one_milestone_less(self):
        with self.assertRaisesRegex(ValidationError, "make 40 %"):
            self.second.with_user(self.project_manager).unlink()

    def test_milestone_moved_to_another_service(self):
        with self.assertRaises(ValidationError):
            self.second.with_user(self.project_manager).product_tmpl_id = self.service_retainer

    def test_context_from_outside_is_no_way_round(self):
        context = {"agency_milestones_checked_later": True}
        with self.assertRaises(ValidationError):
            self.first.with_context(**context).percentage = 25

    def test_all_at_once(self):
        (self.first + self.second).with_user(self.project_manager).unlink()
        self.milestones.create(
            [
                {"product_tmpl_id": self.service_fixed.id, "name": name, "percentage": share}
                for name, share in (("Begin", 30), ("End", 70))
            ]
        )
        self.assertEqual(self.service_fixed.milestone_ids.mapped("percentage"), [30, 70])
        self.service_fixed.milestone_ids = [Command.clear()]
        self.assertFalse(self.service_fixed.milestone_ids)


@tagged("post_install", "-at_install")
class TestServiceEstimate(AgencyCommon):
    def test_suggestion_is_rounded_and_compared(self):
        service = self.service_fixed.with_user(self.project_manager)
        # Developer (40 + 4 × 60 + 100) / 6 = 63 1/3 h, designer (10 + 4 × 16 + 24) / 6 = 16 1/3 h.
        self.assertAlmostEqual(service.effort_hours, 79.6667, places=3)
        self.assertEqual((service.effort_cost, service.effort_price), (31050, 70066.67))
        self.assertEqual((service.effort_margin, round(service.effort_margin_rate, 4)), (39016.67, 0.5569))
        self.assertEqual((service.price_difference, service.price_difference_rate), (-20066.67, -0.2864))

    def test_suggested_price_is_taken_by_those_who_keep_the_catalogue(self):
        service = self.service_fixed.with_user(self.director)
        service.action_set_price_by_rates()
        self.assertEqual((service.list_price, service.price_difference), (70066.67, 0))
        for user in (self.account_manager, self.project_manager, self.performer):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.service_fixed.with_user(user).action_set_price_by_rates()

    def test_service_without_norms_keeps_its_price(self):
        service = self.service_retainer.with_user(self.director)
        self.assertEqual((service.effort_price, service.price_difference, service.price_difference_rate), (0, 0, 0))
        service.action_set_price_by_rates()
        self.assertEqual(service.list_price, 6000)

    def test_rates_in_another_currency(self):
        euro = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        euro.active = True
        company = self.env["res.company"].create({"name": "Agency abroad", "currency_id": euro.id})
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 0.02}
        )
        job = self.env["hr.job"].create({"name": "Abroad", "company_id": company.id, "hourly_cost": 10})
        self.service_retainer.effort_ids = [Command.create({"job_id": job.id, **self._hours(2, 2, 2)})]
        self.assertEqual(self.service_retainer.effort_cost, 1000)

    def test_who_sees_prices_and_who_costs(self):
        prices, costs = (
            ["price_difference", "price_difference_rate", "effort_price"],
            ["effort_margin", "effort_margin_rate"],
        )
        service = self.service_fixed
        for user, hidden, shown in (
            (self.performer, prices + costs, []),
            (self.account_manager, costs, prices),
            (self.accountant, costs, prices),
            (self.project_manager, [], prices + costs),
        ):
            arch = service.with_user(user).get_view(
                self.env.ref("crm_web_agency.product_template_view_form_agency").id, "form"
            )["arch"]
            for name in hidden:
                with self.subTest(user=user.name, hidden=name):
                    self.assertNotIn(name + '"', arch)
                    with self.assertRaises(AccessError):
                        service.with_user(user).read([name])
            service.with_user(user).read(shown or [])


@tagged("post_install", "-at_install")
class TestServiceVersions(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service_fixed.write(
            {
                "default_code": "SHOP",
                "deliverable_ids": [
                    Command.create({"name": "Catalogue", "description": "With filters"}),
                    Command.create({"name": "Basket"}),
                ],
                "image_1920": PICTURE,
                "picture_ids": [Command.create({"name": "Main page", "image_1920": PICTURE})],
            }
        )
        cls.order = cls._create_order([cls.service_fixed])

    def _new_version(self):
        action = self.service_fixed.with_user(self.director).action_new_version()
        return self.env["product.template"].browse(action["res_id"])

    def test_new_version_has_all_that_the_old_one_has(self):
        self.env["res.lang"]._activate_lang("uk_UA")
        self.service_fixed.with_context(lang="uk_UA").name = "Інтернет-магазин"
        old, new = self.service_fixed, self._new_version()
        self.assertEqual((new.name, new.with_context(lang="uk_UA").name), ("Online shop", "Інтернет-магазин"))
        self.assertEqual((new.service_version, new.previous_version_id, new.default_code), (2, old, "SHOP"))
        self.assertEqual((new.list_price, new.pricing_model, new.taxes_id), (50000, "fixed", self.tax))
        self.assertEqual(new.effort_hours, old.effort_hours)
        self.assertEqual(new.milestone_ids.mapped("percentage"), [40, 60])
        self.assertEqual(new.deliverable_ids.mapped("name"), ["Catalogue", "Basket"])
        self.assertEqual((old.active, new.active), (False, True))
        self.assertEqual((bool(new.image_1920), new.picture_ids.mapped("name")), (True, ["Main page"]))
        self.assertEqual(old.picture_ids.mapped("name"), ["Main page"])

    def test_copy_of_a_service_takes_its_rows_too(self):
        copy = self.service_fixed.copy()
        self.assertEqual([len(copy[rows]) for rows in ("effort_ids", "milestone_ids", "deliverable_ids")], [2, 2, 2])
        self.assertEqual((copy.service_version, copy.previous_version_id.id), (1, False))

    def test_old_orders_keep_the_archived_version(self):
        new = self._new_version()
        new.milestone_ids = [Command.clear()]
        self.assertEqual(self.order.order_line.product_id.product_tmpl_id, self.service_fixed)
        self.order.action_confirm()
        self.assertEqual(
            self.order.order_line.product_id.product_tmpl_id.milestone_ids.mapped("name"), ["Design", "Launch"]
        )
        self.assertEqual(self.order.project_ids.milestone_ids.mapped("name"), ["Design", "Launch"])

    def test_archived_version_comes_to_no_new_line(self):
        self._new_version()
        with self.assertRaisesRegex(ValidationError, "version 1, is archived.*take version 2"):
            self._create_order([self.service_fixed.with_context(active_test=False)])
        self.service_retainer.active = False
        with self.assertRaisesRegex(ValidationError, "not sold any more"):
            self._create_order([self.service_retainer.with_context(active_test=False)])

    def test_line_of_an_archived_version_can_still_be_changed(self):
        self._new_version()
        self.order.order_line.product_uom_qty = 2
        self.assertEqual(self.order.order_line.product_uom_qty, 2)

    def test_list_of_versions(self):
        second = self._new_version()
        third = self.env["product.template"].browse(second.with_user(self.director).action_new_version()["res_id"])
        family = self.service_fixed + second + third
        self.assertEqual(third.service_version, 3)
        self.assertEqual(family.mapped("version_count"), [3, 3, 3])
        action = second.with_user(self.account_manager).action_open_versions()
        found = self.env["product.template"].with_context(**action["context"]).search(action["domain"])
        self.assertEqual(found, family)
        self.assertEqual(self.service_fixed._get_current_version(), third)

    def test_a_version_follows_the_one_that_is_sold(self):
        self._new_version()
        with self.assertRaisesRegex(UserError, "current version"):
            self.service_fixed.with_user(self.director).action_new_version()

    def test_only_those_who_keep_the_catalogue(self):
        for user in (self.account_manager, self.project_manager, self.performer, self.accountant):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.service_fixed.with_user(user).action_new_version()
        self.assertTrue(self.service_fixed.active)

    def test_needs_and_price_lists_go_over(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Partners",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": self.service_fixed.id,
                            "compute_price": "fixed",
                            "fixed_price": 45000,
                        }
                    )
                ],
            }
        )
        need = self._create_requirement(service_id=self.service_fixed.id)
        declined = self._create_requirement(service_id=self.service_fixed.id)
        reason = self.env["agency.decline.reason"].search([], limit=1)
        declined.write({"state": "declined", "decline_reason_id": reason.id})
        new = self._new_version()
        self.assertEqual((need.service_id, declined.service_id), (new, self.service_fixed))
        self.assertEqual(pricelist._get_product_price(new.product_variant_id, 1), 45000)

    def test_deliverables_in_the_quotation_on_paper_and_in_the_portal(self):
        self.service_fixed.deliverable_ids[1].name = "<b>Basket</b>"
        self.order.action_quotation_sent()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.account_manager)
            ._render_qweb_html("sale.action_report_saleorder", self.order.ids)[0]
            .decode()
        )
        self.assertIn("With filters", html)
        self.assertIn("&lt;b&gt;Basket&lt;/b&gt;", html)
        self.assertFalse(self.env["agency.service.deliverable"].with_user(self.portal_user).has_access("read"))
        self.assertEqual(
            self.order.order_line.with_user(self.portal_user)._get_deliverables(),
            [("Catalogue", "With filters"), ("<b>Basket</b>", "")],
        )
