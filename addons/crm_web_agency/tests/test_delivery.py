from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestDelivery(OrderCommon):
    """The pipeline: since when an order stands in its stage, what comes next, what is late."""

    def _as(self, user):
        self.env.flush_all()
        self.order.invalidate_recordset()
        return self.order.with_user(user)

    def _is_late(self):
        found = self.env["sale.order"].with_user(self.account_manager).search([("is_late", "=", True)])
        self.assertEqual(self.order in found, self._as(self.account_manager).is_late)
        return self.order in found

    def _next(self):
        return self._as(self.account_manager).next_step

    def test_days_count_from_the_change_of_the_stage(self):
        self.order.stage_since = fields.Datetime.now() - timedelta(days=40)
        self.assertEqual(self._as(self.account_manager).days_in_stage, 40)
        for operator, days, found in (
            (">", 39, 1),
            (">", 40, 0),
            (">=", 40, 1),
            ("<", 40, 0),
            ("<=", 40, 1),
            ("<", 41, 1),
        ):
            domain = [("id", "=", self.order.id), ("days_in_stage", operator, days)]
            self.assertEqual(self.env["sale.order"].search_count(domain), found, (operator, days))
        self._log_hours(1)
        self.env.flush_all()
        self.assertEqual((self.order.delivery_stage, self.order.days_in_stage), ("in_progress", 0))

    def test_what_changes_no_stage_changes_no_day(self):
        since = fields.Datetime.now().replace(microsecond=0) - timedelta(days=9)
        self._log_hours(1)
        self.env.flush_all()
        self.order.stage_since = since
        self._log_hours(2)
        self.env.flush_all()
        self.assertEqual(self.order.stage_since, since)

    def test_next_step_follows_the_facts(self):
        draft = self._create_order([self.service_fixed])
        self.assertEqual(draft.with_user(self.account_manager).next_step, "Send the offer to the client")
        draft.order_line.unlink()
        self.assertEqual(draft.with_user(self.account_manager).next_step, "Add services to the offer")
        self.assertIn("Start the work on “Design”", self._next())
        self._log_hours(10)
        self.assertRegex(self._next(), "Reach “Design” by .+")
        self.hours_line.task_id.state = "1_done"
        act = self._reach(self.milestones)
        self.assertEqual(self._next(), "Send the acceptance act to the client")
        act.with_user(self.account_manager).action_mark_sent()
        self.assertEqual(self._next(), f"The client signs the act {act.name}")

    def test_offer_waits_for_the_client_until_it_expires(self):
        offer = self._create_order([self.service_fixed], validity_date=fields.Date.today() + timedelta(days=5))
        offer.action_quotation_sent()
        offer = offer.with_user(self.account_manager)
        self.assertRegex(offer.next_step, "The client signs until .+")
        self.assertFalse(offer.is_late)
        offer.validity_date = fields.Date.today() - timedelta(days=1)
        offer.invalidate_recordset()
        self.assertRegex(offer.next_step, "Renew the offer: it expired on .+")
        self.assertTrue(offer.is_late)

    def test_late_by_the_promise_the_milestone_and_the_answer(self):
        self.assertFalse(self._is_late())
        self.first.deadline = fields.Date.today() - timedelta(days=2)
        self.assertTrue(self._is_late())
        self.first.deadline = False
        self.assertFalse(self._is_late())
        self.order.commitment_date = fields.Datetime.now() - timedelta(days=2)
        self.assertTrue(self._is_late())
        self.order.commitment_date = False
        act = self._get_sent_act()
        self.assertFalse(self._is_late())
        act.sudo()._write_step({"review_deadline": fields.Date.today() - timedelta(days=1)})
        self.assertTrue(self._is_late())

    def test_the_client_learns_no_next_step(self):
        self.order.message_subscribe(self.portal_user.partner_id.ids)
        self.order.commitment_date = fields.Datetime.now() - timedelta(days=2)
        order = self._as(self.portal_user)
        self.assertEqual((order.next_step, order.is_late), (False, False))

    def test_reading_many_takes_as_many_queries_as_reading_few(self):
        orders = self.order
        for _number in range(6):
            orders |= self.order.copy()
        (orders - self.order).action_confirm()

        def read(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.account_manager).read(["next_step", "is_late", "days_in_stage"])
            return self.env.cr.sql_log_count - before

        read(orders[:2])
        self.assertEqual(read(orders), read(orders[:2]))

    def test_project_of_a_template_has_tasks_people_and_milestones(self):
        role = self.env["project.role"].create({"name": "Designer", "agency_user_id": self.performer.id})
        template = self.env["project.project"].create(
            {"name": "Shop", "is_template": True, "allow_milestones": True, "allow_billable": True}
        )
        step = self.env["project.milestone"].create({"name": "Design", "project_id": template.id})
        self.env["project.task"].create(
            {
                "name": "Prototype",
                "project_id": template.id,
                "milestone_id": step.id,
                "role_ids": [Command.set(role.ids)],
            }
        )
        self.service_fixed.write({"project_template_id": template.id, "service_tracking": "project_only"})
        order = self._create_order([self.service_fixed])
        order.commitment_date = fields.Datetime.now() + timedelta(days=100)
        order.with_user(self.account_manager).action_confirm()
        task = order.project_ids.task_ids
        self.assertEqual((task.name, task.user_ids), ("Prototype", self.performer))
        design, launch = self._get_milestones(order)
        self.assertEqual((task.milestone_id, design.quantity_percentage), (design, 0.4))
        self.assertEqual(task.date_deadline.date(), design.deadline)
        self.assertEqual((launch.name, launch.quantity_percentage), ("Launch", 0.6))
