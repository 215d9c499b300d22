"""Short and sparse series learn from their group, and only when that helps."""

import numpy as np
import pytest
from engine import NOT_ENOUGH_DATA, forecast, measures
from engine.pooling import POOLED, parent_codes, pooled
from samples import history

NAN = np.nan


def group(n_series=60, n_months=60, busy=1.0, seed=3, youngest=8):
    """Members of one service with a common season, most of them young; figures of a year more."""
    rng = np.random.default_rng(seed)
    season = np.exp(0.5 * rng.normal(size=12))[np.arange(n_months + 12) % 12]
    level = 1000 * np.exp(0.5 * rng.normal(size=(n_series, 1)))
    shape = (n_series, n_months + 12)
    y = level * season * rng.gamma(6, 1 / 6, shape) * (rng.random(shape) < busy)
    birth = np.where(np.arange(n_series) < n_series // 4, 0, n_months - rng.integers(youngest, 20, n_series))
    y[np.arange(n_months + 12) < birth[:, None]] = NAN
    return y[:, :n_months], y[:, n_months:]


def error_of_sums(result, actual, rows):
    return np.sqrt(((result.expected.sum(axis=1) - actual.sum(axis=1))[rows] ** 2).mean())


@pytest.mark.parametrize("busy", [1.0, 0.3])
def test_short_and_sparse_members_are_forecast_better(busy):
    ratios = []
    for seed in range(6):
        y, actual = group(busy=busy, seed=seed)
        alone = forecast(history(y), 12)
        taught = forecast(history(y), 12, parents=[("service", "company")] * len(y))
        learners = alone.sparse | (alone.n_obs < 24)
        # All of them learn, or none where the backtest advises against it.
        learned = taught.method[learners] == POOLED
        assert learned.all() or not learned.any()
        assert not learned.any() or (taught.relative_error[learners] < 1).all()
        ratios.append(error_of_sums(taught, actual, learners) / error_of_sums(alone, actual, learners))
    assert np.mean(ratios) < 0.95
    assert min(ratios) < 0.85


def test_the_others_are_left_alone():
    y, _actual = group()
    alone = forecast(history(y), 12)
    taught = forecast(history(y), 12, parents=[("service",)] * len(y))
    grown = alone.n_obs >= 24
    assert 5 < grown.sum() < len(y)
    np.testing.assert_array_equal(taught.expected[grown], alone.expected[grown])
    np.testing.assert_array_equal(taught.method[grown], alone.method[grown])


def test_intervals_of_pupils_hold():
    covered = []
    for seed in range(6):
        y, actual = group(n_series=120, seed=seed, youngest=12)
        result = forecast(history(y), 12, (0.8,), [("service",)] * len(y))
        covered.append(measures.coverage(actual, result.lower[0.8], result.upper[0.8])[result.method == POOLED])
    # Their errors are mixed with those of their elders: rather too wide than too narrow.
    assert 0.77 < np.concatenate(covered).mean() < 0.9


def test_the_nearest_parent_with_members_enough_teaches():
    season = np.tile([1.0] * 6 + [3.0] * 6, 4)
    flat, seasonal = np.full((8, 48), 100.0), 100 * np.repeat(season[None], 8, axis=0)
    y = np.vstack([flat, seasonal])
    y[[7, 15], :36] = NAN
    groups = parent_codes([("blog", "all")] * 8 + [("shop", "all")] * 8, 16)
    expected = pooled(y, 12, groups)
    np.testing.assert_allclose(expected[7], 100, rtol=1e-6)
    np.testing.assert_allclose(expected[15], seasonal[0, :12], rtol=0.02)
    # A service of four has no say: the company's milder season is taken.
    few = pooled(y[4:], 12, parent_codes([("blog", "all")] * 4 + [("shop", "all")] * 8, 12))
    assert 1.2 < few[3].max() / few[3].min() < 2.9


def test_little_history_is_drawn_to_the_middle_and_much_is_not():
    rng = np.random.default_rng(5)
    y = 100 * np.exp(0.3 * rng.normal(size=(40, 1))) * rng.gamma(1, 1, (40, 36))
    y[0], y[1] = 1000 * rng.gamma(1, 1, 36), 1000 * rng.gamma(1, 1, 36)
    y[1, :-6] = NAN
    expected = pooled(y, 1, np.zeros((40, 1), dtype=int))[:, 0]
    own = [np.nanmean(row[-12:]) for row in y]
    assert expected[1] / own[1] < expected[0] / own[0]
    assert expected[1] > 100


def test_who_has_nothing_and_who_is_too_young():
    y, _actual = group(20)
    y[-1], y[-2] = 0.0, NAN
    y[-2, -3:] = 50.0
    result = forecast(history(y), 6, parents=[("service",)] * 20)
    np.testing.assert_array_equal(result.expected[-1], 0)
    assert result.method[-2] == NOT_ENOUGH_DATA
    assert np.isfinite(result.expected[:-2]).all()


def test_no_group_and_small_groups_change_nothing():
    y, _actual = group(12)
    alone = forecast(history(y), 6)
    for parents in ([(None,)] * 12, [(row,) for row in range(12)], [()] * 12):
        result = forecast(history(y), 6, parents=parents)
        np.testing.assert_array_equal(result.expected, alone.expected)


def test_nobody_and_nothing():
    empty = forecast(history(np.empty((0, 12))), 6, parents=[])
    assert empty.expected.shape == (0, 6)
    silent = forecast(history(np.zeros((8, 40))), 6, parents=[("service",)] * 8)
    np.testing.assert_array_equal(silent.expected, 0)
    np.testing.assert_array_equal(silent.upper[0.8], 0)


def test_parents_that_do_not_fit_are_refused():
    y, _actual = group(12)
    with pytest.raises(ValueError, match="each of 12 series"):
        forecast(history(y), 6, parents=[("a",)] * 11)
    with pytest.raises(ValueError, match="same number"):
        forecast(history(y), 6, parents=[("a",)] * 11 + [("a", "b")])
