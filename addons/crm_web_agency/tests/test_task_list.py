from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestTaskList(OrderCommon):
    """The simple list: a timer for each person, a task finished in a click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tasks = cls.order.project_ids.task_ids
        tasks.user_ids = cls.performer
        cls.task, cls.next_task = tasks.with_user(cls.performer)[:2]

    def _run_for(self, **time):
        timer = self.env["agency.task.timer"].with_user(self.performer)._get_own()
        timer.started = fields.Datetime.now() - timedelta(**time)
        self.env.invalidate_all()

    def _stop(self, task, **values):
        action = task.action_timer_stop()
        form = Form(self.env[action["res_model"]].with_user(self.performer).with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_stopped_timer_logs_its_hours(self):
        self.task.action_timer_start()
        self._run_for(minutes=90)
        self.assertTrue(self.task.timer_started)
        self._stop(self.task, name="Basket").action_log()
        sheet = self.task.timesheet_ids
        self.assertAlmostEqual(sheet.unit_amount, 1.5, 1)
        self.assertEqual(
            (sheet.name, sheet.employee_id, sheet.date),
            ("Basket", self.performer_employee, fields.Date.context_today(sheet)),
        )
        self.assertFalse(self.task.timer_started)

    def test_another_task_logs_the_one_before(self):
        self.task.action_timer_start()
        self._run_for(minutes=30)
        self.next_task.action_timer_start()
        self.assertAlmostEqual(self.task.timesheet_ids.unit_amount, 0.5, 1)
        self.assertFalse(self.task.timer_started)
        self.assertTrue(self.next_task.timer_started)

    def test_one_timer_a_person(self):
        self.task.action_timer_start()
        self.task.action_timer_start()
        self.assertEqual(self.env["agency.task.timer"].search_count([("user_id", "=", self.performer.id)]), 1)
        self.assertFalse(self.task.timesheet_ids)
        self.assertFalse(self.task.with_user(self.project_manager).timer_started)

    def test_forgotten_timer_asks_for_the_hours(self):
        self.task.action_timer_start()
        self._run_for(hours=30)
        with self.assertRefused(UserError, "more than 12 hours"):
            self.next_task.action_timer_start()
        self._stop(self.task, hours=2).action_log()
        self.assertEqual(self.task.timesheet_ids.unit_amount, 2)

    def test_hours_out_of_a_day_are_refused(self):
        self.task.action_timer_start()
        for hours in (0, -1, 25):
            with self.assertRefused(UserError, "at most 24 hours"):
                self._stop(self.task, hours=hours).action_log()

    def test_discarded_timer_logs_nothing(self):
        self.task.action_timer_start()
        self._stop(self.task).action_discard()
        self.assertFalse(self.task.timesheet_ids or self.task.timer_started)

    def test_stopped_in_another_window(self):
        self.task.action_timer_start()
        window = self._stop(self.task)
        self._stop(self.task).action_log()
        with self.assertRefused(UserError, "stopped meanwhile"):
            window.action_log()
        self.assertEqual(len(self.task.timesheet_ids), 1)

    def test_finished_in_a_click_and_opened_again(self):
        self.task.action_timer_start()
        self._run_for(minutes=6)
        self.task.action_finish()
        self.assertEqual(self.task.state, "1_done")
        self.assertAlmostEqual(self.task.timesheet_ids.unit_amount, 0.1, 1)
        self.task.action_finish()
        self.assertEqual(self.task.state, "01_in_progress")

    def test_nobody_without_an_employee_starts_a_timer(self):
        with self.assertRefused(UserError, "ask the administrator"):
            self.task.with_user(self.account_manager).action_timer_start()

    def test_search_finds_the_running_one(self):
        self.task.action_timer_start()
        tasks = self.env["project.task"].with_user(self.performer)
        self.assertEqual(tasks.search([("timer_started", "!=", False)]), self.task)
        self.assertNotIn(self.task, tasks.search([("timer_started", "=", False)]))

    def test_tasks_of_the_order_are_one_list(self):
        action = self.order.with_user(self.project_manager).action_view_agency_tasks()
        found = self.env["project.task"].with_user(self.project_manager).search(action["domain"])
        self.assertEqual(found, self.order.tasks_ids)
        self.assertEqual(action["context"]["default_project_id"], self.order.project_ids[:1].id)
