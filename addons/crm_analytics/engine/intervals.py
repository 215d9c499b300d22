"""Intervals from rolling-origin errors, pooled over series without their scale."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .arrays import Matrix, Vector, life
from .origins import mean_path_errors

__all__ = ["Calibration", "calibrate", "coverage_left_out", "sum_widths"]

MIN_POOL = 40
"""Errors wanted behind a quantile; neighbouring horizons help out until then."""
MIN_ERRORS = 10
"""With fewer errors in all, the normal distribution stands in."""
MIN_KIN = 20
"""With fewer series both sides get one width: the past errors of one or two series lean
to one side by chance."""
NORMAL_SCALE = 1.2533
"""Standard deviation over mean absolute deviation of a normal variable."""


@dataclass(frozen=True)
class Calibration:
    """How far reality may be from the forecast.

    Attributes:
        scale: mean absolute backtest error of each series (n), in its own unit.
        below, above: by level, `horizon` factors of the scale.
    """

    scale: Vector
    below: dict[float, Vector]
    above: dict[float, Vector]


def calibrate(errors: np.ndarray, y: Matrix, levels: tuple[float, ...]) -> Calibration:
    """Find the factors that would have covered the past errors.

    Split conformal prediction (Vovk et al. 2005) on errors normalised per series (Lei
    et al. 2018): each error is divided by the mean absolute error of the *other*
    origins of its series, the quantiles are taken over all series, both sides apart
    when there are enough of them, and they never shrink with the horizon.

    Args:
        errors: origins x n x horizon of kindred series, NaN where unknown.
        y: n x T history, which gives a scale to series without a backtest.
        levels: shares to cover, between 0 and 1.
    Returns:
        Calibration.
    """
    scale = _scale(errors, y)
    return Calibration(scale, *_factors(errors / _other_origins_scale(errors, scale), levels))


def sum_widths(errors: np.ndarray, scale: Vector, level: float, months: slice) -> tuple[Vector, Vector]:
    """How far the sum of some months may be from its forecast.

    Sums have quantiles of their own, from the errors of past sums: months neither miss
    independently nor all together.

    Args:
        errors: origins x n x horizon of kindred series, NaN where unknown.
        scale: of each series, as found by `calibrate`.
        level: share to cover.
        months: which months of the horizon are summed.
    Returns:
        Distance below and above (n each), in the unit of the errors.
    """
    # Errors of means can be pooled over neighbouring lengths, errors of sums cannot.
    means = mean_path_errors(errors[:, :, months]) / _other_origins_scale(errors, scale)
    below, above = _factors(means, (level,), np.arange(1, means.shape[2] + 1))
    return scale * below[level][-1], scale * above[level][-1]


def coverage_left_out(errors: np.ndarray, y: Matrix, levels: tuple[float, ...]) -> dict[float, Vector]:
    """Measure coverage on origins that took no part in the calibration.

    Args:
        errors: origins x n x horizon of kindred series.
        y: n x T history.
        levels: shares to cover.
    Returns:
        By level, share of months within the bounds made from the other origins (n);
        NaN for series with fewer than two origins.
    """
    inside = {level: np.zeros(errors.shape[1]) for level in levels}
    known = np.zeros(errors.shape[1])
    for origin, left in enumerate(errors):
        others = np.delete(errors, origin, axis=0)
        judged = ~np.isnan(left) & ~np.isnan(others).all(axis=(0, 2))[:, None]
        known += judged.sum(axis=1)
        scale = _scale(others, y)
        below, above = _factors(others / _other_origins_scale(others, scale), levels)
        for level in levels:
            low, high = -scale[:, None] * below[level], scale[:, None] * above[level]
            inside[level] += (judged & (left >= low) & (left <= high)).sum(axis=1)
    known[known == 0] = np.nan
    return {level: hits / known for level, hits in inside.items()}


def _scale(errors: np.ndarray, y: Matrix) -> Vector:
    """Mean absolute error per series, or its spread when there is no backtest."""
    known = ~np.isnan(errors)
    count = known.sum(axis=(0, 2))
    total = np.where(known, np.abs(errors), 0.0).sum(axis=(0, 2))
    return np.where(count > 0, total / np.maximum(count, 1), _spread(y))


def _factors(
    ratios: np.ndarray, levels: tuple[float, ...], unit: Vector | int = 1
) -> tuple[dict[float, Vector], dict[float, Vector]]:
    """By level: distance below and above, per horizon, in units of the scale.

    `unit` turns ratios of means into ratios of sums before they are made to grow."""
    kin = ratios.shape[1] >= MIN_KIN
    pools = [_pool(ratios, column) for column in range(ratios.shape[2])]
    below, above = {}, {}
    for level in levels:
        sides = np.array([_quantiles(pool, level, kin) for pool in pools])
        below[level] = np.maximum.accumulate(sides[:, 0] * unit)
        above[level] = np.maximum.accumulate(sides[:, 1] * unit)
    return below, above


def _pool(ratios: np.ndarray, column: int) -> Vector:
    """Known ratios of one horizon, widened by its neighbours while there are few."""
    horizon = ratios.shape[2]
    for reach in range(horizon):
        near = ratios[:, :, max(0, column - reach) : column + reach + 1]
        pool = near[~np.isnan(near)]
        if len(pool) >= MIN_POOL:
            break
    return pool


def _quantiles(pool: Vector, level: float, kin: bool) -> tuple[float, float]:
    """Distances below and above zero that hold `level` of the pool between them."""
    if len(pool) < MIN_ERRORS:
        width = NORMAL_SCALE * NormalDist().inv_cdf((1 + level) / 2)
        return width, width
    # One more than the pool, as the new error is exchangeable with the old ones.
    correction = 1 + 1 / len(pool)
    if not kin:
        width = float(np.quantile(np.abs(pool), min(1.0, level * correction)))
        return width, width
    upper = min(1.0, (1 + level) / 2 * correction)
    low, high = np.quantile(pool, (1 - upper, upper))
    return max(-low, 0.0), max(high, 0.0)


def _other_origins_scale(errors: np.ndarray, scale: Vector) -> np.ndarray:
    """origins x n x 1: mean absolute error of the series' other origins, or of all
    of them when there are no others; NaN (left out of pools) where it is zero."""
    known = ~np.isnan(errors)
    count = known.sum(axis=2)
    total = np.where(known, np.abs(errors), 0.0).sum(axis=2)
    other_count, other_total = count.sum(axis=0) - count, total.sum(axis=0) - total
    other = np.divide(other_total, other_count, out=np.zeros_like(other_total), where=other_count > 0)
    other = np.where(other > 0, other, scale)
    return np.where(other > 0, other, np.nan)[:, :, None]


def _spread(y: Matrix) -> Vector:
    """Mean absolute deviation from the mean over each life (n)."""
    z, _start, n_obs = life(y)
    count = np.where(n_obs > 0, n_obs, np.nan)
    centre = z.sum(axis=1) / count
    return np.where(np.isnan(y), 0.0, np.abs(z - centre[:, None])).sum(axis=1) / count
