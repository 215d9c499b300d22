"""Seasonal exponential smoothing: seasons that change as the years go by."""

from __future__ import annotations

from itertools import product

import numpy as np

from .arrays import SEASON, Matrix, Vector, life, phases
from .seasonality import seasonal_pattern

__all__ = ["seasonal_smoothing"]

GRID = tuple(product((0.05, 0.15, 0.3, 0.5, 0.7), (0.02, 0.05, 0.1, 0.2, 0.35)))
"""Weight of the newest month in the level, and in the season of its month."""
START_YEARS = 3
"""Years that the first seasonal pattern is estimated on."""
TALLEST = 3.0
"""Forecasts made on logarithms are bounded by so many times the largest month."""


def seasonal_smoothing(y: Matrix, horizon: int, slope: Vector, multiplicative: bool = False) -> Matrix:
    """Level and season smoothed together (Holt 1957; Winters 1960) around a given slope.

    The multiplicative kind is the additive one of the logarithms; its slope is that of
    the logarithms too. Weights are chosen by the sum of squared one-step errors.

    Args:
        y: n x T, NaN before life, no row empty; above zero for the multiplicative kind.
        horizon: months ahead.
        slope: growth per month (n).
        multiplicative: is the season a factor?
    Returns:
        n x horizon in the unit of y.
    """
    figures = np.log(y) if multiplicative else y
    level, season = _smooth(figures, slope)
    ahead = level[:, None] + slope[:, None] * np.arange(1, horizon + 1) + season[:, phases(y.shape[1], horizon)]
    if not multiplicative:
        return ahead
    return np.exp(np.minimum(ahead, np.log(TALLEST * np.nanmax(y, axis=1))[:, None]))


def _smooth(y: Matrix, slope: Vector) -> tuple[Vector, Matrix]:
    """Final level (n) and final season (n x 12, by column modulo 12) at the best weights."""
    z, start, _n_obs = life(y)
    first_season = _first_season(z, start)
    first_level = _first_level(z, start, slope)
    weight, seasonal_weight = (column[:, None] for column in np.array(GRID).T)
    level, loss = np.zeros((2, len(GRID), len(z)))
    season = np.repeat(first_season.T[:, None], len(GRID), axis=1)
    for column, month in enumerate(z.T):
        born = start == column
        level[:, born], loss[:, born] = first_level[born], 0.0
        level += slope
        now = season[column % SEASON]
        error = np.where(start <= column, month - level - now, 0.0)
        loss += error * error
        level += weight * error
        now += seasonal_weight * error
    best, series = loss.argmin(axis=0), np.arange(len(z))
    return level[best, series], season[:, best, series].T


def _first_season(z: Matrix, start: Vector) -> Matrix:
    """Pattern of the first years of each life, n x 12 by column modulo 12."""
    pattern = np.zeros((len(z), SEASON))
    for first in np.unique(start):
        rows = start == first
        own = seasonal_pattern(z[rows, first : first + START_YEARS * SEASON])
        pattern[rows] = np.roll(own, first % SEASON, axis=1)
    return pattern


def _first_level(z: Matrix, start: Vector, slope: Vector) -> Vector:
    """Level just before life, from the mean of the first year (n)."""
    age = np.arange(z.shape[1]) - start[:, None]
    inside = (age >= 0) & (age < SEASON)
    return (z * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1) - slope * (SEASON + 1) / 2
