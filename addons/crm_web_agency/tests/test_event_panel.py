from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .event_common import EventCommon


@tagged("post_install", "-at_install")
class TestEventPanel(EventCommon):
    """What people do in the panel: it changes the sources, with their own rights."""

    # ---------------------------------------------------------------- rescheduling

    def test_calendar_drag_moves_an_activity_to_the_day(self):
        activity = self._activity(self.client, self.account_manager)
        event = self._event_of(self.account_manager, activity, "activity")
        # Half past one at night in Kyiv: the day there counts, not the one in UTC.
        moved = datetime.combine(self.today, datetime.min.time()) + timedelta(days=4, hours=23, minutes=30)
        event.write({"date_start": moved, "date_stop": moved})
        self.assertEqual(activity.date_deadline, self.today + timedelta(days=5))

    def test_calendar_drag_moves_a_meeting_and_keeps_or_changes_its_length(self):
        meeting = self._meeting(self.account_manager)
        event = self._event_of(self.account_manager, meeting, "meeting")
        start = meeting.start + timedelta(days=1)
        event.write({"date_start": start})
        self.assertEqual((meeting.start, meeting.stop), (start, start + timedelta(hours=1)))
        event.write({"date_start": start, "date_stop": start + timedelta(hours=3)})
        self.assertEqual(meeting.stop, start + timedelta(hours=3))

    def test_board_moves_to_a_day_at_the_same_hour(self):
        task = self._task(self.performer)
        hour = task.date_deadline.time()
        self._event_of(self.performer, task, "task").write({"day_slot": "3"})
        self.assertEqual(task.date_deadline, datetime.combine(self.today + timedelta(days=3), hour))

    def test_board_finishes(self):
        activity = self._activity(self.client, self.account_manager)
        self._event_of(self.account_manager, activity, "activity").write({"day_slot": "done"})
        self.assertFalse(activity.active)

    def test_board_has_no_way_into_the_past(self):
        event = self._event_of(self.account_manager, self._activity(self.client, self.account_manager), "activity")
        with self.assertRaises(UserError):
            event.write({"day_slot": "overdue"})

    def test_only_day_and_performer_are_changed_here(self):
        event = self._event_of(self.account_manager, self._activity(self.client, self.account_manager), "activity")
        with self.assertRaises(UserError):
            event.write({"name": "Something else"})

    def test_pages_of_own_events_know_how_many_there_are(self):
        for days in range(-4, 1):
            self._activity(self.client, self.account_manager, days)
        panel = self._panel(self.account_manager)
        domain = [("performer_ids", "in", self.account_manager.ids), ("state", "in", ("overdue", "today"))]
        self.assertEqual(panel.search_count(domain), 5)
        pages = [panel.web_search_read(domain, {"date": {}}, offset=first, limit=2) for first in (0, 2, 4)]
        self.assertEqual([page["length"] for page in pages], [5, 5, 5])
        days = [row["date"] for page in pages for row in page["records"]]
        self.assertEqual(len(days), 5)
        self.assertEqual(days, sorted(days))
        self.assertEqual(panel.web_search_read(domain, {"date": {}}, limit=2, count_limit=4)["length"], 4)

    # ------------------------------------------------------------- many at once

    def test_postpone_many_and_undo(self):
        late = self._activity(self.client, self.account_manager, -5)
        coming = self._activity(self.client, self.account_manager, 2)
        events = self._event_of(self.account_manager, late, "activity")
        events |= self._event_of(self.account_manager, coming, "activity")
        action = events.with_context(postpone_days=3).action_postpone()
        self.assertEqual(late.date_deadline, self.today + timedelta(days=3))
        self.assertEqual(coming.date_deadline, self.today + timedelta(days=5))
        self._panel(self.account_manager).undo_changes(action["params"]["before"])
        self.assertEqual(late.date_deadline, self.today - timedelta(days=5))
        self.assertEqual(coming.date_deadline, self.today + timedelta(days=2))

    def test_postpone_to_a_day_picked_in_the_calendar(self):
        late = self._activity(self.client, self.project_manager, -5)
        task = self._task(self.project_manager)
        events = self._event_of(self.project_manager, late, "activity")
        events |= self._event_of(self.project_manager, task, "task")
        day = self.today + timedelta(days=9)
        events.with_context(postpone_to=str(day)).action_postpone()
        self.assertEqual((late.date_deadline, task.date_deadline.date()), (day, day))

    def test_undo_gives_a_task_the_state_that_it_had(self):
        task = self._task(self.project_manager, state="02_changes_requested")
        action = self._event_of(self.project_manager, task, "task").action_done()
        self._panel(self.project_manager).undo_changes(action["params"]["before"])
        self.assertEqual(task.state, "02_changes_requested")

    def test_mine_of_which_another_is_the_first_performer(self):
        task = self._task(self.director | self.performer)
        first = self._event_of(self.director, task, "task").user_id
        other = (self.director | self.performer) - first
        domain = [("performer_ids", "in", other.ids), ("user_id", "=", first.id)]
        self.assertEqual(self._panel(other).search(domain).task_id, task)

    def test_finish_many_and_undo(self):
        activity = self._activity(self.client, self.project_manager)
        task = self._task(self.project_manager)
        events = self._event_of(self.project_manager, activity, "activity")
        events |= self._event_of(self.project_manager, task, "task")
        action = events.action_done()
        self.assertEqual((activity.active, task.state), (False, "1_done"))
        self._panel(self.project_manager).undo_changes(action["params"]["before"])
        self.assertEqual((activity.active, task.state), (True, "01_in_progress"))

    def test_reassign_in_a_dialog_and_undo(self):
        activity = self._activity(self._create_requirement(), self.project_manager)
        task = self._task(self.project_manager | self.performer)
        events = self._event_of(self.project_manager, activity, "activity")
        events |= self._event_of(self.project_manager, task, "task")
        dialog = events.action_reassign()
        chosen = self.director.with_user(self.project_manager).with_context(**dialog["context"])
        action = chosen.action_take_agency_events()
        self.assertEqual((activity.user_id, task.user_ids), (self.director, self.director))
        self._panel(self.project_manager).undo_changes(action["params"]["before"])
        self.assertEqual(activity.user_id, self.project_manager)
        self.assertEqual(task.user_ids, self.project_manager | self.performer)

    def test_nothing_is_changed_if_one_cannot_be(self):
        activity = self._activity(self.client, self.account_manager)
        website = self.env["agency.website"].create(
            {"name": "Shop", "partner_id": self.client.id, "domain_expiry": self.today}
        )
        events = self._event_of(self.account_manager, activity, "activity")
        events |= self._event_of(self.account_manager, website, "domain_expiry")
        with self.assertRaisesRegex(UserError, "Shop"):
            events.with_context(postpone_days=1).action_postpone()
        self.assertEqual(activity.date_deadline, self.today)

    def test_the_right_to_the_source_decides(self):
        """A performer sees the milestone of the project, and moves none."""
        self._task(self.performer)
        milestone = self.env["project.milestone"].create(
            {"name": "Launch", "project_id": self.project.id, "deadline": self.today}
        )
        event = self._event_of(self.performer, milestone, "milestone")
        if event:
            with self.assertRaises(AccessError):
                event.write({"day_slot": "2"})
        self._event_of(self.project_manager, milestone, "milestone").write({"day_slot": "2"})
        self.assertEqual(milestone.deadline, self.today + timedelta(days=2))


