"""Seasonal patterns: found when they are there, shrunk away when they are not."""

import numpy as np
import pytest
from engine.seasonality import (
    DISCOUNT,
    seasonal_pattern,
    with_additive_season,
    with_multiplicative_season,
)
from samples import generated

SEASON = np.array([5.0, 3, 1, -1, -3, -5, -5, -3, -1, 1, 3, 5])


def flat_mean(y, horizon):
    return np.repeat(np.nanmean(y, axis=1, keepdims=True), horizon, axis=1)


def test_exact_season_on_a_line_is_found():
    y = (100 + 2 * np.arange(36) + np.tile(SEASON, 3))[None]
    np.testing.assert_allclose(seasonal_pattern(y)[0], SEASON, atol=1e-6)


def test_pattern_belongs_to_columns_whatever_the_birth():
    y = np.tile(SEASON, 4)[None].repeat(2, axis=0) + 50
    y[1, :15] = np.nan
    pattern = seasonal_pattern(y)
    np.testing.assert_allclose(pattern[0], SEASON, atol=1e-6)
    np.testing.assert_allclose(pattern[1], SEASON, atol=1e-6)


def test_under_two_years_there_is_no_pattern():
    assert not seasonal_pattern(generated(3, 23)).any()


def test_noise_shrinks_to_nearly_nothing():
    noise = np.random.default_rng(1).normal(100, 10, (400, 48))
    length = np.sqrt((seasonal_pattern(noise) ** 2).mean())
    raw = np.sqrt(100 / 4)  # a mean of four months with standard deviation 10
    assert length < 0.5 * raw


def slow_pattern(y):
    """Weighted least squares and shrinkage for one series with numpy's own solver."""
    n = len(y)
    back = np.arange(n, 0, -1) / 12
    columns = [np.ones(n), back] + [np.maximum(back - k, 0) for k in range(1, (n - 7) // 12 + 1)]
    contrasts = np.vstack([np.eye(11), -np.ones(11)])
    design = np.column_stack([*columns, contrasts[np.arange(n) % 12]])
    weight = DISCOUNT ** np.arange(n - 1, -1, -1)
    weight *= n / weight.sum()
    root = np.sqrt(weight)[:, None]
    beta = np.linalg.lstsq(design * root, y * root[:, 0], rcond=None)[0]
    pattern = contrasts @ beta[len(columns) :]
    noise = weight @ (y - design @ beta) ** 2 / (n - design.shape[1])
    linear = contrasts @ (np.linalg.pinv(design * root) * root[:, 0])[len(columns) :]
    excess = 9 / 11 * noise * (linear**2).sum()
    return pattern * max(0.0, 1 - excess / (pattern**2).sum())


@pytest.mark.parametrize("n_months", [24, 31, 48])
def test_vectorised_equals_slow_loop(n_months):
    y = generated(6, n_months)
    expected = [slow_pattern(row) for row in y]
    np.testing.assert_allclose(seasonal_pattern(y), expected, rtol=1e-6, atol=1e-6)


def test_season_returns_in_the_forecast():
    additive = (100 + np.tile(SEASON, 3))[None]
    np.testing.assert_allclose(with_additive_season(flat_mean, additive, 12)[0], 100 + SEASON, atol=1e-6)
    ratios = np.exp(SEASON / 20)
    multiplicative = (80 * np.tile(ratios, 3))[None]
    np.testing.assert_allclose(with_multiplicative_season(flat_mean, multiplicative, 12)[0], 80 * ratios, rtol=1e-6)
