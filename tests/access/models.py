"""The section [models] of the table as single tests."""

import itertools
from dataclasses import dataclass
from typing import Any

from access.table import rows

__all__ = ["OPERATIONS", "SCOPES", "Cell", "cells_of_models", "numbered", "removals"]

SCOPES = ("own", "foreign", "other")
NUMBERS = itertools.count(1)
OPERATIONS = {"C": "create", "R": "read", "U": "write", "D": "unlink"}


@dataclass(frozen=True)
class Cell:
    """One operation of one role on one kind of record.

    Attributes:
        row: model, or model:state.
        verdict: allowed, denied, or refused (the right is there, a rule of business says no).
    """

    row: str
    role: str
    scope: str
    operation: str
    verdict: str

    @property
    def model(self) -> str:
        """The model without the state."""
        return self.row.partition(":")[0]

    def __str__(self) -> str:
        return f"{self.row}-{self.role}-{self.scope}-{self.operation}-{self.verdict}"


def cells_of_models() -> list[Cell]:
    """Return a cell for each operation; a row of a state has no creates, its model's row has them."""
    found = []
    for line in rows("models"):
        letters = [letter for letter in OPERATIONS if letter != "C" or ":" not in line.name]
        for role, text in line.cells.items():
            for scope, part in zip(SCOPES, text.split("/"), strict=False):
                if part != ".":
                    found += [Cell(line.name, role, scope, OPERATIONS[x], _judge(x, part)) for x in letters]
    return found


def _judge(letter: str, part: str) -> str:
    if letter in part:
        return "allowed"
    return "refused" if letter.lower() in part else "denied"


def removals() -> list[tuple[str, str, str, str]]:
    """Return (row, role, scope, step) of the cells that delete their record, which must be theirs alone."""
    return [
        (cell.row, cell.role, cell.scope, cell.operation)
        for cell in cells_of_models()
        if (cell.operation, cell.verdict) == ("unlink", "allowed")
    ]


def numbered(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with a new number where they must not repeat."""
    number = f"-{next(NUMBERS)}"
    return {key: value.replace("{n}", number) if isinstance(value, str) else value for key, value in values.items()}
