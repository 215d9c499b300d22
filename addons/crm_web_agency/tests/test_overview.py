from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestOverview(AgencyCommon):
    """First screen of the app, as each role sees it."""

    def _overview(self, user):
        return self.env["agency.overview"].with_user(user).get_overview()

    def _cards(self, user):
        return {card["key"]: card for card in self._overview(user)["cards"]}

    def _count_queries(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._overview(user)
        return self.env.cr.sql_log_count - before

    def test_performer_sees_work_only(self):
        overview = self._overview(self.performer)
        self.assertEqual(
            {card["key"] for card in overview["cards"]}, {"events_overdue", "events_today", "tasks", "hours"}
        )
        self.assertEqual(overview["stages"], [])
        self.assertFalse([card for card in overview["cards"] if "amount" in card])

    def test_accountant_sees_money_to_come(self):
        overview = self._overview(self.accountant)
        self.assertEqual(
            {card["key"] for card in overview["cards"]},
            {"events_overdue", "events_today", "acts_to_invoice", "invoices_unpaid", "invoices_overdue"},
        )
        self.assertEqual(overview["stages"], [])

    def test_account_manager_sees_sales(self):
        cards = self._cards(self.account_manager)
        self.assertLessEqual({"requirements", "leads", "acts_sent"}, set(cards))
        self.assertFalse({"invoices_unpaid", "invoices_overdue", "acts_to_invoice"} & set(cards))

    def test_director_sees_all(self):
        cards = self._cards(self.director)
        self.assertLessEqual({"requirements", "leads", "acts_sent", "invoices_overdue", "tasks", "hours"}, set(cards))

    def test_every_card_opens_just_its_records(self):
        self._create_requirement()
        self._create_order([self.service_fixed])
        for user in (self.performer, self.account_manager, self.project_manager, self.accountant, self.director):
            overview = self._overview(user)
            for figure in overview["cards"] + overview["stages"]:
                action = figure["action"]
                # Figures of other add-ons may open a dashboard.
                if isinstance(action, str):
                    continue
                with self.subTest(user=user.login, figure=figure["key"]):
                    found = self.env[action["res_model"]].with_user(user).search_count(action["domain"])
                    self.assertEqual(found, figure["count"])

    def test_new_needs_are_counted(self):
        before = self._cards(self.account_manager)["requirements"]["count"]
        self._create_requirement()
        analysed = self._create_requirement()
        analysed.action_analyse()
        self.assertEqual(self._cards(self.account_manager)["requirements"]["count"], before + 1)

    def test_orders_are_counted_by_stage(self):
        def estimates():
            stages = {stage["key"]: stage for stage in self._overview(self.account_manager)["stages"]}
            return stages["estimate"]["count"], stages["estimate"]["amount"]

        count, amount = estimates()
        self._create_order([self.service_fixed])
        self.assertEqual(estimates(), (count + 1, amount + 50000))

    def test_hours_of_this_week(self):
        project = self.env["project.project"].create({"name": "Inside", "allow_timesheets": True})
        today = fields.Date.context_today(self.env["res.users"])
        for days, hours in ((0, 2.5), (8, 7)):
            self.env["account.analytic.line"].create(
                {
                    "name": "Work",
                    "project_id": project.id,
                    "employee_id": self.performer_employee.id,
                    "date": today - timedelta(days=days),
                    "unit_amount": hours,
                }
            )
        self.assertEqual(self._cards(self.performer)["hours"]["hours"], 2.5)

    def test_events_are_ones_own_and_come_in_order(self):
        for days in (3, -2, 0):
            self.client.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=fields.Date.context_today(self.client) + timedelta(days=days),
                summary=f"Call {days}",
                user_id=self.account_manager.id,
            )
        self.env.flush_all()
        events = self._overview(self.account_manager)["events"]
        self.assertEqual([event["state"] for event in events], ["overdue", "today", "planned"])
        self.assertEqual(events[0]["res_id"], self.client.id)
        self.assertEqual(self._overview(self.performer)["events"], [])
        cards = self._cards(self.account_manager)
        self.assertEqual((cards["events_overdue"]["count"], cards["events_today"]["count"]), (1, 1))

    def test_query_count_does_not_grow(self):
        self._create_requirement()
        self._create_order([self.service_fixed])
        self._count_queries(self.director)
        few = self._count_queries(self.director)
        for _number in range(5):
            self._create_requirement()
            self._create_order([self.service_fixed])
        self.assertLessEqual(self._count_queries(self.director), few)
