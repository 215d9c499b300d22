"""What work really takes: quantiles of effort learned from own closed work.

The logarithm of actual over estimated effort is collected per class, e.g. (service, job
position). Its empirical quantiles are those of a mixture: the class's own closed work, and
that of its parents, service and whole company, weighing as much as a few closed works
together; a class with little history is so shrunk to its parents.

People book what they estimated, so many ratios are exactly one: the median is judged by
pinball loss (Koenker and Bassett 1978), not by coverage.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from .arrays import Matrix, Vector

__all__ = ["EffortBacktest", "EffortModel", "backtest_effort", "fit_effort", "pert_quantile", "pinball"]

LEVELS = (0.5, 0.8)
MIN_CLOSED = 20
"""Closed works below which nothing is learned."""
PRIOR = 10.0
"""Closed works that a class's parent weighs as much as."""
LARGEST_RATIO = 20.0
"""Ratios are bounded by this and its inverse: a work re-used for something else tells nothing."""

Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class EffortModel:
    """Quantiles of actual over estimated effort.

    Attributes:
        levels: shares of works that take no more (l).
        n_closed: closed works learned from.
        log_ratios: by class, from () for all works to the whole key: l logarithms.
        counts: by class, closed works of its own.
    """

    levels: tuple[float, ...]
    n_closed: int
    log_ratios: dict[Key, Vector] = field(repr=False)
    counts: dict[Key, int] = field(repr=False)

    def predict(self, estimates: Vector, classes: Sequence[Key]) -> Matrix:
        """Effort that a share of such works does not exceed.

        Args:
            estimates: estimated effort, in any unit (n).
            classes: key of each work, e.g. (service, job) (n); unknown ones are taken for
                their nearest known parent.
        Returns:
            n x l, in the unit of the estimates.
        """
        known = {key: self.log_ratios[self._nearest(key)] for key in set(classes)}
        ratios = np.array([known[key] for key in classes]).reshape(len(classes), len(self.levels))
        return np.asarray(estimates, dtype=float)[:, None] * np.exp(ratios)

    def closed_works(self, key: Key) -> int:
        """Closed works of the class itself; few of them say that the parents decide."""
        return self.counts.get(key, 0)

    def _nearest(self, key: Key) -> Key:
        return next(key[:size] for size in range(len(key), -1, -1) if key[:size] in self.log_ratios)


def fit_effort(
    estimates: Vector, actuals: Vector, classes: Sequence[Key], levels: Sequence[float] = LEVELS
) -> EffortModel | None:
    """Learn from closed work.

    Args:
        estimates, actuals: effort in one unit (n each); works with one of them not above
            zero tell nothing and are left out.
        classes: key of each work from the general to the particular (n), all of one length.
        levels: shares, each strictly between 0 and 1.
    Returns:
        The model, or None with fewer than twenty works.
    Raises:
        ValueError: columns of different length, NaN, or a level out of range.
    """
    estimates, actuals = _check_works(estimates, actuals, classes)
    levels = tuple(float(level) for level in levels)
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError(f"levels must lie between 0 and 1, not {levels}")
    used = np.flatnonzero((estimates > 0) & (actuals > 0))
    if len(used) < MIN_CLOSED:
        return None
    bound = np.log(LARGEST_RATIO)
    ratios = np.log(actuals[used] / estimates[used]).clip(-bound, bound)
    members = _members([classes[row] for row in used])
    order = np.argsort(ratios, kind="stable")
    log_ratios = {key: _mixture_quantiles(key, members, ratios, order, levels) for key in members}
    return EffortModel(levels, len(used), log_ratios, {key: len(rows) for key, rows in members.items()})


def _members(classes: Sequence[Key]) -> dict[Key, Vector]:
    """Works of every class and of every parent."""
    found: dict[Key, list[int]] = {}
    for row, key in enumerate(classes):
        for size in range(len(key) + 1):
            found.setdefault(key[:size], []).append(row)
    return {key: np.array(rows) for key, rows in found.items()}


def _mixture_quantiles(key: Key, members: dict[Key, Vector], ratios: Vector, order: Vector, levels) -> Vector:
    """Quantiles of the class's works and, as heavy as PRIOR works, those of its parents, likewise mixed."""
    weights = np.zeros(len(ratios))
    for size in range(len(key) + 1):
        own = members[key[:size]]
        kept = PRIOR / (len(own) + PRIOR) if size else 0.0
        weights *= kept
        weights[own] += (1 - kept) / len(own)
    cumulative = np.cumsum(weights[order])
    at = np.searchsorted(cumulative, np.array(levels) - 1e-12).clip(max=len(order) - 1)
    return ratios[order][at]