@tagged("post_install", "-at_install")
class TestEventRights(EventCommon):
    """Nobody sees an event of a record they cannot read."""

    def test_account_managers_see_own_clients(self):
        activity = self._activity(self.client, self.director)
        foreign = self._activity(self.foreign_client, self.director)
        need = self._create_requirement(wanted_date=self.today, partner_id=self.foreign_client.id)
        need.user_id = self.other_manager
        self.assertTrue(self._event_of(self.account_manager, activity, "activity"))
        self.assertFalse(self._event_of(self.account_manager, foreign, "activity"))
        self.assertFalse(self._event_of(self.account_manager, need, "requirement"))
        self.assertTrue(self._event_of(self.other_manager, need, "requirement"))

    def test_each_event_s_source_can_be_read(self):
        self._activity(self.client, self.director)
        self._activity(self.foreign_client, self.director)
        self._task(self.performer)
        self._task(self.director)
        self._meeting(self.director)
        self._create_requirement(wanted_date=self.today)
        roles = self.performer | self.account_manager | self.project_manager | self.accountant | self.director
        for user in roles:
            for event in self._panel(user).search([("res_model", "!=", False)]):
                with self.subTest(user=user.name, event=event.name):
                    source = self.env[event.res_model].with_user(user).browse(event.res_id)
                    self.assertTrue(event.user_id == user or source.has_access("read"))

    def test_hidden_events_cannot_be_read_by_number(self):
        foreign = self._activity(self.foreign_client, self.director)
        event = self._panel(self.account_manager).browse(foreign.id * 16 + 1)
        with self.assertRaises(AccessError):
            event.check_access("read")

    def test_meetings_of_others(self):
        lead = self.env["crm.lead"].create(
            {"name": "Shop", "type": "opportunity", "partner_id": self.client.id, "user_id": self.account_manager.id}
        )
        about_client = self._meeting(self.director, opportunity_id=lead.id)
        board = self._meeting(self.director)
        private = self._meeting(self.director, privacy="private")
        self.assertTrue(self._event_of(self.account_manager, about_client, "meeting"))
        for meeting in board | private:
            self.assertFalse(self._event_of(self.account_manager, meeting, "meeting"))
            self.assertTrue(self._event_of(self.director, meeting, "meeting"))
        self.assertTrue(self._event_of(self.project_manager, board, "meeting"))
        self.assertFalse(self._event_of(self.project_manager, private, "meeting"))


