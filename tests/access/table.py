"""Read access.txt: who may do what, a line for each model, field, report, route and window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROLES", "TABLE", "Line", "cells", "rows"]

TABLE = Path(__file__).with_name("access.txt")
ROLES = (
    "performer",
    "account_manager",
    "project_manager",
    "accountant",
    "director",
    "agency_admin",
    "client",
    "employee",
)


@dataclass(frozen=True)
class Line:
    """One line of a section: what it is about, and its cell for each role."""

    section: str
    name: str
    cells: dict[str, str]


def rows(section: str) -> list[Line]:
    """Return the lines of a section of the table.

    Raises:
        ValueError: a line has not one cell for each role.
    """
    found = []
    current = ""
    for number, text in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        words = text.partition("#")[0].split()
        if not words:
            continue
        if words[0].startswith("["):
            current = words[0].strip("[]")
        elif current == section:
            if len(words) != len(ROLES) + 1:
                raise ValueError(f"{TABLE.name}, line {number}: {len(ROLES) + 1} columns expected, {len(words)} found")
            found.append(Line(section, words[0], dict(zip(ROLES, words[1:], strict=True))))
    return found


def cells(section: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name, role, cell) of a section, without what does not apply."""
    for line in rows(section):
        for role, cell in line.cells.items():
            if cell != ".":
                yield line.name, role, cell
