"""Hour bank of a retainer: hours bought per period, carried over first in first out.

Plain Python: no database, no Odoo. Hours are whole seconds inside, so that nothing is lost to rounding.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

SECONDS = 3600
ALERTS = (50, 75, 90, 100)


@dataclass(frozen=True)
class Terms:
    """What a retainer gives.

    Attributes:
        included: hours that each period brings.
        carry_cap: most hours that may come over from earlier periods; 0 carries nothing.
        carry_periods: periods that unused hours live on after their own; 0 carries nothing.

    Raises:
        ValueError: a figure is negative.
    """

    included: float
    carry_cap: float = 0.0
    carry_periods: int = 1

    def __post_init__(self) -> None:
        if min(self.included, self.carry_cap, self.carry_periods) < 0:
            raise ValueError("Terms of an hour bank must not be negative.")


@dataclass(frozen=True)
class Period:
    """Account of one period, in hours.

    What comes in goes out: granted + carried_in = used - overage + expired + carried_out,
    where `used` counts all hours worked and `overage` those beyond the bank.
    """

    granted: float
    carried_in: float
    used: float
    overage: float
    expired: float
    carried_out: float


def get_used_share(used: float, available: float) -> float:
    """Return used hours in per cent of those available; over 100 with an overage."""
    if available:
        return 100 * used / available
    return 100.0 if used else 0.0


def get_alert(used: float, available: float) -> int:
    """Return the highest threshold of ALERTS that the use has reached; 0: none."""
    # In seconds: a share that is 90 % exactly must not fall below by a rounding of decimals.
    worked, whole = _to_seconds(used), _to_seconds(available)
    return max((threshold for threshold in ALERTS if worked and 100 * worked >= threshold * whole), default=0)


@dataclass
class _Lot:
    """Seconds left of what a period granted."""

    period: int
    seconds: int


def settle(terms: Terms, used: Iterable[float], granted: Iterable[float] | None = None) -> list[Period]:
    """Settle the periods of a bank in order.

    Args:
        terms: see `Terms`.
        used: hours worked in each period, oldest first.
        granted: hours that each period brings instead of `terms.included` (indexed or pro-rated terms).

    Returns:
        One `Period` for each figure of `used`. The oldest hours are used first; at the end of a period
        hours that have outlived `carry_periods` expire, then the oldest beyond `carry_cap`.

    Raises:
        ValueError: hours are negative, or `granted` is of another length.
    """
    worked = [_to_seconds(hours) for hours in used]
    brought = [_to_seconds(terms.included)] * len(worked) if granted is None else [_to_seconds(h) for h in granted]
    if len(brought) != len(worked):
        raise ValueError("Give as many periods of granted hours as of used ones.")
    lots: deque[_Lot] = deque()
    return [_close(terms, lots, number, *figures) for number, figures in enumerate(zip(brought, worked, strict=True))]


def _close(terms: Terms, lots: deque[_Lot], number: int, granted: int, used: int) -> Period:
    carried_in = _total(lots)
    lots.append(_Lot(number, granted))
    overage = _take(lots, used)
    expired = _expire(lots, number, terms)
    figures = (granted, carried_in, used, overage, expired, _total(lots))
    return Period(*(figure / SECONDS for figure in figures))


def _take(lots: deque[_Lot], seconds: int) -> int:
    """Use up the oldest lots; return what they could not give."""
    while seconds and lots:
        taken = min(seconds, lots[0].seconds)
        lots[0].seconds -= taken
        seconds -= taken
        if not lots[0].seconds:
            lots.popleft()
    return seconds


def _expire(lots: deque[_Lot], number: int, terms: Terms) -> int:
    """Drop what may not go over to the next period; return how much it was."""
    before = _total(lots)
    while lots and number - lots[0].period >= terms.carry_periods:
        lots.popleft()
    _take(lots, max(0, _total(lots) - _to_seconds(terms.carry_cap)))
    return before - _total(lots)


def _total(lots: deque[_Lot]) -> int:
    return sum(lot.seconds for lot in lots)


def _to_seconds(hours: float) -> int:
    if not hours >= 0:
        raise ValueError("Hours of a bank must not be negative.")
    return round(hours * SECONDS)
