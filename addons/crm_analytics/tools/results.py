"""From the engine's arrays to plain Python rows that the database accepts.

Imported where it is used: numpy and the engine are heavy.
"""

from dataclasses import dataclass
from datetime import date

from ..engine.forecast import forecast
from ..engine.history import build_history

__all__ = ["Forecast", "Month", "make_forecasts"]

NARROW, WIDE = 0.5, 0.8


@dataclass(frozen=True)
class Month:
    """One month: what was (`actual`), or what is expected with its bounds."""

    month: date
    actual: float | None = None
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    lower50: float | None = None
    upper50: float | None = None


@dataclass(frozen=True)
class Forecast:
    """The answer for one series; None where the engine knows nothing.

    Attributes:
        key: scope and id of the object.
        next_total: expected, lower and upper of the months asked for.
    """

    key: tuple[str, int]
    method: str
    enough_data: bool
    mase: float | None
    coverage: float | None
    n_observations: int
    next_total: tuple[float | None, float | None, float | None]
    months: list[Month]


def make_forecasts(rows, as_of, horizon, skipped, following, kept):
    """Forecast every series of a fact.

    Args:
        rows: (scope, res_id, first day of the month, value).
        as_of: day the forecast is made; its month is the first one forecast.
        horizon: months ahead.
        skipped: forecast months left out of `next_total`.
        following: months that `next_total` adds up.
        kept: months of history returned at most.
    Returns:
        list of Forecast, one for each (scope, res_id) with a whole month of history.
    """
    history = build_history([((s, i), month, value) for s, i, month, value in rows], as_of)
    if not history.keys:
        return []
    result = forecast(history, horizon, (NARROW, WIDE))
    totals = result.total(following, WIDE, skip=skipped)
    past = history.months[-kept:].astype(object).tolist()
    return [
        Forecast(
            key=key,
            method=str(result.method[row]),
            enough_data=bool(result.enough_data[row]),
            mase=_number(result.mase[row]),
            coverage=_number(result.coverage[WIDE][row]),
            n_observations=int(result.n_obs[row]),
            next_total=tuple(_number(side[row]) for side in totals),
            months=_past(past, history.values[row]) + _future(result, row),
        )
        for row, key in enumerate(history.keys)
    ]


def _past(months, values):
    figures = values[-len(months) :].tolist()
    # A figure that differs from itself is NaN: the series was not alive yet.
    pairs = zip(months, figures, strict=True)
    return [Month(month, actual=value) for month, value in pairs if value == value]


def _future(result, row):
    if not result.enough_data[row]:
        return []
    bounds = [side[level][row] for level in (WIDE, NARROW) for side in (result.lower, result.upper)]
    columns = zip(result.months.astype(object).tolist(), result.expected[row], *bounds, strict=True)
    return [Month(month, None, *map(_number, figures)) for month, *figures in columns]


def _number(value):
    """Plain float, or None for NaN."""
    value = float(value)
    return None if value != value else value
