"""Forecasts with intervals for all series of a history."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Matrix, Vector
from .history import History
from .intermittent import is_sparse
from .intervals import Calibration, calibrate, coverage_left_out, sum_widths
from .measures import naive_scale
from .origins import origin_columns
from .pooling import Parents, learn_from_parents, parent_codes
from .seasonality import MIN_MONTHS as SEASONAL_MONTHS
from .selection import Choice, choose

__all__ = ["MAX_HORIZON", "MIN_MONTHS", "NOT_ENOUGH_DATA", "ForecastResult", "forecast"]

MIN_MONTHS = 6
"""Months of life below which no forecast is made."""
MAX_HORIZON = 24
NOT_ENOUGH_DATA = "not_enough_data"
CHUNK = 500
"""Series worked on at once: keeps the grids of the smoothers in the processor's cache
and memory bounded whatever the number of series."""


@dataclass(frozen=True)
class ForecastResult:
    """What is expected of n series over h months.

    Attributes:
        keys: n series keys.
        months: the h months after the history, datetime64[M].
        levels: shares that the intervals are to cover.
        expected: n x h, unit of the history, not below zero; NaN without enough data.
        lower, upper: by level, n x h; not below zero, never narrower further out
            except where zero cuts the lower side.
        method: name of the model used (n), "pooled" with the parent, or "not_enough_data".
        mase: backtest error of that model over the seasonal naive's in-sample error
            (n); NaN without a backtest.
        relative_error: backtest error over the best other candidate's (n).
        coverage: by level, share of past months inside bounds made without them (n).
        n_obs: months of life (n).
        enough_data: is there a forecast (n).
        sparse: was the series treated as intermittent (n).
        errors: origins x n x h, what past forecasts missed, actual minus forecast.
        scale: mean absolute value of those errors (n), unit of the history.
    """

    keys: tuple[Hashable, ...]
    months: Vector
    levels: tuple[float, ...]
    expected: Matrix
    lower: dict[float, Matrix]
    upper: dict[float, Matrix]
    method: Vector
    mase: Vector
    relative_error: Vector
    coverage: dict[float, Vector]
    n_obs: Vector
    enough_data: Vector
    sparse: Vector
    errors: np.ndarray
    scale: Vector

    def total(self, k: int, level: float = 0.8, skip: int = 0) -> tuple[Vector, Vector, Vector]:
        """Sum of k months in a row, with bounds from the errors of past sums.

        Args:
            k: number of months, at least 1.
            level: share to cover, between 0 and 1.
            skip: forecast months left out before; 1 leaves out the running month.
        Returns:
            Expected, lower and upper (n each), unit of the history.
        Raises:
            ValueError: months outside of the forecast, level out of range.
        """
        horizon = self.expected.shape[1]
        if k < 1 or skip < 0 or skip + k > horizon:
            raise ValueError(f"the forecast must hold the months: {skip} + {k} of {horizon}")
        _check_request(horizon, (level,))
        months = slice(skip, skip + k)
        expected = self.expected[:, months].sum(axis=1)
        lower, upper = expected.copy(), expected.copy()
        for rows in _kin(self.enough_data, self.sparse):
            below, above = sum_widths(self.errors[:, rows], self.scale[rows], level, months)
            lower[rows] = np.maximum(expected[rows] - below, 0.0)
            upper[rows] += above
        return expected, lower, upper


def forecast(
    history: History, horizon: int, levels: Sequence[float] = (0.5, 0.8), parents: Parents | None = None
) -> ForecastResult:
    """Forecast every series of a history.

    Regular series get the engine's combination, intermittent ones a mixture of plain
    mean and TSB; a baseline takes over where the backtest says so (see `selection`).
    Intervals come from errors of past forecasts, pooled among regular and among
    intermittent series (see `intervals`). Series that are short or sparse learn from
    their parents, if these are given and help on the backtest (see `pooling`).

    Args:
        history: n series.
        horizon: months ahead, 1 to 24.
        levels: shares to cover, each strictly between 0 and 1.
        parents: for each series its groups, the nearest first.
    Returns:
        ForecastResult in the order of the history's rows.
    Raises:
        ValueError: horizon or levels out of range, or not as many parents as series.
    """
    levels = tuple(float(level) for level in levels)
    _check_request(horizon, levels)
    result = _empty_result(history, horizon, levels)
    kin = _kin(result.enough_data, result.sparse)
    for rows in kin:
        _write_choice(result, rows, _choose_in_chunks(history.values[rows], horizon, bool(result.sparse[rows[0]])))
    if parents is not None:
        _learn_from_parents(result, history.values, parent_codes(parents, len(history.keys)))
    for rows in kin:
        _write_intervals(result, rows, history.values[rows])
    return result


def _kin(enough_data: Vector, sparse: Vector) -> list[Vector]:
    """Rows of the regular and of the intermittent series, as far as there are any."""
    kinds = (np.flatnonzero(enough_data & (sparse == kind)) for kind in (False, True))
    return [rows for rows in kinds if len(rows)]


def _check_request(horizon: int, levels: tuple[float, ...]) -> None:
    if not 1 <= horizon <= MAX_HORIZON:
        raise ValueError(f"horizon must be 1 to {MAX_HORIZON} months, not {horizon}")
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError(f"levels must lie between 0 and 1, not {levels}")


def _empty_result(history: History, horizon: int, levels: tuple[float, ...]) -> ForecastResult:
    n_series, n_obs = len(history.keys), history.n_obs
    origins = origin_columns(len(history.months), horizon)

    def blank() -> Matrix:
        return np.full((n_series, horizon), np.nan)

    return ForecastResult(
        keys=history.keys,
        months=history.future_months(horizon),
        levels=levels,
        expected=blank(),
        lower={level: blank() for level in levels},
        upper={level: blank() for level in levels},
        method=np.full(n_series, NOT_ENOUGH_DATA, dtype=object),
        mase=np.full(n_series, np.nan),
        relative_error=np.full(n_series, np.nan),
        coverage={level: np.full(n_series, np.nan) for level in levels},
        n_obs=n_obs,
        enough_data=n_obs >= MIN_MONTHS,
        sparse=is_sparse(history.values),
        errors=np.full((len(origins), n_series, horizon), np.nan),
        scale=np.full(n_series, np.nan),
    )


def _write_choice(result: ForecastResult, rows: Vector, choice: Choice) -> None:
    result.method[rows] = choice.method
    result.expected[rows] = choice.expected
    result.errors[:, rows] = choice.errors
    result.relative_error[rows] = choice.relative_error


def _learn_from_parents(result: ForecastResult, y: Matrix, groups: Matrix) -> None:
    """Let short and sparse series of both kinds learn, as far as there is enough data."""
    choice = Choice(result.method, result.expected, result.errors, result.relative_error)
    learners = result.enough_data & (result.sparse | (result.n_obs < SEASONAL_MONTHS))
    _write_choice(result, np.arange(len(y)), learn_from_parents(choice, y, groups, learners))


def _write_intervals(result: ForecastResult, rows: Vector, y: Matrix) -> None:
    """Calibrate kindred series on their errors and write bounds into their rows of the result."""
    errors = result.errors[:, rows]
    fit = calibrate(errors, y, result.levels)
    result.scale[rows] = fit.scale
    has_backtest = ~np.isnan(errors).all(axis=(0, 2))
    result.mase[rows] = np.where(has_backtest, fit.scale / naive_scale(y), np.nan)
    covered = coverage_left_out(errors, y, result.levels)
    for level in result.levels:
        result.coverage[level][rows] = covered[level]
        _write_bounds(result, rows, fit, level)


def _choose_in_chunks(y: Matrix, horizon: int, sparse: bool) -> Choice:
    parts = [choose(y[i : i + CHUNK], horizon, sparse) for i in range(0, len(y), CHUNK)]
    return Choice(
        np.concatenate([part.method for part in parts]),
        np.concatenate([part.expected for part in parts]),
        np.concatenate([part.errors for part in parts], axis=1),
        np.concatenate([part.relative_error for part in parts]),
    )


def _write_bounds(result: ForecastResult, rows: Vector, fit: Calibration, level: float) -> None:
    scale, expected = fit.scale[:, None], result.expected[rows]
    result.lower[level][rows] = np.maximum(expected - scale * fit.below[level], 0.0)
    result.upper[level][rows] = expected + scale * fit.above[level]
