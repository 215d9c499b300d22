"""How often clients come back and what that is worth: against the paper, and against simulated clients."""

import csv
import gzip

import numpy as np
import pytest
from engine.client_value import BgNbd, fit_bg_nbd
from engine.rfm import next_order, rfm_scores
from engine.spending import fit_gamma_gamma, lifetime_value
from samples import REAL_SERIES

CDNOW = REAL_SERIES.with_name("cdnow_sample_rfm.csv.gz")


def simulate(n_clients, model, age, ahead, seed=3):
    """Clients of a known model: x, recency, age until now, and orders in the time ahead."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(model.r, 1 / model.alpha, n_clients)
    chances = rng.beta(model.a, model.b, n_clients)
    rows = []
    for rate, chance in zip(rates, chances, strict=True):
        now, times = 0.0, []
        while True:
            now += rng.exponential(1 / max(rate, 1e-12))
            if now > age + ahead:
                break
            times.append(now)
            if rng.random() < chance:
                break
        past = [moment for moment in times if moment <= age]
        rows.append((len(past), past[-1] if past else 0.0, age, len(times) - len(past)))
    return np.array(rows).T


def cdnow():
    with gzip.open(CDNOW, "rt", newline="") as stream:
        return np.array([[float(row[name]) for name in ("x", "t_x", "T")] for row in csv.DictReader(stream)]).T


if CDNOW.exists():  # A file for development: nothing is tested, nor counted, where it is not.

    def test_the_papers_table():
        model = fit_bg_nbd(*cdnow())
        assert (round(model.r, 3), round(model.alpha, 3), round(model.a, 3), round(model.b, 3)) == (
            0.243,
            4.414,
            0.793,
            2.426,
        )
        assert model.log_likelihood == pytest.approx(-9582.4, abs=0.1)
        # The example of the paper's note: two repeat orders, the last in week 30.43 of 38.86.
        assert model.expected_orders([2], [30.43], [38.86], 39)[0] == pytest.approx(1.226, abs=0.001)


def test_known_parameters_are_found_in_any_unit():
    truth = BgNbd(0.8, 6.0, 0.9, 3.0)
    x, recency, age, _ahead = simulate(6000, truth, 52.0, 0.0)
    weeks = fit_bg_nbd(x, recency, age)
    assert weeks.r == pytest.approx(truth.r, rel=0.15)
    assert weeks.alpha == pytest.approx(truth.alpha, rel=0.2)
    assert weeks.a / (weeks.a + weeks.b) == pytest.approx(0.9 / 3.9, rel=0.15)
    years = fit_bg_nbd(x, recency / 52, age / 52)
    assert years.r == pytest.approx(weeks.r, rel=1e-6)
    assert years.alpha * 52 == pytest.approx(weeks.alpha, rel=1e-6)


def test_expected_orders_are_those_that_come():
    truth = BgNbd(0.8, 6.0, 0.9, 3.0)
    x, recency, age, came = simulate(6000, truth, 52.0, 26.0)
    model = fit_bg_nbd(x, recency, age)
    expected = model.expected_orders(x, recency, age, 26)
    assert expected.sum() == pytest.approx(came.sum(), rel=0.07)
    again = model.buys_again(x, recency, age, 26)
    assert again.mean() == pytest.approx((came > 0).mean(), abs=0.02)


def test_who_buys_again_is_ranked_not_below_frequency_and_recency():
    truth = BgNbd(0.5, 8.0, 0.9, 3.0)
    x, recency, age, came = simulate(8000, truth, 52.0, 26.0)
    model = fit_bg_nbd(x, recency, age)
    plain = area_under_curve(x * 1000 + recency, came > 0)
    assert area_under_curve(model.return_score(x, recency, age, 26), came > 0) >= plain
    assert area_under_curve(model.buys_again(x, recency, age, 26), came > 0) >= plain
    # Whoever ordered once cannot have left in this model: alive is no ranking.
    assert area_under_curve(model.alive(x, recency, age), came > 0) < plain - 0.1


def test_who_slows_down_is_ranked_not_below_frequency_and_recency_either():
    """Rates that fade and nobody who leaves: the model does not hold, its ranking does."""
    rng = np.random.default_rng(4)
    rates, halving = rng.gamma(0.5, 0.5, 6000), rng.uniform(5, 200, 6000)
    weeks = rng.random((6000, 78)) < 1 - np.exp(-rates[:, None] * 0.5 ** (np.arange(78) / halving[:, None]))
    x = weeks[:, :52].sum(axis=1).astype(float)
    recency = np.where(x > 0, 52.0 - weeks[:, 51::-1].argmax(axis=1), 0.0)
    came = weeks[:, 52:].any(axis=1)
    model = fit_bg_nbd(x, recency, np.full(6000, 52.0))
    score = model.return_score(x, recency, np.full(6000, 52.0), 26)
    assert area_under_curve(score, came) >= area_under_curve(x * 1000 + recency, came)


def area_under_curve(score, came):
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    _values, back = np.unique(score, return_inverse=True)
    ranks = (np.bincount(back, ranks) / np.bincount(back))[back]
    n_came = came.sum()
    return (ranks[came].sum() - n_came * (n_came + 1) / 2) / (n_came * (len(came) - n_came))


def test_silence_lowers_the_chance_and_orders_raise_it():
    model = BgNbd(0.3, 0.1, 0.8, 2.4)
    x, recency, age = [5, 5, 1, 0], [0.9, 0.3, 0.5, 0.0], [1.0, 1.0, 1.0, 1.0]
    alive = model.alive(x, recency, age)
    assert alive[0] > alive[1]
    assert alive[3] == 1
    again = model.buys_again(x, recency, age, 0.5)
    assert again[0] > again[1]
    assert (again < alive).all()
    assert model.buys_again(x, recency, age, 0).max() == 0


def test_too_few_clients_have_no_model():
    assert fit_bg_nbd([1] * 9, [0.5] * 9, [1] * 9) is None
    assert fit_bg_nbd([0] * 50, [0] * 50, [1] * 50) is None


def test_a_population_without_a_maximum_still_has_finite_parameters():
    model = fit_bg_nbd([3] * 20, [0.9] * 20, [1.0] * 20)
    assert all(np.isfinite(v) and v > 0 for v in (model.r, model.alpha, model.a, model.b))
    assert np.isfinite(model.expected_orders([3], [0.9], [1.0], 0.25)).all()


def test_histories_that_cannot_be_are_named():
    with pytest.raises(ValueError, match="client 1"):
        fit_bg_nbd([1, 2], [0.5, 2.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="client 0"):
        fit_bg_nbd([-1, 2], [0.5, 0.2], [1.0, 1.0])
    with pytest.raises(ValueError, match="as many"):
        fit_bg_nbd([1, 2], [0.5], [1.0, 1.0])


def test_known_spending_is_found():
    rng = np.random.default_rng(5)
    p, q, v, n = 6.0, 4.0, 15.0, 4000
    level = rng.gamma(q, 1 / v, n)
    orders = rng.integers(1, 12, n)
    mean_order = rng.gamma(p * orders, 1 / level) / orders
    model = fit_gamma_gamma(orders, mean_order)
    expected = model.expected_order(orders, mean_order)
    truth = p / level
    assert np.corrcoef(expected, truth)[0, 1] > 0.85
    assert expected.mean() == pytest.approx(truth.mean(), rel=0.03)
    # Money in kopiykas is worth the same.
    cents = fit_gamma_gamma(orders, mean_order * 100)
    assert cents.expected_order(orders, mean_order * 100) == pytest.approx(expected * 100, rel=1e-4)


def test_little_known_spending_is_drawn_to_the_mean():
    rng = np.random.default_rng(5)
    orders = rng.integers(1, 10, 500)
    mean_order = rng.gamma(3 * orders, 1 / rng.gamma(4, 1 / 15, 500)) / orders
    model = fit_gamma_gamma(orders, mean_order)
    everybody = model.expected_order([0], [0])[0]
    once, often = model.expected_order([1, 50], [10 * everybody, 10 * everybody])
    assert everybody < once < often < 10 * everybody
    assert fit_gamma_gamma([1] * 9, [5.0] * 9) is None


def test_lifetime_value_is_the_discounted_sum_of_months():
    model = BgNbd(0.3, 0.1, 0.8, 2.4)
    clients = (np.array([5, 0]), np.array([0.9, 0.0]), np.array([1.0, 1.0]))
    value = np.array([1000.0, 1000.0])
    plain = lifetime_value(model, clients, value, 12, 1 / 12)
    assert plain == pytest.approx(1000 * model.expected_orders(*clients, 1.0))
    discounted = lifetime_value(model, clients, value, 12, 1 / 12, 0.2)
    assert (discounted < plain).all() and (discounted > plain / 1.2).all()
    with pytest.raises(ValueError, match="month"):
        lifetime_value(model, clients, value, 0, 1 / 12)


def test_equal_figures_get_equal_digits():
    scores = rfm_scores([1, 2, 3, 4, 5], [1, 1, 1, 1, 9], [10, 20, 30, 40, 50])
    assert scores == ["141", "242", "343", "444", "555"]


def test_the_next_order_follows_the_rhythm():
    due = next_order(np.array(["2026-01-01", "2026-01-01"], dtype="datetime64[D]"), [30.4, np.nan])
    assert str(due[0]) == "2026-01-31"
    assert np.isnat(due[1])
