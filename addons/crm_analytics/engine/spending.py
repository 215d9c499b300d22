"""What clients spend: the gamma-gamma model, and the value of a client's future orders.

Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value. The mean order of a client
varies around their own level; levels differ among clients. Whoever has ordered little is
drawn towards the mean of all, whoever has ordered often keeps their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np

from .arrays import Vector
from .client_value import BgNbd
from .simplex import minimise

__all__ = ["GammaGamma", "fit_gamma_gamma", "lifetime_value"]

MIN_CLIENTS = 10
PULL = 0.01
"""Weight of the pull of the logarithms of the parameters towards zero, against one client's."""


@dataclass(frozen=True)
class GammaGamma:
    """Fitted gamma-gamma model.

    Attributes:
        p: shape of the sums of one client's orders.
        q, v: shape and scale of the distribution of clients.
        unit: money in which v is.
    """

    p: float
    q: float
    v: float
    unit: float

    def expected_order(self, orders: Vector, mean_order: Vector) -> Vector:
        """Mean sum of each client's orders to come (equation 5).

        Args:
            orders: number of orders with a sum (n).
            mean_order: their mean sum (n); ignored where there are none.
        Returns:
            n sums in the unit of `mean_order`.
        """
        orders = np.asarray(orders, dtype=float)
        total = orders * np.where(orders > 0, np.asarray(mean_order, dtype=float), 0.0) / self.unit
        return self.unit * self.p * (self.v + total) / (self.p * orders + self.q - 1)


def fit_gamma_gamma(orders: Vector, mean_order: Vector) -> GammaGamma | None:
    """Fit the model by maximum likelihood over the clients with a positive mean order.

    Args:
        orders, mean_order: as for `GammaGamma.expected_order`.
    Returns:
        The model, or None with fewer than ten such clients.
    """
    orders, mean_order = (np.asarray(v, dtype=float) for v in (orders, mean_order))
    used = (orders > 0) & (mean_order > 0)
    if used.sum() < MIN_CLIENTS:
        return None
    unit = float(np.median(mean_order[used]))
    x, m = orders[used], mean_order[used] / unit
    counts, back = np.unique(x, return_inverse=True)

    def loss(logs: Vector) -> float:
        if np.abs(logs).max() > 30:
            return np.inf
        # q above one: below it a client would have no mean.
        p, q, v = np.exp(logs) + np.array([0.0, 1.0, 0.0])
        head = np.array([lgamma(p * n + q) - lgamma(p * n) for n in counts])[back] - lgamma(q) + q * np.log(v)
        body = (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(x * m + v)
        return PULL * float(logs @ logs) - float((head + body).sum())

    p, q, v = np.exp(minimise(loss, np.zeros(3))) + np.array([0.0, 1.0, 0.0])
    return GammaGamma(float(p), float(q), float(v), unit)


def lifetime_value(
    model: BgNbd,
    history: tuple[Vector, Vector, Vector],
    order_value: Vector,
    months: int,
    month: float,
    annual_rate: float = 0.0,
) -> Vector:
    """What the orders of the coming months are worth today.

    Args:
        model: how often clients come back.
        history: repeat orders, recency and age of each client (n each).
        order_value: expected sum of an order of each (n).
        months: how many months ahead, at least 1.
        month: length of a month in the model's unit of time.
        annual_rate: rate of discount per year, 0.2 for 20 %.
    Returns:
        n sums in the unit of `order_value`.
    Raises:
        ValueError: no months, or a rate of -100 % or less.
    """
    if months < 1 or annual_rate <= -1:
        raise ValueError(f"at least one month and a rate above -1, not {months} and {annual_rate}")
    until = [model.expected_orders(*history, month * (k + 1)) for k in range(months)]
    monthly = np.diff(np.stack([np.zeros_like(until[0]), *until]), axis=0)
    discount = (1 + annual_rate) ** (-np.arange(1, months + 1) / 12)
    return np.asarray(order_value, dtype=float) * (discount @ monthly)
