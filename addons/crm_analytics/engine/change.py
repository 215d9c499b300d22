"""What changed: shifts of level and silences, month by month, with few false alarms.

Asked every month, a test at the usual 5 % would raise an alarm on nothing every second year.
Here the whole of a series-year is allowed ALARMS_PER_YEAR, split over its twelve months and
over the windows that are tried (Bonferroni); a test that was true last month already is no
news and is told once.

Shift of level: the last months against those before, by their ranks (Wilcoxon, Mann and
Whitney 1947), so that neither the size of a series nor one huge order matters. Ranks are of
figures without their season (each month against the same month of other years, where two
years are known). Months that resemble their neighbours are worth fewer months: the variance
is inflated by the first autocorrelation, as of a mean (Bayley and Hammersley 1946).

Silence: months without anything, against the chance of as many in a row by the series' own
share of busy months, of which nothing is known beforehand (Beta posterior).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from math import lgamma

import numpy as np

from .arrays import SEASON, Matrix, Vector, life, phases
from .history import History

__all__ = ["ALARMS_PER_YEAR", "KINDS", "Changes", "find_changes"]

ALARMS_PER_YEAR = 0.05
"""At most one false alarm in twenty series-years."""
WINDOWS = (3, 6)
"""Months that may have changed together; two months are soon extreme by chance."""
LONGEST = 18
MIN_BEFORE = 9
"""Months of life needed before a window."""
LARGEST_CORRELATION = 0.8
KINDS = ("", "rise", "fall", "silence")


@dataclass(frozen=True)
class Changes:
    """What changed in the last month of a history, per series.

    Attributes:
        keys: n series keys.
        kind: "rise", "fall", "silence" or "" (n).
        since: first month of the new level or of the silence, datetime64[M]; NaT without a
            change (n).
        before, after: mean of a month before and since, unit of the history; NaN without a
            change (n).
        p_value: chance of as much on a series that does not change (n); 1 if not tested.
        is_new: was it still unknown a month ago (n).
    """

    keys: tuple[Hashable, ...]
    kind: Vector
    since: Vector
    before: Vector
    after: Vector
    p_value: Vector
    is_new: Vector


def find_changes(history: History, alarms_per_year: float = ALARMS_PER_YEAR) -> Changes:
    """Tell which series have changed, and which of them just now.

    Args:
        history: n series to the last whole month.
        alarms_per_year: false alarms allowed per series and year, above 0, at most 1.
    Returns:
        Changes in the order of the history's rows; series too short to tell have none.
    Raises:
        ValueError: alarms out of range.
    """
    if not 0 < alarms_per_year <= 1:
        raise ValueError(f"alarms per year must be above 0 and at most 1, not {alarms_per_year}")
    now = _test_month(history.values, alarms_per_year)
    earlier = _test_month(history.values[:, :-1], alarms_per_year)
    kind, length, before, after, p_value = now
    months = np.full(len(history.keys), np.datetime64("NaT", "M"))
    changed = np.flatnonzero(kind != "")
    months[changed] = history.months[-1] - (length[changed] - 1)
    blank = np.where(kind == "", np.nan, 1.0)
    return Changes(
        history.keys, kind, months, before * blank, after * blank, p_value, (kind != "") & (kind != earlier[0])
    )


def _test_month(y: Matrix, alarms: float) -> tuple[Vector, Vector, Vector, Vector, Vector]:
    """Kind, length in months, mean before, mean since, p-value of what the last column shows."""
    n_series = len(y)
    kind, length = np.full(n_series, "", dtype=object), np.zeros(n_series, dtype=int)
    before, after, p_value = np.full(n_series, np.nan), np.full(n_series, np.nan), np.ones(n_series)
    if not y.size:
        return kind, length, before, after, p_value
    per_test = alarms / SEASON / (len(WINDOWS) + 1)
    plain = _without_season(y)
    results = [_shift(plain, window) for window in WINDOWS] + [_silence(y)]
    lengths = [_likeliest_length(plain)] * len(WINDOWS) + [_silent_months(y)]
    # A silence is the plainer word for a fall to nothing.
    for (p, sign), months in zip(results, lengths, strict=True):
        better = (p <= per_test) & ((p < p_value) | (sign == 0))
        p_value = np.where(better, p, np.minimum(p_value, p))
        kind = np.where(better, np.array(("fall", "silence", "rise"), dtype=object)[sign + 1], kind)
        length = np.where(better, months, length)
    for row in np.flatnonzero(kind != ""):
        before[row], after[row] = np.nanmean(y[row, : -length[row]]), y[row, -length[row] :].mean()
    return kind, length, before, after, p_value


def _likeliest_length(y: Matrix) -> Vector:
    """Months since the split that parts the ranks of a series best (Pettitt 1979), within a year and a half."""
    n_obs = (~np.isnan(y)).sum(axis=1)
    sums = np.nancumsum(_ranks(y)[:, ::-1], axis=1)[:, :LONGEST]
    lengths = np.arange(1, sums.shape[1] + 1)
    left = n_obs[:, None] - lengths
    with np.errstate(divide="ignore", invalid="ignore"):
        parted = np.where(left >= MIN_BEFORE, np.abs(sums) / np.sqrt(lengths * left), -1.0)
    return parted.argmax(axis=1) + 1


def _shift(y: Matrix, window: int) -> tuple[Vector, Vector]:
    """Two-sided p-value and sign of the last `window` months against those before, by ranks."""
    n_series, n_months = y.shape
    alive = ~np.isnan(y)
    n_before = alive[:, :-window].sum(axis=1) if n_months > window else np.zeros(n_series, dtype=int)
    enough = n_before >= MIN_BEFORE
    if not enough.any():
        return np.ones(n_series), np.zeros(n_series, dtype=int)
    last, past = y[:, -window:], np.where(alive, y, np.inf)[:, :-window]
    higher = (last[:, :, None] > past[:, None, :]).sum(axis=2) + 0.5 * (last[:, :, None] == past[:, None, :]).sum(
        axis=2
    )
    statistic = higher.sum(axis=1) - window * n_before / 2
    total = n_before + window
    variance = np.maximum(_tie_correction(y, total), 1e-9) * _inflation(y[:, :-window], window)
    distance = np.abs(statistic) / np.sqrt(variance)
    p = [
        _tail(int(n), window, float(far)) if more else 1.0
        for n, far, more in zip(n_before, distance, enough, strict=True)
    ]
    return np.array(p), np.sign(statistic).astype(int)


def _tail(n_before: int, window: int, distance: float) -> float:
    """Two-sided chance that as many ranks of a whole lie so far from their mean, exactly."""
    ways = _rank_sums(n_before, window)
    far = np.abs(np.arange(len(ways)) - window * n_before / 2)
    return float(ways[far >= distance - 1e-9].sum() / ways.sum())


@lru_cache(maxsize=1024)
def _rank_sums(n_before: int, window: int) -> Vector:
    """Ways in which `window` figures are higher than 0, 1, ... of the pairs with `n_before` others."""
    # The number of partitions of k into at most `window` parts, none above `n_before`.
    ways = np.zeros((window + 1, window * n_before + 1))
    ways[0, 0] = 1
    for part in range(n_before + 1):
        for used in range(1, window + 1):
            ways[used, part:] += ways[used - 1, : ways.shape[1] - part]
    return ways[window]


def _tie_correction(y: Matrix, total: Vector) -> Vector:
    """Ranks that are shared vary less: mostly zeros of series that are often silent."""
    ties = np.zeros(len(y))
    for row, values in enumerate(y):
        _values, counts = np.unique(values[~np.isnan(values)], return_counts=True)
        ties[row] = (counts.astype(float) ** 3 - counts).sum()
    size = np.maximum(total, 2).astype(float)
    return 1 - ties / (size**3 - size)


def _inflation(past: Matrix, window: int) -> Vector:
    """By how much autocorrelated months vary more, for the mean of a window of them."""
    n_obs = (~np.isnan(past)).sum(axis=1)
    ranks = _ranks(past)
    pair = ranks[:, 1:] * ranks[:, :-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.nansum(pair, axis=1) / np.nansum(ranks**2, axis=1)
    # The estimate is too low in short series (Marriott and Pope 1954).
    correlation = np.nan_to_num(correlation) + (1 + 3 * np.nan_to_num(correlation)) / np.maximum(n_obs, 2)
    correlation = correlation.clip(0, LARGEST_CORRELATION)
    lags = np.arange(1, window)
    own = 1 + 2 * ((1 - lags / window) * correlation[:, None] ** lags).sum(axis=1)
    return np.maximum(own, 1.0)


def _ranks(y: Matrix) -> Matrix:
    """Ranks of each series around zero, NaN where there is none."""
    order = np.argsort(np.argsort(np.where(np.isnan(y), np.inf, y), axis=1, kind="stable"), axis=1).astype(float)
    n_obs = (~np.isnan(y)).sum(axis=1, keepdims=True)
    return np.where(np.isnan(y), np.nan, order - (n_obs - 1) / 2)


def _without_season(y: Matrix) -> Matrix:
    """Figures less what their month of the year has over the mean, where two whole years are known."""
    n_series, n_months = y.shape
    _z, start, n_obs = life(y)
    if n_months < 2 * SEASON:
        return y
    phase = phases(0, n_months)
    level = np.nanmedian(np.where(n_obs[:, None] > 0, y, 0.0), axis=1, keepdims=True)
    season = np.zeros((n_series, n_months))
    years = n_obs / SEASON
    for month in range(SEASON):
        columns = phase == month
        with np.errstate(invalid="ignore"):
            # The median: a year that has changed is not taken for the season.
            usual = np.nanmedian(np.where(np.isnan(y[:, columns]), level, y[:, columns]), axis=1)
        # Few years tell little of a season: it is shrunk as a mean of so many months is.
        season[:, columns] = ((usual - level[:, 0]) * years / (years + 2))[:, None]
    return np.where((n_obs >= 2 * SEASON)[:, None], y - season, y)


def _silent_months(y: Matrix) -> Vector:
    """Empty months at the end of each series."""
    busy = np.nan_to_num(y) != 0
    return np.where(busy.any(axis=1), busy[:, ::-1].argmax(axis=1), 0)


def _silence(y: Matrix) -> tuple[Vector, Vector]:
    """Chance of the silence at the end of each series, by its busy and empty months before it."""
    _z, start, n_obs = life(y)
    silent = _silent_months(y)
    busy = (np.nan_to_num(y) != 0).sum(axis=1)
    empty = n_obs - busy - silent
    p = np.ones(len(y))
    for row in np.flatnonzero((silent > 0) & (n_obs - silent >= MIN_BEFORE)):
        # The month that ended the life before the silence was busy by choice: it does not count.
        p[row] = _beta_ratio(max(busy[row] - 1, 0) + 0.5, empty[row] + 0.5, int(silent[row]))
    return p, np.zeros(len(y), dtype=int)


def _beta_ratio(busy: float, empty: float, silent: int) -> float:
    """Mean of (1 - share) ** silent over the posterior Beta(busy, empty) of the share of busy months."""
    return float(np.exp(lgamma(empty + silent) - lgamma(empty) + lgamma(busy + empty) - lgamma(busy + empty + silent)))
