"""Three-point estimates: what is expected, and what is not exceeded in four cases out of five.

Knows nothing of the database: numbers in, numbers out. Hours here may as well be money.
"""

from collections.abc import Iterable
from statistics import NormalDist
from typing import NamedTuple

__all__ = ["Z80", "Spread", "ThreePoint", "get_factor", "total"]

Z80 = NormalDist().inv_cdf(0.8)
# Standard deviations between the optimistic and the pessimistic figure.
_PERT_SPREAD = 6


class Spread(NamedTuple):
    """An uncertain figure: its expected value and the variance around it."""

    expected: float
    variance: float

    @property
    def p80(self) -> float:
        """The figure not exceeded in four cases out of five, taken as normal."""
        return self.expected + Z80 * self.variance**0.5

    def times(self, factor: float) -> "Spread":
        """The figure repeated: who misjudges one unit misjudges all alike, so the deviation grows with them.

        Args:
            factor: number of units, or the rate of one, not negative.
        """
        return Spread(self.expected * factor, self.variance * factor**2)


class ThreePoint(NamedTuple):
    """Hours in the best case, most likely, and in the worst case.

    Raises ValueError on negative hours and on hours that do not grow.
    """

    optimistic: float
    likely: float
    pessimistic: float

    @property
    def spread(self) -> Spread:
        """PERT: (optimistic + 4 × likely + pessimistic) / 6, a sixth of the range as the deviation."""
        if not 0 <= self.optimistic <= self.likely <= self.pessimistic:
            raise ValueError(f"Hours must not be negative and must grow: {tuple(self)}")
        expected = (self.optimistic + 4 * self.likely + self.pessimistic) / 6
        return Spread(expected, ((self.pessimistic - self.optimistic) / _PERT_SPREAD) ** 2)


def total(spreads: Iterable[Spread]) -> Spread:
    """Add up figures that do not depend on each other: variances add up, deviations do not."""
    expected = variance = 0.0
    for spread in spreads:
        expected += spread.expected
        variance += spread.variance
    return Spread(expected, variance)


def get_factor(quantity: float, hours_sold: float | None, norm_hours: float) -> float:
    """How many times the norms of a unit are needed.

    Args:
        quantity: units sold.
        hours_sold: the same in hours for what is sold by the hour, else None.
        norm_hours: expected hours of the norms of one unit.

    A service sold by the hour takes the hours sold, shared as the norms share them.
    """
    if hours_sold is None or not norm_hours:
        return quantity
    return hours_sold / norm_hours
