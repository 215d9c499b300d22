"""Rolling-origin errors: what each model would have got wrong before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import Matrix, Vector, life

__all__ = ["Model", "mean_path_errors", "origin_columns", "rolling_errors"]

MAX_ORIGINS = 8
ORIGINS_PER_HORIZON = 4
"""Origins step by a quarter of the horizon, so that eight reach two horizons back."""
MIN_TRAIN = 6
"""Months of life that a model must have seen before its errors count."""

Model = Callable[[Matrix, int], Matrix]


def origin_columns(n_months: int, horizon: int) -> Vector:
    """Where the past forecasts start.

    Args:
        n_months: T, columns of the history.
        horizon: months ahead.
    Returns:
        At most eight ascending column counts; a forecast from origin o has seen
        the columns before o.
    """
    step = max(1, round(horizon / ORIGINS_PER_HORIZON))
    columns = n_months - step * np.arange(MAX_ORIGINS, 0, -1)
    return columns[columns >= MIN_TRAIN]


def rolling_errors(model: Model, y: Matrix, horizon: int, together: bool = False) -> np.ndarray:
    """Forecast from each origin with what was known then, and compare.

    Tashman (2000), "Out-of-sample tests of forecasting accuracy". An origin counts
    for a series that had at least six months and half of its present life behind it:
    a model that has seen less is not the one that forecasts now.

    Args:
        model: function of (y, horizon).
        y: n x T, NaN before life.
        horizon: months ahead.
        together: does the model need to see all n series, also those whose errors do
            not count yet?
    Returns:
        origins x n x horizon, actual minus forecast in the unit of y; NaN beyond the
        end of the history and where the origin does not count.
    """
    columns = origin_columns(y.shape[1], horizon)
    _z, start, n_obs = life(y)
    needed = np.maximum(MIN_TRAIN, n_obs // 2)
    errors = np.full((len(columns), len(y), horizon), np.nan)
    for errors_here, origin in zip(errors, columns, strict=True):
        rows = origin - start >= needed
        ahead = min(horizon, y.shape[1] - origin)
        if rows.any():
            past = y[:, :origin]
            forecast = model(past, horizon)[rows] if together else model(past[rows], horizon)
            errors_here[rows, :ahead] = y[rows, origin : origin + ahead] - forecast[:, :ahead]
    return errors


def mean_path_errors(errors: np.ndarray) -> np.ndarray:
    """Errors of the mean of the first 1, 2, ... horizon months.

    Args:
        errors: origins x n x horizon.
    Returns:
        The same shape: cumulated errors divided by the number of months.
    """
    return np.cumsum(errors, axis=2) / np.arange(1, errors.shape[2] + 1)
