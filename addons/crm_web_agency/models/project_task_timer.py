from odoo import api, fields, models
from odoo.exceptions import UserError

DONE = "1_done"


class ProjectTask(models.Model):
    """The simple list of tasks: start, stop and finish in a click."""

    _inherit = "project.task"

    timer_started = fields.Datetime(
        "Timer since",
        compute="_compute_timer_started",
        search="_search_timer_started",
        help="Since when your own timer has been running on the task.",
    )

    @api.depends_context("uid")
    def _compute_timer_started(self):
        timer = self.env["agency.task.timer"]._get_own()
        for task in self:
            task.timer_started = timer.started if timer.task_id == task._origin else False

    def _search_timer_started(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        return [("id", "not in", self.env["agency.task.timer"]._get_own().task_id.ids)]

    def action_timer_start(self):
        """Start the user's timer here; if it ran on another task, the hours there are logged."""
        self.env["agency.task.timer"]._start(self)
        return True

    def action_timer_stop(self):
        """Ask what was done, with the hours of the timer filled in."""
        self.ensure_one()
        timer = self.env["agency.task.timer"]._get_own()
        if timer.task_id != self:
            raise UserError(self.env._("Your timer does not run on “%s”: it was stopped meanwhile.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log hours"),
            "res_model": "agency.task.timer.stop",
            "view_mode": "form",
            "target": "new",
            "context": {"default_task_id": self.id, "default_hours": timer._get_hours()},
        }

    def action_finish(self):
        """Finish open tasks, logging a timer that runs there; open finished ones again."""
        timer = self.env["agency.task.timer"]._get_own()
        timer.filtered(lambda one: one.task_id in self)._log_and_stop()
        finished = self.filtered("is_closed")
        finished.write({"state": "01_in_progress"})
        (self - finished).write({"state": DONE})
        return True

    def _check_may_log_hours(self):
        """Raise UserError if the user cannot log hours on the task, saying what to do."""
        self.ensure_one()
        if not self.env.user.employee_id:
            raise UserError(
                self.env._("Hours are logged by employees: ask the administrator to make one for your account.")
            )
        if not self.project_id.allow_timesheets:
            raise UserError(
                self.env._(
                    "No hours are logged on “%s”: put it into a project that has timesheets.",
                    self.name,
                )
            )

    def _log_hours(self, hours, name=""):
        """Log hours of the user on the task, today in the user's time zone."""
        self._check_may_log_hours()
        return self.env["account.analytic.line"].create(
            {
                "project_id": self.project_id.id,
                "task_id": self.id,
                "employee_id": self.env.user.employee_id.id,
                "date": fields.Date.context_today(self),
                "unit_amount": hours,
                "name": name or self.name,
            }
        )
