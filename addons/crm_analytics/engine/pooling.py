"""Short and sparse series learn from their parents: a service, a segment, the company.

A series that is younger than two years, or mostly silent, says little about its season and
not much about its level. Its parent, the sum of all series of one group, has a season, and
the levels of its members tell how far one of them may be from the others.

Level: credibility, the share of a series' own level growing with its months (Bühlmann and
Straub 1970, "Glaubwürdigkeit für Schadensätze"), on logarithms. Season: the parent's, shrunk
as every season is (see `seasonality`). Whether the parents help is decided by rolling-origin
errors of all such series together: one of them alone has too few.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from .arrays import SEASON, Matrix, Vector, life, phases
from .intermittent import mean_tsb
from .origins import rolling_errors
from .seasonality import MIN_MONTHS as SEASONAL_MONTHS
from .seasonality import seasonal_pattern
from .selection import Choice

__all__ = ["POOLED", "Parents", "learn_from_parents", "parent_codes", "pooled"]

POOLED = "pooled"
MIN_MEMBERS = 5
"""Series with half a year of life below which a group tells nothing of its members."""
MIN_LIFE = 6
LEAST_SPREAD = 1e-9
"""Of logarithms of levels: that of members which are all alike and never vary."""

Parents = Sequence[Sequence[Hashable]]
"""For each series its groups, the nearest first, e.g. (service, segment, company)."""


def parent_codes(parents: Parents, n_series: int) -> Matrix:
    """Number the groups of each level.

    Args:
        parents: for each series as many groups, None where it is in none.
        n_series: how many series there are.
    Returns:
        n x levels whole numbers, -1 for no group.
    Raises:
        ValueError: not one row for each series, or rows of different length.
    """
    if len(parents) != n_series or len({len(groups) for groups in parents}) > 1:
        raise ValueError(f"expected the same number of groups for each of {n_series} series")
    levels = [_number(level) for level in zip(*parents, strict=True)]
    return np.array(levels, dtype=int).reshape(len(levels), n_series).T


def _number(names: Sequence[Hashable]) -> list[int]:
    index: dict[Hashable, int] = {None: -1}
    return [index.setdefault(name, len(index) - 1) for name in names]


def learn_from_parents(choice: Choice, y: Matrix, groups: Matrix, young_or_sparse: Vector) -> Choice:
    """Replace the forecasts of short and sparse series where their parents know better.

    Args:
        choice: the engine's work so far for n series.
        y: n x T, NaN before life.
        groups: n x levels, as made by `parent_codes`.
        young_or_sparse: which series may learn (n).
    Returns:
        Choice; the same one when the parents did not help on the backtest.
    """
    horizon = choice.expected.shape[1]
    expected = pooled(y, horizon, groups)
    rows = young_or_sparse & ~np.isnan(expected).any(axis=1)
    if not rows.any():
        return choice
    errors = rolling_errors(lambda past, ahead: pooled(past, ahead, groups), y, horizon, together=True)
    relative = _relative_error(errors[:, rows], choice.errors[:, rows], np.nanmean(np.abs(y[rows]), axis=1))
    # Nothing to compare, as when all are half a year old: then the theory decides.
    if relative > 1:
        return choice
    kept = ~rows
    return replace(
        choice,
        method=np.where(kept, choice.method, POOLED),
        expected=np.where(kept[:, None], choice.expected, expected),
        errors=np.where(kept[:, None], choice.errors, errors),
        relative_error=np.where(kept, choice.relative_error, relative),
    )


def _relative_error(ours: np.ndarray, theirs: np.ndarray, size: Vector) -> float:
    """Squared errors of sums over those of the others, each series in units of its size; NaN if unknown.

    Sums, because errors of single months would reward forecasting nothing. Whoever is
    smaller than the middle one is measured as that one: a client who has almost nothing
    would decide for all otherwise."""
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    middle = float(np.median(size))
    unit = np.maximum(size, middle) if middle > 0 else np.where(size > 0, size, np.inf)
    losses = [((np.where(known, errors, 0.0).sum(axis=2) / unit) ** 2).sum() for errors in (ours, theirs)]
    return float(np.sqrt(losses[0] / losses[1])) if losses[1] > 0 else float("nan")


def pooled(y: Matrix, horizon: int, groups: Matrix) -> Matrix:
    """Level by credibility, season of the nearest parent that has members enough.

    Args:
        y: n x T, NaN before life.
        horizon: months ahead.
        groups: n x levels, -1 for none, the nearest first.
    Returns:
        n x horizon in the unit of y, not below zero; NaN without such a parent.
    """
    result = np.full((len(y), horizon), np.nan)
    grown = (~np.isnan(y)).sum(axis=1) >= MIN_LIFE
    for level in groups.T[::-1]:
        for group in np.unique(level[level >= 0]):
            rows = np.flatnonzero((level == group) & grown)
            if len(rows) >= MIN_MEMBERS:
                result[rows] = _from_parent(y[rows], horizon)
    return result


def _from_parent(y: Matrix, horizon: int) -> Matrix:
    """Forecast all members of one group."""
    ratios = _parent_season(y)
    plain = y / ratios[phases(0, y.shape[1])]
    level = np.maximum(_credible_level(plain), 0.0)
    return level[:, None] * ratios[phases(y.shape[1], horizon)]


def _parent_season(y: Matrix) -> Vector:
    """Twelve ratios of the group's sum, by column modulo twelve; ones where they cannot be known."""
    grown = (~np.isnan(y)).sum(axis=1) >= SEASONAL_MONTHS
    # Whoever joined of late makes a step in the sum, not a season.
    total = np.nansum(y[grown] if grown.any() else y, axis=0)
    empty = np.flatnonzero(total <= 0)
    first = empty[-1] + 1 if len(empty) else 0
    if len(total) - first < SEASONAL_MONTHS:
        return np.ones(SEASON)
    logs = np.full((1, len(total)), np.nan)
    logs[0, first:] = np.log(total[first:])
    ratios = np.exp(seasonal_pattern(logs)[0])
    return ratios / ratios.mean()


def _credible_level(y: Matrix) -> Vector:
    """Own level of each member, drawn to the group's as far as its months are few and uneven.

    On logarithms, as clients are large and small by factors; members without anything
    stay there, and the sum of the group is kept."""
    own = mean_tsb(y, 1)[:, 0]
    months, unevenness = _unevenness(y)
    busy = (own > 0) & np.isfinite(unevenness)
    if busy.sum() < MIN_MEMBERS:
        return own
    logs = np.log(own[busy])
    within = unevenness[busy].mean() / months[busy]
    between = max(float(logs.var(ddof=1) - within.mean()), 0.0)
    spread = np.maximum(between + within, LEAST_SPREAD)
    centre = (logs / spread).sum() / (1 / spread).sum()
    level = np.exp(centre + between / spread * (logs - centre))
    result = own.copy()
    result[busy] = level * own[busy].sum() / level.sum()
    return result


def _unevenness(y: Matrix) -> tuple[Vector, Vector]:
    """Months of the last year in life, and their variance over their squared mean (n each)."""
    recent, _start, months = life(y[:, -SEASON:])
    centre = recent.sum(axis=1) / months
    inside = np.where(np.isnan(y[:, -SEASON:]), 0.0, recent - centre[:, None])
    variance = (inside**2).sum(axis=1) / (months - 1)
    return months, np.divide(variance, centre**2, out=np.full(len(y), np.inf), where=centre > 0)
