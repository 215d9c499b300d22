"""Timers of tasks: everybody's own, one a person."""

from .kinds import made, window
from .odoo_kinds import _user


def _start(world, user):
    timers = world.env["agency.task.timer"]
    running = timers.search([("user_id", "=", user.id)])
    if running:
        return running
    # A task of its own, of no client: finishing another one does not stop the timer, and it gives no right elsewhere.
    project = world.create("project.project", name=f"Access: timed {world.number()}", company_id=world.company.id)
    task = world.create("project.task", name="Access: timed", project_id=project.id, user_ids=user.ids)
    return timers.create({"user_id": user.id, "task_id": task.id})


@made("agency.task.timer:mine", {"started": "2026-01-01 10:00:00"}, personal=True, scopes=("own",))
def own_timer(world, user):
    return _start(world, user or world.performer)


@made("agency.task.timer:others", {"started": "2026-01-01 10:00:00"}, scopes=("own",))
def others_timer(world, user):
    return _start(world, world.create("res.users", **{**_user(world), "login": f"access timer {world.number()}"}))


@window("agency.task.timer.stop", scopes=("own",))
def stop(world, user):
    return {"task_id": world.task.id, "hours": 1}
