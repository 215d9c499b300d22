"""Intervals: conformal factors by hand, and their shape."""

import numpy as np
import pytest
from engine.intervals import calibrate, coverage_left_out, sum_widths
from samples import generated

LEVELS = (0.5, 0.8)


def test_factors_are_quantiles_of_scaled_errors():
    # All errors of a series are as large as its scale: every ratio is 1 or -1.
    rng = np.random.default_rng(0)
    size = rng.uniform(1, 1000, 30)
    errors = np.sign(rng.normal(size=(8, 30, 4))) * size[None, :, None]
    fit = calibrate(errors, np.ones((30, 20)), (0.8,))
    np.testing.assert_allclose(fit.scale, size)
    np.testing.assert_allclose(fit.above[0.8], 1)
    np.testing.assert_allclose(fit.below[0.8], 1)


def test_quantiles_of_a_known_distribution():
    errors = np.random.default_rng(0).uniform(-1, 1, (8, 3000, 2))
    fit = calibrate(errors, np.ones((3000, 20)), (0.8,))
    widths = np.median(fit.scale) * fit.above[0.8]
    np.testing.assert_allclose(widths, 0.8, atol=0.02)


def test_skewed_errors_make_skewed_bounds_among_many_series_only():
    errors = np.random.default_rng(0).gamma(1, 1, (8, 40, 3)) - 0.7
    many = calibrate(errors, np.ones((40, 20)), (0.8,))
    assert many.above[0.8][0] > 1.5 * many.below[0.8][0]
    few = calibrate(errors[:, :2], np.ones((2, 20)), (0.8,))
    np.testing.assert_array_equal(few.above[0.8], few.below[0.8])


def test_never_narrower_further_out_and_wider_with_the_level():
    errors = np.random.default_rng(0).normal(size=(8, 25, 12)) * np.linspace(2, 1, 12)
    fit = calibrate(errors, np.ones((25, 30)), LEVELS)
    for side in (fit.below, fit.above):
        for level in LEVELS:
            assert (np.diff(side[level]) >= 0).all()
        assert (side[0.8] >= side[0.5]).all()


def width_of_sum(errors, months):
    """Distance above, in units of the distance for the first month alone."""
    scale = np.ones(errors.shape[1])
    one, many = (sum_widths(errors, scale, 0.8, m)[1][0] for m in (slice(0, 1), months))
    return many / one


@pytest.mark.parametrize("months", [slice(0, 9), slice(3, 12)])
def test_sum_of_independent_months_is_surer_than_the_sum_of_bounds(months):
    errors = np.random.default_rng(0).normal(size=(8, 200, 12))
    assert width_of_sum(errors, months) == pytest.approx(np.sqrt(9), rel=0.1)


def test_sum_of_months_that_miss_together_is_not():
    errors = np.random.default_rng(0).normal(size=(8, 200, 1)).repeat(9, axis=2)
    assert width_of_sum(errors, slice(0, 9)) == pytest.approx(9)


def test_bounds_of_sums_are_in_the_unit_of_each_series():
    errors = np.random.default_rng(0).normal(size=(8, 30, 6)) * np.arange(1, 31)[None, :, None]
    scale = calibrate(errors, np.ones((30, 20)), (0.8,)).scale
    below, _above = sum_widths(errors, scale, 0.8, slice(0, 3))
    np.testing.assert_allclose(below / scale, below[0] / scale[0])


def test_without_errors_the_normal_distribution_stands_in():
    y = np.array([[9.0, 11, 9, 11, 9, 11, 9, 11]])
    fit = calibrate(np.full((0, 1, 3), np.nan), y, LEVELS)
    assert fit.scale[0] == 1
    assert fit.above[0.8][0] == pytest.approx(1.2533 * 1.2816, rel=1e-4)
    assert fit.above[0.5][0] == pytest.approx(1.2533 * 0.6745, rel=1e-4)


def test_coverage_is_measured_on_left_out_origins():
    rng = np.random.default_rng(0)
    quiet = rng.normal(size=(8, 300, 6))
    covered = coverage_left_out(quiet, generated(300, 30), (0.8,))[0.8]
    assert covered.mean() == pytest.approx(0.8, abs=0.03)


def test_an_origin_is_not_judged_by_its_own_errors():
    # Calm then wild: bounds from the calm origin miss the wild one, not the reverse.
    signs = np.sign(np.random.default_rng(0).normal(size=(2, 300, 6)))
    errors = signs * np.array([1.0, 10.0])[:, None, None]
    covered = coverage_left_out(errors, generated(300, 30), (0.8,))[0.8]
    np.testing.assert_array_equal(covered, 0.5)


def test_one_origin_gives_no_measured_coverage():
    covered = coverage_left_out(np.ones((1, 4, 3)), np.ones((4, 12)), (0.8,))[0.8]
    assert np.isnan(covered).all()
