import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.hour_bank import ALERTS, Terms, get_alert, get_used_share, settle

# Whole minutes, as people log them.
HOURS = st.integers(0, 200 * 60).map(lambda minutes: minutes / 60)
TERMS = st.builds(Terms, included=HOURS, carry_cap=HOURS, carry_periods=st.integers(0, 12))
USED = st.lists(HOURS, max_size=36)


def close(first, second):
    return first == pytest.approx(second, abs=1e-3)


def test_three_months_by_hand():
    first, second, third = settle(Terms(10, carry_cap=6, carry_periods=1), [7, 12, 12])
    assert (first.carried_out, first.expired) == (3, 0)
    assert (second.carried_in, second.carried_out, second.overage) == (3, 1, 0)
    assert (third.carried_in, third.overage) == (1, 1)


def test_the_oldest_hours_are_used_and_expire_first():
    first, second, third = settle(Terms(10, carry_cap=20, carry_periods=2), [4, 1, 0])
    assert first.carried_out == 6
    assert (second.carried_in, second.carried_out) == (6, 15)
    # Five of the first period are left, two periods old by now.
    assert (third.expired, third.carried_out) == (5, 20)


@given(TERMS, USED)
def test_hours_are_conserved_and_never_negative(terms, used):
    periods = settle(terms, used)
    assert len(periods) == len(used)
    for before, period in zip([None, *periods], periods, strict=False):
        assert period.carried_in == (before.carried_out if before else 0)
        assert min(period.overage, period.expired, period.carried_out, period.granted) >= 0
        gone = period.used - period.overage + period.expired + period.carried_out
        assert abs(period.granted + period.carried_in - gone) < 1e-6
        assert period.carried_out <= terms.carry_cap + 1e-3


@given(TERMS, USED)
def test_a_whole_term_is_conserved(terms, used):
    periods = settle(terms, used)
    granted = sum(period.granted for period in periods)
    gone = sum(period.used - period.overage + period.expired for period in periods)
    assert close(granted, gone + (periods[-1].carried_out if periods else 0))


@given(TERMS, USED, USED)
def test_later_periods_do_not_change_closed_ones(terms, used, later):
    assert settle(terms, [*used, *later])[: len(used)] == settle(terms, used)


@given(TERMS, USED, st.integers(0, 35), HOURS)
def test_more_work_leaves_no_more_hours(terms, used, place, more):
    if not used:
        return
    place %= len(used)
    worked = [*used[:place], used[place] + more, *used[place + 1 :]]
    for less, greater in zip(settle(terms, used), settle(terms, worked), strict=True):
        assert greater.carried_out <= less.carried_out + 1e-3
        assert greater.overage >= less.overage - 1e-3


@given(HOURS, HOURS, USED)
def test_hours_of_one_period_live_for_one_more(included, cap, used):
    for period in settle(Terms(included, cap, carry_periods=1), used):
        assert period.carried_out <= period.granted


@given(HOURS, HOURS, st.integers(0, 5), USED)
def test_nothing_is_carried_without_a_cap_or_a_time(included, cap, periods, used):
    for terms in (Terms(included, 0, periods), Terms(included, cap, 0)):
        assert not any(period.carried_out for period in settle(terms, used))


@given(TERMS, st.lists(st.tuples(HOURS, HOURS), max_size=24))
def test_each_period_grants_its_own_hours(terms, rows):
    periods = settle(terms, [used for used, _granted in rows], [granted for _used, granted in rows])
    assert all(close(period.granted, granted) for period, (_used, granted) in zip(periods, rows, strict=True))


@given(HOURS, HOURS, st.integers(1, 400), st.randoms())
def test_alerts_grow_with_the_hours_in_any_order_of_work(used, more, available, chance):
    assert get_alert(used, available) <= get_alert(used + more, available)
    assert get_alert(used, available) in (0, *ALERTS)
    parts = [used / 4] * 4
    chance.shuffle(parts)
    assert close(get_used_share(sum(parts), available), get_used_share(used, available))


@pytest.mark.parametrize(("used", "alert"), [(0, 0), (4.99, 0), (5, 50), (7.5, 75), (9, 90), (10, 100), (15, 100)])
def test_thresholds(used, alert):
    assert get_alert(used, 10) == alert


def test_a_threshold_is_met_exactly():
    assert get_alert(6.3, 7) == 90


def test_what_is_used_without_any_hours_is_all():
    assert get_used_share(0, 0) == 0
    assert get_used_share(1, 0) == 100


@pytest.mark.parametrize("terms", [(-1, 0, 1), (1, -1, 1), (1, 1, -1)])
def test_negative_terms_are_refused(terms):
    with pytest.raises(ValueError, match="negative"):
        Terms(*terms)


def test_bad_hours_are_refused():
    with pytest.raises(ValueError, match="negative"):
        settle(Terms(1), [-1])
    with pytest.raises(ValueError, match="negative"):
        settle(Terms(1), [float("nan")])
    with pytest.raises(ValueError, match="as many"):
        settle(Terms(1), [1, 2], [1])
