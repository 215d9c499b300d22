from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .order_common import OrderCommon


class OfferCommon(OrderCommon):
    """Orders made from a template of 40, 30 and 30 %, by the account manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("crm_web_agency.order_template_shop")
        cls.template.sale_order_template_line_ids.product_id.taxes_id = cls.tax
        cls.usd = cls.env.ref("base.USD")
        cls.usd.active = True
        cls.env["res.currency.rate"].search([("currency_id", "=", cls.usd.id)]).unlink()
        cls.usd_prices = cls.env["product.pricelist"].create({"name": "Dollars", "currency_id": cls.usd.id})

    @classmethod
    def _give_rate(cls, hryvnias=41.25, day=None):
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.usd.id,
                "company_id": cls.company.id,
                "name": day or fields.Date.today(),
                "rate": 1 / hryvnias,
            }
        )

    @classmethod
    def _make_offer(cls, services, plan=(), **values):
        """An offer of the account manager with a plan of (percent, event[, milestone number])."""
        order = cls._create_order(services, **values)
        cls.env["agency.order.instalment"].create(
            [
                {
                    "order_id": order.id,
                    "sequence": number,
                    "name": f"Payment {number}",
                    "percent": row[0],
                    "due_event": row[1],
                    "milestone_number": row[2] if len(row) > 2 else 1,
                }
                for number, row in enumerate(plan, 1)
            ]
        )
        return order

    def assertPaidWhole(self, order):
        """All invoices together are the order: total, base and taxes, to the kopiyka."""
        moves = order.invoice_ids.filtered(lambda move: move.state != "cancel")
        currency = order.currency_id
        for name in ("amount_untaxed", "amount_tax", "amount_total"):
            total = sum(-move.direction_sign * move[name] for move in moves)
            self.assertEqual(currency.compare_amounts(total, order[name]), 0, f"{name}: {total} and {order[name]}")


@tagged("post_install", "-at_install")
class TestOffer(OfferCommon):
    def _fill_in(self):
        form = Form(self.env["sale.order"].with_user(self.account_manager))
        form.partner_id = self.client
        form.sale_order_template_id = self.template
        return form

    def test_account_manager_makes_an_offer_from_a_template(self):
        order = self._fill_in().save()
        self.assertEqual(order.agency_kind, "project")
        self.assertEqual(order.instalment_ids.mapped("percent"), [40, 30, 30])
        self.assertEqual(order.instalment_ids.mapped("due_event"), ["confirmation", "milestone", "act"])
        self.assertEqual(order.validity_date, fields.Date.today() + relativedelta(days=21))
        self.assertTrue(order.require_signature)
        optional = order.order_line.filtered(lambda line: line.is_optional and line.display_type)
        self.assertEqual(optional.mapped("name"), ["Options"])
        self.assertEqual(sum(order.instalment_ids.mapped("amount")), order.amount_total)
        self.assertGreater(order.amount_total, 0)

    def test_every_template_makes_an_order_that_confirms(self):
        names = ("landing", "shop", "redesign", "support", "hosting")
        for name in names:
            with self.subTest(name):
                self.template = self.env.ref(f"crm_web_agency.order_template_{name}")
                order = self._fill_in().save()
                order.action_confirm()
                self.assertEqual(order.state, "sale")
                self.assertEqual(sum(order.instalment_ids.mapped("percent")), 100)

    def test_template_made_order_needs_approval_beyond_the_limits(self):
        order = self._fill_in().save()
        order.order_line.filtered("product_id")[0].discount = 90
        self.assertTrue(order.approval_needed)
        with self.assertRefused(UserError, "needs the director's approval"):
            order.action_confirm()
        self.assertFalse(order.instalment_ids.invoice_id)

    def test_amounts_make_the_total_whatever_the_shares(self):
        for price, shares in (
            (100.01, (40, 30, 30)),
            (0.01, (40, 30, 30)),
            (99999.99, (33.33, 33.33, 33.34)),
            (0, (50, 50)),
        ):
            with self.subTest(price=price, shares=shares):
                order = self._make_offer([self.service_hours])
                order.order_line.price_unit = price
                order.instalment_ids = [
                    Command.create({"name": str(number), "percent": share, "sequence": number})
                    for number, share in enumerate(shares)
                ]
                total = sum(order.instalment_ids.mapped("amount"))
                self.assertEqual(order.currency_id.compare_amounts(total, order.amount_total), 0)
                self.assertTrue(all(row.amount >= 0 for row in order.instalment_ids))

    def test_amounts_follow_the_total_of_a_draft(self):
        order = self._make_offer([self.service_hours], [(50, "confirmation"), (50, "act")])
        order.order_line.product_uom_qty = 7
        self.assertEqual(sum(order.instalment_ids.mapped("amount")), order.amount_total)
        self.assertEqual(order.instalment_ids[0].amount, 3780)

    def test_offer_of_200_lines(self):
        product = self.service_hours.product_variant_id.id
        order = self._make_offer(
            [],
            [(33.33, "confirmation"), (66.67, "act")],
            order_line=[Command.create({"product_id": product, "price_unit": 933.37 + n / 100}) for n in range(200)],
        )
        self.assertEqual(
            order.currency_id.compare_amounts(sum(order.instalment_ids.mapped("amount")), order.amount_total), 0
        )
        order.with_user(self.director).action_confirm()
        self.assertEqual(order.invoice_ids.amount_total, order.instalment_ids[0].amount)

    def test_plan_that_does_not_make_100_is_refused(self):
        order = self._make_offer([self.service_hours], [(50, "confirmation"), (40, "act")])
        with self.assertRefused(UserError, "make 90 %"):
            order.with_user(self.account_manager).action_confirm()
        self.assertEqual(order.state, "draft")
        with self.assertRefused(ValidationError, "make 90 %"):
            self.template.agency_instalment_ids = [
                Command.update(self.template.agency_instalment_ids[0].id, {"percent": 30})
            ]

    def test_confirmed_plan_is_closed(self):
        order = self._make_offer([self.service_hours], [(50, "confirmation"), (50, "act")])
        order.action_confirm()
        row = order.instalment_ids[1].with_user(self.account_manager)
        with self.assertRefused(UserError, "make a change request"):
            row.percent = 10
        with self.assertRefused(UserError, "make a change request"):
            row.unlink()
        with self.assertRefused(UserError, "make a change request"):
            row.copy({"order_id": order.id})

    def test_copy_has_the_plan(self):
        order = self._make_offer([self.service_hours], [(50, "confirmation"), (50, "act")])
        order.action_confirm()
        copy = order.copy()
        self.assertEqual(copy.instalment_ids.mapped("percent"), [50, 50])
        self.assertFalse(copy.instalment_ids.invoice_id)

    def test_who_sees_and_invoices(self):
        order = self._make_offer([self.service_hours], [(50, "confirmation")])
        row = {"name": "Later", "percent": 50, "due_event": "date", "due_date": fields.Date.today(), "sequence": 2}
        order.instalment_ids = [Command.create(row)]
        order.action_confirm()
        row = order.instalment_ids[1]
        with self.assertRefused(AccessError, ""):
            row.with_user(self.performer).read(["name"])
        with self.assertRefused(AccessError, "Account managers and accountants"):
            row.with_user(self.project_manager).action_create_invoice()
        self.assertEqual(row.with_user(self.portal_user).amount, row.amount)
        row.with_user(self.accountant).action_create_invoice()
        self.assertEqual(row.invoice_id.amount_total, row.amount)
        with self.assertRefused(UserError, "has its invoice already"):
            row.with_user(self.account_manager).action_create_invoice()

    # Currency ----------------------------------------------------------------------------------

    def test_sellers_by_odoos_own_rights_read_own_orders_with_all_fields(self):
        seller = new_test_user(self.env, "plain_seller", "sales_team.group_sale_salesman")
        order = self._make_offer([self.service_fixed], user_id=seller.id).with_user(seller)
        order.sale_order_template_id = self.template
        order._onchange_sale_order_template_id()
        self.assertEqual(order.instalment_ids.mapped("percent"), [40, 30, 30])
        order.sudo().action_quotation_sent()
        self.assertEqual(len(order.read()[0]["version_ids"]), 1)
        version = order.sudo().version_ids
        order.sudo().user_id = self.account_manager
        with self.assertRaises(AccessError):
            version.with_user(seller).read(["number"])

    def test_no_rate_no_offer(self):
        order = self._make_offer([self.service_hours], pricelist_id=self.usd_prices.id)
        self.assertIn("no rate", order.rate_text)
        with self.assertRefused(UserError, "no exchange rate of USD"):
            order.with_user(self.account_manager).action_confirm()
        with self.assertRefused(UserError, "no exchange rate of USD"):
            order.with_user(self.account_manager).action_quotation_sent()
        self._give_rate()
        order.with_user(self.account_manager).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_rate_is_that_of_the_day_and_stays_after_confirmation(self):
        today = fields.Date.today()
        self._give_rate(40, today - relativedelta(days=30))
        order = self._make_offer([self.service_hours], pricelist_id=self.usd_prices.id)
        self._give_rate(41.25, today)
        order.date_order = fields.Datetime.now()
        self.assertIn("41.2500 UAH", order.rate_text)
        order.with_user(self.account_manager).action_confirm()
        self.assertAlmostEqual(1 / order.currency_rate, 41.25, 4)
        order.date_order = fields.Datetime.now() - relativedelta(days=10)
        order.env.invalidate_all()
        self.assertAlmostEqual(1 / order.currency_rate, 41.25, 4)
        self.assertIn("fixed on", order.rate_text)
        self.assertFalse(self.order.rate_text)
