"""Seasons that are smoothed: steady ones, changing ones, lives of different age."""

import numpy as np
import pytest
from engine.combination import combination
from engine.models import slope
from engine.seasonal_smoothing import seasonal_smoothing
from samples import generated, real_long

NAN = np.nan
SEASON = np.tile([0.0] * 6 + [6.0] * 6, 8)


@pytest.mark.parametrize("first", [0, 5, 12])
def test_steady_season_and_slope_go_on(first):
    month = np.arange(96)
    y = (50 + month / 4 + SEASON)[None].repeat(2, axis=0)
    y[1, :first] = NAN
    expected = seasonal_smoothing(y[:, :84], 12, np.full(2, 0.25))
    np.testing.assert_allclose(expected, y[:, 84:], atol=0.05)


def test_factor_grows_with_the_level():
    month = np.arange(96)
    y = (50 * 1.01**month * (1 + SEASON / 6))[None]
    growth = np.full(1, np.log(1.01))
    expected = seasonal_smoothing(y[:, :84], 12, growth, multiplicative=True)
    np.testing.assert_allclose(expected, y[:, 84:], rtol=0.01)


def test_season_that_grew_is_followed_further_than_the_average_of_years():
    noise = np.random.default_rng(2).normal(0, 0.5, (20, 96))
    y = 50 + SEASON * np.linspace(0.5, 2, 96) + noise
    expected = seasonal_smoothing(y, 12, np.zeros(20))
    height = expected[:, 6:].mean() - expected[:, :6].mean()
    assert 1.5 * 6 < height < 2.1 * 6


def test_nothing_explodes_on_logarithms():
    y = np.exp(np.random.default_rng(2).normal(0, 3, (20, 80)))
    expected = seasonal_smoothing(y, 24, slope(np.log(y)), multiplicative=True)
    assert (expected <= 3 * y.max(axis=1, keepdims=True) * (1 + 1e-9)).all()
    assert (expected > 0).all()


def test_long_lives_take_part_and_others_do_not():
    y = generated(6, 100)
    y[3:, :40] = NAN
    whole, alone = combination(y, 12), combination(y[3:, 40 - 4 :], 12)
    np.testing.assert_allclose(whole[3:], alone)
    assert np.isfinite(whole).all()


def test_real_long_series_are_finite_and_of_their_size():
    y, _actual = real_long(18)
    expected = combination(y, 18)
    assert np.isfinite(expected).all()
    assert (expected <= 5 * np.nanmax(np.abs(y), axis=1, keepdims=True)).all()
