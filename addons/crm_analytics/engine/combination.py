"""The engine's own model: the mean of three smoothers under two kinds of season."""

from __future__ import annotations

import numpy as np

from .arrays import SEASON, Matrix, Vector, life
from .models import damped_trend, mean, seasonal_naive, ses_and_theta
from .seasonality import MIN_MONTHS as SEASONAL_MONTHS
from .seasonality import with_additive_season, with_multiplicative_season

__all__ = ["bound_outliers", "combination"]

FENCE = 3.0
"""Months beyond the quartiles by more than three interquartile ranges are "far out"
(Tukey 1977): they are kept in the history and bounded in fitting."""


def combination(y: Matrix, horizon: int) -> Matrix:
    """Mean of SES, damped trend and Theta on deseasonalised figures.

    Averaging simple methods is hard to beat (Makridakis et al. 2020, "The M4
    competition"). The season is additive and, where all figures are above zero, also
    multiplicative: the mean of both is taken. In the second year of life the season
    cannot be estimated yet and last year's months have half a say; in the first year
    the plain mean is all that the figures allow.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon, not below zero.
    """
    _z, _start, n_obs = life(y)
    result = mean(y, horizon)
    grown = n_obs >= SEASON
    if grown.any():
        result[grown] = _seasonal_smoothers(bound_outliers(y[grown]), horizon)
    second_year = grown & (n_obs < SEASONAL_MONTHS)
    if second_year.any():
        last_year = seasonal_naive(y[second_year], horizon)
        result[second_year] = (result[second_year] + last_year) / 2
    return np.maximum(result, 0.0)


def bound_outliers(y: Matrix) -> Matrix:
    """Pull far-out months back to the fence.

    Args:
        y: n x T, NaN before life, no row empty.
    Returns:
        n x T; series whose middle half is one value are left as they are.
    """
    low, high = _quantile(y, 0.25), _quantile(y, 0.75)
    reach = np.where(high > low, FENCE * (high - low), np.inf)
    return np.clip(y, (low - reach)[:, None], (high + reach)[:, None])


def _quantile(y: Matrix, share: float) -> Vector:
    """Quantile of each life (n): what np.nanquantile gives, at a hundredth of its time."""
    ordered = np.sort(y, axis=1)  # NaN go last
    place = share * ((~np.isnan(y)).sum(axis=1) - 1)
    below, series = np.floor(place).astype(int), np.arange(len(y))
    left, right = ordered[series, below], ordered[series, np.ceil(place).astype(int)]
    return left + (place - below) * (right - left)


def _seasonal_smoothers(y: Matrix, horizon: int) -> Matrix:
    result = with_additive_season(_smoothers, y, horizon)
    positive = ~(y <= 0).any(axis=1)
    if positive.any():
        by_ratio = with_multiplicative_season(_smoothers, y[positive], horizon)
        result[positive] = (result[positive] + by_ratio) / 2
    return result


def _smoothers(y: Matrix, horizon: int) -> Matrix:
    return (damped_trend(y, horizon) + sum(ses_and_theta(y, horizon))) / 3
