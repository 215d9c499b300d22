"""Which events a search can find at most: so that a source reads what may be wanted, and not all it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

__all__ = ["DONE", "Wanted"]

DONE = "done"


@dataclass(frozen=True)
class Wanted:
    """Bounds of a search; None bounds nothing.

    Attributes:
        ids: ids of events.
        types: types of events.
        states: states of events.
        people: ids of users of whom one performs the event.
        first, last: days, both included.
    """

    ids: frozenset[int] | None = None
    types: frozenset[str] | None = None
    states: frozenset[str] | None = None
    people: frozenset[int] | None = None
    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, conditions: Iterable[tuple], today: date) -> "Wanted":
        """Bounds of conditions that must all hold.

        Args:
            conditions: (field, operator, value); those that bound nothing known are passed by.
            today: day to which states refer.
        """
        found: dict[str, frozenset] = {}
        days = _Days()
        names = {"id": "ids", "event_type": "types", "state": "states", "performer_ids": "people", "user_id": "people"}
        for field, operator, value in conditions:
            if field in names and operator == "in":
                values = frozenset(value)
                # Whoever has no performer is found as False: nothing a source could look up.
                if field in ("performer_ids", "user_id") and not all(values):
                    continue
                # An event can have several people: those of one condition bound it, whatever another one says.
                known = found.get(names[field], values)
                found[names[field]] = known if names[field] == "people" else known & values
            elif field == "date" and isinstance(value, date) and not isinstance(value, datetime):
                days.bound(operator, value)
        states = found.get("states")
        if states is not None and DONE not in states:
            days.bound_by_states(states, today)
        return cls(**found, first=days.first, last=days.last)

    @property
    def done(self) -> bool | None:
        """Whether only done events are wanted (True), only open ones (False), or both (None)."""
        if self.states is None:
            return None
        if DONE not in self.states:
            return False
        return True if self.states == {DONE} else None

    def source_ids(self, number: int) -> list[int] | None:
        """Ids of records of the source with a number (see `agency.event`); None if any may be wanted."""
        if self.ids is None:
            return None
        return [event_id // 16 for event_id in self.ids if event_id and event_id % 16 == number]


class _Days:
    """First and last day, narrowed step by step."""

    def __init__(self) -> None:
        self.first: date | None = None
        self.last: date | None = None

    def bound(self, operator: str, day: date) -> None:
        if operator in (">", ">="):
            self._not_before(day + timedelta(days=operator == ">"))
        elif operator in ("<", "<="):
            self._not_after(day - timedelta(days=operator == "<"))

    def bound_by_states(self, states: frozenset[str], today: date) -> None:
        """Open events: overdue ones are of earlier days, planned ones of later days."""
        if "planned" not in states:
            self._not_after(today if "today" in states else today - timedelta(days=1))
        if "overdue" not in states:
            self._not_before(today if "today" in states else today + timedelta(days=1))

    def _not_before(self, day: date) -> None:
        self.first = max(self.first or day, day)

    def _not_after(self, day: date) -> None:
        self.last = min(self.last or day, day)