def _check_works(estimates, actuals, classes) -> tuple[Vector, Vector]:
    estimates, actuals = np.asarray(estimates, dtype=float), np.asarray(actuals, dtype=float)
    if not len(estimates) == len(actuals) == len(classes):
        raise ValueError(f"as many of each: {len(estimates)} estimates, {len(actuals)} actuals, {len(classes)} classes")
    if not (np.isfinite(estimates).all() and np.isfinite(actuals).all()):
        raise ValueError("an estimate or an actual effort is not a finite number")
    if len({len(key) for key in classes}) > 1:
        raise ValueError("keys of classes must have one length")
    return estimates, actuals


# What it is worth ------------------------------------------------------------------------------


@dataclass(frozen=True)
class EffortBacktest:
    """How well the later closed works were foreseen from the earlier ones.

    Attributes:
        n_train, n_test: works learned from and judged by.
        levels: shares (l).
        coverage: share of works within each level's effort (l).
        pinball: mean loss at each level, in the unit of effort (l).
        pinball_estimate: that of taking the estimate as it is (l).
        pinball_pert: that of the three-point estimate, NaN without one (l).
    """

    n_train: int
    n_test: int
    levels: tuple[float, ...]
    coverage: Vector
    pinball: Vector
    pinball_estimate: Vector
    pinball_pert: Vector


def backtest_effort(
    estimates: Vector,
    actuals: Vector,
    classes: Sequence[Key],
    closed: Vector,
    three_points: Matrix | None = None,
    train_share: float = 0.7,
    levels: Sequence[float] = LEVELS,
) -> EffortBacktest | None:
    """Learn from the works closed first, judge by the later ones.

    Args:
        estimates, actuals, classes, levels: as for `fit_effort`.
        closed: when each work was closed, anything that sorts (n).
        three_points: optimistic, likely and pessimistic effort (n x 3), if known.
        train_share: share of works to learn from.
    Returns:
        EffortBacktest, or None when the earlier works are too few or no later ones are left.
    """
    estimates, actuals = _check_works(estimates, actuals, classes)
    order = np.argsort(np.asarray(closed), kind="stable")
    order = order[(estimates[order] > 0) & (actuals[order] > 0)]
    cut = int(len(order) * train_share)
    early, late = order[:cut], order[cut:]
    model = fit_effort(estimates[early], actuals[early], [classes[row] for row in early], levels)
    if model is None or not len(late):
        return None
    actual = actuals[late, None]
    predicted = model.predict(estimates[late], [classes[row] for row in late])
    flat = np.repeat(estimates[late, None], len(model.levels), axis=1)
    pert = np.full(len(model.levels), np.nan)
    if three_points is not None:
        points = np.asarray(three_points, dtype=float)[late]
        pert = pinball(actual, np.stack([pert_quantile(points, level) for level in model.levels], axis=1), model.levels)
    return EffortBacktest(
        len(early),
        len(late),
        model.levels,
        (actual <= predicted * (1 + 1e-9)).mean(axis=0),
        pinball(actual, predicted, model.levels),
        pinball(actual, flat, model.levels),
        pert,
    )


def pinball(actual: Matrix, quantile: Matrix, levels: Sequence[float]) -> Vector:
    """Mean pinball loss at each level; smaller is better.

    Args:
        actual: n x 1 or n x l.
        quantile: n x l.
        levels: l shares.
    Returns:
        l losses in the unit of the data.
    """
    miss = actual - quantile
    shares = np.asarray(levels)
    return np.maximum(shares * miss, (shares - 1) * miss).mean(axis=0)


def pert_quantile(points: Matrix, level: float) -> Vector:
    """Quantile of three-point estimates by PERT (Malcolm et al. 1959), taken as normal.

    Args:
        points: optimistic, likely and pessimistic effort (n x 3).
        level: share, 0.5 or 0.8.
    Returns:
        n efforts: mean (o + 4m + p) / 6 plus the normal quantile of (p - o) / 6.
    """
    optimistic, likely, pessimistic = np.asarray(points, dtype=float).T
    mean, spread = (optimistic + 4 * likely + pessimistic) / 6, (pessimistic - optimistic) / 6
    return mean + _normal_quantile(level) * spread


def _normal_quantile(level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(level)
