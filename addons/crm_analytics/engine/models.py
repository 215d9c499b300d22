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

__all__ = ["damped_trend", "drifting_level", "mean", "naive", "seasonal_naive", "ses", "slope", "theta"]

LEVEL_WEIGHTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)
DAMPED_GRID = tuple(product((0.05, 0.15, 0.3, 0.5, 0.8), (0.03, 0.2), (0.8, 0.9, 0.97)))
"""Level weight, trend weight as a share of it, damping."""
SEARCH_TYPE = np.float32
"""Errors are compared in half the memory; the chosen weights then run in full precision."""
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
    return drifting_level(y, horizon, 0.0)


def theta(y: Matrix, horizon: int) -> Matrix:
    """Theta method as SES with half the linear slope as drift.

    Assimakopoulos and Nikolopoulos (2000), in the form of Hyndman and Billah (2003).

    Args:
        y: n x T.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    return drifting_level(y, horizon, 0.5)


def drifting_level(y: Matrix, horizon: int, share: Vector | float) -> Matrix:
    """Simple exponential smoothing that goes on by a share of the linear slope.

    None of it is SES, half of it the Theta method, all of it SES with drift
    (Hyndman and Billah 2003).

    Args:
        y: n x T.
        horizon: months ahead.
        share: of the slope, 0 to 1, one for all series or one for each (n).
    Returns:
        n x horizon.
    """
    level, weight = _smooth_level(y)
    _z, _start, n_obs = life(y)
    # The level lags behind a line by (1 - (1-a)^n) / a - 1 months: catch up first.
    lag = (1 - (1 - weight) ** n_obs) / weight
    drift = (share * slope(y))[:, None] * (np.arange(horizon) + lag[:, None])
    return level[:, None] + drift


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
    """Final level and best weight per series."""
    z, start, n_obs = life(y)
    first = _mean_between(z, start, 0, START_MONTHS)
    unit = _unit(z)
    weights = np.array(LEVEL_WEIGHTS)
    rough = (array.astype(SEARCH_TYPE) for array in (z / unit[:, None], first / unit, weights[:, None]))
    _level, loss = _run_level(*rough, start)
    weight = weights[loss.argmin(axis=0)]
    level, _loss = _run_level(z, first, weight[None], start)
    return np.where(n_obs > 0, level[0], np.nan), weight


def _run_level(z: Matrix, first: Vector, weight: Matrix, start: Vector) -> tuple[Matrix, Matrix]:
    """Final levels and squared errors; states are grid x series, so that each step over
    time runs along contiguous series. What runs before a series' life is thrown away in
    the month of its birth."""
    level, loss, error, square = np.zeros((4, len(weight), len(z)), dtype=z.dtype)
    births = set(start.tolist())
    for column, month in enumerate(np.ascontiguousarray(z.T)):
        if column in births:
            born = start == column
            level[:, born], loss[:, born] = first[born], 0.0
        np.subtract(month, level, out=error)
        np.multiply(error, error, out=square)
        loss += square
        error *= weight
        level += error
    return level, loss


def _smooth_trend(y: Matrix) -> tuple[Vector, Vector, Vector]:
    """Final level, final trend and best damping per series."""
    z, start, n_obs = life(y)
    line = _start_line(z, start, n_obs)
    unit = _unit(z)
    grid = np.array(DAMPED_GRID).T
    rough = (array.astype(SEARCH_TYPE) for array in (z / unit[:, None], np.stack(line) / unit, grid[:, :, None]))
    _level, _trend, loss = _run_trend(*rough, start)
    best = grid[:, loss.argmin(axis=0)]
    level, trend, _loss = _run_trend(z, np.stack(line), best[:, None], start)
    return np.where(n_obs > 0, level[0], np.nan), trend[0], best[2]


def _run_trend(z: Matrix, line: Matrix, grid: np.ndarray, start: Vector) -> tuple[Matrix, Matrix, Matrix]:
    """Like `_run_level`, with a trend; `line` is first level and slope, `grid` the three weights."""
    weight, share, damping = grid
    shape = (grid.shape[1], len(z))
    level, trend, loss, error, square = np.zeros((5, *shape), dtype=z.dtype)
    births = set(start.tolist())
    for column, month in enumerate(np.ascontiguousarray(z.T)):
        if column in births:
            born = start == column
            level[:, born], trend[:, born], loss[:, born] = line[0, born], line[1, born], 0.0
        trend *= damping
        level += trend
        np.subtract(month, level, out=error)
        np.multiply(error, error, out=square)
        loss += square
        error *= weight
        level += error
        error *= share
        trend += error
    return level, trend, loss


def _unit(z: Matrix) -> Vector:
    """Size of each series, so that no square overflows in the search (n)."""
    size = np.abs(z).max(axis=1, initial=0.0)
    return np.where(size > 0, size, 1.0)


def _start_line(z: Matrix, start: Vector, n_obs: Vector) -> tuple[Vector, Vector]:
    """Level just before life and slope per month, from the first two half-years."""
    first = _mean_between(z, start, 0, START_MONTHS)
    second = _mean_between(z, start, START_MONTHS, 2 * START_MONTHS)
    rise = np.where(n_obs >= 2 * START_MONTHS, (second - first) / START_MONTHS, 0.0)
    return first - rise * (START_MONTHS + 1) / 2, rise


def _mean_between(z: Matrix, start: Vector, low: int, high: int) -> Vector:
    """Mean of the months of life low..high-1; zero where there are none."""
    age = np.arange(z.shape[1]) - start[:, None]
    inside = (age >= low) & (age < high)
    return (z * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)


def slope(y: Matrix) -> Vector:
    """Least-squares slope over each life.

    Args:
        y: n x T.
    Returns:
        n, in the unit of y per month.
    """
    z, start, n_obs = life(y)
    age = np.arange(z.shape[1]) - start[:, None]
    centred = np.where(age >= 0, age - (n_obs[:, None] - 1) / 2, 0.0)
    return (centred * z).sum(axis=1) / np.maximum((centred**2).sum(axis=1), 1.0)
