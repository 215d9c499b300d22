"""Forecasts that add up: sums agree, little moves, what is sure moves least."""

import numpy as np
import pytest
from engine.reconcile import Level, reconcile


def story(n=30, horizon=4, seed=1):
    """Bottom series with salespeople and a company that were forecast on their own."""
    rng = np.random.default_rng(seed)
    bottom = rng.gamma(3, 100, (n, horizon))
    seller = rng.integers(0, 4, n)
    sums = np.array([bottom[seller == k].sum(axis=0) for k in range(4)])
    levels = [
        Level(seller, sums * rng.uniform(0.9, 1.2, sums.shape), np.full(4, 900.0)),
        Level(np.zeros(n, dtype=int), bottom.sum(axis=0, keepdims=True) * 1.1, np.array([500.0])),
    ]
    return bottom, rng.uniform(50, 500, n), levels


def test_sums_are_equal_at_every_level():
    bottom, variance, levels = story()
    result = reconcile(bottom, variance, levels)
    sellers, company = result.levels
    assert company.expected[0] == pytest.approx(result.bottom.sum(axis=0))
    assert sellers.expected.sum(axis=0) == pytest.approx(company.expected[0])
    for k in range(4):
        assert sellers.expected[k] == pytest.approx(result.bottom[levels[0].members == k].sum(axis=0))


def test_it_is_the_weighted_least_squares_solution():
    bottom, variance, levels = story(n=8)
    members = levels[0].members
    rows = [np.eye(8), *(np.array([members == k], dtype=float) for k in range(4)), np.ones((1, 8))]
    design = np.vstack(rows)
    base = np.vstack([bottom, levels[0].expected, levels[1].expected])
    weights = 1 / np.concatenate([variance, levels[0].variance, levels[1].variance])
    solved = np.linalg.solve(design.T * weights @ design, design.T * weights @ base)
    assert (solved > 0).all()
    assert reconcile(bottom, variance, levels).bottom == pytest.approx(solved, rel=1e-6)


def test_coherent_forecasts_stay():
    bottom, variance, _levels = story()
    coherent = [Level(np.zeros(len(bottom), dtype=int), bottom.sum(axis=0, keepdims=True), np.array([9.0]))]
    assert reconcile(bottom, variance, coherent).bottom == pytest.approx(bottom)


def test_the_sure_moves_least():
    level = Level(np.zeros(2, dtype=int), np.array([[300.0]]), np.array([0.0]))
    result = reconcile([[100.0], [100.0]], [1.0, 99.0], [level])
    assert result.bottom[:, 0] == pytest.approx([101, 199], rel=1e-5)
    exact = reconcile([[100.0], [100.0]], [0.0, 50.0], [level])
    assert exact.bottom[:, 0] == pytest.approx([100, 200], rel=1e-5)


def test_nothing_is_negative_and_sums_still_agree():
    level = Level(np.zeros(3, dtype=int), np.array([[20.0, 200.0]]), np.array([0.0]))
    result = reconcile([[5.0, 50.0], [100.0, 60.0], [100.0, 90.0]], [400.0, 400.0, 400.0], [level])
    assert (result.bottom >= 0).all()
    assert result.bottom.sum(axis=0) == pytest.approx([20, 200], rel=1e-4)
    assert result.levels[0].expected[0] == pytest.approx(result.bottom.sum(axis=0))


def test_series_outside_a_level_stay_and_crossed_levels_agree():
    rng = np.random.default_rng(2)
    bottom = rng.gamma(3, 100, (40, 3))
    seller, service = rng.integers(0, 3, 40), rng.integers(-1, 5, 40)
    levels = [
        Level(seller, rng.gamma(30, 100, (3, 3)), np.full(3, 1e4)),
        Level(service, rng.gamma(20, 100, (5, 3)), np.full(5, 1e4)),
    ]
    result = reconcile(bottom, np.full(40, 100.0), levels)
    for level in result.levels:
        for number in range(len(level.expected)):
            assert level.expected[number] == pytest.approx(result.bottom[level.members == number].sum(axis=0))
    alone = reconcile(bottom, np.full(40, 100.0), [levels[1]])
    assert alone.bottom[service < 0] == pytest.approx(bottom[service < 0])


def test_intervals_go_along():
    bottom, variance, levels = story()
    result = reconcile(bottom, variance, levels, bottom * 0.5, bottom * 1.5)
    assert (result.bottom_lower <= result.bottom + 1e-9).all()
    assert (result.bottom_upper >= result.bottom - 1e-9).all()
    assert result.bottom_upper - result.bottom == pytest.approx(bottom * 0.5)


def test_ten_thousand_clients():
    rng = np.random.default_rng(3)
    n = 10_000
    bottom = rng.gamma(1, 100, (n, 12))
    levels = [Level(rng.integers(0, g, n), rng.gamma(1000 / g, 1000, (g, 12)), np.full(g, 1e5)) for g in (1, 30, 200)]
    result = reconcile(bottom, rng.uniform(1, 1e4, n), levels)
    totals = [level.expected.sum(axis=0) for level in result.levels]
    assert totals[1] == pytest.approx(totals[0])
    assert totals[2] == pytest.approx(totals[0])
    assert (result.bottom >= 0).all()


def test_nothing_to_reconcile_and_bad_figures():
    assert reconcile(np.empty((0, 3)), np.empty(0), []).bottom.shape == (0, 3)
    assert reconcile([[1.0]], [1.0], []).bottom.tolist() == [[1.0]]
    with pytest.raises(ValueError, match="finite"):
        reconcile([[np.nan]], [1.0], [])
    with pytest.raises(ValueError, match="variance"):
        reconcile([[1.0]], [-1.0], [])
    with pytest.raises(ValueError, match="does not fit"):
        reconcile([[1.0]], [1.0], [Level(np.zeros(2, dtype=int), np.ones((1, 1)), np.ones(1))])
    with pytest.raises(ValueError, match="members"):
        reconcile([[1.0]], [1.0], [Level(np.array([3]), np.ones((1, 1)), np.ones(1))])
