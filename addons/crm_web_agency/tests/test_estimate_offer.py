from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_estimate import EstimateCommon


@tagged("post_install", "-at_install")
class TestEstimateOffer(EstimateCommon):
    """From needs, opportunities and orders to an estimate, and from there to a quotation."""

    def _make_offer(self, estimate=None):
        action = (estimate or self.estimate).action_make_offer()
        return self.env["sale.order"].with_user(self.account_manager).browse(action["res_id"])

    def _estimate_from(self, record, user=None):
        action = record.with_user(user or self.account_manager).action_estimate()
        return self.env["agency.estimate"].with_user(user or self.account_manager).browse(action["res_id"])

    def test_chosen_works_become_lines_others_optional_ones(self):
        order = self._make_offer()
        self.assertEqual((order.estimate_id, order.partner_id), (self.estimate, self.client))
        self.assertEqual(
            [(line.product_uom_qty, line.price_unit) for line in order.order_line if not line.display_type],
            [(1, self.shop.price_unit), (3, 6000), (0, 900), (0, 900)],
        )
        self.assertEqual(
            [(line.name, line.is_optional) for line in order.order_line if line.display_type],
            [("Basic", False), ("Premium", True), ("Training", True)],
        )
        self.assertEqual(order.amount_untaxed, self.estimate.price)
        optional = order.order_line[4]
        self.assertTrue(optional._is_line_optional())
        self.assertIn("Quantity: 20", optional.name)
        self.assertEqual(self.estimate.state, "chosen")

    def test_pressing_twice_makes_one_offer(self):
        order = self._make_offer()
        self.assertEqual(self._make_offer(), order)
        self.assertEqual(len(order.order_line), 7)

    def test_a_new_version_replaces_the_lines_of_the_offer(self):
        order = self._make_offer()
        order.write({"order_line": [Command.create({"product_id": self.service_hours.product_variant_id.id})]})
        own = order.order_line[-1]
        version = self.env["agency.estimate"].browse(self.estimate.action_new_version()["res_id"])
        version = version.with_user(self.account_manager)
        version.line_ids.filtered(lambda line: line.option_id.name == "Basic").quantity = 6
        self.assertEqual(self.estimate.state, "chosen", "until the new one is offered")
        self.assertEqual(self._make_offer(version), order)
        self.assertEqual(order.estimate_id, version)
        self.assertEqual((self.estimate.state, version.state), ("superseded", "chosen"))
        self.assertEqual(len(order.order_line), 8)
        self.assertIn(own, order.order_line)
        self.assertEqual(order.amount_untaxed, version.price + own.price_subtotal)

    def test_a_confirmed_offer_is_not_estimated_anew(self):
        order = self._make_offer()
        version = self.env["agency.estimate"].browse(self.estimate.action_new_version()["res_id"])
        order.sudo().action_confirm()
        with self.assertRaisesRegex(UserError, "estimate a change"):
            version.with_user(self.account_manager).action_make_offer()

    def test_a_change_request_is_priced_by_an_estimate(self):
        order = self._create_order([self.service_fixed])
        order.action_confirm()
        estimate = self._estimate_from(order, self.project_manager)
        self.assertEqual(estimate.parent_order_id, order)
        estimate.line_ids = [Command.create({"service_id": self.service_hours.id, "quantity": 8})]
        change = self._make_offer(estimate.with_user(self.account_manager))
        self.assertEqual((change.agency_kind, change.parent_order_id), ("change_request", order))
        self.assertEqual(change.amount_untaxed, 7200)
        self.assertEqual(change.project_id, order.project_id)
        self.assertIn(estimate, order._get_estimates())

    def test_a_draft_change_request_is_filled(self):
        order = self._create_order([self.service_fixed])
        order.action_confirm()
        change = self.env["sale.order"].browse(order.action_new_change_order()["res_id"])
        estimate = self._estimate_from(change)
        estimate.line_ids = [Command.create({"service_id": self.service_hours.id, "quantity": 2})]
        self.assertEqual(self._make_offer(estimate), change)
        self.assertEqual(change.amount_untaxed, 1800)

    def test_from_needs(self):
        needs = self._create_requirement(service_id=self.service_fixed.id)
        needs |= self._create_requirement("Something special")
        estimate = self._estimate_from(needs, self.project_manager)
        self.assertEqual(estimate.requirement_ids, needs)
        self.assertEqual(estimate.line_ids.mapped("name"), ["Sell online", "Something special"])
        estimate = estimate.with_user(self.account_manager)
        with self.assertRaisesRegex(UserError, "Something special"):
            estimate.action_make_offer()
        estimate.line_ids[1].service_id = self.service_hours
        order = self._make_offer(estimate)
        self.assertEqual(needs.sale_line_id.order_id, order)
        self.assertEqual(set(needs.mapped("state")), {"proposed"})

    def test_needs_of_several_clients_are_refused(self):
        stranger = self.env["res.partner"].create({"name": "Stranger", "user_id": self.account_manager.id})
        needs = self._create_requirement() | self._create_requirement(partner_id=stranger.id)
        with self.assertRaisesRegex(UserError, "several clients"):
            needs.with_user(self.account_manager).action_estimate()

    def test_from_an_opportunity(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "New shop",
                "type": "opportunity",
                "partner_id": self.contact.id,
                "user_id": self.account_manager.id,
            }
        )
        need = self._create_requirement(service_id=self.service_fixed.id, lead_id=lead.id)
        estimate = self._estimate_from(lead)
        self.assertEqual((estimate.partner_id, estimate.requirement_ids), (self.client, need))
        order = self._make_offer(estimate)
        self.assertEqual((order.opportunity_id, order.partner_id), (lead, self.contact))
        self.assertEqual(lead.estimate_count, 1)

    def test_nothing_to_offer(self):
        empty = self.env["agency.estimate"].with_user(self.account_manager)
        empty = empty.create({"name": "Empty", "partner_id": self.client.id})
        with self.assertRaisesRegex(UserError, "nothing to offer"):
            empty.action_make_offer()
        self.basic.is_chosen = False
        with self.assertRaisesRegex(UserError, "Choose one of the packages"):
            self.estimate.action_make_offer()

    def test_the_price_goes_into_the_currency_of_the_offer(self):
        dollar = self.env.ref("base.USD" if self.currency.name != "USD" else "base.EUR")
        dollar.active = True
        dollar.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "name": self.estimate.date,
                "inverse_company_rate": 40,
            }
        )
        pricelist = self.env["product.pricelist"].create({"name": "Dollars", "currency_id": dollar.id})
        self.client.property_product_pricelist = pricelist
        order = self._make_offer()
        self.assertEqual(order.currency_id, dollar)
        self.assertAlmostEqual(order.order_line[2].price_unit, 150, 2)

    def test_who_leads_projects_makes_no_offers(self):
        with self.assertRaises(AccessError):
            self.estimate.with_user(self.project_manager).action_make_offer()
        self.assertEqual(self.estimate.state, "draft")

    def test_a_cancelled_order_is_not_estimated(self):
        order = self._create_order([self.service_hours])
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"):
            order.with_user(self.account_manager).action_estimate()
