"""Work on the orders: hours of the performers and the state of tasks."""

from datetime import timedelta

from odoo.fields import Command

from .seasons import is_workday
from .services import JOBS, SERVICES
from .texts import Text

__all__ = ["make_timesheets", "set_tasks"]

_TIMESHEETS = 3000
_BATCH = 1000
# Shares of the hours when the norm names one job position only: others help.
_HELP = {"developer": {"developer": 0.7, "front": 0.3}, "front": {"front": 0.85, "developer": 0.15}}
_WORDS = {
    "director": Text("Review", "Перегляд"),
    "lead": Text("Planning and calls with the client", "Планування та розмови з клієнтом"),
    "developer": Text("Programming", "Програмування"),
    "front": Text("Layout and scripts", "Верстка та скрипти"),
    "designer": Text("Design", "Дизайн"),
}


def make_timesheets(story):
    """Log the hours of all confirmed orders; about 3,000 lines, none in the future."""
    work = [item for plan, order in story.orders if plan.state == "sale" for item in _order_work(story, plan, order)]
    length = sum(hours for *_rest, hours in work) / _TIMESHEETS
    values = [line for item in work for line in _sheets(story, length, *item)]
    values.sort(key=lambda line: line["date"])
    model = story.env["account.analytic.line"]
    for start in range(0, len(values), _BATCH):
        model.create(values[start : start + _BATCH])
        story.env.flush_all()


def _order_work(story, plan, order):
    """Yield (plan, tasks, job, hours done) of each order line and job position."""
    progress = plan.progress(story.today)
    for line_plan, line in zip(plan.lines, order.order_line, strict=True):
        tasks = _tasks(line)
        if not tasks or not progress:
            continue
        effort = plan.effort if SERVICES[line_plan.service].model == "fixed" else min(plan.effort, 1.0)
        norm = SERVICES[line_plan.service].hours
        shares = _HELP.get(next(iter(norm)), norm) if len(norm) == 1 else norm
        total = sum(shares.values())
        for job, share in shares.items():
            yield plan, tasks, job, line_plan.hours * effort * progress * share / total


def _tasks(line):
    """Tasks of an order line in the order of work."""
    return line.task_id | line.env["project.task"].search([("sale_line_id", "=", line.id)], order="id")


def _sheets(story, length, plan, tasks, job, hours):
    """Cut ``hours`` of a job position into lines of about ``length`` hours on workdays of the work."""
    dice, left = story.dice, round(hours * 4)
    days = _workdays(plan, story.today)
    while left > 0:
        quarters = min(left, max(1, round(length * dice.uniform(0.6, 1.4) * 4)))
        left -= quarters
        position = dice.randrange(len(days))
        yield _sheet_values(story, tasks[position * len(tasks) // len(days)], job, days[position], quarters / 4)


def _workdays(plan, today):
    last = min(plan.end, today)
    span = [plan.day + timedelta(days=shift) for shift in range((last - plan.day).days + 1)]
    return [day for day in span if is_workday(day)] or [plan.day]


def _sheet_values(story, task, job, day, hours):
    employee = story.employees[job]
    return {
        "name": story.say(_WORDS[job]),
        "project_id": task.project_id.id,
        "task_id": task.id,
        "employee_id": employee.id,
        "user_id": employee.user_id.id,
        "company_id": story.company.id,
        "date": day,
        "unit_amount": hours,
    }


def set_tasks(story):
    """Close the tasks of finished work, start those under way, give each its performer."""
    done = doing = story.env["project.task"]
    by_job = dict.fromkeys(JOBS, story.env["project.task"])
    for plan, order in story.orders:
        if plan.state != "sale":
            continue
        progress = plan.progress(story.today)
        for line_plan, line in zip(plan.lines, order.order_line, strict=True):
            tasks = _tasks(line)
            reached = len(tasks) if progress >= 1 else int(len(tasks) * progress)
            done |= tasks[:reached]
            doing |= tasks[reached : reached + 1]
            norm = SERVICES[line_plan.service].hours
            by_job[max(norm, key=norm.get)] |= tasks
            # A day when work was to end makes a late task visible.
            tasks.filtered(lambda task: not task.date_deadline).date_deadline = order.commitment_date
    done.write({"state": "1_done", "stage_id": story.stages["done"].id})
    doing.write({"stage_id": story.stages["doing"].id})
    for job, tasks in by_job.items():
        if tasks:
            tasks.write({"user_ids": [Command.set(story.employees[job].user_id.ids)]})
