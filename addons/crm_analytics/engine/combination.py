"""The engine's own model: a drifting level and a damped trend under two kinds of season."""

from __future__ import annotations

import numpy as np

from .arrays import SEASON, Matrix, Vector, life
from .models import damped_trend, drifting_level, mean, seasonal_naive, slope
from .seasonal_smoothing import seasonal_smoothing
from .seasonality import MIN_MONTHS as SEASONAL_MONTHS
from .seasonality import with_additive_season, with_multiplicative_season

__all__ = ["bound_outliers", "bounded_mean", "combination"]

LONG_LIFE = 6 * SEASON
"""Months from which seasons can be seen to change: with fewer, smoothing them loses."""
CHANGING_SEASON = 0.25
"""What seasonal smoothing has to say in a long life."""
FENCE = 3.0
"""Months beyond the quartiles by more than three interquartile ranges are "far out"
(Tukey 1977): they are kept in the history and bounded in fitting."""
WHOLE_DRIFT = 96
"""Months of life at which the whole slope would be believed: its variance falls with the
third power of the length. A year of life can hardly tell a slope from noise, and beyond
six years the level itself forgets."""
DRIFT_SHARES = (0.25, 0.75)
"""Least and greatest share of the slope that is gone on with; the ends are those of the
mean of SES and Theta, and of Theta and SES with drift."""


def combination(y: Matrix, horizon: int) -> Matrix:
    """Two parts drifting level, one part damped trend, on deseasonalised figures.

    Averaging simple methods is hard to beat (Makridakis et al. 2020, "The M4
    competition"). The level goes on by a share of the slope that grows with the length
    of life: after two years as the mean of SES and Theta does, after six as that of
    Theta and SES with drift, since SES alone falls behind in long series (Makridakis and
    Hibon 2000, "The M3-Competition"). The season is additive and, where all figures are
    above zero, also multiplicative: the mean of both is taken. From six years on
    seasonal smoothing, again of both kinds, lets the season change and has a quarter of
    the say. In the second year of life the season cannot be estimated yet and last
    year's months have half a say; in the first year the plain mean is all that the
    figures allow.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
    Returns:
        n x horizon, not below zero.
    """
    _z, _start, n_obs = life(y)
    y = bound_outliers(y)
    result = mean(y, horizon)
    grown = n_obs >= SEASON
    if grown.any():
        result[grown] = _seasonal_smoothers(y[grown], horizon)
    second_year = grown & (n_obs < SEASONAL_MONTHS)
    if second_year.any():
        last_year = seasonal_naive(y[second_year], horizon)
        result[second_year] = (result[second_year] + last_year) / 2
    return np.maximum(result, 0.0)


def bound_outliers(y: Matrix) -> Matrix:
    """Pull far-out months back to the fence.

    Where the middle half of the months is one value, as with a monthly fee, there is no
    spread to measure by: a lone month is pulled back to a multiple of that value, months
    in a row are a new level and stay.

    Args:
        y: n x T, NaN before life, no row empty.
    Returns:
        n x T; series whose middle half is zero are left as they are.
    """
    low, high = _quantile(y, 0.25), _quantile(y, 0.75)
    flat = high == low
    reach = FENCE * np.where(flat, np.abs(low), high - low)
    reach[reach == 0] = np.inf
    bounded = np.clip(y, (low - reach)[:, None], (high + reach)[:, None])
    lasting = flat[:, None] & ~_lone(bounded != y)
    return np.where(lasting, y, bounded)


def _lone(marked: Matrix) -> Matrix:
    """Marked months whose neighbours are not marked."""
    framed = np.pad(marked, ((0, 0), (1, 1)))
    return marked & ~framed[:, :-2] & ~framed[:, 2:]


def bounded_mean(y: Matrix, horizon: int) -> Matrix:
    """Mean of the last twelve months after `bound_outliers`.

    Args:
        y: n x T, NaN before life, no row empty.
        horizon: months ahead.
    Returns:
        n x horizon.
    """
    return mean(bound_outliers(y), horizon)


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
    old = (~np.isnan(y)).sum(axis=1) >= LONG_LIFE
    if old.any():
        changing = _changing_season(y[old], positive[old], horizon)
        result[old] = (1 - CHANGING_SEASON) * result[old] + CHANGING_SEASON * changing
    return result


def _changing_season(y: Matrix, positive: Vector, horizon: int) -> Matrix:
    """Mean of both kinds of seasonal smoothing, the additive one alone where figures are not above zero."""
    share = _drift_share(y)
    result = seasonal_smoothing(y, horizon, share * slope(y))
    if positive.any():
        growth = share[positive] * slope(np.log(y[positive]))
        by_ratio = seasonal_smoothing(y[positive], horizon, growth, multiplicative=True)
        result[positive] = (result[positive] + by_ratio) / 2
    return result


def _smoothers(y: Matrix, horizon: int) -> Matrix:
    return (2 * drifting_level(y, horizon, _drift_share(y)) + damped_trend(y, horizon)) / 3


def _drift_share(y: Matrix) -> Vector:
    _z, _start, n_obs = life(y)
    return np.clip(n_obs / WHOLE_DRIFT, *DRIFT_SHARES)
