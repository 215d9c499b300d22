from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .order_common import OrderCommon


@tagged("post_install", "-at_install")
class TestHandover(OrderCommon):
    """Nobody leaves with open work, and nothing is orphaned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = cls._new_manager("leaver")
        cls.successor = cls._new_manager("successor")

    @classmethod
    def _new_manager(cls, login):
        user = new_test_user(cls.env, login, "base.group_user", email=f"{login}@example.com")
        roles = cls.env.ref("crm_web_agency.role_account_manager") | cls.env.ref("crm_web_agency.role_project_manager")
        user.role_line_ids = [Command.create({"role_id": role.id}) for role in roles]
        return user

    def _create_work(self, user):
        """One open record of each kind, all of one person; returns {kind: records}."""
        client = self.env["res.partner"].create({"name": "Client", "is_agency_client": True, "user_id": user.id})
        own = {"user_id": user.id}
        on_client = {"partner_id": client.id, **own}
        project = self.env["project.project"].create({"name": "Project", **own})
        tasks = self.env["project.task"].create(
            [
                {"name": "Alone", "project_id": project.id, "user_ids": [Command.set(user.ids)]},
                {
                    "name": "Together",
                    "project_id": project.id,
                    "user_ids": [Command.set((user | self.performer).ids)],
                },
            ]
        )
        return {
            "clients": client,
            "opportunities": self.env["crm.lead"].create({"name": "Deal", "type": "opportunity", **on_client}),
            "needs": self.env["agency.requirement"].create({"name": "Need", **on_client}),
            "briefs": self.env["agency.brief"].create({**on_client}),
            "websites": self.env["agency.website"].create({"name": "Site", "url": "https://example.com", **on_client}),
            "orders": self.env["sale.order"].create({**on_client}),
            "contracts": self.env["contract.contract"].create({"name": "Care", **on_client}),
            "invoices": self.env["account.move"].create(
                {"move_type": "out_invoice", "partner_id": client.id, "invoice_user_id": user.id}
            ),
            "projects": project,
            "tasks": tasks,
            "teams": self.env["crm.team"].create({"name": "Team", **own}),
            "activities": client.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
            | project.activity_schedule("mail.mail_activity_data_todo", user_id=user.id),
        }

    def _open(self, users=None, **values):
        action = (users or self.leaver).with_user(self.agency_admin).action_agency_handover()
        handover = self.env["agency.handover"].with_user(self.agency_admin).browse(action["res_id"])
        handover.write(values)
        return handover

    def test_every_kind_is_handed_over(self):
        work = self._create_work(self.leaver)
        handover = self._open(successor_id=self.successor.id)
        counts = {line.kind: line.count for line in handover.line_ids}
        self.assertEqual(counts, {kind: len(records) for kind, records in work.items()})
        handover.action_hand_over()
        self.env.invalidate_all()
        self.assertFalse(self.leaver.active)
        self.assertFalse(any(self.leaver._get_open_work().values()))
        moved = self.successor._get_open_work()
        for kind, records in work.items():
            with self.subTest(kind=kind):
                self.assertEqual(moved[kind], records)

    def test_co_assignees_and_deadlines_stay(self):
        work = self._create_work(self.leaver)
        deadlines = work["activities"].mapped("date_deadline")
        self._open(successor_id=self.successor.id).action_hand_over()
        self.assertEqual(work["tasks"][1].user_ids, self.performer | self.successor)
        self.assertEqual(work["activities"].mapped("date_deadline"), deadlines)

    def test_acts_and_events_follow(self):
        self.order.user_id = self.leaver
        act = self._get_sent_act()
        self.order.activity_schedule("mail.mail_activity_data_todo", user_id=self.leaver.id, summary="Call")
        self._open(successor_id=self.successor.id).action_hand_over()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(act.user_id, self.successor)
        events = self.env["agency.event"].search([("user_id", "=", self.leaver.id), ("state", "!=", "done")])
        self.assertFalse(events)

    def test_another_successor_for_a_kind(self):
        work = self._create_work(self.leaver)
        handover = self._open(successor_id=self.successor.id)
        handover.line_ids.filtered(lambda line: line.kind == "tasks").successor_id = self.project_manager
        handover.action_hand_over()
        self.assertEqual(work["tasks"][0].user_ids, self.project_manager)
        self.assertEqual(work["clients"].user_id, self.successor)

    def test_archiving_with_open_work_is_refused_with_numbers(self):
        self._create_work(self.leaver)
        for way in (
            lambda: self.leaver.with_user(self.agency_admin).write({"active": False}),
            lambda: self.leaver.action_archive(),
            lambda: self.leaver.unlink(),
        ):
            with self.assertRefused(UserError, "Needs: 1"):
                way()
        self.assertTrue(self.leaver.active)

    def test_each_kind_alone_is_refused(self):
        for kind in self.leaver._get_work_labels():
            user = self._new_manager(f"leaver_{kind}")
            records = self._create_work(user)
            for other, others in records.items():
                if other != kind:
                    field = "invoice_user_id" if other == "invoices" else "user_id"
                    if other == "tasks":
                        others.user_ids = [Command.set(self.successor.ids)]
                    elif other == "activities":
                        others.unlink()
                    else:
                        others[field] = self.successor
            if kind != "clients":
                # Contacts take the manager of their organisation along.
                records["clients"].user_id = self.successor
            with self.subTest(kind=kind), self.assertRefused(UserError, user._get_work_labels()[kind]):
                user.active = False
            with self.subTest(button=kind), self.assertRefused(UserError, user._get_work_labels()[kind]):
                user.with_user(self.agency_admin).action_archive()

    def test_departure_of_an_employee_is_refused_too(self):
        self._create_work(self.leaver)
        employee = self.env["hr.employee"].create({"name": "Leaver", "user_id": self.leaver.id})
        departure = (
            self.env["hr.departure.wizard"]
            .with_context(employee_termination=True)
            .create({"employee_ids": employee.ids, "remove_related_user": True, "set_date_end": False})
        )
        with self.assertRefused(UserError, "open work"):
            departure.action_register_departure()

    def test_closed_work_keeps_nobody(self):
        work = self._create_work(self.leaver)
        work["tasks"].state = "1_done"
        work["projects"].user_id = work["clients"].user_id = work["teams"].user_id = self.successor
        work["orders"]._action_cancel()
        work["opportunities"].action_set_lost()
        work["invoices"].button_cancel()
        work["briefs"].action_cancel()
        work["contracts"].user_id = work["websites"].user_id = work["needs"].user_id = self.successor
        work["activities"].action_feedback()
        self.leaver.active = False
        self.assertFalse(self.leaver.active)

    def test_a_shared_task_alone_keeps_nobody_but_goes_over(self):
        task = self._create_work(self.successor)["tasks"][1]
        task.user_ids = [Command.set((self.leaver | self.performer).ids)]
        self.leaver.active = False
        self.assertIn(self.performer, task.user_ids)

    def test_the_account_is_closed(self):
        roles = self.leaver.role_line_ids
        session_token = self.leaver._compute_session_token("sid")
        team = self.env["crm.team"].create({"name": "Team"})
        self.env["crm.team.member"].create({"user_id": self.leaver.id, "crm_team_id": team.id})
        self.client.message_subscribe(self.leaver.partner_id.ids)
        employee = self.env["hr.employee"].create({"name": "Leaver", "user_id": self.leaver.id})
        self._open().action_hand_over()
        self.env.invalidate_all()
        self.assertEqual(set(roles.mapped("date_to")), {fields.Date.today()})
        self.assertFalse(employee.active)
        self.assertFalse(team.member_ids)
        self.assertNotIn(self.leaver.partner_id, self.client.message_partner_ids)
        self.assertNotEqual(self.leaver._compute_session_token("sid"), session_token)

    def test_the_employee_may_stay(self):
        employee = self.env["hr.employee"].create({"name": "Leaver", "user_id": self.leaver.id})
        self._open(archive_employee=False).action_hand_over()
        self.assertTrue(employee.active)

    def test_one_summary_for_the_successor(self):
        work = self._create_work(self.leaver)
        before = len(work["clients"].message_ids)
        self._open(successor_id=self.successor.id).action_hand_over()
        summary = self.successor.partner_id.message_ids[:1].body
        self.assertIn("Taken over from leaver", summary)
        self.assertIn("Tasks: 2", summary)
        self.assertEqual(len(work["clients"].message_ids), before)

    def test_without_a_successor_it_says_for_what(self):
        self._create_work(self.leaver)
        with self.assertRefused(UserError, "Choose a successor.*Needs"):
            self._open().action_hand_over()

    def test_a_successor_without_the_role_is_refused(self):
        work = self._create_work(self.leaver)
        with self.assertRefused(UserError, "performer has no role for “Clients"):
            self._open(successor_id=self.performer.id).action_hand_over()
        handover = self._open(successor_id=self.successor.id)
        handover.line_ids.filtered(lambda line: line.kind == "projects").successor_id = self.account_manager
        with self.assertRefused(UserError, "has no role for “Projects"):
            handover.action_hand_over()
        self.assertTrue(self.leaver.active)
        self.assertEqual(work["clients"].user_id, self.leaver)

    def test_activities_go_only_to_who_can_open_them(self):
        work = self._create_work(self.leaver)
        handover = self._open(successor_id=self.successor.id)
        handover.line_ids.filtered(lambda line: line.kind == "orders").successor_id = self.director
        work["orders"].activity_schedule("mail.mail_activity_data_todo", user_id=self.leaver.id)
        handover.line_ids.filtered(lambda line: line.kind == "activities").successor_id = self.performer
        with self.assertRefused(UserError, "could not open"):
            handover.action_hand_over()

    def test_a_successor_who_leaves_is_refused(self):
        self._create_work(self.leaver)
        self.successor.active = False
        for person in (self.leaver, self.successor, self.portal_user):
            with self.assertRefused(UserError, "choose another successor"):
                self._open(successor_id=person.id).action_hand_over()

    def test_several_people_leave_together(self):
        other = self._new_manager("other_leaver")
        first, second = self._create_work(self.leaver), self._create_work(other)
        second["tasks"][0].user_ids |= self.leaver
        self._open(self.leaver | other, successor_id=self.successor.id).action_hand_over()
        self.assertFalse(any((self.leaver | other)._get_open_work().values()))
        self.assertEqual((first["clients"] | second["clients"]).user_id, self.successor)
        self.assertFalse(self.leaver.active or other.active)

    def test_work_of_another_company(self):
        company = self.env["res.company"].create({"name": "Second agency"})
        self.leaver.company_ids |= company
        need = self.env["agency.requirement"].create(
            {"name": "There", "partner_id": self.client.id, "company_id": company.id, "user_id": self.leaver.id}
        )
        self.client.user_id = self.successor
        with self.assertRefused(UserError, "Second agency"):
            self._open(successor_id=self.successor.id).action_hand_over()
        self.successor.company_ids |= company
        self._open(successor_id=self.successor.id).action_hand_over()
        self.assertEqual(need.user_id, self.successor)

    def test_only_administrators_of_the_agency(self):
        for user in (self.director, self.project_manager, self.performer):
            with self.assertRaises(AccessError):
                self.leaver.with_user(user).action_agency_handover()
        handover = self._open()
        with self.assertRaises(AccessError):
            handover.with_user(self.director).action_hand_over()

    def test_nobody_deactivates_themselves(self):
        with self.assertRefused(UserError, "your own account"):
            self._open(self.agency_admin).action_hand_over()

    def test_many_records_go_in_sets(self):
        def count(number):
            user = self._new_manager(f"leaver_of_{number}")
            self.env["agency.requirement"].create(
                [
                    {"name": f"n{n}", "partner_id": self.client.id, "user_id": user.id, "wanted_date": "2030-01-01"}
                    for n in range(number)
                ]
            )
            self.client.user_id = self.successor
            handover = self._open(user, successor_id=self.successor.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handover.action_hand_over()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(2), count(40)
        self.assertLess(many - few, 20, "queries must not grow with the records")

    def test_deadline_of_activities_is_not_moved(self):
        day = fields.Date.today() + timedelta(days=3)
        activity = self.client.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leaver.id, date_deadline=day
        )
        self._open(successor_id=self.director.id).action_hand_over()
        self.assertEqual((activity.user_id, activity.date_deadline), (self.director, day))
