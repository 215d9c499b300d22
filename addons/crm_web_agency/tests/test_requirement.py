from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestRequirement(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need = cls._create_requirement("Sell online", service_id=cls.service_fixed.id, budget=60000)
        cls.hours_need = cls._create_requirement("Connect the warehouse", service_id=cls.service_hours.id, budget=20000)
        cls.needs = (cls.need | cls.hours_need).with_user(cls.account_manager)
        cls.reason = cls.env.ref("crm_web_agency.decline_reason_budget")

    def test_quick_capture_takes_the_client_s_manager(self):
        form = Form(self.env["agency.requirement"].with_user(self.account_manager))
        form.name = "Faster pages"
        form.partner_id = self.client
        need = form.save()
        self.assertRecordValues(need, [{"state": "captured", "priority": "should", "user_id": self.account_manager.id}])

    def test_whoever_has_a_need_is_a_client(self):
        partner = self.env["res.partner"].create({"name": "New"})
        self.env["agency.requirement"].with_user(self.project_manager).create(
            {"name": "Blog", "partner_id": partner.id}
        )
        self.assertRecordValues(partner, [{"is_agency_client": True, "client_stage": "prospect"}])

    # --------------------------------------------------------------------- states

    def test_states_by_buttons(self):
        need = self.need.with_user(self.account_manager)
        need.action_analyse()
        self.assertEqual(need.state, "analysed")
        need.action_propose()
        self.assertEqual(need.state, "proposed")
        with self.assertRaises(UserError):
            need.action_analyse()

    def test_decline_asks_for_the_reason(self):
        need = self.need.with_user(self.account_manager)
        action = need.action_decline()
        wizard = self.env[action["res_model"]].with_user(self.account_manager).with_context(**action["context"])
        wizard.create({"reason_id": self.reason.id, "note": "<b>Too dear</b>"}).action_decline()
        self.assertRecordValues(need, [{"state": "declined", "decline_reason_id": self.reason.id}])
        self.assertIn("&lt;b&gt;Too dear", need.message_ids[0].body)
        need.action_reopen()
        self.assertRecordValues(need, [{"state": "captured", "decline_reason_id": False}])

    def test_cards_cannot_be_dragged_where_they_have_no_ground(self):
        for state in ("ordered", "delivered", "declined"):
            with self.subTest(state=state), self.assertRaises(ValidationError):
                self.need.state = state

    # ------------------------------------------------------- opportunity and order

    def test_opportunity_of_several_needs(self):
        action = self.needs.action_create_lead()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual(self.needs.lead_id, lead)
        self.assertRecordValues(
            lead,
            [{"partner_id": self.client.id, "expected_revenue": 80000, "user_id": self.account_manager.id}],
        )
        with self.assertRaisesRegex(UserError, "belong to an opportunity already"):
            self.needs.action_create_lead()

    def test_quotation_has_a_line_for_each_need(self):
        self.needs.action_create_lead()
        action = self.needs.action_create_order()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual(order.opportunity_id, self.needs.lead_id)
        self.assertEqual(self.needs.order_id, order)
        self.assertEqual(order.order_line.product_id, self.needs.service_id.product_variant_id)
        self.assertIn("Sell online", self.need.sale_line_id.name)
        self.assertEqual(self.need.sale_line_id.price_unit, 50000)
        self.assertEqual(set(self.needs.mapped("state")), {"proposed"})

    def test_hours_of_the_norm_become_the_quantity(self):
        self.service_hours.effort_ids = [Command.create({"job_id": self.developer.id, **self._hours(6, 10, 14)})]
        self.needs.action_create_order()
        self.assertEqual(self.hours_need.sale_line_id.product_uom_qty, 10)
        self.assertEqual(self.need.sale_line_id.product_uom_qty, 1)

    def test_bad_selections_are_explained(self):
        other = self._create_requirement("Blog", partner_id=self.env["res.partner"].create({"name": "Other"}).id)
        with self.assertRaisesRegex(UserError, "of several clients"):
            (self.need | other).action_create_order()
        with self.assertRaisesRegex(UserError, "Choose a service for these needs first:\n– Blog"):
            other.action_create_order()
        with self.assertRaisesRegex(UserError, "Select at least one"):
            self.env["agency.requirement"].action_create_order()
        self.needs.action_create_order()
        with self.assertRaisesRegex(UserError, "in an order already"):
            self.needs.action_create_order()

    def test_state_follows_the_order(self):
        self.needs.action_create_order()
        order = self.need.order_id
        order.action_confirm()
        self.assertEqual(self.need.state, "ordered")
        self.assertEqual(self.hours_need.state, "ordered")
        order._action_cancel()
        self.assertEqual(self.need.state, "analysed")

    def test_delivered_when_the_quantity_is(self):
        self.needs.action_create_order()
        self.need.order_id.action_confirm()
        line = self.need.sale_line_id
        milestones = self.env["project.milestone"].search([("sale_line_id", "=", line.id)])
        milestones[:1].is_reached = True
        self.assertEqual(self.need.state, "ordered")
        milestones.is_reached = True
        self.assertEqual(self.need.state, "delivered")
        self.assertEqual(self.hours_need.state, "ordered")

    def test_deleted_quotation_lets_the_need_go(self):
        self.needs.action_create_order()
        order = self.need.order_id
        order._action_cancel()
        order.unlink()
        self.assertFalse(self.need.sale_line_id)
        self.assertEqual(self.need.state, "analysed")

    # -------------------------------------------------------------------- rights

    def test_performer_reads_needs_of_own_tasks_only(self):
        needs = self.env["agency.requirement"].with_user(self.performer)
        self.assertFalse(needs.search([("id", "in", self.needs.ids)]))
        self.needs.action_create_order()
        self.need.order_id.action_confirm()
        self.need.sale_line_id.task_id.user_ids = self.performer
        self.assertIn(self.need, needs.search([("id", "in", self.needs.ids)]))
        with self.assertRaises(AccessError):
            self.need.with_user(self.performer).name = "Mine now"

    def test_portal_user_reads_needs_of_own_organisation_only(self):
        stranger = new_test_user(self.env, "test_stranger", "base.group_portal")
        needs = self.env["agency.requirement"]
        self.assertIn(self.need, needs.with_user(self.portal_user).search([]))
        self.assertNotIn(self.need, needs.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.need.with_user(self.portal_user).write({"budget": 1})

    def test_needs_of_another_company_are_hidden(self):
        company = self.env["res.company"].create({"name": "Second agency"})
        foreign = self._create_requirement("Elsewhere", company_id=company.id)
        for user in (self.account_manager, self.director):
            self.assertNotIn(foreign, self.env["agency.requirement"].with_user(user).search([]))

    # ---------------------------------------------------------------- properties

    def test_user_defined_properties(self):
        definition = self.env["properties.base.definition"]._get_definition_for_property_field(
            "agency.requirement", "properties"
        )
        definition.properties_definition = [{"name": "channel", "type": "char", "string": "Channel"}]
        self.need.properties = {"channel": "Instagram"}
        found = self.env["agency.requirement"].search([("properties.channel", "=", "Instagram")])
        self.assertEqual(found, self.need)

    def test_category_names_show_the_path(self):
        category = self.env.ref("crm_web_agency.category_shop_payment")
        self.assertEqual(category.display_name, "Online shop / Payment and delivery")
        with self.assertRaisesRegex(UserError, "Recursion"):
            category.parent_id.parent_id = category
