"""Backtest of the whole engine, and its accuracy on held-out months."""

import numpy as np
import pytest
from engine import backtest, forecast, measures, models
from samples import generated, history, lumpy, real


def test_regular_history_is_forecast_closely():
    y = np.tile(np.arange(10.0, 22.0), 5)[None].repeat(3, axis=0)
    y += np.arange(60) / 12
    report = backtest(history(y), 12)
    assert report.n_origins == 3
    # In units of a year's growth, which the seasonal naive misses by definition.
    assert report.pooled["mase"] < 0.5
    assert report.pooled["seasonal_naive_mase"] == pytest.approx(1)
    assert report.per_series["mase"].shape == (3,)


def test_report_repeats_what_a_loop_would_find():
    y = generated(20, 48)
    report = backtest(history(y), 6, n_origins=2)
    errors = []
    for column in (42, 39):
        expected = forecast(history(y[:, :column]), 6, (0.8,)).expected
        errors.append(measures.mase(y[:, column : column + 6], expected, y[:, :column]))
    np.testing.assert_allclose(report.per_series["mase"], np.mean(errors, axis=0))
    assert report.pooled["mase"] == pytest.approx(np.mean(errors))


def test_too_short_a_history_says_what_it_needs():
    with pytest.raises(ValueError, match="18 months"):
        backtest(history(generated(1, 17)), 12)


def test_young_series_have_no_figures_but_do_not_disturb():
    y = generated(10, 40)
    y[0, :-14] = np.nan
    report = backtest(history(y), 12, n_origins=1)
    assert np.isnan(report.per_series["mase"][0])
    assert np.isfinite(report.pooled["mase"])


def test_series_born_after_the_origin_do_not_break_it():
    y = lumpy(5, 40)
    y[0, :-3] = np.nan
    assert np.isfinite(backtest(history(y), 12).pooled["rmsse"])


@pytest.mark.parametrize("n_months", [24, 36, 48, 60])
def test_beats_seasonal_naive_and_each_smoother_on_held_out_months(n_months):
    y, actual = real(n_months, 12)
    ours = np.nanmean(measures.mase(actual, forecast(history(y), 12).expected, y))
    for peer in (models.seasonal_naive, models.ses, models.damped_trend, models.theta):
        assert ours < 0.95 * np.nanmean(measures.mase(actual, peer(y, 12), y)), peer.__name__


@pytest.mark.parametrize("n_months", [24, 36, 48, 60])
def test_intervals_cover_held_out_months_and_sums(n_months):
    y, actual = real(n_months, 12)
    result = forecast(history(y), 12)
    inside = measures.coverage(actual, result.lower[0.8], result.upper[0.8]).mean()
    assert 0.75 < inside < 0.85
    assert 0.45 < measures.coverage(actual, result.lower[0.5], result.upper[0.5]).mean() < 0.60
    _expected, lower, upper = result.total(3)
    held_out = actual[:, :3].sum(axis=1)
    # Two years leave few past sums to learn from: generated series are covered to 73 %.
    assert 0.70 < ((held_out >= lower) & (held_out <= upper)).mean() < 0.88
    # What the forecast says of its own coverage is near what it turns out to be.
    assert np.nanmean(result.coverage[0.8]) == pytest.approx(inside, abs=0.06)


def test_one_series_alone_is_covered_too():
    y, actual = real(48, 12)
    hits = []
    for row in range(0, len(y), 8):
        result = forecast(history(y[row]), 12)
        hits.append(measures.coverage(actual[row : row + 1], result.lower[0.8], result.upper[0.8]))
    assert 0.70 < np.mean(hits) < 0.90
