"""Error measures by hand."""

import numpy as np
import pytest
from engine import measures

Y = np.array([[1.0, 3, 2, 6]])  # changes 2, 1, 4: mean 7/3, mean square 7
ACTUAL, EXPECTED = np.array([[4.0, 8.0]]), np.array([[5.0, 5.0]])


def test_short_history_scales_by_the_plain_naive():
    assert measures.naive_scale(Y)[0] == pytest.approx(7 / 3)
    assert measures.naive_scale(Y, power=2)[0] == pytest.approx(7)


def test_long_history_scales_by_the_seasonal_naive():
    y = np.concatenate([np.arange(12.0), np.arange(12.0) + 3])[None]
    assert measures.naive_scale(y)[0] == pytest.approx(3)


def test_constant_history_has_no_scale():
    assert np.isnan(measures.naive_scale(np.ones((1, 30))))[0]


def test_point_errors():
    assert measures.mase(ACTUAL, EXPECTED, Y)[0] == pytest.approx(2 / (7 / 3))
    assert measures.rmsse(ACTUAL, EXPECTED, Y)[0] == pytest.approx(np.sqrt(5 / 7))
    assert measures.bias(ACTUAL, EXPECTED, Y)[0] == pytest.approx(1 / (7 / 3))
    assert measures.smape(ACTUAL, EXPECTED)[0] == pytest.approx((2 / 9 + 6 / 13) / 2)
    assert measures.smape(np.zeros((1, 2)), np.zeros((1, 2)))[0] == 0


def test_interval_measures():
    lower, upper = np.array([[3.0, 3.0]]), np.array([[6.0, 6.0]])
    assert measures.coverage(ACTUAL, lower, upper)[0] == 0.5
    # Width 3, and a miss of 2 that costs 2 / 0.2 = 10 for each unit.
    score = measures.interval_score(ACTUAL, lower, upper, 0.8, Y)[0]
    assert score == pytest.approx((3 + (3 + 20)) / 2 / (7 / 3))


def test_unknown_bounds_have_no_coverage():
    unknown = np.full((1, 2), np.nan)
    assert np.isnan(measures.coverage(ACTUAL, unknown, unknown))[0]
