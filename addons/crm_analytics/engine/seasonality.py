"""Seasonal patterns from a regression on month dummies, shrunk and discounted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import SEASON, Matrix, Vector, life, phases

__all__ = ["seasonal_pattern", "with_additive_season", "with_multiplicative_season"]

MIN_MONTHS = 2 * SEASON
"""Below two years a month's level and the trend cannot be told apart."""
DISCOUNT = 0.97
"""Weight of a month relative to the next one: old seasons count less."""
FREE = SEASON - 1
"""Free seasonal figures: the twelve sum to zero."""

Smoother = Callable[[Matrix, int], Matrix]


def seasonal_pattern(y: Matrix) -> Matrix:
    """Estimate an additive seasonal pattern for each series.

    Weighted least squares on a trend (a line that may bend once a year) and month
    dummies that sum to zero; then the twelve figures shrink together towards zero as
    far as noise alone explains them (James and Stein 1961, in the spirit of Miller and
    Williams 2003, "Shrinkage estimators of time series seasonal factors").

    Args:
        y: n x T, NaN before life.
    Returns:
        n x 12 in the unit of y, by column number modulo 12; zeros for series with
        fewer than 24 months.
    """
    z, start, n_obs = life(y)
    pattern = np.zeros((len(y), SEASON))
    # Series born in the same month share their design matrix: one inverse for all.
    for first in np.unique(start[n_obs >= MIN_MONTHS]):
        rows = start == first
        pattern[rows] = _shrunk_pattern(z[rows, first:], int(first))
    return pattern


def with_additive_season(smoother: Smoother, y: Matrix, horizon: int) -> Matrix:
    """Forecast the deseasonalised series and add the pattern again.

    Args:
        smoother: non-seasonal model of (y, horizon).
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    pattern = seasonal_pattern(y)
    past, future = _spread(pattern, y.shape[1], horizon)
    return smoother(y - past, horizon) + future


def with_multiplicative_season(smoother: Smoother, y: Matrix, horizon: int) -> Matrix:
    """Like `with_additive_season`, with a pattern of ratios found on logarithms.

    Args:
        smoother: non-seasonal model of (y, horizon).
        y: n x T, all above zero, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    ratios = np.exp(seasonal_pattern(np.log(y)))
    ratios /= ratios.mean(axis=1, keepdims=True)
    past, future = _spread(ratios, y.shape[1], horizon)
    return smoother(y / past, horizon) * future


def _spread(pattern: Matrix, n_months: int, horizon: int) -> tuple[Matrix, Matrix]:
    return pattern[:, phases(0, n_months)], pattern[:, phases(n_months, horizon)]


def _shrunk_pattern(z: Matrix, first: int) -> Matrix:
    """Pattern of series that are alive in all columns of z, the first being `first`."""
    trend, season = _trend_columns(z.shape[1]), _season_columns(first, z.shape[1])
    design = np.hstack([trend, season])
    weight = DISCOUNT ** np.arange(z.shape[1])[::-1]
    weight *= z.shape[1] / weight.sum()
    weighted = design * weight[:, None]
    solver = np.linalg.solve(design.T @ weighted, weighted.T)
    residual = z - z @ solver.T @ design.T
    noise = (residual**2 @ weight) / max(z.shape[1] - design.shape[1], 1)
    to_pattern = _contrasts() @ solver[trend.shape[1] :]
    return _shrink(z @ to_pattern.T, noise * (to_pattern**2).sum())


def _shrink(pattern: Matrix, noise: Vector) -> Matrix:
    """Positive-part James-Stein factor; `noise` is the pattern's expected squared
    length if there were no season at all."""
    length = (pattern**2).sum(axis=1)
    excess = (FREE - 2) / FREE * noise
    kept = 1 - np.divide(excess, length, out=np.ones_like(length), where=length > excess)
    return pattern * kept[:, None]


def _contrasts() -> Matrix:
    """12 x 11: twelve figures that sum to zero from eleven free ones."""
    return np.vstack([np.eye(FREE), -np.ones(FREE)])


def _season_columns(first: int, n_months: int) -> Matrix:
    return _contrasts()[phases(first, n_months)]


def _trend_columns(n_months: int) -> Matrix:
    """Constant, line, and a bend every twelve months counted back from the end."""
    years_back = np.arange(n_months, 0, -1) / SEASON
    bends = np.arange(1, (n_months - SEASON // 2 - 1) // SEASON + 1)
    return np.column_stack([np.ones(n_months), years_back, np.maximum(years_back[:, None] - bends, 0.0)])
