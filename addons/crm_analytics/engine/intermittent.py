"""Demand that comes in lumps: most months are empty."""

from __future__ import annotations

import numpy as np

from .arrays import Matrix, Vector, life
from .models import mean

__all__ = ["croston_sba", "is_sparse", "mean_tsb", "tsb"]

SMOOTHING = 0.1
"""Weight of the newest order, as in Syntetos and Boylan (2005)."""
SPARSE_SHARE = 0.4
"""From this share of empty months on a series is treated as intermittent."""


def is_sparse(y: Matrix) -> Vector:
    """Tell series that are mostly silence from the rest.

    Args:
        y: n x T, NaN before life.
    Returns:
        n booleans: at least 40 % of the months of life are zero.
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
    """Half the plain mean, half TSB: the one forgets after a year, the other slowly.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon, flat, in the unit of y per month.
    """
    return (mean(y, horizon) + tsb(y, horizon)) / 2


def _flat(level: Vector, y: Matrix, horizon: int) -> Matrix:
    level = np.where(np.isnan(y).all(axis=1), np.nan, level)
    return np.repeat(level[:, None], horizon, axis=1)
