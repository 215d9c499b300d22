"""The section [actions] of the table as single tests."""

from dataclasses import dataclass

from access.models import SCOPES
from access.table import rows

__all__ = ["Action", "actions", "steps"]


@dataclass(frozen=True)
class Action:
    """A method called by one role.

    Attributes:
        row: the record's row, a window's model, or the model alone.
        kind: record (a step of it), window (filled in by the person, then its button) or model.
        allowed: whether the method does its work, or raises an AccessError.
    """

    row: str
    method: str
    kind: str
    role: str
    scope: str
    allowed: bool

    def __str__(self) -> str:
        return f"{self.row}.{self.method}-{self.role}-{self.scope}-{'allowed' if self.allowed else 'denied'}"


def actions() -> list[Action]:
    """Return an action for each cell and scope."""
    return [
        Action(line.name, *line.details, role, scope, part == "y")
        for line in rows("actions")
        for role, text in line.cells.items()
        for scope, part in zip(SCOPES, text.split("/"), strict=False)
        if part != "."
    ]


def steps() -> list[tuple[str, str, str, str]]:
    """Return (row, role, scope, method) of the allowed steps, each of which uses up a record."""
    return [
        (action.row, action.role, action.scope, action.method)
        for action in actions()
        if action.allowed and action.kind == "record"
    ]
