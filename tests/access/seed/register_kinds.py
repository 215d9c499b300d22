"""Registers made in the background: whose who asked for them; the journal of documents and what it misses."""

from odoo import fields

from .agency_kinds import sent_act_of
from .kinds import made
from .odoo_kinds import _user


def _file(world, user):
    name = f"Access: register {world.number()}"
    return world.create("agency.register.file", name=name, user_id=user.id, company_id=world.company.id)


@made("agency.register.file:mine", {"name": "Access: changed"}, personal=True, scopes=("own",))
def own_file(world, user):
    return _file(world, user or world.performer)


@made("agency.register.file:others", {"name": "Access: changed"}, scopes=("own",))
def others_file(world, user):
    login = f"access register {world.number()}"
    return _file(world, world.create("res.users", **{**_user(world), "login": login}))


@made("agency.document", {"name": "Access: changed"})
def document(world, user):
    return _row_of(world, "agency.document", sent_act_of(world))


@made("agency.missing.paper", {"name": "Access: changed"})
def missing_paper(world, user):
    act = sent_act_of(world)
    act.sent_on = fields.Date.subtract(fields.Date.today(), days=60)
    return _row_of(world, "agency.missing.paper", act)


def _row_of(world, model, source):
    world.env.flush_all()
    return world.env[model].search([("res_model", "=", source._name), ("res_id", "=", source.id)])
