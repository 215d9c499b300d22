from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools.three_point import Z80
from .common import AgencyCommon

FORM = "crm_web_agency.agency_estimate_view_form"


class EstimateCommon(AgencyCommon):
    """An estimate of the account manager: a shop in any case, two packages and an extra."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.client | cls.account_manager.partner_id | cls.project_manager.partner_id).lang = "en_US"
        cls.estimate = cls._create_estimate()
        cls.basic, cls.premium, cls.extra = cls.estimate.option_ids
        cls.shop, cls.care, cls.hours, cls.addition = cls.estimate.line_ids

    @classmethod
    def _create_estimate(cls, **values):
        estimate = cls.env["agency.estimate"].with_user(cls.account_manager)
        estimate = estimate.create({"name": "Shop", "partner_id": cls.client.id, **values})
        options = cls.env["agency.estimate.option"].create(
            [
                {"estimate_id": estimate.id, "name": "Basic", "is_chosen": True, "sequence": 1},
                {"estimate_id": estimate.id, "name": "Premium", "sequence": 2},
                {"estimate_id": estimate.id, "name": "Training", "kind": "extra", "sequence": 3},
            ]
        )
        works = [
            (cls.service_fixed, 1, options.browse()),
            (cls.service_retainer, 3, options[0]),
            (cls.service_hours, 20, options[1]),
            (cls.service_hours, 5, options[2]),
        ]
        cls.env["agency.estimate.line"].with_user(cls.account_manager).create(
            [
                {
                    "estimate_id": estimate.id,
                    "service_id": service.id,
                    "quantity": quantity,
                    "option_id": option.id,
                    "sequence": number,
                }
                for number, (service, quantity, option) in enumerate(works)
            ]
        )
        return estimate


@tagged("post_install", "-at_install")
class TestEstimate(EstimateCommon):
    """What works take, cost and are sold for, by the norms and the rates of the day."""

    def test_hours_and_money_follow_norms_and_rates(self):
        # Developer 40/60/100: 63.33 h, deviation 10. Designer 10/16/24: 16.33 h, deviation 2.33.
        self.assertAlmostEqual(self.shop.hours_expected, 63.3333 + 16.3333, 3)
        self.assertAlmostEqual(self.shop.hours_p80, 79.6667 + Z80 * (10**2 + (14 / 6) ** 2) ** 0.5, 3)
        shop = self.shop.sudo()
        self.assertAlmostEqual(shop.cost, 31050.0, 2)
        self.assertAlmostEqual(shop.cost_p80, 34485.93, 2, "as the estimated cost of an order says")
        self.assertAlmostEqual(self.shop.price_suggested, 63.3333 * 900 + 16.3333 * 800, 0)
        self.assertEqual(self.shop.price_basis, "effort")
        self.assertEqual(self.shop.price, self.shop.price_suggested)
        self.assertEqual(self.shop.margin, self.shop.price - shop.cost)

    def test_a_service_without_norms_has_the_price_of_the_catalogue(self):
        self.assertEqual(self.care.price_basis, "catalogue")
        self.assertEqual(self.care.price, 18000)
        self.assertEqual(self.care.hours_expected, 0)

    def test_a_service_by_the_hour_shares_its_hours_as_the_norms_do(self):
        norms = [
            Command.create({"job_id": self.developer.id, **self._hours(1, 1, 1)}),
            Command.create({"job_id": self.designer.id, **self._hours(1, 1, 1)}),
        ]
        service = self._create_service("Two heads", "time_material", 850, effort_ids=norms)
        self.hours.service_id = service
        self.assertEqual(self.hours.effort_ids.mapped("hours_expected"), [10, 10])
        self.assertEqual(self.hours.hours_expected, 20)
        self.assertEqual(self.hours.sudo().cost, 10 * 400 + 10 * 350)
        self.assertEqual(self.hours.price, 20 * 850)

    def test_the_price_is_of_what_is_chosen(self):
        self.assertEqual(self.estimate.price, self.shop.price + self.care.price)
        self.premium.with_user(self.account_manager).action_choose()
        self.assertFalse(self.basic.is_chosen)
        self.assertEqual(self.estimate.price, self.shop.price + self.hours.price)
        self.extra.action_choose()
        self.assertEqual(self.estimate.price, self.shop.price + self.hours.price + self.addition.price)
        self.extra.action_choose()
        self.assertFalse(self.extra.is_chosen)

    def test_variances_add_up_not_deviations(self):
        self.shop.copy({"estimate_id": self.estimate.id})
        alone = self.shop.hours_p80 - self.shop.hours_expected
        self.assertAlmostEqual(self.estimate.hours_p80 - self.estimate.hours_expected, alone * 2**0.5, 4)

    def test_units_misjudged_alike(self):
        alone = self.shop.hours_p80
        self.shop.quantity = 3
        self.assertAlmostEqual(self.shop.hours_p80, 3 * alone, 4)

    def test_own_price_stays_when_hours_change(self):
        self.shop.price_unit = 70000
        self.assertEqual(self.shop.price_basis, "own")
        self.shop.effort_ids[0].hours_pessimistic = 200
        self.assertEqual(self.shop.price, 70000)
        self.shop.price_basis = "effort"
        self.assertEqual(self.shop.price, self.shop.price_suggested)

    def test_hours_typed_by_hand_and_norms_taken_again(self):
        self.shop.effort_ids[0].write(self._hours(10, 10, 10))
        self.assertAlmostEqual(self.shop.hours_expected, 26.3333, 3)
        self.shop.action_take_norms()
        self.assertAlmostEqual(self.shop.hours_expected, 79.6667, 3)

    def test_rates_are_kept_until_they_are_taken_anew(self):
        before = self.estimate.sudo().cost
        self.developer.hourly_cost = 800
        self.shop.quantity = 2
        self.shop.quantity = 1
        self.assertEqual(self.estimate.sudo().cost, before)
        self.estimate.action_take_rates()
        self.assertAlmostEqual(self.estimate.sudo().cost - before, 63.3333 * 400, 0)

    def test_rates_in_another_currency(self):
        euro = self.env.ref("base.EUR" if self.currency.name != "EUR" else "base.USD")
        euro.active = True
        today = self.estimate.date
        euro.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "company_id": self.company.id, "name": today, "company_rate": 0.02}
        )
        price = self.estimate.price
        self.estimate.currency_id = euro
        self.assertAlmostEqual(self.estimate.price, price * 0.02, 1)
        self.assertEqual(self.shop.effort_ids[0].sudo().cost_rate, 8)

    def test_form(self):
        """The way a person makes one: a service, its hours, a price of one's own."""
        for user in (self.project_manager, self.account_manager):
            with self.subTest(user=user.login):
                self._check_form(self.env["agency.estimate"].with_user(user))

    def _check_form(self, estimates):
        form = Form(estimates, FORM)
        form.name = "Landing"
        form.partner_id = self.client
        with form.line_ids.new() as line:
            line.service_id = self.service_fixed
            self.assertEqual(line.name, "Online shop")
            self.assertAlmostEqual(line.price_unit, self.shop.price_suggested, 2)
            line.price_unit = 60000
        estimate = form.save()
        self.assertRecordValues(estimate.line_ids, [{"price": 60000, "price_basis": "own"}])
        self.assertAlmostEqual(estimate.hours_expected, 79.6667, 3)
        self.assertEqual(len(estimate.effort_ids), 2)

    def test_bad_input_is_refused(self):
        cases = (
            lambda: self.shop.write({"quantity": -1}),
            lambda: self.shop.write({"quantity": 0}),
            lambda: self.shop.write({"quantity": 10**9}),
            lambda: self.shop.write({"price_unit": -1}),
            lambda: self.shop.effort_ids[0].write(self._hours(5, 3, 9)),
            lambda: self.shop.effort_ids[0].write(self._hours(-1, 3, 9)),
        )
        for number, case in enumerate(cases):
            with (
                self.subTest(case=number),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Exception, "violates check constraint"),
                self.env.cr.savepoint(),
            ):
                case()
                self.env.flush_all()
            self.env.invalidate_all()

    def test_two_packages_cannot_be_chosen(self):
        with self.assertRaisesRegex(ValidationError, "only one package"):
            self.premium.is_chosen = True

    def test_a_package_of_another_estimate_is_refused(self):
        other = self._create_estimate()
        with self.assertRaisesRegex(ValidationError, "package of the same estimate"):
            self.shop.option_id = other.option_ids[0]

    def test_orders_of_another_client_are_refused(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        order = self._create_order([self.service_hours], partner_id=stranger.id)
        with self.assertRaisesRegex(ValidationError, "same client"):
            self.estimate.order_id = order

    def test_who_may_see_what(self):
        costs = ("cost", "cost_p80")
        for user, hidden in ((self.account_manager, costs), (self.project_manager, ("margin", "margin_rate"))):
            estimate = self.estimate.with_user(user)
            self.assertTrue(estimate.read(["price", "hours_p80"]))
            for name in hidden:
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    estimate.read([name])
        self.assertTrue(self.estimate.with_user(self.director).read([*costs, "margin"]))
        with self.assertRaises(AccessError):
            self.shop.effort_ids.with_user(self.account_manager).read(["cost_rate"])
        for user in (self.performer, self.accountant, self.portal_user, self.agency_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["agency.estimate"].with_user(user).search([])

    def test_estimates_of_a_colleagues_client_are_hidden(self):
        colleague = self.account_manager.copy({"login": "test_colleague"})
        self.client.user_id = colleague
        for model in ("agency.estimate", "agency.estimate.option", "agency.estimate.line", "agency.estimate.effort"):
            with self.subTest(model=model):
                domain = [("id" if model == "agency.estimate" else "estimate_id", "=", self.estimate.id)]
                self.assertFalse(self.env[model].with_user(self.account_manager).search(domain))
                self.assertTrue(self.env[model].with_user(colleague).search(domain))

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other"})
        estimate = self.env["agency.estimate"].create(
            {"name": "Theirs", "partner_id": self.client.id, "company_id": other.id}
        )
        self.assertFalse(self.env["agency.estimate"].with_user(self.director).search([("id", "=", estimate.id)]))


@tagged("post_install", "-at_install")
class TestEstimateVersion(EstimateCommon):
    """Versions: kept as they were, copied with what was typed, compared side by side."""

    def _make_version(self, estimate=None):
        action = (estimate or self.estimate).action_new_version()
        return self.env["agency.estimate"].with_user(self.account_manager).browse(action["res_id"])

    def test_a_version_is_a_copy_at_todays_rates(self):
        self.shop.effort_ids[0].write(self._hours(50, 70, 120))
        self.care.price_unit = 5500
        self.developer.hourly_price = 1000
        version = self._make_version()
        self.assertEqual((version.version, version.state, version.previous_id), (2, "draft", self.estimate))
        self.assertEqual(self.estimate.state, "superseded")
        self.assertEqual(version.option_ids.mapped("name"), ["Basic", "Premium", "Training"])
        self.assertEqual(version.line_ids.option_id, version.option_ids)
        shop, care = version.line_ids[:2]
        self.assertEqual(shop.effort_ids[0].hours_pessimistic, 120)
        self.assertEqual(care.price_unit, 5500)
        self.assertEqual((self.shop.effort_ids[0].price_rate, shop.effort_ids[0].price_rate), (900, 1000))
        self.assertGreater(shop.price, self.shop.price)

    def test_numbers_go_on_from_any_version(self):
        second = self._make_version()
        third = self._make_version(self.estimate)
        self.assertEqual((second.version, third.version), (2, 3))
        self.assertEqual(third.version_count, 3)
        self.assertEqual(self.estimate.version_count, 3)

    def test_what_is_superseded_is_kept(self):
        self._make_version()
        cases = (
            lambda: self.estimate.write({"currency_id": self.env.ref("base.USD").id}),
            lambda: self.shop.write({"quantity": 2}),
            lambda: self.shop.effort_ids[0].write({"hours_pessimistic": 200}),
            lambda: self.premium.write({"name": "Gold"}),
            lambda: self.premium.action_choose(),
            lambda: self.shop.copy(),
            lambda: self.shop.unlink(),
            lambda: self.estimate.unlink(),
            lambda: self.estimate.action_take_rates(),
        )
        for number, case in enumerate(cases):
            with (
                self.subTest(case=number),
                self.assertRaisesRegex(UserError, "make a new version"),
                self.env.cr.savepoint(),
            ):
                case()

    def test_hours_are_made_before_the_version_is_kept(self):
        line = self.env["agency.estimate.line"].create(
            {"estimate_id": self.estimate.id, "service_id": self.service_fixed.id}
        )
        self.estimate.sudo().state = "superseded"
        self.env.flush_all()
        self.assertEqual(len(line.effort_ids), 2)

    def test_side_by_side(self):
        version = self._make_version()
        version.line_ids[0].effort_ids[0].write(self._hours(63, 63, 63))
        version.line_ids[1].unlink()
        action = version.action_compare()
        compare = self.env["agency.estimate.compare"].with_user(self.account_manager).browse(action["res_id"])
        rows = {(row.kind, row.name): row for row in compare.row_ids}
        total = rows["total", "All that is in the price"]
        self.assertEqual((total.price_before, total.price_after), (self.estimate.price, version.price))
        self.assertAlmostEqual(total.price_difference, version.price - self.estimate.price, 2)
        gone = rows["work", "Basic: Care plan"]
        self.assertEqual((gone.price_before, gone.price_after), (18000, 0))
        self.assertIn(("aside", "Premium: Development"), rows)
        developer = rows["job", "Web developer"]
        self.assertAlmostEqual(developer.hours_difference, -0.3333, 3)
        with self.assertRaises(AccessError):
            total.read(["cost_difference"])
        action = version.with_user(self.director).action_compare()
        rows = self.env["agency.estimate.compare"].with_user(self.director).browse(action["res_id"]).row_ids
        self.assertTrue(rows[0].cost_difference)
        own = self.env["agency.estimate.compare.row"].with_user(self.account_manager).search([])
        self.assertEqual(own, compare.row_ids, "not those of others")

    def test_comparing_another_pair(self):
        second, third = self._make_version(), self._make_version()
        third.line_ids[1].price_unit = 1
        action = third.action_compare()
        compare = self.env["agency.estimate.compare"].with_user(self.account_manager).browse(action["res_id"])
        self.assertEqual((compare.before_id, compare.after_id), (self.estimate, third))
        form = Form(compare)
        form.before_id = second
        form.save()
        self.assertEqual(compare.row_ids.filtered(lambda row: row.kind == "total").price_before, second.price)

    def test_one_version_is_not_compared(self):
        with self.assertRaisesRegex(UserError, "one version only"):
            self.estimate.action_compare()

    def test_estimates_of_others_are_not_compared(self):
        stranger = self.env["res.partner"].create({"name": "Stranger", "user_id": self.director.id})
        secret = self.env["agency.estimate"].create({"name": "Secret", "partner_id": stranger.id})
        with self.assertRaises(AccessError):
            self.env["agency.estimate.compare"].with_user(self.account_manager).create(
                {"before_id": secret.id, "after_id": self.estimate.id}
            )
