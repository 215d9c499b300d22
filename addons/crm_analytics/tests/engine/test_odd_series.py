"""Series as they come: too short, empty, constant, broken, with one huge order, by the ten thousand."""

from datetime import date

import numpy as np
import pytest
from engine import NOT_ENOUGH_DATA, DataContractError, History, build_history, forecast
from engine.change import find_changes
from engine.models import mean
from samples import generated, history, lumpy

NAN = np.nan


@pytest.mark.parametrize(
    ("n_months", "methods"),
    [
        (3, {NOT_ENOUGH_DATA}),
        (6, {"mean"}),
        (12, {"combination", "naive", "seasonal_naive", "mean"}),
        (24, {"combination", "naive", "seasonal_naive", "mean"}),
        (60, {"combination", "naive", "seasonal_naive", "mean"}),
    ],
)
def test_every_age_has_an_answer(n_months, methods):
    y = generated(50, n_months)
    result = forecast(history(y), 12)
    assert set(result.method) <= methods
    assert (result.n_obs == n_months).all()
    known = np.repeat(result.enough_data[:, None], 12, axis=1)
    for figures in (result.expected, result.lower[0.8], result.upper[0.8]):
        np.testing.assert_array_equal(np.isfinite(figures), known)
    if n_months >= 6:
        usual = np.median(y, axis=1)
        assert (result.expected.mean(axis=1) < 4 * usual).all()
        assert (result.expected.mean(axis=1) > usual / 4).all()


@pytest.mark.parametrize("n_months", [6, 12, 24, 60])
def test_nothing_stays_nothing(n_months):
    result = forecast(history(np.zeros((3, n_months))), 12)
    for figures in (result.expected, result.lower[0.8], result.upper[0.8]):
        np.testing.assert_array_equal(figures, 0)
    assert (find_changes(history(np.zeros((3, n_months)))).kind == "").all()


@pytest.mark.parametrize("n_months", [6, 12, 24, 60])
def test_a_constant_stays_without_doubt(n_months):
    result = forecast(history(np.full((2, n_months), 1e6)), 24)
    for figures in (result.expected, result.lower[0.8], result.upper[0.8]):
        np.testing.assert_allclose(figures, 1e6)


@pytest.mark.parametrize("n_months", [12, 24, 60])
@pytest.mark.parametrize("back", [1, 5])
def test_one_huge_order_is_kept_in_the_history_and_bounded_in_fitting(n_months, back):
    y = np.random.default_rng(3).normal(1000, 80, (5, n_months))
    y[:, -back] = 1e6
    result = forecast(history(y), 12)
    assert (result.expected < 5000).all()
    # The plain mean would carry it on for a year.
    assert (mean(y, 12) > 50_000).all()


def test_one_huge_order_of_a_rare_client_is_not_expected_every_year():
    y = lumpy(40, 48)
    y[0, 10] = 1e6
    assert forecast(history(y), 12).total(12)[0][0] < 1e6


def test_nan_is_refused_at_the_door_by_name_and_row():
    with pytest.raises(DataContractError, match=r"'value'.*finite.*nan.*row 1"):
        build_history([("a", date(2025, 1, 1), 1.0), ("a", date(2025, 2, 1), NAN)], date(2025, 6, 1))
    months = np.arange("2025-01", "2025-04", dtype="datetime64[M]")
    with pytest.raises(ValueError, match="inside"):
        History(("a",), months, np.array([[1.0, NAN, 2.0]]))


def test_nan_before_life_is_youth():
    y = generated(3, 40)
    y[1, :20] = NAN
    result = forecast(history(y), 12)
    alone = forecast(history(y[1:2, 20:], "2021-09"), 12)
    np.testing.assert_allclose(result.expected[1], alone.expected[0])


def test_credit_notes_are_figures_like_others():
    y = np.random.default_rng(5).normal(100, 20, (4, 36))
    y[0, 30] = -500.0
    y[1] = -np.abs(y[1])
    y[2, ::3] = -10.0
    result = forecast(history(y), 12)
    assert np.isfinite(result.expected).all()
    assert (result.lower[0.8] >= 0).all() and (result.expected <= result.upper[0.8]).all()
    assert 50 < result.expected[0].mean() < 130
    np.testing.assert_array_equal(result.expected[1], 0)


def test_ten_thousand_series_of_all_kinds():
    y = np.vstack([generated(4_000, 48), lumpy(4_000, 48), np.zeros((500, 48)), np.full((500, 48), 7.0)])
    y = np.vstack([y, np.random.default_rng(1).normal(0, 100, (1_000, 48))])
    y[::7, :24] = NAN
    y[::11, :42] = NAN
    y[::13, :46] = NAN
    parents = [(row % 40, "company") for row in range(len(y))]
    result = forecast(history(y), 12, parents=parents)
    assert result.expected.shape == (10_000, 12)
    assert (result.enough_data == (result.n_obs >= 6)).all()
    assert np.isfinite(result.expected[result.enough_data]).all()
    assert np.isfinite(result.upper[0.8][result.enough_data]).all()
    assert (result.lower[0.8][result.enough_data] >= 0).all()
