"""The forecast as its callers see it, and odd series."""

import time
import tracemalloc
import warnings

import numpy as np
import pytest
from engine import MIN_MONTHS, NOT_ENOUGH_DATA, History, forecast
from engine.models import mean
from samples import generated, history, lumpy

NAN = np.nan


def check_shape_of_bounds(result):
    for level in result.levels:
        known = result.enough_data
        assert (result.lower[level][known] >= 0).all()
        assert (result.lower[level][known] <= result.expected[known] + 1e-9).all()
        assert (result.upper[level][known] >= result.expected[known] - 1e-9).all()
        above = (result.upper[level] - result.expected)[known]
        assert (np.diff(above, axis=1) >= -1e-6 * np.abs(above[:, 1:]) - 1e-9).all()
    assert (result.expected[result.enough_data] >= 0).all()


@pytest.mark.parametrize("n_months", [6, 12, 24, 36, 60])
@pytest.mark.parametrize("horizon", [1, 3, 12, 24])
def test_every_length_and_horizon(n_months, horizon):
    result = forecast(history(generated(4, n_months)), horizon)
    assert result.expected.shape == (4, horizon)
    assert result.enough_data.all()
    assert np.isfinite(result.expected).all()
    check_shape_of_bounds(result)


def test_months_follow_the_history():
    result = forecast(history(generated(1, 14), first="2024-11"), 3)
    assert result.months.astype(str).tolist() == ["2026-01", "2026-02", "2026-03"]


def test_three_months_are_not_enough():
    y = generated(2, 30)
    y[0, :-3] = NAN
    result = forecast(history(y), 12)
    assert result.method[0] == NOT_ENOUGH_DATA
    assert result.enough_data.tolist() == [False, True]
    assert result.n_obs.tolist() == [3, 30]
    assert np.isnan(result.expected[0]).all()
    assert np.isnan(result.upper[0.8][0]).all()
    assert np.isnan(result.total(3)[0][0])


def test_shortest_history_is_the_mean_with_an_interval():
    y = np.array([[90.0, 110, 90, 110, 90, 110]])
    result = forecast(history(y), 3)
    assert MIN_MONTHS == 6
    assert result.method[0] == "mean"
    np.testing.assert_allclose(result.expected, 100)
    np.testing.assert_allclose(result.upper[0.8], 100 + 10 * 1.2533 * 1.2816, rtol=1e-4)
    assert np.isnan(result.mase[0])


def test_all_zeros_forecast_zero():
    result = forecast(history(np.zeros(36)), 12)
    np.testing.assert_array_equal(result.expected, 0)
    np.testing.assert_array_equal(result.upper[0.8], 0)


@pytest.mark.parametrize("n_months", [7, 15, 30, 60])
def test_constant_stays_and_is_certain(n_months):
    result = forecast(history(np.full(n_months, 250.0)), 12)
    np.testing.assert_allclose(result.expected, 250)
    np.testing.assert_allclose(result.lower[0.8], 250)
    np.testing.assert_allclose(result.upper[0.8], 250)


def test_one_huge_order_does_not_carry_the_forecast_away():
    y = np.random.default_rng(3).normal(100, 10, (1, 36))
    y[0, -4] = 10_000
    assert (forecast(history(y), 12).expected < 200).all()


def test_credit_notes_are_accepted_and_nothing_falls_below_zero():
    y = np.random.default_rng(3).normal(20, 40, (3, 40))
    y[2] = -np.abs(y[2])
    result = forecast(history(y), 12)
    check_shape_of_bounds(result)
    np.testing.assert_array_equal(result.expected[2], 0)


def test_customer_who_left_is_expected_to_stay_away():
    y = lumpy(1, 60)
    y[0, -24:] = 0
    assert forecast(history(y), 12).expected[0, 0] < 0.1 * y[0, :36].mean()


def test_sum_over_a_year_of_lumpy_demand_is_unbiased():
    y = lumpy(300, 60)
    result = forecast(history(y[:, :48]), 12)
    assert result.expected.sum() == pytest.approx(y[:, 48:].sum(), rel=0.1)


