from odoo import fields, models
from odoo.exceptions import UserError


class AgencyTaskTimerStop(models.TransientModel):
    """What was done while the timer ran: hours to correct, a word on the work."""

    _name = "agency.task.timer.stop"
    _description = "Log hours of the timer"

    task_id = fields.Many2one("project.task", required=True, readonly=True)
    hours = fields.Float(required=True)
    name = fields.Char("What was done")

    def action_log(self):
        """Log the hours and end the timer."""
        self.ensure_one()
        if not 0 < self.hours <= 24:
            raise UserError(self.env._("Write more than 0 and at most 24 hours, or discard them."))
        self._get_timer()._log_and_stop(self.hours, self.name)
        return {"type": "ir.actions.act_window_close"}

    def action_discard(self):
        """End the timer without hours."""
        self._get_timer().unlink()
        return {"type": "ir.actions.act_window_close"}

    def _get_timer(self):
        timer = self.env["agency.task.timer"]._get_own()
        if timer.task_id != self.task_id:
            raise UserError(self.env._("The timer was stopped meanwhile: its hours are logged already."))
        return timer
