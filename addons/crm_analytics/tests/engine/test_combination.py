"""The engine's own model."""

import numpy as np
import pytest
from engine.combination import bound_outliers, combination
from engine.models import damped_trend, mean, seasonal_naive, ses, theta
from samples import generated, history

NAN = np.nan


def test_first_year_is_the_mean():
    y = generated(3, 11)
    np.testing.assert_allclose(combination(y, 4), mean(y, 4))


def test_second_year_is_half_last_year():
    y = generated(1, 18) * 0 + np.arange(100.0, 118.0)
    smoothers = (ses(y, 12) + damped_trend(y, 12) + theta(y, 12)) / 3
    np.testing.assert_allclose(combination(y, 12), (smoothers + seasonal_naive(y, 12)) / 2)


def test_never_below_zero():
    falling = np.linspace(100, 1, 36)[None]
    assert (combination(falling, 24) >= 0).all()


def test_outlier_is_pulled_to_the_fence():
    # Quartiles 1 and 3: the fence is at 3 + 3 * 2.
    y = np.array([[NAN, 1, 1, 2, 3, 3, 3, 2, 1, 900.0]])
    bounded = bound_outliers(y)
    assert bounded[0, -1] == 9
    np.testing.assert_array_equal(bounded[0, 1:-1], y[0, 1:-1])


def test_series_that_is_mostly_one_value_is_not_bounded():
    y = np.array([[5.0] * 10 + [900.0]])
    np.testing.assert_array_equal(bound_outliers(y), y)


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
