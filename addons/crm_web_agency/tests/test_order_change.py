import random
from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderChange(OrderCommon):
    """A change request tells what it does, and original and changes are the current total."""

    def _change(self, *lines, **values):
        """A draft change request of the order, by its account manager: (service, quantity) per line."""
        parent = self.order.with_user(self.account_manager)
        action = parent.action_new_change_order()
        change = parent.browse(action["res_id"])
        change.write(
            {
                "order_line": [
                    Command.create({"product_id": service.product_variant_id.id, "product_uom_qty": quantity})
                    for service, quantity in lines
                ],
                **values,
            }
        )
        return change

    def test_effect_is_shown_before_the_approval(self):
        later = self.order.commitment_date + timedelta(days=14)
        change = self._change((self.service_hours, 5), commitment_date=later)
        self.assertEqual(change.change_total_before, self.order.amount_total)
        self.assertEqual(change.change_total_after, self.order.amount_total + change.amount_total)
        self.assertEqual(change.change_margin_after - change.change_margin_before, change.margin)
        self.assertEqual(change.change_days, 14)
        self.assertEqual(self.order.amount_with_changes, self.order.amount_total)

    def test_margin_is_not_for_everybody(self):
        change = self._change((self.service_hours, 5))
        with self.assertRaises(UserError):
            change.with_user(self.project_manager).read(["change_margin_after"])
        self.assertTrue(change.with_user(self.project_manager).read(["change_total_after"]))

    def test_an_earlier_delivery_moves_no_deadline(self):
        change = self._change((self.service_hours, 5), commitment_date=self.order.commitment_date - timedelta(days=9))
        self.assertEqual((change.change_days, change.change_deadline_after), (0, change.change_deadline_before))

    def test_the_second_change_begins_where_the_first_ended(self):
        first = self._change((self.service_hours, 5))
        first.action_confirm()
        second = self._change((self.service_hours, -2))
        self.assertEqual(second.change_total_before, self.order.amount_total + first.amount_total)
        self.assertLess(second.change_total_after, second.change_total_before)
        # The first one's own effect stays as it was.
        self.assertEqual(first.change_total_before, self.order.amount_total)

    def test_original_and_changes_are_the_total_whatever_happens(self):
        rng = random.Random(5)
        changes = self.env["sale.order"]
        for _step in range(25):
            drafts = changes.filtered(lambda change: change.state == "draft")
            agreed = changes.filtered(lambda change: change.state == "sale")
            kind = rng.choice(["new", "edit", "confirm", "cancel"])
            if kind == "new":
                changes |= self._change((self.service_hours, rng.randint(1, 9)))
            elif kind == "edit" and drafts:
                drafts[0].order_line[0].product_uom_qty = rng.randint(1, 20)
            elif kind == "confirm" and drafts:
                drafts[0].action_confirm()
            elif kind == "cancel" and agreed:
                agreed[0]._action_cancel()
            agreed = changes.filtered(lambda change: change.state == "sale")
            total = self.order.amount_total + sum(agreed.mapped("amount_total"))
            self.assertAlmostEqual(self.order.amount_with_changes, total, places=2)
            for change in agreed:
                self.assertAlmostEqual(change.change_total_after, total, places=2)

    def test_what_is_done_is_not_taken_away(self):
        self._log_hours(8)
        change = self._change((self.service_hours, -3))
        with self.assertRefused(UserError, "8 is delivered or invoiced already, and 7 would be left"):
            change.action_confirm()
        change.order_line.product_uom_qty = -2
        change.action_confirm()
        self.assertEqual(change.state, "sale")

    def test_nobody_takes_away_more_than_was_ordered(self):
        change = self._change((self.service_hours, -11))
        with self.assertRefused(UserError, "delivered or invoiced already"):
            change.action_confirm()

    def test_a_change_has_the_currency_of_its_order(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        pricelist = self.env["product.pricelist"].create({"name": "Dollars", "currency_id": dollar.id})
        change = self._change((self.service_hours, 1))
        with self.assertRefused(ValidationError, "its change requests are too"):
            change.pricelist_id = pricelist
            self.env.flush_all()

    def test_a_closed_order_is_not_changed(self):
        change = self._change((self.service_hours, 1))
        self.order.delivery_stage = "closed"
        with self.assertRefused(UserError, "is closed"):
            change.action_confirm()
        with self.assertRefused(UserError, "is closed"):
            self.order.with_user(self.account_manager).action_new_change_order()

    def test_an_order_that_is_not_in_force_is_not_changed(self):
        change = self._change((self.service_hours, 1))
        self.order._action_cancel()
        with self.assertRefused(UserError, "not confirmed"):
            change.action_confirm()

    def test_absurd_quantities_are_refused(self):
        order = self._create_order([self.service_hours]).with_user(self.account_manager)
        for quantity, message in ((-1, "only a change request"), (1_000_000, "must not be above")):
            with self.assertRefused(ValidationError, message):
                order.order_line.product_uom_qty = quantity
        for discount in (-5, 101):
            with self.assertRefused(ValidationError, "between 0 and 100"):
                order.order_line.discount = discount

    def test_milestones_make_no_more_than_the_price(self):
        with self.assertRefused(ValidationError, "make 110 %"):
            self.first.with_user(self.project_manager).quantity_percentage = 0.5
        with self.assertRefused(ValidationError, "at most 100"):
            self.first.with_user(self.project_manager).copy({"quantity_percentage": 0.1})
        self.first.with_user(self.project_manager).quantity_percentage = 0.3
