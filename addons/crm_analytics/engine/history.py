"""From long facts to a dense matrix of series by months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from .arrays import Matrix, Vector, as_matrix

__all__ = ["DataContractError", "History", "build_history"]

COLUMNS = ("key", "month", "value")
LEAST_ELAPSED = 1 / 3
"""Share of the running month below which it is cut even when it may be pro-rated: the
orders of two days times fifteen are no month."""


class DataContractError(ValueError):
    """Facts that break the data contract.

    Attributes:
        column: name of the offending column.
        found: type or value that was found there.
        row: position of the first bad row, or None when the column is missing.
    """

    def __init__(self, column: str, found: str, row: int | None, expected: str):
        self.column, self.found, self.row = column, found, row
        where = "" if row is None else f" in row {row}"
        super().__init__(f"column '{column}': expected {expected}, found {found}{where}")


@dataclass(frozen=True)
class History:
    """Monthly figures of many series, ready for the models.

    Attributes:
        keys: n series keys, in the order of the rows.
        months: T consecutive months, datetime64[M].
        values: n x T in the unit of the facts; NaN before a series' life.
    Raises:
        ValueError: shapes disagree, months have holes, NaN inside a life.
    """

    keys: tuple[Hashable, ...]
    months: Vector
    values: Matrix

    def __post_init__(self) -> None:
        values = as_matrix(self.values)
        months = np.asarray(self.months, dtype="datetime64[M]")
        if values.shape != (len(self.keys), len(months)):
            raise ValueError(f"values are {values.shape}, expected {len(self.keys)} keys x {len(months)} months")
        if (np.diff(months).astype(int) != 1).any():
            raise ValueError("months must be consecutive")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "months", months)

    @property
    def n_obs(self) -> Vector:
        """Months of life of each series (n)."""
        return (~np.isnan(self.values)).sum(axis=1)

    def future_months(self, horizon: int) -> Vector:
        """The `horizon` months after the last one of the history, datetime64[M]."""
        return self.months[-1] + np.arange(1, horizon + 1)


def build_history(facts: Any, as_of: date, prorate: bool = False, time_zone: str | None = None) -> History:
    """Lay long facts out as series x months.

    Several facts of one series in one month are summed. The running month and all
    later ones are cut, as half a month looks like a fall; or the running one is brought
    up to a whole month by its days, once a third of them have passed. A series lives
    from its first month that is not zero (from its first fact, when all are zero) to the
    last month; months without a fact inside that life are zeros.

    Args:
        facts: rows (key, month, value), or a pandas DataFrame with those columns;
            `month` is any day of the month in the company's own calendar, or a moment
            that knows its time zone; `value` a finite number (credit notes are negative).
        as_of: the day the forecast is made; its month is the running one.
        prorate: keep the running month? Facts after `as_of` are left out then.
        time_zone: the company's, e.g. "Europe/Kyiv", in which such moments are dated.
    Returns:
        History whose rows follow the order in which keys first appear; series that begin
        in a month that is cut are left out.
    Raises:
        DataContractError: naming column, type found and first bad row.
    """
    keys, days, values = _read_columns(facts, time_zone)
    months = days.astype("datetime64[M]")
    running = np.datetime64(as_of, "M")
    grown = _month_over_elapsed(as_of) if prorate else None
    end = running if grown is None else running + 1
    kept = np.flatnonzero((months < running) | ((months < end) & (days <= np.datetime64(as_of, "D"))))
    if not len(kept):
        return History((), np.array([end - 1]), np.empty((0, 1)))
    values = np.where(months == running, values * (grown or 1.0), values)
    return _lay_out([keys[i] for i in kept], months[kept], values[kept], end)


def _lay_out(keys: Sequence[Hashable], months: Vector, values: Vector, end: np.datetime64) -> History:
    """Sum facts into a matrix of series by months before `end`."""
    index = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    rows = np.fromiter((index[key] for key in keys), dtype=int, count=len(keys))
    calendar = np.arange(months.min(), end)
    columns = (months - calendar[0]).astype(int)
    shape = (len(index), len(calendar))
    flat = rows * shape[1] + columns
    total = np.bincount(flat, weights=values, minlength=shape[0] * shape[1]).reshape(shape)
    born = np.full(shape[0], shape[1])
    np.minimum.at(born, rows, columns)
    return History(tuple(index), calendar, _blank_before_life(total, born))


def _month_over_elapsed(as_of: date) -> float | None:
    """Days of the month over those that have passed, or None while these are too few."""
    days = monthrange(as_of.year, as_of.month)[1]
    return days / as_of.day if as_of.day >= LEAST_ELAPSED * days else None


def _blank_before_life(total: Matrix, first_fact: Vector) -> Matrix:
    """NaN before the first month that is not zero, else before the first fact."""
    busy = total != 0
    start = np.where(busy.any(axis=1), busy.argmax(axis=1), first_fact)
    return np.where(np.arange(total.shape[1]) < start[:, None], np.nan, total)


def _read_columns(facts: Any, time_zone: str | None) -> tuple[Sequence[Hashable], Vector, Vector]:
    if hasattr(facts, "columns"):
        missing = [name for name in COLUMNS if name not in facts.columns]
        if missing:
            raise DataContractError(missing[0], "no such column", None, "a column of that name")
        columns = [facts[name].tolist() for name in COLUMNS]
    else:
        columns = _transpose(facts)
    keys, months, values = columns
    return _check_keys(keys), _check_days(months, time_zone), _check_values(values)


def _transpose(facts: Any) -> list[Sequence[Any]]:
    facts = list(facts)
    for row, fact in enumerate(facts):
        if not isinstance(fact, (tuple, list)) or len(fact) != len(COLUMNS):
            raise DataContractError("key", repr(fact), row, "rows of (key, month, value)")
    return list(zip(*facts, strict=True)) if facts else [[], [], []]


def _check_keys(keys: Sequence[Any]) -> Sequence[Hashable]:
    for row, key in enumerate(keys):
        # NaN is the one key that differs from itself: it would never find its row.
        if key is None or key != key or not isinstance(key, Hashable):
            raise DataContractError("key", type(key).__name__, row, "a hashable key")
    return keys


def _check_days(months: Sequence[Any], time_zone: str | None) -> Vector:
    """Days, datetime64[D], in the company's calendar."""
    zone = ZoneInfo(time_zone) if time_zone else None
    days = list(months)
    for row, month in enumerate(months):
        if not isinstance(month, (date, np.datetime64)) or month != month:
            raise DataContractError("month", type(month).__name__, row, "a date")
        if getattr(month, "tzinfo", None) is not None:
            if zone is None:
                raise DataContractError(
                    "month", "a moment in another time zone", row, "a date of the company's calendar"
                )
            days[row] = month.astimezone(zone).date()
    return np.array(days, dtype="datetime64[D]")


def _check_values(values: Sequence[Any]) -> Vector:
    try:
        numbers = np.array(values, dtype=float)
    except (TypeError, ValueError):
        numbers = np.array([np.nan])
    # numpy reads "12" and True as numbers: a fact with them was put together wrongly.
    if np.isfinite(numbers).all() and not any(isinstance(v, (str, bool)) for v in values):
        return numbers
    row, bad = next((row, v) for row, v in enumerate(values) if not _is_finite_number(v))
    raise DataContractError("value", f"{bad!r} ({type(bad).__name__})", row, "a finite number")


def _is_finite_number(value: Any) -> bool:
    if isinstance(value, (str, bool)) or value is None:
        return False
    try:
        return bool(np.isfinite(float(value)))
    except (TypeError, ValueError):
        return False
