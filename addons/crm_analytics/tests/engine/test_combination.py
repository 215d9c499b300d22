"""The engine's own model."""

import numpy as np
import pytest
from engine.combination import bound_outliers, bounded_mean, combination
from engine.models import damped_trend, drifting_level, mean, seasonal_naive, ses, theta
from samples import generated, history

NAN = np.nan


def test_first_year_is_the_mean():
    y = generated(3, 11)
    np.testing.assert_allclose(combination(y, 4), mean(y, 4))


def test_second_year_is_half_last_year():
    y = generated(1, 18) * 0 + np.arange(100.0, 118.0)
    smoothers = (ses(y, 12) + damped_trend(y, 12) + theta(y, 12)) / 3
    np.testing.assert_allclose(combination(y, 12), (smoothers + seasonal_naive(y, 12)) / 2)


@pytest.mark.parametrize(("n_months", "share"), [(12, 0.25), (24, 0.25), (48, 0.5), (71, 71 / 96), (95, 0.75)])
def test_slope_is_believed_the_more_the_longer_the_life(n_months, share):
    # Without a season, nor below zero, nor six years: what is left is the two smoothers.
    y = np.random.default_rng(3).normal(0, 1, (1, n_months)) + 1000 + 5.0 * np.arange(n_months)
    smoothed = (2 * drifting_level(y, 12, share) + damped_trend(y, 12)) / 3
    if n_months < 24:
        smoothed = (smoothed + seasonal_naive(y, 12)) / 2
    np.testing.assert_allclose(combination(y, 12), smoothed, rtol=0.003)


def test_never_below_zero():
    falling = np.linspace(100, 1, 36)[None]
    assert (combination(falling, 24) >= 0).all()


def test_outlier_is_pulled_to_the_fence():
    # Quartiles 1 and 3: the fence is at 3 + 3 * 2.
    y = np.array([[NAN, 1, 1, 2, 3, 3, 3, 2, 1, 900.0]])
    bounded = bound_outliers(y)
    assert bounded[0, -1] == 9
    np.testing.assert_array_equal(bounded[0, 1:-1], y[0, 1:-1])


def test_lone_month_beside_a_monthly_fee_is_bounded_and_a_new_level_is_not():
    fee, risen, silent = [5.0] * 10 + [900.0], [5.0] * 9 + [900.0] * 2, [0.0] * 10 + [900.0]
    bounded = bound_outliers(np.array([fee, risen, silent]))
    np.testing.assert_array_equal(bounded, [[5.0] * 10 + [20.0], risen, silent])


def test_mean_of_a_young_life_does_not_carry_a_huge_order_on():
    y = np.array([[90.0, 110, 100, 95, 105, 9000, 100]])
    assert bounded_mean(y, 2).max() < 130
    assert mean(y, 2).min() > 1000


def test_quartiles_of_lives_equal_numpys():
    y = generated(4, 20)
    y[1, :7], y[2, :2] = NAN, NAN
    y[:, -1] = 1e9
    low, high = np.nanquantile(y, (0.25, 0.75), axis=1)
    np.testing.assert_allclose(bound_outliers(y)[:, -1], high + 3 * (high - low))


@pytest.mark.parametrize("n_months", [12, 23, 24, 25, 48])
def test_zeros_and_negative_months_are_accepted(n_months):
    y = generated(2, n_months)
    y[0, 5], y[1, 6] = 0.0, -100.0
    assert np.isfinite(combination(history(y).values, 12)).all()
