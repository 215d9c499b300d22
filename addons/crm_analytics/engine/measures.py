"""How good a forecast was: errors, bias, coverage and interval scores per series.

Arrays are n series x horizon in one unit; `y` is the history (n x T, NaN before life)
that gives scale-free measures their scale. All return n figures, NaN where a measure
is not defined.
"""

from __future__ import annotations

import numpy as np

from .arrays import SEASON, Matrix, Vector, life

__all__ = ["bias", "coverage", "interval_score", "mase", "naive_scale", "rmsse", "smape"]


def naive_scale(y: Matrix, power: int = 1) -> Vector:
    """Mean error of the seasonal naive inside the history.

    Hyndman and Koehler (2006). Histories up to a year have no month of last year to
    compare with and use the plain naive.

    Args:
        y: n x T.
        power: 1 for absolute errors, 2 for squared ones.
    Returns:
        n, in the unit of y to that power; NaN where it is zero or unknown.
    """
    _z, _start, n_obs = life(y)
    scale = np.where(n_obs > SEASON, _mean_change(y, SEASON, power), _mean_change(y, 1, power))
    return np.where(scale > 0, scale, np.nan)


def mase(actual: Matrix, expected: Matrix, y: Matrix) -> Vector:
    """Mean absolute scaled error (Hyndman and Koehler 2006)."""
    return np.abs(actual - expected).mean(axis=1) / naive_scale(y)


def rmsse(actual: Matrix, expected: Matrix, y: Matrix) -> Vector:
    """Root mean squared scaled error (Makridakis et al. 2022, M5)."""
    return np.sqrt(((actual - expected) ** 2).mean(axis=1) / naive_scale(y, power=2))


def smape(actual: Matrix, expected: Matrix) -> Vector:
    """Symmetric mean absolute percentage error, 0 to 2; months with zero on both
    sides count as exact (Makridakis 1993)."""
    size = np.abs(actual) + np.abs(expected)
    miss = 2 * np.abs(actual - expected)
    return np.divide(miss, size, out=np.zeros_like(size), where=size != 0).mean(axis=1)


def bias(actual: Matrix, expected: Matrix, y: Matrix) -> Vector:
    """Mean error over the scale of MASE; above zero: the forecast was too low."""
    return (actual - expected).mean(axis=1) / naive_scale(y)


def coverage(actual: Matrix, lower: Matrix, upper: Matrix) -> Vector:
    """Share of months within their bounds, 0 to 1."""
    inside = ((actual >= lower) & (actual <= upper)).mean(axis=1)
    return np.where(np.isnan(lower).any(axis=1), np.nan, inside)


def interval_score(actual: Matrix, lower: Matrix, upper: Matrix, level: float, y: Matrix) -> Vector:
    """Mean scaled interval score: width, plus a fine for each miss.

    Gneiting and Raftery (2007), scaled as in the M4 competition; smaller is better.
    """
    miss = np.maximum(lower - actual, 0.0) + np.maximum(actual - upper, 0.0)
    score = upper - lower + 2 / (1 - level) * miss
    return score.mean(axis=1) / naive_scale(y)


def _mean_change(y: Matrix, lag: int, power: int) -> Vector:
    change = np.abs(y[:, lag:] - y[:, :-lag]) ** power
    known = ~np.isnan(change)
    count = known.sum(axis=1)
    return np.where(known, change, 0.0).sum(axis=1) / np.where(count > 0, count, np.nan)
