"""Effort learned from closed work: coverage that holds, better than the estimate as it is."""

import numpy as np
import pytest
from engine.estimation import backtest_effort, fit_effort, pert_quantile, pinball
from samples import closed_work


@pytest.mark.parametrize("seed", range(5))
def test_p80_covers_80_percent_and_beats_the_estimate(seed):
    report = backtest_effort(*closed_work(seed=seed, n=3000))
    assert report.coverage[1] == pytest.approx(0.8, abs=0.04)
    assert report.pinball[1] <= 0.9 * report.pinball_estimate[1]
    assert report.pinball[0] <= report.pinball_estimate[0]
    assert (report.n_train, report.n_test) == (2100, 900)


def test_coverage_over_many_histories():
    """Each history has its luck; together the level holds, with little history too."""
    for n in (60, 150, 2000):
        covered = [backtest_effort(*closed_work(n=n, seed=seed)).coverage[1] for seed in range(40)]
        assert np.mean(covered) == pytest.approx(0.8, abs=0.03)


def test_a_class_with_much_history_keeps_its_own_and_one_with_little_its_parents():
    estimates = np.full(300, 10.0)
    rng = np.random.default_rng(4)
    classes = [("shop", "designer")] * 200 + [("shop", "developer")] * 98 + [("shop", "tester")] * 2
    actuals = 10 * np.exp(rng.normal(0, 0.1, 300))
    actuals[:200] *= 2
    actuals[-2:] *= 5
    model = fit_effort(estimates, actuals, classes)
    p50 = model.predict([10, 10, 10, 10], [classes[0], classes[200], classes[-1], ("blog", "designer")])[:, 0]
    assert p50[0] == pytest.approx(20, rel=0.1)
    assert p50[1] == pytest.approx(10, rel=0.1)
    assert 10 < p50[2] < 40
    # A service never sold before is estimated as all work is.
    assert p50[3] == pytest.approx(np.median(actuals), rel=0.15)
    assert (model.closed_works(classes[0]), model.closed_works(("blog", "designer"))) == (200, 0)


def test_levels_never_cross_and_scale_with_the_estimate():
    estimates, actuals, classes, _closed = closed_work()
    model = fit_effort(estimates, actuals, classes, (0.1, 0.5, 0.8, 0.95))
    predicted = model.predict(estimates, classes)
    assert (np.diff(predicted, axis=1) >= 0).all()
    assert model.predict(estimates * 3, classes) == pytest.approx(predicted * 3)


def test_booked_as_estimated_gives_the_estimate():
    estimates, _actuals, classes, _closed = closed_work(200)
    assert fit_effort(estimates, estimates, classes).predict([7.0], [classes[0]]).tolist() == [[7.0, 7.0]]


def test_one_absurd_work_changes_little():
    estimates, actuals, classes, _closed = closed_work(400)
    before = fit_effort(estimates, actuals, classes).predict(estimates, classes)
    actuals[0] = 1e9
    after = fit_effort(estimates, actuals, classes).predict(estimates, classes)
    assert np.median(after / before) == pytest.approx(1, abs=0.02)
    assert after.max() < 1e6


def test_too_little_work_and_bad_figures():
    assert fit_effort([1] * 19, [1] * 19, [("a",)] * 19) is None
    assert fit_effort([0] * 30, [1] * 30, [("a",)] * 30) is None
    assert backtest_effort([1] * 20, [1] * 20, [("a",)] * 20, range(20)) is None
    with pytest.raises(ValueError, match="as many"):
        fit_effort([1], [1, 2], [("a",)])
    with pytest.raises(ValueError, match="finite"):
        fit_effort([1], [np.nan], [("a",)])
    with pytest.raises(ValueError, match="one length"):
        fit_effort([1, 1], [1, 1], [("a",), ("a", "b")])
    with pytest.raises(ValueError, match="levels"):
        fit_effort([1], [1], [("a",)], (1.0,))


def test_three_points_are_pert():
    assert pert_quantile([[4, 6, 14]], 0.5)[0] == pytest.approx(7)
    assert pert_quantile([[4, 6, 14]], 0.8)[0] == pytest.approx(7 + 0.8416 * 10 / 6, rel=1e-4)
    estimates, actuals, classes, closed = closed_work(2000)
    points = np.column_stack([estimates * 0.8, estimates, estimates * 1.4])
    report = backtest_effort(estimates, actuals, classes, closed, points)
    assert report.pinball[1] < report.pinball_pert[1]


def test_pinball_is_least_at_the_quantile():
    actual = np.arange(1, 101.0)[:, None]
    losses = [pinball(actual, np.full((100, 1), guess), (0.8,))[0] for guess in (70.0, 80.5, 90.0)]
    assert losses[1] < min(losses[0], losses[2])
