from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

# A timer that runs longer was forgotten: how long was worked is then for the person to say.
LONGEST_HOURS = 12


class AgencyTaskTimer(models.Model):
    """The task that somebody works on right now: one a person."""

    _name = "agency.task.timer"
    _description = "Running timer of a task"
    _rec_name = "task_id"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="cascade"
    )
    task_id = fields.Many2one("project.task", required=True, index=True, ondelete="cascade")
    started = fields.Datetime("Running since", required=True, default=fields.Datetime.now)

    _one_a_person = models.Constraint("UNIQUE(user_id)", "Your timer runs already: stop it before you start another.")

    @api.model
    def _get_own(self):
        """Return the running timer of the user; empty if none runs."""
        # sudo: the user's own row only; tasks are shown to those without a role of the agency too.
        return self.sudo().search([("user_id", "=", self.env.uid)], limit=1).sudo(False)

    @api.model
    def _start(self, task):
        """Start on a task; what ran on another one is logged first."""
        task.ensure_one()
        task._check_may_log_hours()
        running = self._get_own()
        if running.task_id == task:
            return running
        running._log_and_stop()
        return self.create({"task_id": task.id})

    def _get_hours(self):
        """Return the hours since the start: whole minutes, at least one."""
        self.ensure_one()
        seconds = (fields.Datetime.now() - self.started).total_seconds()
        return max(ceil(seconds / 60), 1) / 60

    def _log_and_stop(self, hours=None, name=""):
        """Log hours on the task of the timer and end it.

        Args:
            hours: those of the timer if None.
            name: what was done.

        Raises:
            UserError: if the timer was forgotten and nobody says how long was worked.
        """
        for timer in self:
            if hours is None and timer._get_hours() > LONGEST_HOURS:
                raise UserError(
                    self.env._(
                        "The timer of “%(task)s” has been running for more than %(hours)s hours: stop it there and "
                        "write how long you worked.",
                        task=timer.task_id.name,
                        hours=LONGEST_HOURS,
                    )
                )
            timer.task_id._log_hours(timer._get_hours() if hours is None else hours, name)
        self.unlink()
