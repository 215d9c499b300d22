"""Estimates: internal papers of those who sell and of those who lead projects."""

from .kinds import kind, made, window


@kind("agency.estimate", {"note": "Access: changed"})
def estimate(world, user):
    line = {"service_id": world.catalogue.fixed.id, "quantity": 1}
    return {
        "name": "Access: estimate",
        "partner_id": world.client.id,
        "company_id": world.company.id,
        "line_ids": [[0, 0, line]],
    }


@made("agency.estimate:chosen", {"note": "Access: changed"})
def chosen_estimate(world, user):
    record = world.create("agency.estimate", **estimate(world, user))
    record.state = "chosen"
    return record


def _own_estimate(world, user):
    """The estimate that packages and works of a world are put into."""
    if not hasattr(world, "estimate"):
        world.estimate = world.create("agency.estimate", **estimate(world, user))
    return world.estimate


@kind("agency.estimate.option", {"name": "Access: changed"})
def option(world, user):
    return {"estimate_id": _own_estimate(world, user).id, "name": "Access: package"}


@kind("agency.estimate.line", {"name": "Access: changed"})
def line(world, user):
    return {"estimate_id": _own_estimate(world, user).id, "service_id": world.catalogue.fixed.id}


@kind("agency.estimate.effort", {"hours_pessimistic": 50}, once=True)
def effort(world, user):
    job = world.create("hr.job", name=f"Access: job of an estimate {world.number()}", hourly_price=90, hourly_cost=40)
    return {
        "line_id": _own_estimate(world, user).line_ids[:1].id,
        "job_id": job.id,
        "hours_optimistic": 1,
        "hours_likely": 2,
        "hours_pessimistic": 3,
    }


@window("agency.estimate.compare")
def compare(world, user):
    before = _own_estimate(world, user)
    return {"before_id": before.id, "after_id": before.id}


@window("agency.estimate.compare.row", scopes=("own",))
def compare_row(world, user):
    window_id = world.create("agency.estimate.compare", **compare(world, user)).id
    return {"compare_id": window_id, "kind": "work", "name": "Access: row"}
