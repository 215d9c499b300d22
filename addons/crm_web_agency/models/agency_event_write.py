from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

NAMES_IN_MESSAGE = 10


@dataclass(frozen=True)
class Target:
    """What a change of an event changes: fields of the source, empty where people do not set them."""

    model: str
    day: str = ""
    stop: str = ""
    user: str = ""
    users: str = ""


ACTIVITY = Target("mail.activity", day="date_deadline", user="user_id")
WEBSITE = Target("agency.website", user="user_id")
# A document that is with the client keeps its day; what has happened keeps everything.
TARGETS = {
    "activity": ACTIVITY,
    "call": ACTIVITY,
    "meeting": Target("calendar.event", day="start", stop="stop", user="user_id"),
    "task": Target("project.task", day="date_deadline", users="user_ids"),
    "milestone": Target("project.milestone", day="deadline"),
    "requirement": Target("agency.requirement", day="wanted_date", user="user_id"),
    "offer": Target("sale.order", day="validity_date", user="user_id"),
    "act": Target("agency.acceptance.act"),
    "invoice": Target("account.move"),
    "contract": Target("contract.contract", user="user_id"),
    "domain_expiry": WEBSITE,
    "tls_expiry": WEBSITE,
    "hosting_expiry": WEBSITE,
    "stage": Target(""),
}


class AgencyEvent(models.Model):
    """A change of an event is a change of its source, with the user's own rights there."""

    _inherit = "agency.event"

    def write(self, vals):
        """Reschedule, hand over or finish the sources of the events.

        Args:
            vals: ``date_start`` and ``date_stop`` (calendar), ``user_id`` (board by performer), ``day_slot`` (board by
                day); nothing else of an event can be changed here.

        Raises:
            UserError: some of the events cannot be changed so; none is.
        """
        self.check_access("write")
        changes = vals.keys() - {"date_stop"}
        if not changes <= {"date_start", "user_id", "day_slot"}:
            raise UserError(self.env._("Only the day and the performer are changed here; open the event for the rest."))
        if vals.get("date_start"):
            self._move_to(fields.Datetime.to_datetime(vals["date_start"]), vals.get("date_stop"))
        if vals.get("day_slot"):
            self._move_to_slot(vals["day_slot"])
        if "user_id" in vals:
            self._hand_over(self.env["res.users"].browse(vals["user_id"] or ()))
        self.invalidate_model()
        # Nothing of an event itself is stored.
        return super().write({})

    # ------------------------------------------------------------------- moving

    def _move_to(self, start, stop=False):
        """Start the events at a moment (UTC); what has only a day gets the day of it in the user's time zone."""
        self._check_target("day", self.env._("These cannot be moved: their day is set by what they are about."))
        day = fields.Datetime.context_timestamp(self, start).date()
        for records, target in self._get_targets():
            values = {target.day: start if self._is_moment(target) else day}
            if target.stop:
                self._move_meetings(records, start, stop)
            else:
                records.write(values)

    def _move_to_day(self, day):
        """Move the events to a day, each at its own time of day."""
        self._check_target("day", self.env._("These cannot be moved: their day is set by what they are about."))
        for records, target in self._get_targets():
            if not self._is_moment(target):
                records.write({target.day: day})
                continue
            for record in records:
                moment = record[target.day]
                shift = day - fields.Datetime.context_timestamp(self, moment).date()
                if target.stop:
                    self._move_meetings(record, moment + shift)
                else:
                    record[target.day] = moment + shift

    def _move_to_slot(self, slot):
        """Put the events into a column of the board by day."""
        if slot == "done":
            self._finish()
        elif slot.isdigit():
            self._move_to_day(fields.Date.context_today(self) + timedelta(days=int(slot)))
        else:
            raise UserError(self.env._("Drag the card to a day, or open it to choose the date."))

    def _move_meetings(self, meetings, start, stop=False):
        """Start meetings at a moment; without an end, each stays as long as it was."""
        for meeting in meetings:
            end = fields.Datetime.to_datetime(stop) if stop else start + (meeting.stop - meeting.start)
            meeting.write({"start": start, "stop": end})

    def _is_moment(self, target):
        return self.env[target.model]._fields[target.day].type == "datetime"

    # ------------------------------------------------------------ other changes

    def _hand_over(self, user):
        """Give the events to people, of whom only tasks can have several; a task then has these performers alone."""
        self._check_target("person", self.env._("These cannot be given to somebody else here; open them."))
        for records, target in self._get_targets():
            if target.users:
                records.write({target.users: [fields.Command.set(user.ids)]})
            else:
                records.write({target.user: user[:1].id})

    def _finish(self):
        """Mark activities and tasks as done, milestones as reached."""
        open_events = self.filtered(lambda event: event.state != "done")
        open_events._check_target(
            "finish", self.env._("Only activities, calls, tasks and milestones are finished here; open the others.")
        )
        for records, target in open_events._get_targets():
            if target is ACTIVITY:
                records.action_feedback()
            elif target.model == "project.task":
                records.write({"state": "1_done"})
            else:
                records.write({"is_reached": True})

    # ---------------------------------------------------------------- targets

    def _get_targets(self):
        """Sources of the events with the target of their kind, one pair for each kind."""
        ids = defaultdict(list)
        for event in self:
            ids[TARGETS[event.event_type]].append(event.id // 16)
        return [(self.env[target.model].browse(found), target) for target, found in ids.items() if target.model]

    def _can(self, change, target):
        """Whether events of a kind can be changed so at all."""
        if change == "day":
            return bool(target.day)
        if change == "person":
            return bool(target.user or target.users)
        return target is ACTIVITY or target.model in ("project.task", "project.milestone")

    def _check_target(self, change, message):
        """Refuse the change as a whole if a part of it cannot be made.

        Raises:
            UserError: names the events that cannot be changed.
        """
        wrong = self.filtered(
            lambda event: (
                not self._can(change, TARGETS[event.event_type])
                or (event.state == "done" and event.event_type != "meeting")
            )
        )
        if wrong:
            explained = f"{message}\n{wrong._get_name_list()}"
            raise UserError(explained)
        for records, _target in self._get_targets():
            records.check_access("write")

    def _get_name_list(self):
        """Names as a list for messages: the first ten."""
        names = [f"– {name}" for name in self[:NAMES_IN_MESSAGE].mapped("name")]
        return "\n".join(names + (["…"] if len(self) > NAMES_IN_MESSAGE else []))
