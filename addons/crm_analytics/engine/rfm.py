"""Recency, frequency and money of clients, and when each is due again."""

from __future__ import annotations

import numpy as np

from .arrays import Vector

__all__ = ["next_order", "rfm_scores"]


def rfm_scores(last: Vector, orders: Vector, money: Vector) -> list[str]:
    """Fifths of recency, frequency and money, 5 the best.

    Args:
        last: day number of the last order, greater is later (n).
        orders: number of orders (n).
        money: revenue so far (n).
    Returns:
        n strings of three digits; equal figures get equal digits.
    """
    digits = [_fifths(np.asarray(v, dtype=float)) for v in (last, orders, money)]
    return ["".join(str(d) for d in row) for row in np.column_stack(digits).tolist()]


def next_order(last: Vector, gap: Vector) -> Vector:
    """Day on which the next order is due by the client's own rhythm.

    Args:
        last: last order, datetime64[D] (n).
        gap: median days between orders, NaN when there was only one (n).
    Returns:
        n days, NaT where there is no rhythm yet.
    """
    gap = np.asarray(gap, dtype=float)
    days = np.where(np.isnan(gap), 0, np.round(gap)).astype("timedelta64[D]")
    due = np.asarray(last, dtype="datetime64[D]") + days
    return np.where(np.isnan(gap), np.datetime64("NaT", "D"), due)


def _fifths(values: Vector) -> Vector:
    """Digit 1..5 by the share of clients that are not above."""
    share = np.searchsorted(np.sort(values), values, side="right") / max(len(values), 1)
    return np.ceil(share * 5 - 1e-9).astype(int).clip(1, 5)
