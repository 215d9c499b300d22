"""Rules of what goes together: exact counts and tests, few false alarms."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from engine.affinity import find_rules, upper_tail
from samples import entries, together


def test_counts_and_measures_are_those_of_the_definition():
    matrix = together()
    rules = find_rules(*entries(matrix))
    row = next(i for i in range(len(rules)) if (rules.first[i], rules.second[i]) == (0, 1))
    both, n_first, n_second = (matrix[:, 0] & matrix[:, 1]).sum(), matrix[:, 0].sum(), matrix[:, 1].sum()
    assert (rules.both[row], rules.n_first[row], rules.n_second[row]) == (both, n_first, n_second)
    assert rules.n_baskets == matrix.any(axis=1).sum()
    assert rules.support[row] == pytest.approx(both / rules.n_baskets)
    assert rules.confidence[row] == pytest.approx(both / n_first)
    assert rules.lift[row] == pytest.approx(both * rules.n_baskets / n_first / n_second)
    assert 1 < rules.lift_lower[row] < rules.lift[row]
    assert rules.p_value[row] <= rules.q_value[row] <= 0.05
    assert (rules.second[row], rules.first[row]) in set(zip(rules.first, rules.second, strict=True))


def test_the_tail_is_exact():
    def exact(k, a, b, n):
        return sum(comb(a, i) * comb(n - a, b - i) for i in range(k, min(a, b) + 1)) / comb(n, b)

    cases = [
        (0, 5, 5, 30),
        (3, 5, 5, 30),
        (5, 5, 5, 30),
        (1, 20, 10, 30),
        (0, 20, 15, 30),
        (40, 100, 90, 1000),
        (2, 2, 2, 40),
    ]
    found = upper_tail(*np.array([case[:3] for case in cases if case[3] == 30]).T, 30)
    assert found == pytest.approx([exact(*case) for case in cases if case[3] == 30], rel=1e-9)
    for k, a, b, n in cases:
        assert upper_tail([k], [a], [b], n)[0] == pytest.approx(exact(k, a, b, n), rel=1e-9)


def test_shuffled_columns_raise_hardly_an_alarm():
    """At most one false pair in ten data sets whose items have nothing to do with each other."""
    rng = np.random.default_rng(2)
    alarms = 0
    for seed in range(10):
        matrix = together(600, 25, seed)
        for column in matrix.T:
            rng.shuffle(column)
        alarms += len(find_rules(*entries(matrix))) // 2
    assert alarms <= 1


def test_all_pairs_are_counted_whatever_the_size_of_a_basket():
    rng = np.random.default_rng(3)
    matrix = rng.random((60, 8)) < 0.6
    matrix[0] = True
    rules = find_rules(*entries(matrix), share=0.999999)
    counted = {(a, b): n for a, b, n in zip(rules.first, rules.second, rules.both, strict=True)}
    for a, b in combinations(range(8), 2):
        if (a, b) in counted:
            assert counted[a, b] == counted[b, a] == (matrix[:, a] & matrix[:, b]).sum()
    assert rules.n_tested == 28


def test_an_item_twice_in_a_basket_counts_once():
    baskets, items = entries(together())
    once = find_rules(baskets, items)
    twice = find_rules(baskets + baskets, items + items)
    assert once.both.tolist() == twice.both.tolist()


def test_names_of_any_kind_and_the_surest_first():
    matrix = together()
    baskets, items = entries(matrix)
    rules = find_rules([f"client {b}" for b in baskets], [("service", i) for i in items])
    assert {rules.first[0], rules.second[0]} == {("service", 0), ("service", 1)}
    assert (np.diff(rules.p_value) >= 0).all()


def test_few_baskets_and_rare_items_tell_nothing():
    assert len(find_rules([], [])) == 0
    assert len(find_rules(*entries(np.ones((19, 2), dtype=bool)))) == 0
    matrix = np.zeros((100, 3), dtype=bool)
    matrix[:, 2] = True
    matrix[:2, :2] = True
    assert len(find_rules(*entries(matrix))) == 0


def test_what_everybody_has_is_no_rule():
    matrix = np.zeros((100, 3), dtype=bool)
    matrix[:, :2] = True
    matrix[::2, 2] = True
    assert len(find_rules(*entries(matrix))) == 0


def test_bad_columns_are_told():
    with pytest.raises(ValueError, match="each basket"):
        find_rules([1, 2], [1])
    with pytest.raises(ValueError, match="share"):
        find_rules([1], [1], share=0)
