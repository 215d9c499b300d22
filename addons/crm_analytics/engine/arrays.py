"""Shapes, masks and months shared by the engine's modules."""

from __future__ import annotations

import numpy as np

__all__ = ["SEASON", "Matrix", "Vector", "as_matrix", "life", "phases"]

SEASON = 12
"""Months in a season: the engine works on calendar months only."""

Matrix = np.ndarray
Vector = np.ndarray


def as_matrix(y: Matrix) -> Matrix:
    """Check the one shape that every model takes.

    Args:
        y: n series x T months; NaN only before a series' life.
    Returns:
        The same figures as float64.
    Raises:
        ValueError: not two-dimensional, infinite, or NaN inside a life.
    """
    y = np.asarray(y, dtype=float)
    if y.ndim != 2:
        raise ValueError(f"expected series x months, found {y.ndim} dimension(s)")
    if np.isinf(y).any():
        raise ValueError("infinite value in the history")
    missing = np.isnan(y)
    if (missing[:, 1:] & ~missing[:, :-1]).any():
        raise ValueError("missing value inside a series' life: fill gaps with zeros first")
    return y


def life(y: Matrix) -> tuple[Matrix, Vector, Vector]:
    """Split a matrix into figures and the extent of each life.

    Args:
        y: n x T, NaN before life.
    Returns:
        Figures with zeros before life (n x T), first live column (n; T when there
        is none), number of live months (n).
    """
    alive = ~np.isnan(y)
    n_obs = alive.sum(axis=1)
    return np.where(alive, y, 0.0), y.shape[1] - n_obs, n_obs


def phases(first: int, count: int) -> Vector:
    """Month-of-season (0..11) of `count` columns starting at column `first`."""
    return np.arange(first, first + count) % SEASON
