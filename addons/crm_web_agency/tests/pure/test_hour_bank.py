from hypothesis import given
from hypothesis import strategies as st

from tools.hour_bank import Terms, settle

HOURS = st.integers(0, 200 * 60).map(lambda minutes: minutes / 60)
TERMS = st.builds(Terms, included=HOURS, carry_cap=HOURS, carry_periods=st.integers(0, 12))


@given(TERMS, st.lists(HOURS, max_size=36))
def test_hours_are_conserved_and_never_negative(terms, used):
    periods = settle(terms, used)
    total = 0.0
    for before, period in zip([None, *periods], periods, strict=False):
        assert period.carried_in == (before.carried_out if before else 0)
        assert min(period.overage, period.expired, period.carried_out, period.granted) >= 0
        gone = period.used - period.overage + period.expired + period.carried_out
        assert abs(period.granted + period.carried_in - gone) < 1e-6
        assert period.carried_out <= terms.carry_cap + 1e-3
        total += period.granted
    assert len(periods) == len(used)
