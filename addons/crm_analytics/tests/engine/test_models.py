"""Smoothers and baselines: figures worked out by hand, and slow loops over one series."""

import numpy as np
import pytest
from engine import models
from samples import generated

NAN = np.nan
MODELS = [models.naive, models.seasonal_naive, models.mean, models.ses, models.theta, models.damped_trend]


def test_baselines_by_hand():
    y = np.array([[NAN, *range(1, 15)], [5.0] * 15])
    np.testing.assert_array_equal(models.naive(y, 2), [[14, 14], [5, 5]])
    np.testing.assert_array_equal(models.seasonal_naive(y, 13)[0], [*range(3, 15), 3])
    # Mean of the last twelve months, 3 to 14.
    np.testing.assert_allclose(models.mean(y, 2), [[8.5, 8.5], [5, 5]])
    np.testing.assert_allclose(models.mean(np.array([[NAN, NAN, 2, 4]]), 1), [[3]])


def test_seasonal_naive_without_last_year_is_unknown():
    assert np.isnan(models.seasonal_naive(np.ones((1, 11)), 3)).all()
    y = np.concatenate([[NAN], np.arange(1.0, 12.0)])[None]
    np.testing.assert_array_equal(models.seasonal_naive(y, 2), [[NAN, 1]])


def test_ses_by_hand(monkeypatch):
    monkeypatch.setattr(models, "LEVEL_WEIGHTS", (0.5,))
    # Start: mean 2.5; then half-way to each month: 1.75, 1.875, 2.4375, 3.21875.
    np.testing.assert_allclose(models.ses(np.array([[1.0, 2, 3, 4]]), 2), [[3.21875, 3.21875]])


def test_share_of_the_slope_is_one_for_all_or_one_for_each():
    y = generated(3, 30)
    shares = np.array([0.0, 0.5, 1.0])
    each = models.drifting_level(y, 6, shares)
    np.testing.assert_array_equal(each[0], models.ses(y, 6)[0])
    np.testing.assert_array_equal(each[1], models.theta(y, 6)[1])
    np.testing.assert_allclose(np.diff(each[2]), models.slope(y)[2])


def test_weights_are_found_whatever_the_unit():
    y = generated(5, 30)
    for unit in (1e-12, 1e15):
        np.testing.assert_allclose(models.damped_trend(y * unit, 6), models.damped_trend(y, 6) * unit)


def test_theta_follows_half_the_slope():
    y = np.arange(1.0, 49.0)[None]
    expected = models.theta(y, 12)
    np.testing.assert_allclose(np.diff(expected), 0.5)
    assert expected[0, 0] == pytest.approx(48.5, abs=0.1)


def slow_ses(y, horizon):
    """One series, one weight at a time."""
    best = (np.inf, None)
    for weight in models.LEVEL_WEIGHTS:
        level, loss = y[: models.START_MONTHS].mean(), 0.0
        for value in y:
            loss += (value - level) ** 2
            level += weight * (value - level)
        best = min(best, (loss, level))
    return np.full(horizon, best[1])


def slow_damped(y, horizon):
    """One series, one triple of weights at a time."""
    half = models.START_MONTHS
    first, slope = y[:half].mean(), 0.0
    if len(y) >= 2 * half:
        slope = (y[half : 2 * half].mean() - first) / half
    best = (np.inf, None)
    for weight, share, damping in models.DAMPED_GRID:
        level, trend, loss = first - slope * (half + 1) / 2, slope, 0.0
        for value in y:
            error = value - level - damping * trend
            loss += error**2
            level += damping * trend + weight * error
            trend = damping * trend + weight * share * error
        ahead = [level + trend * sum(damping**j for j in range(1, h + 1)) for h in range(1, horizon + 1)]
        best = min(best, (loss, ahead))
    return np.array(best[1])


@pytest.mark.parametrize(("fast", "slow"), [(models.ses, slow_ses), (models.damped_trend, slow_damped)])
def test_vectorised_equals_slow_loop(fast, slow):
    y = generated(12, 30)
    births = [0, 3, 18, 25] * 3
    for row, birth in enumerate(births):
        y[row, :birth] = NAN
    expected = [slow(row[birth:], 6) for row, birth in zip(y, births, strict=True)]
    np.testing.assert_allclose(fast(y, 6), expected, rtol=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_constant_stays_and_nothing_gives_nothing(model):
    y = np.vstack([np.full(30, 7.0), np.full(30, NAN)])
    expected = model(y, 5)
    assert expected.shape == (2, 5)
    np.testing.assert_allclose(expected[0], 7.0)
    assert np.isnan(expected[1]).all()


@pytest.mark.parametrize("model", MODELS)
def test_rows_do_not_touch_each_other(model):
    y = generated(5, 40)
    np.testing.assert_allclose(model(y, 12)[2:3], model(y[2:3], 12))
