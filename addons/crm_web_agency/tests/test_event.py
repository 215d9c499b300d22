from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestEvent(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.account_manager)
        cls.project = cls.env["project.project"].create({"name": "Shop", "user_id": cls.project_manager.id})

    def _events(self, user=None, **equal):
        """Events of a user (the superuser by default) whose fields have these values."""
        events = self.env["agency.event"].with_user(user) if user else self.env["agency.event"]
        return events.search([(name, "=", value) for name, value in equal.items()])

    def _activity(self, record, user, days=0):
        return record.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.today + timedelta(days=days),
            summary="Call back",
            user_id=user.id,
        )

    def _task(self, user, **values):
        return self.env["project.task"].create(
            {
                "name": "Pages",
                "project_id": self.project.id,
                "user_ids": user.ids,
                "date_deadline": datetime.combine(self.today, datetime.min.time()) + timedelta(hours=12),
                **values,
            }
        )

    # ------------------------------------------------------------------- sources

    def test_activities_open_and_done(self):
        activity = self._activity(self.client, self.account_manager, -2)
        event = self._events(self.account_manager, event_type="activity", res_id=self.client.id)
        self.assertRecordValues(
            event,
            [{"name": "Call back", "state": "overdue", "partner_id": self.client.id, "res_model": "res.partner"}],
        )
        self.assertEqual(event.id, activity.id * 16 + 1)
        event.action_done()
        self.assertEqual(self._events(self.account_manager, event_type="activity").state, "done")

    def test_activity_on_an_order_belongs_to_its_client(self):
        order = self._create_order(self.service_fixed, partner_id=self.contact.id)
        self._activity(order, self.account_manager)
        self.assertEqual(self._events(res_model="sale.order", res_id=order.id).partner_id, self.client)

    def test_states_follow_the_day(self):
        for days, state in ((-1, "overdue"), (0, "today"), (1, "planned")):
            activity = self._activity(self.client, self.account_manager, days)
            event = self.env["agency.event"].with_user(self.account_manager).browse(activity.id * 16 + 1)
            self.assertEqual(event.state, state)

    def test_today_is_today_in_the_user_s_time_zone(self):
        """At 23:30 UTC it is the next day in Kyiv already."""
        activity = self._activity(self.client, self.account_manager)
        activity.date_deadline = "2026-03-10"
        events = self.env["agency.event"].with_user(self.account_manager)
        with freeze_time("2026-03-10 23:30:00"):
            event = events.with_context(tz="Europe/Kyiv").browse(activity.id * 16 + 1)
            self.assertEqual((event.state, str(event.date_start)), ("overdue", "2026-03-10 07:00:00"))
            self.env.invalidate_all()
            event = events.with_context(tz="UTC").browse(activity.id * 16 + 1)
            self.assertEqual((event.state, str(event.date_start)), ("today", "2026-03-10 09:00:00"))

    def test_meetings(self):
        meeting = self.env["calendar.event"].create(
            {
                "name": "Kick-off",
                "start": datetime.now() - timedelta(hours=3),
                "stop": datetime.now() - timedelta(hours=2),
                "user_id": self.project_manager.id,
                "partner_ids": [(6, 0, (self.project_manager.partner_id | self.contact).ids)],
            }
        )
        event = self._events(event_type="meeting", res_id=meeting.id)
        self.assertRecordValues(event, [{"state": "done", "partner_id": self.client.id, "name": "Kick-off"}])

    def test_tasks_and_milestones(self):
        task = self._task(self.performer | self.project_manager, partner_id=self.client.id)
        milestone = self.env["project.milestone"].create(
            {"name": "Launch", "project_id": self.project.id, "deadline": self.today + timedelta(days=5)}
        )
        self.assertEqual(self._events(event_type="task", res_id=task.id).state, "today")
        event = self._events(event_type="milestone", res_id=milestone.id)
        self.assertRecordValues(event, [{"state": "planned", "user_id": self.project_manager.id}])
        milestone.is_reached = True
        self.env.invalidate_all()
        self.assertEqual(event.state, "done")

    def test_invoices_due(self):
        invoice = self._invoice()
        event = self._events(event_type="invoice", res_id=invoice.id)
        self.assertRecordValues(event, [{"state": "overdue", "partner_id": self.client.id}])

    def _invoice(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.client.id,
                "invoice_user_id": self.director.id,
                "invoice_date": self.today - timedelta(days=40),
                "invoice_date_due": self.today - timedelta(days=10),
                "invoice_line_ids": [(0, 0, {"name": "Design", "price_unit": 1000})],
            }
        )
        invoice.action_post()
        return invoice

    def test_acts_wait_for_a_signature(self):
        order = self._create_order(self.service_fixed)
        order.action_confirm()
        milestone = self.env["project.milestone"].search([("sale_line_id", "=", order.order_line.id)], limit=1)
        milestone.is_reached = True
        act = order.act_ids
        event = self._events(self.account_manager, event_type="act", res_id=act.id)
        self.assertRecordValues(event, [{"state": "today", "partner_id": self.client.id}])
        act.state = "cancelled"
        self.env.invalidate_all()
        self.assertFalse(self._events(event_type="act", res_id=act.id))

    def test_expiries_and_needs(self):
        website = self.env["agency.website"].create(
            {
                "name": "Shop",
                "partner_id": self.client.id,
                "domain_expiry": self.today + timedelta(days=3),
                "tls_expiry": self.today,
                "hosting_expiry": self.today - timedelta(days=2),
            }
        )
        need = self._create_requirement(wanted_date=self.today - timedelta(days=1))
        self.assertEqual(self._events(event_type="domain_expiry", res_id=website.id).state, "planned")
        self.assertEqual(self._events(event_type="tls_expiry", res_id=website.id).state, "today")
        self.assertEqual(self._events(event_type="hosting_expiry", res_id=website.id).state, "overdue")
        self.assertEqual(self._events(event_type="requirement", res_id=need.id).state, "overdue")

    def test_offers_wait_for_an_answer(self):
        order = self._create_order(self.service_fixed)
        order.validity_date = self.today + timedelta(days=2)
        self.assertFalse(self._events(event_type="offer", res_id=order.id), "a draft is no offer yet")
        order.action_quotation_sent()
        event = self._events(self.account_manager, event_type="offer", res_id=order.id)
        self.assertRecordValues(
            event, [{"state": "planned", "partner_id": self.client.id, "date": order.validity_date}]
        )
        order.action_confirm()
        self.env.invalidate_all()
        self.assertFalse(self._events(event_type="offer", res_id=order.id))

    def test_contracts_end(self):
        contract = self.env["contract.contract"].create(
            {
                "name": "Care",
                "partner_id": self.client.id,
                "contract_type": "sale",
                "line_recurrence": False,
                "date_start": self.today - timedelta(days=30),
                "date_end": self.today + timedelta(days=5),
                "user_id": self.account_manager.id,
            }
        )
        event = self._events(self.account_manager, event_type="contract", res_id=contract.id)
        self.assertRecordValues(event, [{"state": "planned", "partner_id": self.client.id, "date": contract.date_end}])
        contract.active = False
        self.env.invalidate_all()
        self.assertFalse(self._events(event_type="contract", res_id=contract.id))

    def test_ids_are_unique(self):
        self._activity(self.client, self.account_manager)
        self._task(self.performer)
        self._create_requirement(wanted_date=self.today)
        rows = self.env["agency.event"]._read_group([], ["id"], ["__count"])
        self.assertTrue(rows)
        self.assertTrue(all(count == 1 for _event, count in rows))

    # ------------------------------------------------------------------- actions

    def test_open_goes_to_the_source(self):
        need = self._create_requirement(wanted_date=self.today)
        action = self._events(self.account_manager, event_type="requirement", res_id=need.id).action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("agency.requirement", need.id))

    def test_only_activities_are_done_here(self):
        need = self._create_requirement(wanted_date=self.today)
        with self.assertRaises(UserError):
            self._events(self.account_manager, event_type="requirement", res_id=need.id).action_done()

    # -------------------------------------------------------------------- rights

    def test_performer_sees_own_events_only(self):
        own = self._task(self.account_manager | self.performer)
        self._task(self.account_manager)
        self._activity(self.client, self.account_manager)
        self._invoice()
        events = self.env["agency.event"].with_user(self.performer).search([])
        self.assertEqual(events.mapped("res_model"), ["project.task"])
        self.assertEqual(events.task_id, own)

    def test_invoices_are_seen_by_those_who_may_read_them(self):
        invoice = self._invoice()
        invoice.invoice_user_id = False
        roles = self.performer | self.account_manager | self.project_manager | self.accountant | self.director
        self.assertFalse(invoice.with_user(self.performer).has_access("read"))
        for user in roles:
            with self.subTest(user=user.name):
                seen = bool(self._events(user, event_type="invoice", res_id=invoice.id))
                self.assertEqual(seen, invoice.with_user(user).has_access("read"))

    def test_private_things_are_the_owner_s_alone(self):
        meeting = (
            self.env["calendar.event"]
            .with_user(self.performer)
            .create({"name": "Doctor", "start": datetime.now(), "stop": datetime.now(), "privacy": "private"})
        )
        todo = self._task(self.performer, project_id=False)
        for event_type, record in (("meeting", meeting), ("task", todo)):
            self.assertTrue(self._events(self.performer, event_type=event_type, res_id=record.id))
            self.assertFalse(self._events(self.director, event_type=event_type, res_id=record.id))

    def test_activities_on_foreign_models_are_not_shown_to_others(self):
        self._activity(self.performer_employee, self.agency_admin)
        self.assertFalse(self._events(self.director, res_model="hr.employee"))
        self.assertTrue(self._events(self.agency_admin, res_model="hr.employee"))

    def test_events_of_another_company_are_hidden(self):
        company = self.env["res.company"].create({"name": "Second agency"})
        need = self._create_requirement(wanted_date=self.today, company_id=company.id)
        self.assertFalse(self._events(self.director, event_type="requirement", res_id=need.id))

    def test_others_have_no_access(self):
        with self.assertRaises(AccessError):
            self._events(self.portal_user)
