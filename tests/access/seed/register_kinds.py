"""Registers made in the background: whose who asked for them."""

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
