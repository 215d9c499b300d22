"""How often clients come back: the BG/NBD model of Fader, Hardie and Lee (2005).

All clients are one population. A client's history is what they did on distinct days:
`x` repeat orders, the last of them `recency` after the first, seen for `age`. BG/NBD says
that a living client orders at random with a rate of their own and may leave for good after
each order; rates and chances to leave differ among clients (gamma and beta distributions
with the four parameters fitted here).

"Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing
Science 24 (2), 275-284; equation numbers refer to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np

from .arrays import Matrix, Vector
from .simplex import minimise

__all__ = ["BgNbd", "fit_bg_nbd"]

MIN_CLIENTS = 10
"""Fewer clients do not say how clients differ."""
SERIES_TERMS = 2000
BOUNDS = (1e-3, 1e4)
"""Parameters outside of these say that the likelihood has no maximum."""
PULL = 1.0
"""Weight of the pull of the logarithms of the parameters towards zero, for populations
whose likelihood has no maximum; that of a client's likelihood is one."""


@dataclass(frozen=True)
class BgNbd:
    """Fitted BG/NBD model; time in the unit of the data it was fitted on.

    Attributes:
        r, alpha: shape and scale of the gamma distribution of order rates.
        a, b: parameters of the beta distribution of the chance to leave.
        log_likelihood: of the clients it was fitted on, at these parameters.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = float("nan")

    def alive(self, x: Vector, recency: Vector, age: Vector) -> Vector:
        """Probability that each client has not left.

        Not a score of risk: a client who ordered once has not had an occasion to leave,
        so the model gives them 1. Use `return_score` to rank.

        Args:
            x: repeat orders (n).
            recency: time of the last order after the first (n).
            age: time of now after the first order (n).
        Returns:
            n probabilities.
        """
        x, recency, age = _as_history(x, recency, age)
        odds = self.a / (self.b + np.maximum(x, 1) - 1)
        odds = odds * ((self.alpha + age) / (self.alpha + recency)) ** (self.r + x)
        return np.where(x > 0, 1 / (1 + odds), 1.0)

    def buys_again(self, x: Vector, recency: Vector, age: Vector, time: float) -> Vector:
        """Probability of at least one order in the coming `time`.

        Args:
            x, recency, age: as for `alive`.
            time: how far ahead, in the same unit.
        Returns:
            n probabilities: alive, and not silent by chance.
        """
        x, recency, age = _as_history(x, recency, age)
        silent = ((self.alpha + age) / (self.alpha + age + time)) ** (self.r + x)
        return self.alive(x, recency, age) * (1 - silent)

    def return_score(self, x: Vector, recency: Vector, age: Vector, time: float) -> Vector:
        """Rank clients by who comes back; the lowest are at risk.

        The chance of an order, weighted by the rate at which the client has ordered. In
        the model a client is lost all at once and never before the second order; real
        ones also slow down, and those who came often come back more than the model says.
        On the purchases of CDNOW the chance alone ranks below plain frequency and
        recency, the weighted one does not, and on clients who follow the model it still
        ranks far above them.

        Args:
            x, recency, age, time: as for `buys_again`.
        Returns:
            n scores, orders per unit of time; for their order only.
        """
        x, recency, age = _as_history(x, recency, age)
        return self.buys_again(x, recency, age, time) * (self.r + x) / (self.alpha + age)

    def expected_orders(self, x: Vector, recency: Vector, age: Vector, time: float) -> Vector:
        """Orders expected of each client in the coming `time` (equation 10).

        Args:
            x, recency, age, time: as for `buys_again`.
        Returns:
            n figures, never negative.
        """
        x, recency, age = _as_history(x, recency, age)
        # At a = 1 the formula has a removable gap.
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        ahead = time / (self.alpha + age + time)
        hyper = _hyper(self.r + x, self.b + x, a + self.b + x - 1, ahead)
        left = ((self.alpha + age) / (self.alpha + age + time)) ** (self.r + x)
        front = (a + self.b + x - 1) / (a - 1)
        return np.maximum(front * (1 - left * hyper), 0.0) * self.alive(x, recency, age)


def fit_bg_nbd(x: Vector, recency: Vector, age: Vector) -> BgNbd | None:
    """Fit the model by maximum likelihood over the distinct histories.

    Args:
        x, recency, age: as for `BgNbd.alive`, all in one unit of time.
    Returns:
        The model, or None when there are fewer than ten clients or none came back.
    Raises:
        ValueError: a history that cannot be: negative, or a last order later than now.
    """
    x, recency, age = _as_history(x, recency, age)
    _check_histories(x, recency, age)
    if len(x) < MIN_CLIENTS or not (x > 0).any():
        return None
    # In years or in weeks, the search begins at the same place.
    unit = max(float(age.mean()), 1e-9)
    rows, weights = np.unique(np.column_stack([x, recency / unit, age / unit]), axis=0, return_counts=True)
    likelihood = _Likelihood(rows, weights.astype(float))
    found = minimise(lambda logs: -likelihood(logs), np.zeros(4))
    if not _is_inside(found):
        found = minimise(lambda logs: PULL * float(logs @ logs) - likelihood(logs), np.zeros(4))
    r, alpha, a, b = (float(value) for value in np.exp(found))
    # A density per unit of time: other units, another constant.
    total = likelihood(found) - float(x.sum()) * np.log(unit)
    return BgNbd(r, alpha * unit, a, b, float(total))


def _is_inside(logs: Vector) -> bool:
    return bool((np.abs(logs) < 50).all() and (np.exp(logs) > BOUNDS[0]).all() and (np.exp(logs) < BOUNDS[1]).all())


class _Likelihood:
    """Log-likelihood (equation 6) of weighted histories, as a function of the logarithms of r, alpha, a, b."""

    def __init__(self, rows: Matrix, weights: Vector) -> None:
        self.x, self.recency, self.age = rows.T
        self.weights = weights
        self.counts, self.back = np.unique(self.x, return_inverse=True)
        self.came_back = self.x > 0

    def __call__(self, logs: Vector) -> float:
        if np.abs(logs).max() > 50:
            return -np.inf
        r, alpha, a, b = np.exp(logs)
        head = np.array([_constant(r, a, b, count) for count in self.counts])[self.back]
        stayed = -(r + self.x) * np.log(alpha + self.age)
        gone = np.log(a / (b + np.maximum(self.x, 1) - 1)) - (r + self.x) * np.log(alpha + self.recency)
        tail = np.where(self.came_back, np.logaddexp(stayed, gone), stayed)
        return float(self.weights @ (head + r * np.log(alpha) + tail))


def _constant(r: float, a: float, b: float, x: float) -> float:
    gamma = lgamma(r + x) - lgamma(r)
    return gamma + lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)


def _as_history(x: Vector, recency: Vector, age: Vector) -> tuple[Vector, Vector, Vector]:
    x, recency, age = (np.asarray(v, dtype=float) for v in (x, recency, age))
    return x, recency, age


def _check_histories(x: Vector, recency: Vector, age: Vector) -> None:
    if not len(x) == len(recency) == len(age):
        raise ValueError(f"as many figures of each kind: {len(x)}, {len(recency)}, {len(age)}")
    bad = ~((x >= 0) & (recency >= 0) & (age >= recency))
    if bad.any():
        row = int(bad.argmax())
        raise ValueError(
            f"client {row}: {x[row]:g} repeat orders, the last at {recency[row]:g} of {age[row]:g} cannot be"
        )


def _hyper(p: Vector, q: Vector, s: Vector, z: Vector) -> Vector:
    """Gaussian hypergeometric function 2F1(p, q; s; z) for 0 <= z < 1, by its series."""
    shape = np.broadcast_shapes(*(np.shape(v) for v in (p, q, s, z)))
    term = np.ones(shape)
    total = np.ones(shape)
    for n in range(SERIES_TERMS):
        term = term * (p + n) * (q + n) / ((s + n) * (n + 1)) * z
        total = total + term
        if (np.abs(term) <= 1e-12 * np.abs(total)).all():
            break
    return total