@pytest.mark.parametrize(("first", "last"), [(0.3, 0.3), (0.3, 0.02), (0.25, 0.5)])
def test_sum_over_a_year_of_lumpy_demand_is_no_worse_than_the_mean(first, last):
    rng = np.random.default_rng(11)
    orders = rng.random((300, 60)) < np.linspace(first, last, 60)
    y = np.where(orders, rng.gamma(2, 500, (300, 60)), 0.0)
    actual = y[:, 48:].sum(axis=1)
    ours = forecast(history(y[:, :48]), 12).total(12)[0]
    plain = mean(y[:, :48], 12).sum(axis=1)
    assert np.sqrt(((ours - actual) ** 2).mean()) < np.sqrt(((plain - actual) ** 2).mean())


def test_total_adds_months_but_not_bounds():
    result = forecast(history(generated(60, 48)), 12)
    expected, lower, upper = result.total(3)
    np.testing.assert_allclose(expected, result.expected[:, :3].sum(axis=1))
    assert (lower >= 0).all() and (lower <= expected).all() and (upper >= expected).all()
    assert ((upper - lower) < (result.upper[0.8] - result.lower[0.8])[:, :3].sum(axis=1)).mean() > 0.9


def test_total_of_one_month_is_that_month():
    result = forecast(history(generated(60, 48)), 12)
    expected, lower, upper = result.total(1, level=0.5)
    np.testing.assert_allclose(expected, result.expected[:, 0])
    np.testing.assert_allclose(lower, result.lower[0.5][:, 0])
    np.testing.assert_allclose(upper, result.upper[0.5][:, 0])


def test_total_can_leave_out_the_running_month():
    result = forecast(history(np.vstack([generated(30, 48), lumpy(30, 48)])), 12)
    expected, lower, upper = result.total(3, skip=1)
    np.testing.assert_allclose(expected, result.expected[:, 1:4].sum(axis=1))
    assert (lower <= expected).all() and (upper > expected).all()


def test_longer_totals_are_never_surer():
    result = forecast(history(generated(30, 40)), 12)
    widths = [result.total(k)[2] - result.total(k)[0] for k in range(1, 13)]
    assert (np.diff(widths, axis=0) > -1e-6).all()


@pytest.mark.parametrize(("k", "skip", "level"), [(7, 0, 0.8), (0, 0, 0.8), (6, 1, 0.8), (3, -1, 0.8), (3, 0, 80)])
def test_total_refuses_what_was_not_forecast(k, skip, level):
    with pytest.raises(ValueError, match="must"):
        forecast(history(generated(1, 30)), 6).total(k, level, skip)


@pytest.mark.parametrize(("horizon", "levels"), [(0, (0.8,)), (25, (0.8,)), (12, ()), (12, (80,))])
def test_request_out_of_range_is_refused(horizon, levels):
    with pytest.raises(ValueError, match="must"):
        forecast(history(generated(1, 30)), horizon, levels)


def test_no_series_at_all():
    empty = History((), np.array(["2025-01"], dtype="datetime64[M]"), np.empty((0, 1)))
    result = forecast(empty, 12)
    assert result.expected.shape == (0, 12)
    assert result.total(3)[0].shape == (0,)


def test_kinds_are_mixed_freely_and_rows_keep_their_places():
    regular, sparse = generated(30, 48), lumpy(30, 48)
    mixed = np.empty((60, 48))
    mixed[::2], mixed[1::2] = regular, sparse
    result = forecast(history(mixed), 12)
    np.testing.assert_allclose(result.expected[::2], forecast(history(regular), 12).expected)
    np.testing.assert_allclose(result.upper[0.8][1::2], forecast(history(sparse), 12).upper[0.8])


def test_unit_of_the_figures_does_not_matter():
    y = generated(25, 40)
    one, thousand = forecast(history(y), 6), forecast(history(y * 1000), 6)
    np.testing.assert_allclose(thousand.expected, one.expected * 1000)
    np.testing.assert_allclose(thousand.upper[0.8], one.upper[0.8] * 1000)


def test_ten_thousand_series_take_seconds_and_bounded_memory():
    y = history(generated(10_000, 48))
    started = time.process_time()
    tracemalloc.start()
    with warnings.catch_warnings(action="error"):
        result = forecast(y, 12)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.enough_data.all()
    assert time.process_time() - started < 60
    assert peak < 150e6
