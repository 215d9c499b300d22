"""Value of clients: RFM score and the BG/NBD model of Fader, Hardie and Lee (2005).

All clients are one population. A client's history is what they did on distinct days:
`x` repeat orders, the last of them `recency` days after the first, seen for `age` days.
BG/NBD says that a living client orders at random with a rate of their own and may leave
for good after each order; rates and chances to leave differ among clients (gamma and
beta distributions with the four parameters fitted here).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np

from .arrays import Matrix, Vector

__all__ = ["BgNbd", "fit_bg_nbd", "next_order", "rfm_scores"]

MIN_CLIENTS = 10
"""Fewer clients do not say how clients differ."""
MAX_STEPS = 600
SERIES_TERMS = 400
PENALTY = 1e-3
"""Weight of a mild pull of the logarithms of the parameters towards zero: without it
small populations send them to infinity."""


@dataclass(frozen=True)
class BgNbd:
    """Fitted BG/NBD model; time in the unit of the data it was fitted on (years).

    Attributes:
        r, alpha: shape and scale of the gamma distribution of order rates.
        a, b: parameters of the beta distribution of the chance to leave.
    """

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, x: Vector, recency: Vector, age: Vector) -> Vector:
        """Probability that each client has not left.

        Args:
            x: repeat orders (n).
            recency: time of the last order after the first (n).
            age: time of now after the first order (n).
        Returns:
            n probabilities; 1 for clients without a repeat order, as the model has it
            that one leaves only after a repeat order.
        """
        x, recency, age = (np.asarray(v, dtype=float) for v in (x, recency, age))
        odds = self.a / (self.b + np.maximum(x, 1) - 1)
        odds *= ((self.alpha + age) / (self.alpha + recency)) ** (self.r + x)
        return np.where(x > 0, 1 / (1 + odds), 1.0)

    def expected_orders(self, x: Vector, recency: Vector, age: Vector, time: float) -> Vector:
        """Orders expected of each client in the coming `time`.

        Args:
            x, recency, age: as for `alive`.
            time: how far ahead, in the same unit.
        Returns:
            n figures (equation 10 of the paper).
        """
        x, age = np.asarray(x, dtype=float), np.asarray(age, dtype=float)
        ahead = time / (self.alpha + age + time)
        hyper = _hyper(self.r + x, self.b + x, self.a + self.b + x - 1, ahead)
        left = ((self.alpha + age) / (self.alpha + age + time)) ** (self.r + x)
        front = (self.a + self.b + x - 1) / (self.a - 1)
        return np.maximum(front * (1 - left * hyper), 0.0) * self.alive(x, recency, age)


def fit_bg_nbd(x: Vector, recency: Vector, age: Vector) -> BgNbd | None:
    """Fit the model by maximum likelihood (Nelder and Mead 1965).

    Args:
        x, recency, age: as for `BgNbd.alive`, in years.
    Returns:
        The model, or None when there are fewer than ten clients or none came back.
    """
    x, recency, age = (np.asarray(v, dtype=float) for v in (x, recency, age))
    if len(x) < MIN_CLIENTS or not (x > 0).any():
        return None

    def loss(logs: Vector) -> float:
        return PENALTY * float(logs @ logs) - _log_likelihood(np.exp(logs), x, recency, age)

    r, alpha, a, b = np.exp(_minimise(loss, np.zeros(4)))
    # At a = 1 the expected number of orders has a removable gap.
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6
    return BgNbd(float(r), float(alpha), float(a), float(b))


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


def _log_likelihood(params: Vector, x: Vector, recency: Vector, age: Vector) -> float:
    """Mean log-likelihood of the clients (equation 6 of the paper)."""
    r, alpha, a, b = params
    counts, back = np.unique(x, return_inverse=True)
    head = np.array([_constant(r, a, b, count) for count in counts])[back]
    stayed = -(r + x) * np.log(alpha + age)
    gone = np.log(a / (b + np.maximum(x, 1) - 1)) - (r + x) * np.log(alpha + recency)
    tail = np.where(x > 0, np.logaddexp(stayed, gone), stayed)
    return float((head + r * np.log(alpha) + tail).mean())


def _constant(r: float, a: float, b: float, x: float) -> float:
    gamma = lgamma(r + x) - lgamma(r)
    return gamma + lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)


def _hyper(p: Vector, q: Vector, s: Vector, z: Vector) -> Vector:
    """Gaussian hypergeometric function 2F1(p, q; s; z) for 0 <= z < 1, by its series."""
    term = total = np.ones(np.broadcast(p, q, s, z).shape)
    for n in range(SERIES_TERMS):
        term = term * (p + n) * (q + n) / ((s + n) * (n + 1)) * z
        total = total + term
        if (np.abs(term) <= 1e-12 * np.abs(total)).all():
            break
    return total


def _minimise(loss, start: Vector) -> Vector:
    """Downhill simplex: best point after at most MAX_STEPS moves."""
    points = np.vstack([start, start + 0.5 * np.eye(len(start))])
    values = np.array([loss(point) for point in points])
    for _step in range(MAX_STEPS):
        order = values.argsort()
        points, values = points[order], values[order]
        if values[-1] - values[0] < 1e-10:
            break
        points, values = _move(loss, points, values)
    return points[values.argmin()]


def _move(loss, points: Matrix, values: Vector) -> tuple[Matrix, Vector]:
    """Replace the worst point, or draw all towards the best."""
    centre, worst = points[:-1].mean(axis=0), points[-1]
    reflected = centre + (centre - worst)
    value = loss(reflected)
    if value < values[0]:
        candidates = [centre + 2 * (centre - worst), reflected]
    elif value < values[-2]:
        candidates = [reflected]
    else:
        candidates = [centre + 0.5 * ((reflected if value < values[-1] else worst) - centre)]
    found = min((loss(p), tuple(p)) for p in candidates)
    if found[0] < values[-1]:
        return np.vstack([points[:-1], found[1]]), np.append(values[:-1], found[0])
    shrunk = points[0] + 0.5 * (points - points[0])
    return shrunk, np.array([loss(point) for point in shrunk])
