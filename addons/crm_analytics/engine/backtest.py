"""The whole engine put to the test on its own past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import measures
from .arrays import Vector
from .forecast import MIN_MONTHS, ForecastResult, forecast
from .history import History
from .models import seasonal_naive

__all__ = ["BacktestReport", "backtest"]


@dataclass(frozen=True)
class BacktestReport:
    """Errors on months that the engine had not seen.

    Attributes:
        per_series: by measure, n figures averaged over the origins: "mase", "rmsse",
            "smape", "bias", "coverage", "interval_score", "seasonal_naive_mase"; NaN
            where a measure is not defined for a series.
        pooled: by measure, the mean over all series that have it.
        level: share that the interval was to cover.
        n_origins: number of past forecasts.
    """

    per_series: dict[str, Vector]
    pooled: dict[str, float]
    level: float
    n_origins: int


def backtest(history: History, horizon: int, level: float = 0.8, n_origins: int = 3) -> BacktestReport:
    """Repeat the forecast as of earlier months and compare with what came.

    Selection and intervals are done anew at each origin, so nothing of the later
    months leaks. Origins lie half a horizon apart, the last one a horizon before the
    end (rolling origin, Tashman 2000).

    Args:
        history: n series over T months.
        horizon: months ahead.
        level: share to cover, between 0 and 1.
        n_origins: forecasts wanted; fewer are made when the history is short.
    Returns:
        BacktestReport.
    Raises:
        ValueError: no origin leaves six months to learn from.
    """
    step = max(1, horizon // 2)
    columns = len(history.months) - horizon - step * np.arange(n_origins)
    columns = columns[columns >= MIN_MONTHS]
    if not len(columns):
        raise ValueError(f"a backtest over {horizon} months needs {MIN_MONTHS + horizon} months")
    rounds = [_measure_origin(history, int(column), horizon, level) for column in columns]
    per_series = {name: _mean_known(np.stack([figures[name] for figures in rounds]), axis=0) for name in rounds[0]}
    pooled = {name: float(_mean_known(figures)) for name, figures in per_series.items()}
    return BacktestReport(per_series, pooled, level, len(columns))


def _measure_origin(history: History, column: int, horizon: int, level: float) -> dict[str, Vector]:
    known = History(history.keys, history.months[:column], history.values[:, :column])
    actual = history.values[:, column : column + horizon]
    result = forecast(known, horizon, (level,))
    figures = _measure_result(result, actual, known.values, level)
    plain = measures.mase(actual, seasonal_naive(known.values, horizon), known.values)
    # Both means are over the same series: those that the engine forecast.
    return figures | {"seasonal_naive_mase": np.where(result.enough_data, plain, np.nan)}


def _measure_result(result: ForecastResult, actual: np.ndarray, y: np.ndarray, level: float) -> dict[str, Vector]:
    expected, lower, upper = result.expected, result.lower[level], result.upper[level]
    return {
        "mase": measures.mase(actual, expected, y),
        "rmsse": measures.rmsse(actual, expected, y),
        "smape": measures.smape(actual, expected),
        "bias": measures.bias(actual, expected, y),
        "coverage": measures.coverage(actual, lower, upper),
        "interval_score": measures.interval_score(actual, lower, upper, level, y),
    }


def _mean_known(figures: np.ndarray, axis: int | None = None) -> np.ndarray:
    known = ~np.isnan(figures)
    count = known.sum(axis=axis)
    total = np.where(known, figures, 0.0).sum(axis=axis)
    return total / np.where(count > 0, count, np.nan)
