"""What changed: real shifts are found, nothing is hardly ever found where nothing changed."""

import time

import numpy as np
import pytest
from engine.change import ALARMS_PER_YEAR, find_changes
from samples import history, lumpy


def noise(n_series, n_months, correlation=0.0, seasons=0.0, seed=1):
    """Stationary series around 3,000, by choice with months like their neighbours or with a season."""
    rng = np.random.default_rng(seed)
    errors = rng.normal(0, 1, (n_series, n_months + 50))
    for month in range(1, n_months + 50):
        errors[:, month] += correlation * errors[:, month - 1]
    season = rng.normal(0, seasons, (n_series, 12))[:, np.arange(n_months) % 12]
    return np.exp(8 + 0.3 * errors[:, 50:] + season)


def busy(share):
    rng = np.random.default_rng(3)
    return np.where(rng.random((200, 60)) < share, rng.gamma(2, 500, (200, 60)), 0.0)


STATIONARY = {
    "noise": noise(200, 60),
    "months like their neighbours": noise(200, 60, correlation=0.3),
    "much like their neighbours": noise(200, 60, correlation=0.6),
    "seasons": noise(200, 60, seasons=0.5),
    "lumpy": lumpy(200, 60),
    "often busy": busy(0.6),
    "hardly silent": busy(0.9),
}


@pytest.mark.parametrize("kind", STATIONARY)
def test_at_most_one_alarm_in_twenty_series_years(kind):
    """Asked every month for three years, as it will be."""
    y = STATIONARY[kind]
    alarms = sum(find_changes(history(y[:, :month])).is_new.sum() for month in range(24, 60))
    assert alarms / (len(y) * 3) <= ALARMS_PER_YEAR


def test_a_lasting_shift_is_found_with_its_month_and_size():
    y = noise(200, 36)
    y[:, 30:] *= 3
    found = find_changes(history(y, "2023-01"))
    risen = found.kind == "rise"
    assert risen.mean() > 0.8
    assert not (found.kind == "fall").any()
    since, counts = np.unique(found.since[risen], return_counts=True)
    assert str(since[counts.argmax()]) == "2025-07"
    assert np.nanmedian(found.after / found.before) == pytest.approx(3, rel=0.15)
    assert (found.p_value[risen] < 0.01).all()


def test_a_fall_is_a_fall():
    y = noise(100, 36)
    y[:, 30:] /= 3
    assert (find_changes(history(y)).kind == "fall").mean() > 0.8


def test_a_busy_client_who_stops_is_silent():
    y = noise(100, 36)
    y[:, 33:] = 0
    found = find_changes(history(y, "2023-01"))
    assert (found.kind == "silence").all()
    assert set(found.since.astype(str)) == {"2025-10"}
    assert (found.after == 0).all()


def test_who_orders_once_a_year_is_not_silent_after_five_months():
    y = np.zeros((1, 41))
    y[0, [0, 12, 24, 35]] = 5000
    assert find_changes(history(y)).kind[0] == ""


def test_a_change_is_new_once():
    y = noise(100, 40)
    y[:, 30:] = 0
    told = np.zeros(100, dtype=int)
    for month in range(31, 41):
        found = find_changes(history(y[:, :month]))
        told += found.is_new & (found.kind == "silence")
    assert (told == 1).all()


def test_one_huge_order_changes_nothing():
    y = noise(200, 36)
    y[:, -1] *= 100
    assert (find_changes(history(y)).kind != "").mean() <= 0.02


def test_short_constant_empty_and_negative_series_have_a_sensible_answer():
    for y in (np.ones((3, 5)), np.ones((3, 40)), np.zeros((3, 40)), np.full((3, 1), 7.0)):
        found = find_changes(history(y))
        assert (found.kind == "").all()
        assert np.isnan(found.before).all() and np.isnat(found.since).all()
    notes = noise(1, 36)
    notes[:, 30:] *= -1
    assert find_changes(history(notes)).kind[0] == "fall"
    young = noise(1, 36)
    young[:, :28] = np.nan
    assert find_changes(history(young)).kind[0] == ""


def test_many_series_at_once():
    started = time.process_time()
    assert len(find_changes(history(noise(10_000, 48))).kind) == 10_000
    assert time.process_time() - started < 30


def test_alarms_out_of_range():
    with pytest.raises(ValueError, match="alarms"):
        find_changes(history(noise(1, 24)), 0)
