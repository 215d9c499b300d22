"""From long facts to the matrix: layout, cut of the running month, data contract."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from engine import DataContractError, History, build_history

NAN = np.nan


def test_months_are_summed_and_gaps_are_zero():
    facts = [
        ("a", date(2025, 1, 5), 10.0),
        ("a", date(2025, 1, 20), 5.0),
        ("a", date(2025, 4, 1), 7.0),
        ("b", date(2025, 3, 31), 2.0),
    ]
    history = build_history(facts, as_of=date(2025, 6, 10))
    assert history.keys == ("a", "b")
    assert history.months[0] == np.datetime64("2025-01")
    np.testing.assert_array_equal(history.values, [[15, 0, 0, 7, 0], [NAN, NAN, 2, 0, 0]])
    np.testing.assert_array_equal(history.n_obs, [5, 3])


def test_running_month_is_cut():
    facts = [("a", date(2025, 5, 1), 1.0), ("a", date(2025, 6, 1), 9.0), ("new", date(2025, 6, 2), 3.0)]
    history = build_history(facts, as_of=date(2025, 6, 30))
    assert history.keys == ("a",)
    np.testing.assert_array_equal(history.values, [[1.0]])


def test_running_month_is_brought_up_to_a_whole_one_on_request():
    facts = [("a", date(2025, 5, 1), 10.0), ("a", date(2025, 6, 9), 9.0), ("a", date(2025, 6, 20), 100.0)]
    history = build_history(facts, as_of=date(2025, 6, 15), prorate=True)
    assert history.months[-1] == np.datetime64("2025-06")
    # Half of June has passed; what is dated later is no fact yet.
    np.testing.assert_allclose(history.values, [[10.0, 18.0]])


@pytest.mark.parametrize(("day", "months"), [(9, 1), (10, 2), (30, 2)])
def test_too_young_a_month_is_cut_all_the_same(day, months):
    facts = [("a", date(2025, 5, 1), 10.0), ("a", date(2025, 6, 1), 9.0), ("new", date(2025, 6, 2), 3.0)]
    history = build_history(facts, as_of=date(2025, 6, day), prorate=True)
    assert history.values.shape == (months, months)
    if day == 30:
        np.testing.assert_allclose(history.values, [[10, 9], [NAN, 3]])


def test_months_begin_where_the_company_is():
    moment = datetime(2025, 1, 31, 22, 30, tzinfo=UTC)
    history = build_history([("a", moment, 5.0)], date(2025, 3, 1), time_zone="Europe/Kyiv")
    assert history.months.astype(str).tolist() == ["2025-02"]
    frame = pd.DataFrame({"key": ["a"], "month": [pd.Timestamp(moment)], "value": [5.0]})
    assert build_history(frame, date(2025, 3, 1), time_zone="America/New_York").n_obs.tolist() == [2]
    with pytest.raises(DataContractError, match="time zone in row 0"):
        build_history([("a", moment, 5.0)], date(2025, 3, 1))


def test_leading_zeros_are_no_life_unless_all_are_zero():
    facts = [("a", date(2025, m, 1), 0.0 if m < 3 else 4.0) for m in (1, 2, 3)]
    facts += [("zero", date(2025, 2, 1), 0.0)]
    history = build_history(facts, as_of=date(2025, 5, 1))
    np.testing.assert_array_equal(history.values, [[NAN, NAN, 4, 0], [NAN, 0, 0, 0]])


def test_credit_notes_reduce_their_month():
    facts = [("a", date(2025, 1, 1), 5.0), ("a", date(2025, 1, 9), -8.0)]
    assert build_history(facts, as_of=date(2025, 2, 1)).values[0, 0] == -3.0


def test_data_frame_gives_the_same_as_rows():
    rows = [("a", datetime(2025, 1, 5, 12), 10), ("b", datetime(2025, 2, 1), 3)]
    frame = pd.DataFrame(rows, columns=["key", "month", "value"])
    ours, theirs = build_history(rows, date(2025, 4, 1)), build_history(frame, date(2025, 4, 1))
    assert ours.keys == theirs.keys
    np.testing.assert_array_equal(ours.values, theirs.values)


def test_no_facts_give_an_empty_history():
    history = build_history([], as_of=date(2025, 4, 1))
    assert history.keys == ()
    assert history.months[-1] == np.datetime64("2025-03")


@pytest.mark.parametrize(
    ("fact", "column", "found"),
    [
        ((None, date(2025, 1, 1), 1.0), "key", "NoneType"),
        (([], date(2025, 1, 1), 1.0), "key", "list"),
        (("a", "2025-01-01", 1.0), "month", "str"),
        (("a", None, 1.0), "month", "NoneType"),
        (("a", date(2025, 1, 1), None), "value", "NoneType"),
        (("a", date(2025, 1, 1), "12"), "value", "str"),
        (("a", date(2025, 1, 1), True), "value", "bool"),
        (("a", date(2025, 1, 1), NAN), "value", "float"),
        (("a", date(2025, 1, 1), float("inf")), "value", "float"),
    ],
)
def test_bad_fact_is_named(fact, column, found):
    with pytest.raises(DataContractError) as caught:
        build_history([("ok", date(2025, 1, 1), 1.0), fact, fact], as_of=date(2025, 6, 1))
    assert (caught.value.column, caught.value.row) == (column, 1)
    assert found in caught.value.found
    assert column in str(caught.value)


def test_missing_column_and_ragged_row_are_named():
    with pytest.raises(DataContractError, match="'value'"):
        build_history(pd.DataFrame({"key": [1], "month": [date(2025, 1, 1)]}), date(2025, 6, 1))
    with pytest.raises(DataContractError, match="row 0"):
        build_history([("a", 1)], date(2025, 6, 1))


@pytest.mark.parametrize(
    ("months", "values", "message"),
    [
        (["2025-01", "2025-03"], [[1, 2]], "consecutive"),
        (["2025-01"], [[1, 2]], "expected 1 keys x 1 months"),
        (["2025-01", "2025-02", "2025-03"], [[1, NAN, 2]], "inside"),
        (["2025-01"], [[np.inf]], "infinite"),
    ],
)
def test_history_checks_itself(months, values, message):
    with pytest.raises(ValueError, match=message):
        History(("a",), np.array(months, dtype="datetime64[M]"), np.array(values))
