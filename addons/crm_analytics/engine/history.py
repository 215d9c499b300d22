"""From long facts to a dense matrix of series by months."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from .arrays import Matrix, Vector, as_matrix

__all__ = ["DataContractError", "History", "build_history"]

COLUMNS = ("key", "month", "value")


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


def build_history(facts: Any, as_of: date) -> History:
    """Lay long facts out as series x months.

    Several facts of one series in one month are summed. The running month and all
    later ones are cut: half a month looks like a fall. A series lives from its first
    month that is not zero (from its first fact, when all are zero) to the last whole
    month; months without a fact inside that life are zeros.

    Args:
        facts: rows (key, month, value), or a pandas DataFrame with those columns;
            `month` is any day of the month in the company's own calendar, `value` a
            finite number (credit notes are negative).
        as_of: the day the forecast is made; its month is the running one.
    Returns:
        History whose rows follow the order in which keys first appear, over whole
        months only; series that begin in the running month are left out.
    Raises:
        DataContractError: naming column, type found and first bad row.
    """
    keys, months, values = _read_columns(facts)
    running = np.datetime64(as_of, "M")
    whole = np.flatnonzero(months < running)
    index = {key: row for row, key in enumerate(dict.fromkeys(keys[i] for i in whole))}
    if not index:
        return History((), np.array([running - 1]), np.empty((0, 1)))
    months, values = months[whole], values[whole]
    rows = np.fromiter((index[keys[i]] for i in whole), dtype=int, count=len(whole))
    calendar = np.arange(months.min(), running)
    columns = (months - calendar[0]).astype(int)
    shape = (len(index), len(calendar))
    flat = rows * shape[1] + columns
    total = np.bincount(flat, weights=values, minlength=shape[0] * shape[1]).reshape(shape)
    born = np.full(shape[0], shape[1])
    np.minimum.at(born, rows, columns)
    return History(tuple(index), calendar, _blank_before_life(total, born))


def _blank_before_life(total: Matrix, first_fact: Vector) -> Matrix:
    """NaN before the first month that is not zero, else before the first fact."""
    busy = total != 0
    start = np.where(busy.any(axis=1), busy.argmax(axis=1), first_fact)
    return np.where(np.arange(total.shape[1]) < start[:, None], np.nan, total)


def _read_columns(facts: Any) -> tuple[Sequence[Hashable], Vector, Vector]:
    if hasattr(facts, "columns"):
        missing = [name for name in COLUMNS if name not in facts.columns]
        if missing:
            raise DataContractError(missing[0], "no such column", None, "a column of that name")
        columns = [facts[name].tolist() for name in COLUMNS]
    else:
        columns = _transpose(facts)
    keys, months, values = columns
    return _check_keys(keys), _check_months(months), _check_values(values)


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


def _check_months(months: Sequence[Any]) -> Vector:
    for row, month in enumerate(months):
        if not isinstance(month, (date, np.datetime64)) or month != month:
            raise DataContractError("month", type(month).__name__, row, "a date")
    return np.array(months, dtype="datetime64[M]")


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
