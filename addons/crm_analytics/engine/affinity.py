"""Services and needs that go together: rules that are more than chance.

A basket is what one client (or one order) has; a pair of items is a rule when it is met in
more baskets than items chosen at random would be. Support, confidence and lift are those of
Agrawal and Srikant (1994); the test is Fisher's exact one, that is the upper tail of the
hypergeometric distribution; false rules among those shown are kept to a share by the
procedure of Benjamini and Hochberg (1995).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Vector

__all__ = ["Rules", "find_rules"]

MIN_BASKETS = 20
"""Fewer baskets tell nothing about what goes together."""
MIN_COUNT = 3
"""Items in fewer baskets, and pairs in fewer, are left out."""
DENSE_PAIRS = 4_000_000
Z = 1.6449
"""One-sided 95 % of the normal distribution."""


@dataclass(frozen=True)
class Rules:
    """Rules "whoever has A has B too", the surest first; both directions of a pair are there.

    Attributes:
        n_baskets: all baskets.
        n_tested: pairs that were tested.
        first, second: items A and B (k).
        both, n_first, n_second: baskets with both, with A, with B (k).
        support: both over all baskets (k).
        confidence: both over those with A (k).
        lift: confidence over the share of B in all baskets (k).
        lift_lower: 95 % lower bound of lift, of its logarithm by the delta method (k).
        p_value: chance of as many baskets with both if A and B were independent (k).
        q_value: share of false rules if this one and all surer ones are shown (k).
    """

    n_baskets: int
    n_tested: int
    first: tuple[Hashable, ...]
    second: tuple[Hashable, ...]
    both: Vector
    n_first: Vector
    n_second: Vector
    support: Vector
    confidence: Vector
    lift: Vector
    lift_lower: Vector
    p_value: Vector
    q_value: Vector

    def __len__(self) -> int:
        return len(self.first)


def find_rules(baskets: Sequence[Hashable], items: Sequence[Hashable], share: float = 0.05) -> Rules:
    """Find pairs of items that go together.

    Args:
        baskets, items: one entry for each item in each basket (N each); repeated entries
            count once.
        share: share of false rules to allow among those returned, between 0 and 1.
    Returns:
        Rules whose q-value is within the share; none with fewer than twenty baskets.
    Raises:
        ValueError: columns of different length, or a share out of range.
    """
    if len(baskets) != len(items):
        raise ValueError(f"an item for each basket: {len(baskets)} baskets, {len(items)} items")
    if not 0 < share < 1:
        raise ValueError(f"the share must lie between 0 and 1, not {share}")
    basket_codes, n_baskets = _codes(baskets)[0], len(set(baskets))
    item_codes, names = _codes(items)
    if n_baskets < MIN_BASKETS:
        return _make_rules(n_baskets, 0, names, *(np.empty(0, dtype=int),) * 2, np.empty(0), np.empty(0), np.empty(0))
    entries = np.unique(basket_codes * len(names) + item_codes)
    counts = np.bincount(entries % len(names), minlength=len(names))
    kept = counts >= MIN_COUNT
    entries = entries[kept[entries % len(names)]]
    first, second, both = _count_pairs(entries // len(names), entries % len(names), len(names))
    n_kept = int(kept.sum())
    n_tested = n_kept * (n_kept - 1) // 2
    p_value = upper_tail(both, counts[first], counts[second], n_baskets)
    q_value = _adjust(p_value, n_tested)
    # Together less often than by chance is no rule, whatever its tail.
    shown = (both >= MIN_COUNT) & (q_value <= share) & (both * n_baskets > counts[first] * counts[second])
    columns = (first[shown], second[shown], both[shown], p_value[shown], q_value[shown])
    return _make_rules(n_baskets, n_tested, names, *columns, counts=counts)


def upper_tail(both: Vector, n_first: Vector, n_second: Vector, n_all: int) -> Vector:
    """Chance of at least `both` among `n_second` drawn from `n_all` of which `n_first` are marked.

    Args:
        both, n_first, n_second: counts (k).
        n_all: size of the urn.
    Returns:
        k probabilities of the hypergeometric distribution, to about twelve digits.
    """
    both, n_first, n_second = (np.asarray(v, dtype=float) for v in (both, n_first, n_second))
    mean = n_first * n_second / n_all
    above = both > mean
    # From the nearer end of the tail its terms only fall: nothing cancels.
    up = _sum_terms(both, n_first, n_second, n_all, above, 1)
    down = _sum_terms(both - 1, n_first, n_second, n_all, ~above, -1)
    return np.clip(np.where(above, up, 1 - down), 0.0, 1.0)


def _sum_terms(start: Vector, n_first: Vector, n_second: Vector, n_all: int, rows: Vector, step: int) -> Vector:
    """Sum of the probabilities from `start` on, upwards (1) or downwards (-1), for some rows."""
    total = np.zeros(len(start))
    lowest = np.maximum(0.0, n_first + n_second - n_all)
    rows = np.flatnonzero(rows & (start >= lowest))
    k, a, b = start[rows], n_first[rows], n_second[rows]
    term = np.exp(_log_probability(k, a, b, n_all))
    while len(rows):
        total[rows] += term
        if step > 0:
            term = term * (a - k) * (b - k) / ((k + 1) * (n_all - a - b + k + 1))
        else:
            term = term * k * (n_all - a - b + k) / ((a - k + 1) * (b - k + 1))
        k = k + step
        left = term > 1e-14 * total[rows]
        rows, k, a, b, term = rows[left], k[left], a[left], b[left], term[left]
    return total


def _log_probability(k: Vector, n_first: Vector, n_second: Vector, n_all: int) -> Vector:
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n_all + 1)))])

    def choose(n: Vector, of: Vector) -> Vector:
        n, of = n.astype(int), of.astype(int)
        return logs[n] - logs[of] - logs[n - of]

    everything = np.full(len(k), n_all)
    return choose(n_first, k) + choose(everything - n_first, n_second - k) - choose(everything, n_second)


def _codes(values: Sequence[Hashable]) -> tuple[Vector, tuple[Hashable, ...]]:
    """Position of each value among the distinct ones, and these, in the order in which they come."""
    index: dict[Hashable, int] = {}
    codes = np.fromiter((index.setdefault(value, len(index)) for value in values), dtype=np.int64, count=len(values))
    return codes, tuple(index)


def _count_pairs(baskets: Vector, items: Vector, n_items: int) -> tuple[Vector, Vector, Vector]:
    """Pairs of items of one basket: lower code, higher code, number of baskets. Entries are sorted by basket, item."""
    found, step = [np.empty(0, dtype=np.int64)], 1
    while step < len(items) and (same := baskets[step:] == baskets[:-step]).any():
        found.append(items[:-step][same] * n_items + items[step:][same])
        step += 1
    codes = np.concatenate(found)
    if n_items**2 <= DENSE_PAIRS:
        counts = np.bincount(codes, minlength=1)
        codes = np.flatnonzero(counts)
        counts = counts[codes]
    else:
        codes, counts = np.unique(codes, return_counts=True)
    return codes // n_items, codes % n_items, counts


def _adjust(p_value: Vector, n_tested: int) -> Vector:
    """Benjamini and Hochberg's q-values; pairs that never met were tested too and have a p-value of one."""
    order = np.argsort(p_value)
    ranked = p_value[order] * n_tested / np.arange(1, len(p_value) + 1)
    q_value = np.empty(len(p_value))
    q_value[order] = np.minimum.accumulate(ranked[::-1])[::-1].clip(max=1.0)
    return q_value


