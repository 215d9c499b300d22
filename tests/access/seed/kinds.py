"""How the records of each row of the table are made.

A kind gives the values with which a record is created in a world; the same values go
through the API in the cells that create. Where a record needs more than a create
(a confirmed order, a line of an SQL view), ``make`` does it instead.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

KINDS: dict[str, "Kind"] = {}
# Replaced by a number at each create, where values must not repeat.
UNIQUE = "{n}"


@dataclass
class Kind:
    """What the cells of one row do.

    Attributes:
        change: values of a harmless write.
        values: from (world, user) to values of a create that JSON can carry.
        make: from (world, user) to a new record; by default a create with ``values``.
        record: from world to the record to read and write; by default a new one.
        personal: the record differs from role to role, as with one's own hours.
        once: the values can be used only once, so each role gets its own.
    """

    change: dict[str, Any]
    values: Callable | None = None
    make: Callable | None = None
    record: Callable | None = None
    personal: bool = False
    once: bool = False
    scopes: tuple[str, ...] = field(default=("own", "foreign", "other"))

    def fresh(self, model, world, user):
        """Return a new record; made by the superuser, as if by those whose it is."""
        if self.make:
            return self.make(world, user)
        values = {
            key: value.replace(UNIQUE, f"{world.scope}{world.number()}") if isinstance(value, str) else value
            for key, value in self.values(world, user).items()
        }
        return world.env[model].create(values)


def kind(row, change, **options):
    """Register the decorated function as the ``values`` of a row."""

    def register(function):
        KINDS[row] = Kind(change, values=function, **options)
        return function

    return register


def made(row, change, **options):
    """Register the decorated function as the ``make`` of a row."""

    def register(function):
        KINDS[row] = Kind(change, make=function, **options)
        return function

    return register


def window(row, **options):
    """Register the decorated function as what is filled in a window; no record of it is made."""

    def register(function):
        KINDS[row] = Kind({}, values=function, **options)
        return function

    return register
