"""How far people may go in an offer by themselves: plain arithmetic of limits and of what is offered."""

from math import inf
from typing import NamedTuple

__all__ = ["UNLIMITED", "Limits", "Terms", "get_breaches", "most_generous", "strictest"]


class Limits(NamedTuple):
    """What needs nobody's approval: discount up to and margin from (per cent), amount up to (company currency)."""

    discount: float = inf
    margin: float = -inf
    amount: float = inf


class Terms(NamedTuple):
    """What an order offers: greatest discount and margin (per cent), amount without tax (company currency).

    The margin of an order that costs the client nothing is ``inf``: there is nothing to take a share of.
    """

    discount: float
    margin: float
    amount: float


UNLIMITED = Limits()
# What rounding of prices to the cent may add to a discount or take from a margin, in per cent.
TOLERANCE = 0.01


def most_generous(limits):
    """Return the limits of a person who has several roles."""
    return Limits(*_combine(limits, max, min)) if limits else UNLIMITED


def strictest(limits):
    """Return the limits of an order on which several people had a say."""
    return Limits(*_combine(limits, min, max)) if limits else UNLIMITED


def _combine(limits, upper, lower):
    discounts, margins, amounts = zip(*limits, strict=True)
    return upper(discounts), lower(margins), upper(amounts)


def get_breaches(terms, limits):
    """Return which of "discount", "margin", "amount" of the terms go beyond the limits, in this order."""
    beyond = {
        "discount": terms.discount > limits.discount + TOLERANCE,
        "margin": terms.margin < limits.margin - TOLERANCE,
        "amount": terms.amount > limits.amount + TOLERANCE,
    }
    return [name for name, breached in beyond.items() if breached]
