from datetime import date, timedelta
from random import Random
from statistics import mean

from stdnum.ua import edrpou, rntrc

from odoo.tests import BaseCase, TransactionCase, tagged

from ..demo import names, need_texts, pictures, plan, requisites, seasons, services
from ..demo.texts import Text

TODAY = date(2026, 11, 22)


@tagged("post_install", "-at_install")
class TestDemoParts(BaseCase):
    """What the demonstration is made of, without a database."""

    def _plan(self, seed=1, today=TODAY):
        dice = Random(seed)
        clients = plan.plan_clients(dice, today)
        return clients, plan.plan_orders(dice, today, clients)

    def test_codes_have_right_check_digits(self):
        dice = Random(1)
        for _number in range(200):
            code = requisites.make_edrpou(dice)
            self.assertTrue(edrpou.is_valid(code), code)
            self.assertTrue(rntrc.is_valid(requisites.make_rntrc(dice)))
            self.assertRegex(requisites.make_vat(code, dice), rf"^{code[:7]}\d{{5}}$")

    def test_iban_passes_mod_97(self):
        dice = Random(1)
        for _number in range(200):
            number = requisites.make_iban(dice)
            self.assertEqual(len(number), 29)
            digits = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
            self.assertEqual(int(digits) % 97, 1, number)

    def test_weights_follow_season_and_growth(self):
        weights = seasons.month_weights(TODAY, 36)
        self.assertEqual(len(weights), 37)
        self.assertGreater(weights[date(2026, 10, 1)], 2 * weights[date(2026, 1, 1)])
        self.assertGreater(weights[date(2025, 10, 1)], weights[date(2024, 10, 1)])
        whole = seasons.month_weights(date(2026, 11, 30), 36)
        self.assertLess(weights[date(2026, 11, 1)], whole[date(2026, 11, 1)])

    def test_spread_keeps_the_total(self):
        for total in (0, 1, 7, 300):
            self.assertEqual(sum(seasons.spread(total, {"a": 1, "b": 2.5, "c": 0.3}).values()), total)

    def test_workdays(self):
        friday = date(2026, 11, 20)
        cases = ((friday, 0, friday), (friday, 1, date(2026, 11, 23)), (friday, 5, date(2026, 11, 27)))
        for day, count, expected in (*cases, (date(2026, 11, 21), 0, date(2026, 11, 23))):
            with self.subTest(day=day, count=count):
                self.assertEqual(seasons.add_workdays(day, count), expected)

    def test_plan_is_seeded(self):
        self.assertEqual([order.day for order in self._plan()[1]], [order.day for order in self._plan()[1]])

    def test_plan_on_any_day_of_a_year(self):
        """The story holds whenever it is told, also on the first of a month and in a leap year."""
        for shift in range(0, 366, 7):
            today = date(2027, 12, 1) + timedelta(days=shift)
            clients, orders = self._plan(today=today)
            with self.subTest(today=today):
                self.assertEqual(len(orders), plan.ORDERS)
                self.assertLessEqual(max(order.day for order in orders), today)
                self.assertLess(min(order.day for order in orders), today - timedelta(days=900))
                self.assertTrue(all(order.parent.day <= order.day for order in orders if order.parent))
                self.assertTrue(clients[0].orders and clients[1].orders)

    def test_plan_has_all_kinds_and_losses(self):
        _clients, orders = self._plan()
        self.assertEqual({order.kind for order in orders}, {"project", "change_request", "support", "retainer"})
        self.assertLessEqual({"sale", "cancel", "sent"}, {order.state for order in orders})
        self.assertTrue([order for order in orders if order.effort > 1.3])
        self.assertTrue(0.9 < mean(order.effort for order in orders) < 1.2)

    def test_services_add_up(self):
        self.assertEqual(len(services.SERVICES), 12)
        for key, service in services.SERVICES.items():
            with self.subTest(service=key):
                self.assertLessEqual(set(service.hours), set(services.JOBS))
                shares = [share for _name, share in service.stages]
                self.assertEqual(sum(shares), 100 if service.model == "fixed" else 0)

    def test_texts_are_in_both_languages(self):
        texts = [client.name for client in names.CLIENTS if client.kind != "foreign"]
        texts += [text for need in need_texts.NEEDS.values() for text in need.texts]
        for service in services.SERVICES.values():
            texts += [service.name, service.deliverables, *(name for name, _share in service.stages)]
        for text in texts:
            with self.subTest(text=text.en):
                self.assertTrue(text.en.isascii())
                self.assertRegex(text.uk, r"[а-яіїєґА-ЯІЇЄҐ]")
                self.assertNotRegex(text.uk, r"[ыэъё]")

    def test_names_belong_to_nobody(self):
        self.assertEqual(len({client.domain for client in names.CLIENTS}), len(names.CLIENTS))
        for client in names.CLIENTS:
            self.assertTrue(client.domain.endswith(".example"), client.domain)

    def test_say_in_a_language(self):
        self.assertEqual(Text("yes", "так").say("uk"), "так")
        self.assertEqual(Text("yes", "так").say("de"), "yes")

    def test_pictures_are_small_png(self):
        for picture in (pictures.logo(), pictures.service_picture("#2a9d8f", 1), pictures.screenshot("#264653", 2)):
            self.assertTrue(picture.startswith(b"iVBOR"))
            self.assertLess(len(picture), 20_000)


@tagged("post_install", "-at_install")
class TestDemoGenerator(TransactionCase):
    def test_nothing_is_made_twice(self):
        if not self.env["res.users"].search_count([("login", "=", "account_manager2")]):
            self.env["res.users"].create({"name": "Second manager", "login": "account_manager2"})
        before = self.env["sale.order"].search_count([])
        self.assertIs(self.env["agency.demo"]._generate(), False)
        self.assertEqual(self.env["sale.order"].search_count([]), before)
