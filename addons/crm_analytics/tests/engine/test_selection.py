"""Rolling origins and the choice among models."""

import numpy as np
import pytest
from engine.models import naive
from engine.origins import mean_path_errors, origin_columns, rolling_errors
from engine.selection import choose
from samples import generated, lumpy

NAN = np.nan


@pytest.mark.parametrize(
    ("n_months", "horizon", "expected"),
    [
        (48, 12, [24, 27, 30, 33, 36, 39, 42, 45]),
        (24, 12, [6, 9, 12, 15, 18, 21]),
        (20, 1, [12, 13, 14, 15, 16, 17, 18, 19]),
        (6, 3, []),
    ],
)
def test_origins_step_by_a_quarter_of_the_horizon(n_months, horizon, expected):
    assert origin_columns(n_months, horizon).tolist() == expected


def test_errors_by_hand():
    y = np.arange(1.0, 15.0)[None]
    errors = rolling_errors(naive, y, 2)
    assert origin_columns(14, 2).tolist() == [6, 7, 8, 9, 10, 11, 12, 13]
    # Origin 6 has too little behind it (half of 14 months is 7).
    np.testing.assert_array_equal(errors[0], [[NAN, NAN]])
    np.testing.assert_array_equal(errors[1], [[1, 2]])
    np.testing.assert_array_equal(errors[-1], [[1, NAN]])


def test_origins_never_see_the_future():
    y = generated(2, 40)
    seen = []

    def spy(past, horizon):
        seen.append(past.copy())
        return naive(past, horizon)

    rolling_errors(spy, y, 12)
    for past in seen:
        np.testing.assert_array_equal(past, y[:, : past.shape[1]])
    assert [past.shape[1] for past in seen] == [22, 25, 28, 31, 34, 37]


def test_mean_path_errors_by_hand():
    np.testing.assert_array_equal(mean_path_errors(np.array([[[2.0, 4, 0, NAN]]])), [[[2, 3, 2, NAN]]])


def test_short_life_gets_the_mean():
    assert set(choose(generated(5, 11), 6, sparse=False).method) == {"mean"}


def test_clear_season_is_left_to_the_combination():
    season = np.tile(np.arange(12.0), 4) + np.arange(48) / 2
    choice = choose(season[None] + 10, 12, sparse=False)
    assert choice.method[0] == "combination"
    assert choice.relative_error[0] < 1


def test_level_that_just_jumped_is_left_to_the_naive():
    # Prices that stay where they are for a while: the last one is the best guess.
    rng = np.random.default_rng(5)
    steps = np.where(np.arange(48) % 7 == 0, rng.normal(0, 30, (50, 48)), 0.0)
    choice = choose(500 + np.cumsum(steps, axis=1), 3, sparse=False)
    assert (choice.method == "naive").any()
    assert (choice.relative_error[choice.method == "naive"] < 1).all()


def test_chosen_errors_are_those_of_the_chosen_model():
    y = generated(40, 36)
    choice = choose(y, 6, sparse=False)
    for name, model in (("naive", naive),):
        rows = choice.method == name
        np.testing.assert_allclose(choice.errors[:, rows], rolling_errors(model, y[rows], 6))


def test_lumpy_series_choose_among_their_own():
    choice = choose(lumpy(50, 48), 12, sparse=True)
    assert set(choice.method) <= {"mean_tsb", "mean", "tsb"}
    assert choice.expected.shape == (50, 12)
    assert (choice.expected >= 0).all()
