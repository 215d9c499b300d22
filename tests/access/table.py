"""Read access.txt: who may do what, a line for each model, field, report, route and window."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROLES", "TABLE", "Line", "rows"]

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
# Columns between the name and the roles.
DETAILS = {"fields": 2, "actions": 2, "reports": 1, "routes": 2}


@dataclass(frozen=True)
class Line:
    """One line of a section: what it is about, its cell for each role, and what stands between the two."""

    name: str
    cells: dict[str, str]
    details: tuple[str, ...] = ()


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
            expected = 1 + DETAILS.get(section, 0) + len(ROLES)
            if len(words) != expected:
                raise ValueError(f"{TABLE.name}, line {number}: {expected} columns expected, {len(words)} found")
            by_role = dict(zip(ROLES, words[-len(ROLES) :], strict=True))
            found.append(Line(words[0], by_role, tuple(words[1 : -len(ROLES)])))
    return found
