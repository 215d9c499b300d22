from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestRequirementOrder(AgencyCommon):
    """Needs that go into a quotation of the client, and what becomes of them when it changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need = cls._create_requirement("Sell online", service_id=cls.service_fixed.id)
        cls.other_need = cls._create_requirement("Blog", service_id=cls.service_hours.id)
        cls.needs = (cls.need | cls.other_need).with_user(cls.account_manager)

    def test_without_a_draft_a_new_quotation_is_made(self):
        self._create_order(self.service_hours).action_quotation_sent()
        action = self.needs.action_add_to_order()
        self.assertEqual(self.needs.order_id.ids, [action["res_id"]])
        self.assertEqual(len(self.needs.order_id.order_line), 2)

    def test_the_only_draft_takes_them(self):
        order = self._create_order(self.service_retainer)
        self.needs.action_add_to_order()
        self.assertEqual(self.needs.order_id, order)
        self.assertEqual(len(order.order_line), 3)
        self.assertEqual(set(self.needs.mapped("state")), {"proposed"})

    def test_of_several_drafts_one_is_chosen(self):
        orders = self._create_order(self.service_retainer) | self._create_order(self.service_hours)
        stranger = self.env["res.partner"].create({"name": "Other"})
        self._create_order(self.service_hours, partner_id=stranger.id)
        action = self.needs.action_add_to_order()
        form = Form(
            self.env[action["res_model"]].with_user(self.account_manager).with_context(**action["context"]),
        )
        self.assertEqual(form.available_order_ids[:], orders.sorted("id", reverse=True))
        form.order_id = orders[0]
        form.save().action_add()
        self.assertEqual(self.needs.order_id, orders[0])

    def test_the_window_can_make_a_new_one(self):
        orders = self._create_order(self.service_retainer) | self._create_order(self.service_hours)
        wizard = self.env["agency.requirement.quotation"].with_user(self.account_manager)
        wizard.create({"requirement_ids": self.needs.ids}).action_add()
        self.assertTrue(self.needs.order_id - orders)

    def test_a_quotation_that_is_no_draft_any_more_is_refused(self):
        order = self._create_order(self.service_retainer)
        wizard = self.env["agency.requirement.quotation"].with_user(self.account_manager)
        wizard = wizard.create({"requirement_ids": self.needs.ids, "order_id": order.id})
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "no draft of this client any more"):
            wizard.action_add()
        self.assertFalse(self.needs.order_id)

    def test_bad_selections_are_explained(self):
        self.other_need.service_id = False
        with self.assertRaisesRegex(UserError, "Choose a service"):
            self.needs.action_add_to_order()

    # ---------------------------------------------------------- state by the order

    def test_a_deleted_line_takes_the_offer_back(self):
        self.needs.action_add_to_order()
        self.need.sale_line_id.unlink()
        self.assertRecordValues(self.need, [{"state": "analysed", "sale_line_id": False}])
        self.assertEqual(self.other_need.state, "proposed")

    def test_a_deleted_draft_takes_the_offers_back(self):
        self.needs.action_add_to_order()
        self.need.order_id.unlink()
        self.assertEqual(set(self.needs.mapped("state")), {"analysed"})
        self.assertFalse(self.needs.sale_line_id)

    def test_cancelled_and_taken_up_again(self):
        self.needs.action_add_to_order()
        order = self.need.order_id
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self.need.state, "analysed")
        order.action_draft()
        self.assertEqual(self.need.state, "proposed")
        order.action_confirm()
        self.assertEqual(self.need.state, "ordered")

    def test_moved_to_a_line_of_another_order(self):
        self.needs.action_add_to_order()
        self.need.order_id.action_confirm()
        draft = self._create_order(self.service_fixed)
        self.need.sale_line_id = draft.order_line
        self.assertRecordValues(self.need, [{"state": "proposed", "order_id": draft.id}])

    # --------------------------------------------------------------------- details

    def test_captured_today(self):
        self.assertEqual(
            self.need.captured_on, self.env["agency.requirement"]._fields["captured_on"].default(self.need)
        )

    def test_files_of_the_form(self):
        file = self.env["ir.attachment"].with_user(self.account_manager).create({"name": "logo.txt", "raw": b"logo"})
        need = self.need.with_user(self.account_manager)
        need.attachment_ids = file
        self.assertRecordValues(file, [{"res_model": "agency.requirement", "res_id": need.id}])
        need.invalidate_recordset()
        self.assertEqual(need.attachment_ids, file)
        need.attachment_ids = False
        self.assertFalse(file.exists())

    def test_search_in_the_tree_of_categories(self):
        leaf = self.env.ref("crm_web_agency.category_shop_payment")
        self.need.category_id = leaf
        found = self.env["agency.requirement"].search([("category_id", "child_of", leaf.parent_id.ids)])
        self.assertIn(self.need, found)
        self.assertNotIn(self.other_need, found)
