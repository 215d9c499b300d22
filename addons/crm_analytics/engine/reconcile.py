"""Forecasts that add up: clients, services, salespeople and company tell one story.

Each level is forecast on its own; the figures are then moved as little as possible until the
sums agree at every level. "Little" is measured against the variance of each forecast's error,
so that what is known well moves least: the weighted least squares of Hyndman, Lee and Wang
(2016), a diagonal case of the minimum-trace solution of Wickramasuriya, Athanasopoulos and
Hyndman (2019). It is solved for the sums, of which there are few, and not for the series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Matrix, Vector

__all__ = ["Level", "Reconciled", "reconcile"]

MAX_ROUNDS = 20
RIDGE = 1e-9
"""Share of the variances that keeps sums solvable which repeat each other."""


@dataclass(frozen=True)
class Level:
    """Forecasts of sums of the bottom series.

    Attributes:
        members: number (0 to g - 1) of the sum to which each bottom series belongs, -1 for
            none (n).
        expected: g x h.
        variance: of the errors of these forecasts (g).
        lower, upper: bounds of each, g x h, or None.
    """

    members: Vector
    expected: Matrix
    variance: Vector
    lower: Matrix | None = None
    upper: Matrix | None = None


@dataclass(frozen=True)
class Reconciled:
    """Forecasts whose sums agree.

    Attributes:
        bottom: n x h, never negative.
        bottom_lower, bottom_upper: their bounds, or None.
        levels: the levels in their order, with new figures and bounds.
    """

    bottom: Matrix
    bottom_lower: Matrix | None
    bottom_upper: Matrix | None
    levels: tuple[Level, ...]


def reconcile(
    bottom: Matrix,
    variance: Vector,
    levels: Sequence[Level],
    lower: Matrix | None = None,
    upper: Matrix | None = None,
) -> Reconciled:
    """Make forecasts agree.

    Intervals go with their figures: a bound keeps its distance, cut at zero.

    Args:
        bottom: forecasts of the bottom series, n x h, without NaN.
        variance: of their errors, not negative (n); one known exactly (0) does not move.
        levels: sums of these series that were forecast too; in each a series is in one sum
            at most.
        lower, upper: bounds of the bottom series, n x h, or None.
    Returns:
        Reconciled; sums equal those of the bottom to rounding.
    Raises:
        ValueError: shapes that do not fit, NaN, or a negative variance.
    """
    bottom, variance = np.asarray(bottom, dtype=float), np.asarray(variance, dtype=float)
    levels = [_check_level(level, bottom) for level in levels]
    _check_figures(bottom, variance)
    moved = _move(bottom, variance, levels)
    for _round in range(MAX_ROUNDS):
        # What would be negative is nothing, and takes no further part.
        fixed = moved < 0
        if not fixed.any():
            break
        moved = _move_with_zeros(np.where(fixed, 0.0, moved), variance, levels)
    moved = np.maximum(moved, 0.0)
    new_levels = tuple(_new_level(level, moved) for level in levels)
    return Reconciled(moved, _carry(lower, bottom, moved), _carry(upper, bottom, moved), new_levels)


def _move(bottom: Matrix, variance: Vector, levels: Sequence[Level]) -> Matrix:
    """Bottom series of the weighted least squares (h right-hand sides at once)."""
    if not levels or not bottom.size:
        return bottom.copy()
    gaps = np.concatenate([level.expected - _sums(level, bottom) for level in levels])
    weights = np.concatenate([np.asarray(level.variance, dtype=float) for level in levels])
    system = _shared_variance(variance, levels)
    scale = max(float(np.trace(system) + weights.sum()) / len(system), 1e-300)
    system[np.diag_indices_from(system)] += weights + RIDGE * scale
    return bottom + variance[:, None] * _spread(np.linalg.solve(system, gaps), levels, len(bottom))


def _move_with_zeros(bottom: Matrix, variance: Vector, levels: Sequence[Level]) -> Matrix:
    """One month after the other, as each has zeros of its own."""
    moved = bottom.copy()
    for month in range(bottom.shape[1]):
        column = bottom[:, [month]]
        parts = [_at_month(level, month) for level in levels]
        moved[:, [month]] = _move(column, np.where(column[:, 0] > 0, variance, 0.0), parts)
    return moved


def _at_month(level: Level, month: int) -> Level:
    return Level(level.members, level.expected[:, [month]], level.variance)


def _shared_variance(variance: Vector, levels: Sequence[Level]) -> Matrix:
    """Variance of the bottom series that each pair of sums has in common."""
    starts = np.cumsum([0, *(len(level.expected) for level in levels)])
    shared = np.zeros((starts[-1], starts[-1]))
    for row, left in enumerate(levels):
        for column, right in enumerate(levels):
            both = (left.members >= 0) & (right.members >= 0)
            width = len(right.expected)
            codes = left.members[both] * width + right.members[both]
            block = np.bincount(codes, weights=variance[both], minlength=len(left.expected) * width)
            block = block.reshape(len(left.expected), width)
            shared[starts[row] : starts[row + 1], starts[column] : starts[column + 1]] = block
    return shared


def _spread(corrections: Matrix, levels: Sequence[Level], n_bottom: int) -> Matrix:
    """Correction of each bottom series: those of its sums together."""
    total, start = np.zeros((n_bottom, corrections.shape[1])), 0
    for level in levels:
        inside = level.members >= 0
        total[inside] += corrections[start + level.members[inside]]
        start += len(level.expected)
    return total


def _sums(level: Level, bottom: Matrix) -> Matrix:
    inside = level.members >= 0
    sums = np.zeros(level.expected.shape)
    np.add.at(sums, level.members[inside], bottom[inside])
    return sums


def _new_level(level: Level, bottom: Matrix) -> Level:
    moved = _sums(level, bottom)
    bounds = (_carry(bound, level.expected, moved) for bound in (level.lower, level.upper))
    return Level(level.members, moved, level.variance, *bounds)


def _carry(bound: Matrix | None, before: Matrix, after: Matrix) -> Matrix | None:
    return None if bound is None else np.maximum(np.asarray(bound, dtype=float) + after - before, 0.0)


def _check_level(level: Level, bottom: Matrix) -> Level:
    members, expected = np.asarray(level.members), np.asarray(level.expected, dtype=float)
    variance = np.asarray(level.variance, dtype=float)
    if members.shape != (len(bottom),) or expected.ndim != 2 or expected.shape[1:] != bottom.shape[1:]:
        raise ValueError(f"a level of {members.shape} members and {expected.shape} figures does not fit {bottom.shape}")
    if len(members) and not -1 <= members.min() <= members.max() < max(len(expected), 0) + (len(expected) == 0):
        raise ValueError("members of a level must be numbers of its sums, or -1")
    _check_figures(expected, variance)
    return Level(members, expected, variance, level.lower, level.upper)


def _check_figures(expected: Matrix, variance: Vector) -> None:
    if variance.shape != expected.shape[:1]:
        raise ValueError(f"{len(expected)} forecasts and variances of {variance.shape}")
    if not np.isfinite(expected).all() or not (variance >= 0).all():
        raise ValueError("a forecast that is not a finite number, or a negative variance")
