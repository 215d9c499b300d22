"""Open opportunities: probabilities that come true, months that hold."""

import numpy as np
import pytest
from engine.pipeline import brier, calibrate, reliability, simulate_revenue

SHARES = {"new": 0.15, "talks": 0.35, "offer": 0.6}


def closed(n=600, seed=1, sharp=0.0):
    """Opportunities of three stages whose guesses are twice too sure; `sharp` of truth beyond the stage."""
    rng = np.random.default_rng(seed)
    stages = rng.choice(list(SHARES), n)
    truth = np.array([SHARES[stage] for stage in stages])
    truth = 1 / (1 + np.exp(-(np.log(truth / (1 - truth)) + sharp * rng.normal(0, 1, n))))
    guesses = 1 / (1 + np.exp(-(2 * np.log(truth / (1 - truth)) + 0.5)))
    return guesses, stages.tolist(), rng.random(n) < truth, np.arange(n), truth


def test_too_sure_guesses_are_calibrated():
    guesses, stages, won, days, truth = closed(4000, sharp=1.0)
    found = calibrate(guesses, stages, won, days)
    assert found.method in ("logistic", "isotonic")
    assert found.brier < found.brier_stage
    assert found.brier < found.brier_guess
    probabilities = found.probability(guesses, stages)
    assert np.abs(probabilities - truth).mean() < 0.05 < np.abs(guesses - truth).mean()
    # Among those said to be won with 70 %, about 70 % are.
    big = found.reliability[found.reliability[:, 2] >= 50]
    assert np.abs(big[:, 0] - big[:, 1]).max() < 0.12


def test_guesses_that_tell_nothing_give_way_to_the_stage():
    _guesses, stages, won, days, _truth = closed(1500)
    noise = np.random.default_rng(7).random(1500)
    found = calibrate(noise, stages, won, days)
    assert found.brier <= found.brier_stage * 1.001
    assert np.corrcoef(found.probability(noise, stages), noise)[0, 1] == pytest.approx(0, abs=0.2)


def test_too_few_closed_ones_leave_the_guesses():
    guesses, stages, won, days, _truth = closed(59)
    found = calibrate(guesses, stages, won, days)
    assert found.method == ""
    assert found.probability(guesses, stages).tolist() == guesses.tolist()
    always = calibrate(np.full(200, 0.5), ["offer"] * 200, np.ones(200, dtype=bool), np.arange(200))
    assert always.method == ""


def test_a_stage_never_seen_gets_the_share_of_all():
    _guesses, stages, won, days, _truth = closed(800)
    found = calibrate(np.full(800, 0.5), stages, won, days)
    assert found.probability(np.array([0.5]), ["unheard"])[0] == pytest.approx(won.mean(), abs=0.06)


def test_scores_and_curve_are_those_of_the_definition():
    assert brier([1.0, 0.0, 0.5], [True, False, True]) == pytest.approx(0.25 / 3)
    curve = reliability([0.05, 0.07, 0.95, 1.0], [False, True, True, True])
    assert curve.tolist() == [[pytest.approx(0.06), 0.5, 2], [pytest.approx(0.975), 1.0, 2]]


def test_revenue_comes_later_than_planned_and_no_sooner_than_today():
    today = np.datetime64("2026-11-23")
    planned = np.array(["2026-10-01", "2026-12-10", "NaT"], dtype="datetime64[D]")
    found = simulate_revenue([1.0, 1.0, 1.0], [100.0, 200.0, 400.0], planned, today, [0], horizon=3)
    assert found.months.astype(str).tolist() == ["2026-11", "2026-12", "2027-01"]
    assert found.expected.tolist() == [500, 200, 0]
    late = simulate_revenue([1.0, 1.0, 1.0], [100.0, 200.0, 400.0], planned, today, [45], horizon=3)
    assert late.expected.tolist() == [0, 0, 700]
    gone = simulate_revenue([1.0], [100.0], planned[1:2], today, [365], horizon=3)
    assert (gone.expected.sum(), gone.later) == (0, 100)


def test_the_mean_and_the_interval_hold():
    rng = np.random.default_rng(4)
    today = np.datetime64("2026-11-23")
    inside = []
    for _again in range(150):
        chance, amount = rng.uniform(0.1, 0.9, 25), rng.gamma(1, 1000, 25)
        planned = today + rng.integers(0, 60, 25).astype("timedelta64[D]")
        delays = rng.gamma(1, 30, 100)
        found = simulate_revenue(chance, amount, planned, today, delays, horizon=12)
        expected, lower, upper = found.total[0.8]
        assert expected + found.later == pytest.approx((chance * amount).sum(), rel=0.1)
        came = (amount * (rng.random(25) < chance)).sum()
        inside.append(lower <= came <= upper)
    assert np.mean(inside) == pytest.approx(0.8, abs=0.1)


def test_the_same_seed_gives_the_same_figures():
    today = np.datetime64("2026-11-23")
    found = [simulate_revenue([0.5], [9.0], np.array([today]), today, [1, 40], seed=5).expected for _ in range(2)]
    assert found[0].tolist() == found[1].tolist()


def test_nothing_open_and_bad_figures():
    today = np.datetime64("2026-11-23")
    none = np.array([], dtype="datetime64[D]")
    assert simulate_revenue([], [], none, today, []).expected.tolist() == [0] * 6
    with pytest.raises(ValueError, match="between 0 and 1"):
        simulate_revenue([1.2], [1.0], np.array([today]), today, [])
    with pytest.raises(ValueError, match="as many"):
        calibrate([0.5], [], [True], [1])
    with pytest.raises(ValueError, match="between 0 and 1"):
        calibrate([5], ["new"], [True], [1])