def _make_rules(n_baskets, n_tested, names, first, second, both, p_value, q_value, counts=None) -> Rules:
    """Both directions of each pair, the surest pair first, and of a pair the more confident direction."""
    counts = np.zeros(len(names)) if counts is None else counts
    both, p_value, q_value = np.tile(both, 2), np.tile(p_value, 2), np.tile(q_value, 2)
    left, right = np.concatenate([first, second]), np.concatenate([second, first])
    n_first, n_second = counts[left], counts[right]
    with np.errstate(divide="ignore", invalid="ignore"):
        confidence = both / n_first
        lift = confidence * n_baskets / n_second
        variance = 1 / both - 1 / n_first - 1 / n_second + (2 * lift - 1) / max(n_baskets, 1)
        spread = np.sqrt(np.maximum(variance, 0.0))
    order = np.lexsort((-confidence, np.minimum(left, right), -lift, p_value))
    return Rules(
        n_baskets,
        n_tested,
        tuple(names[code] for code in left[order]),
        tuple(names[code] for code in right[order]),
        *(
            column[order]
            for column in (
                both,
                n_first,
                n_second,
                both / max(n_baskets, 1),
                confidence,
                lift,
                lift * np.exp(-Z * spread),
                p_value,
                q_value,
            )
        ),
    )
