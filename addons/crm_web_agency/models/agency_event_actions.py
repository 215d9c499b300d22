from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AgencyEvent(models.Model):
    """Buttons of the event panel: for one event and for all that are selected."""

    _inherit = "agency.event"

    def action_open(self):
        """Open the source of the event; its own access rules decide."""
        self.ensure_one()
        if not self.res_model:
            return self.env["mail.activity"].browse(self.id // 16)._get_records_action(target="new")
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return record._get_records_action()

    def action_done(self):
        """Finish the events, as far as the user may; they can be opened again at once."""
        changed = self.filtered(lambda event: event.state != "done")
        before = [[event.id, "done", event.task_id.state] for event in changed]
        changed._finish()
        self.invalidate_model()
        return self._say_changed(self.env._("Done: %s", len(changed)), before)

    def action_postpone(self):
        """Move the events to a day, or some days on from today or from their own later day.

        Context: ``postpone_to`` (date), else ``postpone_days`` (one by default).
        """
        before = [[event.id, "date_start", fields.Datetime.to_string(event.date_start)] for event in self]
        chosen = fields.Date.to_date(self.env.context.get("postpone_to"))
        days = timedelta(days=int(self.env.context.get("postpone_days") or 1))
        today = fields.Date.context_today(self)
        self._check_target("day", self.env._("These cannot be moved: their day is set by what they are about."))
        for day, events in self.grouped(lambda event: chosen or max(event.date, today) + days).items():
            events._move_to_day(day)
        self.invalidate_model()
        return self._say_changed(self.env._("Postponed: %s", len(self)), before)

    def action_reassign(self):
        """Show the people who can take over the events; a click on one gives them."""
        if not self:
            raise UserError(self.env._("Select at least one event."))
        self._check_target("person", self.env._("These cannot be given to somebody else here; open them."))
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_web_agency.action_agency_event_people")
        action["context"] = {"agency_event_ids": self.ids}
        return action

    def _reassign_to(self, user):
        """Give the events to a person and say so."""
        before = [[event.id, "user_id", (event.task_id.user_ids or event.user_id).ids] for event in self]
        self._hand_over(user)
        self.invalidate_model()
        message = self.env._("Given to %(person)s: %(number)s", person=user.name, number=len(self))
        return self._say_changed(message, before)

    def _say_changed(self, message, before):
        """A notification with "Undo", which the client sends back as it is."""
        return {
            "type": "ir.actions.client",
            "tag": "agency_event_changed",
            "params": {"message": message, "before": before},
        }

    def undo_changes(self, before):
        """Take back a change that was just made.

        Args:
            before: as `_say_changed` gave it: [event id, what was changed, the value before].

        Raises:
            UserError: what came back is not what was given.
        """
        events = defaultdict(self.browse)
        for event_id, name, value in before:
            events[name, tuple(value) if isinstance(value, list) else value] |= self.browse(int(event_id))
        for (name, value), event in events.items():
            if name == "done":
                event._open_again(value)
            elif name == "date_start":
                event.write({"date_start": value})
            elif name == "user_id":
                event._hand_over(self.env["res.users"].browse(value))
            else:
                raise UserError(self.env._("This cannot be taken back; open the events and change them there."))
        self.invalidate_model()

    def _open_again(self, task_state):
        """Open what was just finished; a task in the state that it had."""
        for records, target in self._get_targets():
            if target.model == "mail.activity":
                records.write({"active": True})
            elif target.model == "project.task":
                records.write({"state": task_state})
            elif target.model == "project.milestone":
                records.write({"is_reached": False})