@tagged("post_install", "-at_install")
class TestEventHistory(EventCommon):
    """Calls, and changes of a stage with the value before and after."""

    def test_calls_are_of_their_own_type(self):
        activity = self._activity(self.client, self.account_manager, kind="mail.mail_activity_data_call")
        self.assertTrue(self._event_of(self.account_manager, activity, "call"))
        self.assertFalse(self._event_of(self.account_manager, activity, "activity"))

    def test_stage_changes(self):
        need = self._create_requirement(name="Shop with payments")
        need = need.with_user(self.account_manager).with_context(tracking_disable=False)
        self.flush_tracking()
        need.action_analyse()
        self.flush_tracking()
        event = self._panel(self.account_manager).search([("event_type", "=", "stage"), ("res_id", "=", need.id)])
        self.assertRecordValues(
            event,
            [
                {
                    "name": "Shop with payments: Captured → Analysed",
                    "state": "done",
                    "value_before": "Captured",
                    "value_after": "Analysed",
                    "partner_id": self.client.id,
                    "user_id": self.account_manager.id,
                    "res_model": "agency.requirement",
                }
            ],
        )
        self.assertFalse(self._panel(self.other_manager).search([("id", "in", event.ids)]))

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_mine_are_those_one_takes_part_in(self):
        second = self._task(self.director | self.performer)
        invited = self._meeting(self.director)
        invited.partner_ids |= self.performer.partner_id
        mine = self._panel(self.performer).search([("performer_ids", "in", self.performer.id)])
        self.assertEqual((mine.task_id, mine.meeting_id), (second, invited))
        self.assertIn(self.performer, mine.filtered("task_id").performer_ids)

    def test_number_of_queries_does_not_grow(self):
        self._fill(2)
        few = self._count_queries()
        self._fill(20)
        self.assertEqual(self._count_queries(), few)

    def _fill(self, days):
        for day in range(days):
            self._activity(self.client, self.account_manager, -day)
            self._task(self.account_manager, -day)

    def _count_queries(self):
        """Queries of the panel as it opens: the page and its count."""
        names = ("date_start", "event_type", "name", "state")
        fields = {name: {} for name in names} | {
            name: {"fields": {"display_name": {}}} for name in ("partner_id", "user_id")
        }
        domain = [("performer_ids", "in", self.account_manager.ids), ("state", "in", ("overdue", "today"))]
        self.env.flush_all()
        self.env.invalidate_all()
        panel = self._panel(self.account_manager)
        panel.web_search_read(domain, fields, limit=1)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        panel.web_search_read(domain, fields, limit=80, count_limit=10001)
        return self.env.cr.sql_log_count - before
