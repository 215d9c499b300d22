from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import AgencyCommon

DECLINED = "director's approval"


@tagged("post_install", "-at_install")
class TestApproval(AgencyCommon):
    """An offer beyond the limits of its people waits for the director."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.account_manager, cls.project_manager, cls.director, cls.portal_user, cls.agency_admin):
            user.partner_id.lang = "en_US"
        cls.order = cls._create_order([cls.service_fixed])
        cls.line = cls.order.order_line
        cls.limit = cls.env["agency.approval.limit"].search(
            [
                ("company_id", "=", cls.company.id),
                ("role_id", "=", cls.env.ref("crm_web_agency.role_account_manager").id),
            ]
        )

    def _as(self, user, order=None):
        return (order or self.order).with_user(user)

    def _discount(self, discount=25, user=None):
        self.line.with_user(user or self.account_manager).discount = discount

    def _ask(self):
        self._discount()
        self._as(self.account_manager).action_ask_approval()

    def _reject(self, comment="Too cheap"):
        action = self._as(self.director).reject_tier()
        wizard = self.env["comment.wizard"].with_user(self.director).with_context(**action["context"])
        wizard.create({"comment": comment}).add_comment()

    # Limits ------------------------------------------------------------------------------------

    def test_normal_order_needs_nobody(self):
        self.assertFalse(self.order.approval_needed)
        self._as(self.account_manager).action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertFalse(self.order.review_ids)

    def test_order_is_made_and_changed_in_the_form(self):
        form = Form(self.env["sale.order"].with_user(self.account_manager))
        form.partner_id = self.client
        with form.order_line.new() as line:
            line.product_id = self.service_fixed.product_variant_id
        order = form.save()
        self.assertEqual(order.sudo().approval_user_id, self.account_manager)
        order.order_line.discount = 25
        order.action_ask_approval()
        with Form(order) as form:
            form.client_order_ref = "7"
        self.assertEqual(order.validation_status, "pending")

    def test_each_limit_gives_its_reason(self):
        self._discount(25)
        self.assertEqual(self._as(self.account_manager).approval_reasons, "Discount 25 % is above 10 %")
        self._discount(0)
        self.line.price_unit = 400000
        self.assertRegex(self._as(self.account_manager).approval_reasons, r"^Amount .*400,000.* is above .*300,000")
        self.line.price_unit = 50000
        self.line.purchase_price = 45000
        self.assertEqual(self._as(self.account_manager).approval_reasons, "Margin 10 % is below 20 %")

    def test_reason_hides_the_margin_from_those_who_may_not_know(self):
        self.line.purchase_price = 45000
        self.assertEqual(self._as(self.project_manager).approval_reasons, "The margin is below the limit")

    def test_typed_cost_does_not_beat_the_cost_of_the_service(self):
        self.service_fixed.product_variant_id.standard_price = 45000
        self.line.purchase_price = 0
        self.assertIn("Margin", self._as(self.account_manager).approval_reasons)

    def test_price_below_the_list_is_a_discount(self):
        self.line.price_unit = 40000
        self.assertEqual(self._as(self.account_manager).approval_reasons, "Discount 20 % is above 10 %")

    def test_line_that_takes_off_money_is_a_discount(self):
        self.order.order_line = [
            Command.create({"product_id": self.service_hours.product_variant_id.id, "price_unit": -10000})
        ]
        self.assertEqual(self._as(self.account_manager).approval_reasons, "Discount 20 % is above 10 %")

    def test_amount_is_compared_in_the_company_currency(self):
        currency = self.env.ref("base.EUR")
        currency.active = True
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 0.02, "company_id": self.company.id})
        pricelist = self.env["product.pricelist"].create({"name": "EUR", "currency_id": currency.id})
        order = self._create_order([self.service_fixed], pricelist_id=pricelist.id)
        order.order_line.price_unit = 6100
        self.assertAlmostEqual(order._get_terms().amount, 305000, delta=1)
        self.assertTrue(order.approval_needed)

    def test_unticked_limit_limits_nothing(self):
        self.limit.with_user(self.director).limits_discount = False
        self._discount(90)
        self.assertFalse(self.order.approval_needed)

    def test_most_generous_role_of_a_person_counts(self):
        generous = self.env.ref("crm_web_agency.role_project_manager")
        self.env["agency.approval.limit"].search([("role_id", "=", generous.id)]).max_discount = 30
        role = self.env.ref("crm_web_agency.role_account_manager")
        self.account_manager.role_line_ids = [Command.create({"role_id": role.id})]
        self._discount(25)
        self.assertTrue(self.order.approval_needed)
        self.account_manager.role_line_ids = [Command.create({"role_id": generous.id})]
        self.order.invalidate_recordset()
        self.assertFalse(self.order.approval_needed)

    def test_another_salesperson_is_no_way_around(self):
        self._discount(25)
        for user in (self.director, self.accountant, self.env["res.users"]):
            self._as(self.account_manager).user_id = user
            self.assertTrue(self.order.approval_needed, user.name)

    def test_directors_own_order_has_no_limits(self):
        order = self._create_order([self.service_fixed], user_id=self.director.id)
        order.order_line.with_user(self.director).discount = 60
        self.assertFalse(order.approval_needed)
        self._as(self.director, order).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_new_company_gets_limits(self):
        company = self.env["res.company"].create({"name": "Another agency"})
        limits = self.env["agency.approval.limit"].search([("company_id", "=", company.id)])
        self.assertEqual(len(limits), 2)
        self.assertEqual(set(limits.mapped("max_discount")), {10.0})

    # The gate ----------------------------------------------------------------------------------

    def test_nothing_goes_out_before_approval(self):
        self._discount()
        order = self._as(self.account_manager)
        for name in ("action_confirm", "action_quotation_send", "action_quotation_sent"):
            with self.subTest(name), self.assertRaisesRegex(UserError, DECLINED):
                getattr(order, name)()
        with self.assertRaisesRegex(UserError, DECLINED):
            order.with_context(mark_so_as_sent=True).message_post(body="offer")
        with self.assertRaisesRegex(UserError, DECLINED):
            self.env["ir.actions.report"].with_user(self.account_manager)._render_qweb_html(
                "sale.report_saleorder", order.ids
            )
        self.assertEqual(self.order.state, "draft")

    def test_client_cannot_sign_or_pay_before_approval(self):
        self.order.require_signature = self.order.require_payment = True
        self.order.prepayment_percent = 1
        order = self._as(self.portal_user).sudo()
        self.assertTrue(order._has_to_be_signed())
        self._discount()
        self.assertFalse(order._has_to_be_signed())
        self.assertFalse(order._has_to_be_paid())
        with self.assertRaisesRegex(UserError, "cannot be accepted yet"):
            order.action_confirm()

    def test_state_written_at_once_is_refused(self):
        values = {
            "partner_id": self.client.id,
            "state": "sale",
            "order_line": [Command.create({"product_id": self.service_fixed.product_variant_id.id, "discount": 50})],
        }
        with self.assertRaisesRegex(UserError, "beyond your limits"):
            self.env["sale.order"].with_user(self.account_manager).create(values)
        self.order.action_cancel()
        self._discount()
        with self.assertRaisesRegex(UserError, DECLINED):
            self._as(self.account_manager).write({"state": "sale"})

    def test_what_was_rightly_offered_is_not_held_up_by_a_new_price(self):
        self._as(self.account_manager).action_quotation_sent()
        self.service_fixed.list_price = 80000
        order = self._as(self.portal_user).sudo()
        self.assertFalse(order.approval_needed)
        order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_sent_offer_that_changes_is_held_up(self):
        self._as(self.account_manager).action_quotation_sent()
        self._discount()
        self.assertTrue(self.order.approval_needed)
        with self.assertRaisesRegex(UserError, DECLINED):
            self._as(self.account_manager).action_confirm()

    def test_director_approves_and_the_salesperson_confirms(self):
        self._ask()
        self.assertEqual(self.order.validation_status, "pending")
        activity = self.order.activity_ids
        self.assertIn(self.director, activity.user_id)
        self._as(self.director).validate_tier()
        self.assertEqual(self.order.approved_by_id, self.director)
        self.assertTrue(self.order.approved_on)
        self.assertFalse(self.order.activity_ids)
        self.assertIn("approved the offer", self.order.message_ids[0].body)
        self._as(self.account_manager).action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.order.approved_by_id, self.director)

    def test_approved_offer_can_be_signed(self):
        self._ask()
        self._as(self.director).validate_tier()
        self._as(self.account_manager).action_quotation_sent()
        order = self._as(self.portal_user).sudo()
        self.assertTrue(order._has_to_be_signed())
        order.write({"signed_by": "Марія"})
        order._validate_order()
        self.assertEqual(self.order.state, "sale")

    def test_director_who_acts_approves(self):
        self._discount()
        self._as(self.director).action_confirm()
        self.assertEqual(self.order.approved_by_id, self.director)

    def test_rejection_tells_why_and_the_offer_may_change(self):
        self._ask()
        self._reject("20 % at most")
        self.assertEqual(self.order.validation_status, "rejected")
        self.assertEqual(self._as(self.account_manager).rejection_reason, "20 % at most")
        self.assertIn("20 % at most", self.order.message_ids[0].body)
        self.assertIn(self.account_manager.partner_id, self.order.message_ids[0].notified_partner_ids)
        with self.assertRaisesRegex(UserError, DECLINED):
            self._as(self.account_manager).action_confirm()
        self._discount(20)
        self.assertEqual(self.order.validation_status, "no")
        self._as(self.account_manager).action_ask_approval()
        self.assertEqual(self.order.validation_status, "pending")

    def test_changed_terms_are_approved_anew(self):
        self._ask()
        self._as(self.director).validate_tier()
        self._discount(30)
        self.assertEqual(self.order.validation_status, "pending")
        self.assertFalse(self.order.approved_by_id)
        with self.assertRaisesRegex(UserError, DECLINED):
            self._as(self.account_manager).action_confirm()
        self._discount(5)
        self.assertEqual(self.order.validation_status, "no")
        self._as(self.account_manager).action_confirm()

    def test_approval_covers_what_was_seen_however_it_changed(self):
        self._ask()
        self._as(self.director).validate_tier()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order_line SET price_unit = 10000 WHERE id = %s", self.line.ids)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, DECLINED):
            self._as(self.account_manager).action_confirm()

    def test_other_words_leave_the_approval(self):
        self._ask()
        self._as(self.director).validate_tier()
        self._as(self.account_manager).write({"note": "Thank you", "client_order_ref": "7"})
        self.line.with_user(self.account_manager).name = "Online shop, three languages"
        self.assertEqual(self.order.approved_by_id, self.director)

    def test_confirmed_order_does_not_get_worse(self):
        self._as(self.account_manager).action_confirm()
        with self.assertRaisesRegex(UserError, "goes beyond your limits"):
            self._discount(50)
        self._discount(5)
        self._discount(50, self.director)
        self.assertEqual(self.line.discount, 50)

    # Holes -------------------------------------------------------------------------------------

    def test_nobody_writes_reviews_by_hand(self):
        self._ask()
        # As OCA ships it: the model itself refuses as well.
        access = self.env.ref("base_tier_validation.access_tier_review")
        access.write({"perm_write": True, "perm_create": True, "perm_unlink": True})
        review = self.order.review_ids
        definition = self.env.ref("crm_web_agency.tier_definition_order")
        values = {"model": "sale.order", "res_id": self.order.id, "definition_id": definition.id, "status": "approved"}
        for user in (self.account_manager, self.director, self.agency_admin):
            reviews = self.env["tier.review"].with_user(user)
            with self.subTest(user.name), self.assertRaises(AccessError):
                reviews.create(values)
            with self.subTest(user.name), self.assertRaises(AccessError):
                reviews.browse(review.id).write({"status": "approved", "done_by": self.director.id})
            with self.subTest(user.name), self.assertRaises(AccessError):
                reviews.browse(review.id).with_context(_force_unlink=True).unlink()
        self.assertEqual(self.order.validation_status, "pending")

    def test_approval_is_not_written_through_the_order(self):
        self._ask()
        order = self._as(self.account_manager)
        review = self.order.review_ids.id
        for values in (
            {"validation_status": "validated"},
            {"approved_by_id": self.director.id},
            {"approval_user_id": False},
            {"review_ids": [Command.update(review, {"status": "approved"})]},
            {"review_ids": [Command.delete(review)]},
        ):
            with self.subTest(values), self.assertRaises(AccessError), self.env.cr.savepoint():
                order.write(values)

    def test_defaults_of_the_caller_approve_nothing(self):
        self._discount()
        self._as(self.account_manager).with_context(
            default_status="approved", default_done_by=self.director.id, default_content_digest="x"
        ).action_ask_approval()
        self.assertEqual(self.order.validation_status, "pending")
        self.assertFalse(self.order.review_ids.done_by)

    def test_only_reviewers_decide(self):
        self._ask()
        order = self._as(self.account_manager)
        for name in ("validate_tier", "reject_tier"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(order, name)()
        wizard = self.env["comment.wizard"].with_user(self.account_manager)
        forged = wizard.create(
            {
                "res_model": "sale.order",
                "res_id": self.order.id,
                "review_ids": [Command.set(self.order.review_ids.ids)],
                "validate_reject": "validate",
                "comment": "fine",
            }
        )
        with self.assertRaises(AccessError):
            forged.add_comment()
        self.assertEqual(self.order.validation_status, "pending")

    def test_shipped_rule_and_limits_are_closed_to_others(self):
        definition = self.env.ref("crm_web_agency.tier_definition_order").with_user(self.agency_admin)
        with self.assertRaises(UserError):
            definition.active = False
        with self.assertRaises(AccessError):
            self.limit.with_user(self.account_manager).max_discount = 90
        self.limit.with_user(self.agency_admin).max_discount = 30
        self._discount()
        self.assertFalse(self.order.approval_needed)

    def test_reviews_are_not_for_everybody(self):
        self._ask()
        review = self.order.review_ids
        self.assertTrue(review.with_user(self.account_manager).has_access("read"))
        stranger = new_test_user(self.env, "other_manager", "crm_web_agency.group_agency_account_manager")
        for user in (self.performer, self.portal_user, stranger):
            self.assertFalse(review.with_user(user).has_access("read"), user.login)

    def test_director_of_another_company_does_not_decide(self):
        company = self.env["res.company"].create({"name": "Another agency"})
        stranger = new_test_user(
            self.env,
            "other_director",
            "crm_web_agency.group_agency_director",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self._ask()
        self.assertIn(self.director, self.order.review_ids.reviewer_ids)
        self.assertNotIn(stranger, self.order.review_ids.reviewer_ids)
        self.assertFalse(self.order.review_ids.with_user(stranger).has_access("read"))
