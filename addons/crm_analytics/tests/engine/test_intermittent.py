"""Lumpy demand: Croston-SBA and TSB by hand."""

import numpy as np
import pytest
from engine.intermittent import croston_sba, is_sparse, mean_tsb, tsb
from engine.models import mean
from samples import lumpy

NAN = np.nan


def test_sparse_is_counted_inside_life():
    y = np.array([[0, 0, 1, 1, 1.0], [0, 1, 1, 1, 1], [NAN, NAN, NAN, 0, 1], [0, 0, 0, 0, 0]])
    np.testing.assert_array_equal(is_sparse(y), [True, False, True, True])


def test_croston_by_hand():
    # Sizes 10 then 20: 10 + 0.1*10 = 11. Intervals 2 then 3: 2 + 0.1*1 = 2.1.
    y = np.array([[0, 10, 0, 0, 20, 0.0]])
    np.testing.assert_allclose(croston_sba(y, 3), [[0.95 * 11 / 2.1] * 3])


def test_croston_does_not_wait_before_life():
    y = np.array([[NAN, NAN, 0, 10, 0, 0, 20, 0.0]])
    np.testing.assert_allclose(croston_sba(y, 1), [[0.95 * 11 / 2.1]])


def test_tsb_by_hand():
    # Chance 1/2, size 10: after 10 chance 0.55; after 0 chance 0.495.
    y = np.array([[NAN, 10, 0.0]])
    np.testing.assert_allclose(tsb(y, 2), [[4.95, 4.95]])


def test_tsb_fades_when_orders_stop():
    y = np.concatenate([np.tile([0, 0, 90.0], 8), np.zeros(24)])[None]
    assert tsb(y, 1)[0, 0] < 0.2 * croston_sba(y, 1)[0, 0]


@pytest.mark.parametrize(("n_months", "share"), [(9, 1.0), (12, 1.0), (24, 0.5), (36, 1 / 3), (60, 0.3)])
def test_mean_gives_way_to_tsb_as_life_grows(n_months, share):
    y = np.full((2, 60), NAN)
    y[:, 60 - n_months :] = lumpy(2, n_months)
    y[:, 60 - n_months] = 40
    expected = share * mean(y, 2) + (1 - share) * tsb(y, 2)
    np.testing.assert_allclose(mean_tsb(y, 2), expected)


@pytest.mark.parametrize("model", [croston_sba, mean_tsb, tsb])
def test_nothing_ordered_and_no_life(model):
    expected = model(np.array([[0.0] * 6, [NAN] * 6]), 2)
    np.testing.assert_array_equal(expected, [[0, 0], [NAN, NAN]])
