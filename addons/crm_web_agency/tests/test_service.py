import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import AgencyCommon


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
