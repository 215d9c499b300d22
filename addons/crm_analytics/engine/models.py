"""Smoothers and baselines, each over all series at once.

Every model takes `y` (n series x T months, NaN only before a series' life) and
`horizon` (months, at least 1), and returns n x horizon in the unit of `y`. Series
without a single month get NaN. Smoothing weights are chosen per series on a grid by
the sum of squared one-step errors.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from .arrays import SEASON, Matrix, Vector, life

__all__ = ["damped_trend", "mean", "naive", "seasonal_naive", "ses", "ses_and_theta", "theta"]

LEVEL_WEIGHTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)
DAMPED_GRID = tuple(product((0.05, 0.15, 0.3, 0.5, 0.7, 0.9), (0.02, 0.1, 0.3), (0.8, 0.9, 0.97)))
"""Level weight, trend weight as a share of it, damping."""
START_MONTHS = 6
"""Months whose mean starts the level; twice as many start the trend."""


def naive(y: Matrix, horizon: int) -> Matrix:
    """Repeat the last month.

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    return np.repeat(y[:, -1:], horizon, axis=1)


def seasonal_naive(y: Matrix, horizon: int) -> Matrix:
    """Repeat the last twelve months.

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon; NaN where the same month of last year was before life.
    """
    if y.shape[1] < SEASON:
        return np.full((y.shape[0], horizon), np.nan)
    return y[:, y.shape[1] - SEASON + np.arange(horizon) % SEASON]


def mean(y: Matrix, horizon: int) -> Matrix:
    """Repeat the mean of the last twelve months (of the whole life when shorter).

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    recent, _start, n_obs = life(y[:, -SEASON:])
    level = recent.sum(axis=1) / np.where(n_obs > 0, n_obs, np.nan)
    return np.repeat(level[:, None], horizon, axis=1)


def ses(y: Matrix, horizon: int) -> Matrix:
    """Simple exponential smoothing (Brown 1959).

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon, flat.
    """
    return ses_and_theta(y, horizon)[0]


def theta(y: Matrix, horizon: int) -> Matrix:
    """Theta method as SES with half the linear slope as drift.

    Assimakopoulos and Nikolopoulos (2000), in the form of Hyndman and Billah (2003).

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    return ses_and_theta(y, horizon)[1]


def ses_and_theta(y: Matrix, horizon: int) -> tuple[Matrix, Matrix]:
    """Both forecasts from one search for the smoothing weight.

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        Forecasts of `ses` and of `theta`, n x horizon each.
    """
    level, weight = _smooth_level(y)
    _z, _start, n_obs = life(y)
    # The level lags behind a line by (1 - (1-a)^n) / a - 1 months: catch up first.
    lag = (1 - (1 - weight) ** n_obs) / weight
    drift = _slope(y)[:, None] / 2 * (np.arange(horizon) + lag[:, None])
    return np.repeat(level[:, None], horizon, axis=1), level[:, None] + drift


def damped_trend(y: Matrix, horizon: int) -> Matrix:
    """Exponential smoothing with a damped additive trend (Gardner and McKenzie 1985).

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    level, trend, damping = _smooth_trend(y)
    reach = np.cumsum(damping[:, None] ** np.arange(1, horizon + 1), axis=1)
    return level[:, None] + trend[:, None] * reach


def _smooth_level(y: Matrix) -> tuple[Vector, Vector]:
    """Final level and best weight per series; states are grid x series, so that
    each step over time runs along contiguous series."""
    z, start, n_obs = life(y)
    first = _mean_between(z, start, 0, START_MONTHS)
    weight = np.array(LEVEL_WEIGHTS)[:, None]
    level, loss, error = np.zeros((3, len(weight), len(z)))
    for column, month in enumerate(np.ascontiguousarray(z.T)):
        born = start == column
        level[:, born], loss[:, born] = first[born], 0.0
        np.subtract(month, level, out=error)
        loss += error * error
        error *= weight
        level += error
    best, series = loss.argmin(axis=0), np.arange(len(z))
    return np.where(n_obs > 0, level[best, series], np.nan), weight[best, 0]


def _smooth_trend(y: Matrix) -> tuple[Vector, Vector, Vector]:
    """Final level, final trend and best damping per series.

    What runs before a series' life is thrown away in the month of its birth."""
    z, start, n_obs = life(y)
    first, slope = _start_line(z, start, n_obs)
    weight, share, damping = (column[:, None] for column in np.array(DAMPED_GRID).T)
    level, trend, loss, error = np.zeros((4, len(weight), len(z)))
    for column, month in enumerate(np.ascontiguousarray(z.T)):
        born = start == column
        level[:, born], trend[:, born], loss[:, born] = first[born], slope[born], 0.0
        trend *= damping
        level += trend
        np.subtract(month, level, out=error)
        loss += error * error
        error *= weight
        level += error
        error *= share
        trend += error
    best, series = loss.argmin(axis=0), np.arange(len(z))
    level = np.where(n_obs > 0, level[best, series], np.nan)
    return level, trend[best, series], damping[best, 0]


def _start_line(z: Matrix, start: Vector, n_obs: Vector) -> tuple[Vector, Vector]:
    """Level just before life and slope per month, from the first two half-years."""
    first = _mean_between(z, start, 0, START_MONTHS)
    second = _mean_between(z, start, START_MONTHS, 2 * START_MONTHS)
    slope = np.where(n_obs >= 2 * START_MONTHS, (second - first) / START_MONTHS, 0.0)
    return first - slope * (START_MONTHS + 1) / 2, slope


def _mean_between(z: Matrix, start: Vector, low: int, high: int) -> Vector:
    """Mean of the months of life low..high-1; zero where there are none."""
    age = np.arange(z.shape[1]) - start[:, None]
    inside = (age >= low) & (age < high)
    return (z * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)


def _slope(y: Matrix) -> Vector:
    """Least-squares slope per month over each life (n)."""
    z, start, n_obs = life(y)
    age = np.arange(z.shape[1]) - start[:, None]
    centred = np.where(age >= 0, age - (n_obs[:, None] - 1) / 2, 0.0)
    return (centred * z).sum(axis=1) / np.maximum((centred**2).sum(axis=1), 1.0)
