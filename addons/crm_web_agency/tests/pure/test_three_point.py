import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.three_point import Z80, Spread, ThreePoint, get_factor, total

HOURS = st.floats(0, 10_000)
POINTS = st.lists(HOURS, min_size=3, max_size=3).map(lambda hours: ThreePoint(*sorted(hours)))
SPREADS = POINTS.map(lambda points: points.spread)
FACTORS = st.floats(0, 1_000)


def close(first, second):
    return first == pytest.approx(second, rel=1e-9, abs=1e-6)


def test_figures_by_hand():
    spread = ThreePoint(40, 60, 100).spread
    assert close(spread.expected, 63.333333333)
    assert close(spread.variance, 100)
    assert close(spread.p80, 63.333333333 + 8.416212336)
    assert close(Z80, 0.841621234)


@given(POINTS)
def test_expected_hours_lie_between_the_best_and_the_worst(points):
    spread = points.spread
    assert points.optimistic - 1e-6 <= spread.expected <= points.pessimistic + 1e-6
    assert spread.variance >= 0
    assert spread.p80 >= spread.expected


@given(HOURS)
def test_what_is_certain_has_no_spread(hours):
    spread = ThreePoint(hours, hours, hours).spread
    assert close(spread.expected, hours)
    assert close(spread.p80, hours)


@given(st.lists(SPREADS, max_size=30), st.randoms())
def test_a_sum_does_not_depend_on_the_order(spreads, chance):
    shuffled = list(spreads)
    chance.shuffle(shuffled)
    first, second = total(spreads), total(shuffled)
    assert close(first.expected, second.expected)
    assert close(first.variance, second.variance)


@given(st.lists(SPREADS, max_size=15), st.lists(SPREADS, max_size=15))
def test_totals_of_parts_add_up_to_the_total(one, other):
    whole = total([*one, *other])
    parts = total([total(one), total(other)])
    assert close(whole.expected, parts.expected)
    assert close(whole.p80, parts.p80)


@given(st.lists(SPREADS, min_size=1, max_size=30))
def test_safe_hours_of_several_are_at_most_their_sum(spreads):
    whole = total(spreads)
    assert whole.p80 <= sum(spread.p80 for spread in spreads) + 1e-6
    assert whole.p80 >= whole.expected


@given(SPREADS, FACTORS)
def test_units_are_misjudged_alike(spread, factor):
    assert close(spread.times(factor).p80, spread.p80 * factor)


@given(st.lists(POINTS, min_size=1, max_size=5), HOURS)
def test_hours_sold_are_the_hours_expected(points, sold):
    norm = total(point.spread for point in points)
    factor = get_factor(1.0, sold, norm.expected)
    if norm.expected > 1e-3:
        assert close(norm.times(factor).expected, sold)


@given(FACTORS, HOURS)
def test_a_fixed_price_takes_the_norms_for_each_unit(quantity, norm_hours):
    assert get_factor(quantity, None, norm_hours) == quantity


def test_nothing_adds_up_to_nothing():
    assert total([]) == Spread(0, 0)
    assert total([]).p80 == 0


@pytest.mark.parametrize("points", [(-1, 2, 3), (3, 2, 4), (1, 5, 4)])
def test_hours_that_do_not_grow_are_refused(points):
    with pytest.raises(ValueError, match="must grow"):
        _ = ThreePoint(*points).spread
