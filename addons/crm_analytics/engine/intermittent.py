"""Demand that comes in lumps: most months are empty."""

from __future__ import annotations

import numpy as np

from .arrays import SEASON, Matrix, Vector, life
from .models import mean

__all__ = ["croston_sba", "is_sparse", "mean_tsb", "tsb"]

SMOOTHING = 0.1
"""Weight of the newest order, as in Syntetos and Boylan (2005)."""
SPARSE_SHARE = 0.25
"""From this share of empty months on a series is treated as intermittent: a trend or a
season fitted through so many zeros makes the sum of a year worse than a plain mean."""
LEAST_MEAN = 0.3
"""Share of the plain mean in `mean_tsb`, however long the life."""


def is_sparse(y: Matrix) -> Vector:
    """Tell series that are mostly silence from the rest.

    Args:
        y: n x T, NaN before life.
    Returns:
        n booleans: at least a quarter of the months of life are zero.
    """
    _z, _start, n_obs = life(y)
    return (y == 0).sum(axis=1) >= SPARSE_SHARE * np.maximum(n_obs, 1)


def croston_sba(y: Matrix, horizon: int) -> Matrix:
    """Croston's method with the bias correction of Syntetos and Boylan (2005).

    Size and interval of orders are smoothed apart, only in months with an order.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon, flat, in the unit of y per month; zero without any order.
    """
    z, start, _n_obs = life(y)
    size, interval = np.zeros(len(z)), np.ones(len(z))
    waited, seen = np.ones(len(z)), np.zeros(len(z), dtype=bool)
    for column, demand in enumerate(z.T):
        ordered = demand != 0
        weight = np.where(seen, SMOOTHING, 1.0)
        size += np.where(ordered, weight * (demand - size), 0.0)
        interval += np.where(ordered, weight * (waited - interval), 0.0)
        waited = np.where(ordered | (column < start), 1.0, waited + 1)
        seen |= ordered
    return _flat((1 - SMOOTHING / 2) * size / interval, y, horizon)


def tsb(y: Matrix, horizon: int) -> Matrix:
    """Method of Teunter, Syntetos and Babai (2011): fades when orders stop.

    The chance of an order is smoothed every month, its size in months with one.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon, flat, in the unit of y per month.
    """
    z, start, n_obs = life(y)
    orders = (z != 0).sum(axis=1)
    size = z.sum(axis=1) / np.maximum(orders, 1)
    chance = orders / np.maximum(n_obs, 1)
    for column, demand in enumerate(z.T):
        ordered = demand != 0
        chance += np.where(column >= start, SMOOTHING * (ordered - chance), 0.0)
        size += np.where(ordered, SMOOTHING * (demand - size), 0.0)
    return _flat(chance * size, y, horizon)


def mean_tsb(y: Matrix, horizon: int) -> Matrix:
    """The plain mean of a year and TSB: the one forgets after a year, the other slowly.

    In the first year both know the same months and the mean, which is without bias,
    stands alone; it gives way as the life grows to more years than it can hear of.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon, flat, in the unit of y per month.
    """
    _z, _start, n_obs = life(y)
    share = np.clip(SEASON / np.maximum(n_obs, 1), LEAST_MEAN, 1.0)[:, None]
    return share * mean(y, horizon) + (1 - share) * tsb(y, horizon)


def _flat(level: Vector, y: Matrix, horizon: int) -> Matrix:
    level = np.where(np.isnan(y).all(axis=1), np.nan, level)
    return np.repeat(level[:, None], horizon, axis=1)
