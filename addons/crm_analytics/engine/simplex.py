"""Minimum of a smooth function of a few parameters, without derivatives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import Matrix, Vector

__all__ = ["minimise"]

MAX_STEPS = 1000
TOLERANCE = 1e-11
"""Relative spread of the values of the simplex at which the search ends."""


def minimise(loss: Callable[[Vector], float], start: Vector, step: float = 0.5) -> Vector:
    """Downhill simplex of Nelder and Mead (1965).

    Args:
        loss: function of k parameters.
        start: where to begin (k).
        step: size of the first simplex.
    Returns:
        The best point after at most MAX_STEPS moves (k).
    """
    points = np.vstack([start, start + step * np.eye(len(start))])
    values = np.array([loss(point) for point in points])
    for _step in range(MAX_STEPS):
        order = values.argsort()
        points, values = points[order], values[order]
        if values[-1] - values[0] <= TOLERANCE * (1 + abs(values[0])):
            break
        points, values = _move(loss, points, values)
    return points[values.argmin()]


def _move(loss: Callable[[Vector], float], points: Matrix, values: Vector) -> tuple[Matrix, Vector]:
    """Replace the worst point, or draw all towards the best."""
    centre, worst = points[:-1].mean(axis=0), points[-1]
    reflected = centre + (centre - worst)
    point, value = reflected, loss(reflected)
    if value < values[0]:
        further = centre + 2 * (centre - worst)
        further_value = loss(further)
        if further_value < value:
            point, value = further, further_value
    elif value >= values[-2]:
        inner = centre + 0.5 * ((reflected if value < values[-1] else worst) - centre)
        point, value = inner, loss(inner)
    if value < values[-1]:
        return np.vstack([points[:-1], point]), np.append(values[:-1], value)
    shrunk = points[0] + 0.5 * (points - points[0])
    return shrunk, np.array([loss(point) for point in shrunk])
