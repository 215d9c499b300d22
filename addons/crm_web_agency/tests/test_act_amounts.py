from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from .common import AgencyCommon

# Also prices finer than a kopiyka, such as those of another currency or without the tax.
PRICES = st.integers(0, 10_000_000).map(lambda cents: cents / 100) | st.integers(1, 10**9).map(
    lambda part: part / 10**4
)
# Per line of an order: price, discount, hundredths of the unit in each act, whether the tax is in the price.
LINES = st.lists(
    st.tuples(
        PRICES,
        st.sampled_from([0, 0, 7, 33.33]),
        st.lists(st.integers(1, 60), min_size=1, max_size=4),
        st.sampled_from(["none", "vat", "included", "two"]),
    ),
    min_size=1,
    max_size=4,
)


@tagged("post_install", "-at_install")
class TestActAmounts(AgencyCommon):
    """Acts of an order, however it is split, make up the order; each invoice is its act, to the kopiyka."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls._create_service("Part", "fixed", 1)
        cls.service.service_policy = "delivered_manual"
        cls.service.service_tracking = "no"
        seven = cls.tax.copy({"name": "7 %", "amount": 7})
        included = cls.tax.copy({"name": "20 % in the price", "price_include_override": "tax_included"})
        none = cls.env["account.tax"]
        cls.taxes = {"none": none, "vat": cls.tax, "included": included, "two": cls.tax | seven}
        dollar = cls.env.ref("base.USD")
        dollar.active = True
        cls.env["res.currency.rate"].create({"currency_id": dollar.id, "name": "2020-01-01", "rate": 0.0237})
        cls.currencies = {"company": cls.currency, "dollar": dollar}
        # Discounts here need no director.
        cls.env["agency.approval.limit"].search([]).unlink()
        # The definition of properties is made, and kept in mind, by the first order: not by one that is rolled back.
        cls.env["sale.order"].create({"partner_id": cls.client.id})

    def _make_order(self, lines, currency):
        pricelist = self.env["product.pricelist"].create({"name": currency.name, "currency_id": currency.id})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.client.id,
                "pricelist_id": pricelist.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.service.product_variant_id.id,
                            "product_uom_qty": sum(parts) / 100,
                            "price_unit": price,
                            "discount": discount,
                            "tax_ids": [Command.set(self.taxes[kind].ids)],
                        }
                    )
                    for price, discount, parts, kind in lines
                ],
            }
        )
        order.action_confirm()
        for line in order.order_line:
            line.qty_delivered = line.product_uom_qty
        return order

    def _make_act(self, order, lines, step):
        act = self.env["agency.acceptance.act"].create(
            {
                "order_id": order.id,
                "line_ids": [
                    Command.create({"sale_line_id": row.id, "quantity": parts[step] / 100})
                    for row, (_price, _discount, parts, _kind) in zip(order.order_line, lines, strict=True)
                    if step < len(parts)
                ],
            }
        )
        act.action_mark_sent()
        act._sign("Шевчук А. П.")
        return act

    def _check_sum(self, records, order):
        for field in ("amount_untaxed", "amount_tax", "amount_total"):
            total = sum(records.mapped(field))
            self.assertEqual(order.currency_id.compare_amounts(total, order[field]), 0, (field, total, order[field]))

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        lines=LINES,
        method=st.sampled_from(["round_per_line", "round_globally"]),
        currency=st.sampled_from(["company", "dollar"]),
    )
    def test_acts_make_up_the_order(self, lines, method, currency):
        with self.env.cr.savepoint() as savepoint:
            self.company.tax_calculation_rounding_method = method
            order = self._make_order(lines, self.currencies[currency])
            acts = self.env["agency.acceptance.act"]
            for step in range(max(len(parts) for _price, _discount, parts, _kind in lines)):
                acts |= self._make_act(order, lines, step)
            for act in acts:
                self._check_sum(act.invoice_ids, act)
            self._check_sum(acts, order)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_last_act_takes_the_kopiyka(self):
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method=method):
                self.company.tax_calculation_rounding_method = method
                lines = [(33.33, 0, [50, 50], "none")]
                order = self._make_order(lines, self.currency)
                acts = [self._make_act(order, lines, step) for step in (0, 1)]
                self.assertEqual([act.amount_total for act in acts], [16.67, 16.66])
                self.assertEqual(acts[1].invoice_ids.amount_total, 16.66)

    def test_price_changed_between_acts_is_no_rounding(self):
        lines = [(100, 0, [50, 50], "vat")]
        order = self._make_order(lines, self.currency)
        self._make_act(order, lines, 0)
        order.order_line.price_unit = 200
        self.assertEqual(self._make_act(order, lines, 1).amount_untaxed, 100)

    def test_zero_sum_order(self):
        lines = [(0, 0, [100], "vat")]
        order = self._make_order(lines, self.currency)
        act = self._make_act(order, lines, 0)
        act.invoice_ids.action_post()
        self.assertEqual((act.amount_total, act.payment_state), (0, "paid"))

    def test_two_hundred_lines(self):
        lines = [(10.01 + number, 7, [33, 67], "vat") for number in range(200)]
        order = self._make_order(lines, self.currency)
        acts = self._make_act(order, lines, 0) | self._make_act(order, lines, 1)
        self._check_sum(acts, order)
        self._check_sum(acts.invoice_ids, order)
