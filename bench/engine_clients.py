"""Clients who come back, services that go together, effort that work takes."""

import csv
import gzip
import statistics
from collections.abc import Iterator

import numpy as np
from engine.affinity import MIN_COUNT, find_rules
from engine.client_value import fit_bg_nbd
from engine.estimation import backtest_effort
from engine_figures import figure, seconds
from engine_peers import Peers
from samples import REAL_SERIES, closed_work, entries, together

CDNOW = REAL_SERIES.with_name("cdnow_sample_rfm.csv.gz")
PAPER = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
PAPER_LIKELIHOOD = -9582.4
ROUNDING = 0.0005
LIKELIHOOD_TOLERANCE = 0.1
FIT_LIMIT = 0.3
FIRST_DAY, SPLIT, LAST_DAY = (int(np.datetime64(d).astype(int)) for d in ("1997-01-01", "1997-09-30", "1998-06-30"))
WEEK = 7.0
ROUNDS = 5
BASKETS, ITEMS = 20_000, 60
SHUFFLES = 10
HISTORIES, WORKS = 20, 3_000
TOLERANCE = 0.03


def loyalty(peers: Peers) -> Iterator[dict]:
    """BG/NBD on the paper's sample: parameters, time, and who buys again."""
    purchases = peers.ask("cdnow", {})[0]
    x, recency, age, again = split_purchases(purchases["customer"], purchases["day"])
    if CDNOW.exists():
        with gzip.open(CDNOW, "rt", newline="") as stream:
            rows = [[float(row[name]) for name in ("x", "t_x", "T")] for row in csv.DictReader(stream)]
        yield from papers_table(peers, *np.array(rows).T)
    else:
        yield from papers_table(peers, x, recency, age)
    yield from who_buys_again(x, recency, age, again)


def papers_table(peers: Peers, x: np.ndarray, recency: np.ndarray, age: np.ndarray) -> Iterator[dict]:
    """Parameters against the paper's, processor seconds against lifetimes'."""
    ours, theirs = [], []
    arrays = {"x": x, "recency": recency, "age": age}
    for _turn in range(ROUNDS + 1):
        ours.append(seconds(lambda: fit_bg_nbd(x, recency, age)))
        theirs.append(peers.ask("bg_nbd", arrays)[1])
    model = fit_bg_nbd(x, recency, age)
    found = peers.ask("bg_nbd", arrays)[0]["parameters"]
    size = f"{len(x)} customers of CDNOW"
    for (name, value), other in zip(PAPER.items(), found, strict=True):
        own = getattr(model, name)
        peer = f"the paper's {value}, lifetimes {other:.4f}"
        yield figure(f"BG/NBD {name}", size, own, "", peer, abs(own - value) / ROUNDING)
    far = abs(model.log_likelihood - PAPER_LIKELIHOOD) / LIKELIHOOD_TOLERANCE
    peer = f"the paper's {PAPER_LIKELIHOOD} give or take {LIKELIHOOD_TOLERANCE}"
    yield figure("BG/NBD log-likelihood", size, model.log_likelihood, "", peer, far)
    taken, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
    yield figure("time of a BG/NBD fit", size, taken, "processor s", f"lifetimes, warm, {other:.3f} s", taken / other)
    yield figure("time of a BG/NBD fit", size, taken, "processor s", f"limit {FIT_LIMIT} s", taken / FIT_LIMIT)


def split_purchases(customer: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, ...]:
    """Repeat days, recency and age in weeks until the split, and whether they bought in the weeks after it."""
    visits = np.unique(np.column_stack([customer, day]), axis=0)
    known = visits[visits[:, 1] <= SPLIT]
    who, first, count = np.unique(known[:, 0], return_index=True, return_counts=True)
    birth, last = known[first, 1], known[first + count - 1, 1]
    later = visits[(visits[:, 1] > SPLIT) & (visits[:, 1] <= LAST_DAY), 0]
    return (count - 1.0, (last - birth) / WEEK, (SPLIT - birth) / WEEK, np.isin(who, later))


def who_buys_again(x: np.ndarray, recency: np.ndarray, age: np.ndarray, again: np.ndarray) -> Iterator[dict]:
    """Area under the curve of our risk ranking, on the half of the time that it did not see."""
    model = fit_bg_nbd(x, recency, age)
    ours = area_under_curve(model.return_score(x, recency, age, (LAST_DAY - SPLIT) / WEEK), again)
    size = f"{len(x)} customers of CDNOW, 39 weeks -> 39 weeks"
    what = "who buys again (more is better)"
    # Recency as the library has it (time of the last order after the first), and as time since the last order.
    rivals = {
        "frequency, then recency": x * 1e6 + recency,
        "frequency, then last purchase": x * 1e6 - (age - recency),
        "chance of an order alone": model.buys_again(x, recency, age, (LAST_DAY - SPLIT) / WEEK),
        "probability alive alone": model.alive(x, recency, age),
    }
    for name, score in rivals.items():
        other = area_under_curve(score, again)
        yield figure(what, size, ours, "AUC", f"{name} {other:.4f}", ours / other)


def affinity(peers: Peers) -> Iterator[dict]:
    """Pairs of services: same counts as fpgrowth's, time with significance, false alarms."""
    matrix = together(BASKETS, ITEMS)
    matrix = matrix[matrix.any(axis=1)]
    baskets, items = entries(matrix)
    ours, theirs = [], []
    support = MIN_COUNT / len(matrix)
    for _turn in range(ROUNDS + 1):
        ours.append(seconds(lambda: find_rules(baskets, items)))
        theirs.append(peers.ask("pairs", {"matrix": matrix}, support=support)[1])
    taken, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
    size = f"{len(matrix)} baskets x {ITEMS} items"
    peer = f"mlxtend fpgrowth(max_len=2), warm, {other:.3f} s: {other / taken:.1f} times as long"
    yield figure("time of affinity with significance", size, taken, "processor s", peer, taken / other)
    counted = {(a, b): n for a, b, n in peers.ask("pairs", {"matrix": matrix}, support=support)[0]["pairs"].tolist()}
    rules = find_rules(baskets, items, share=0.999999)
    wrong = sum(
        counted.get((min(a, b), max(a, b))) != n
        for a, b, n in zip(rules.first, rules.second, rules.both.tolist(), strict=True)
    )
    peer = f"fpgrowth's counts of {len(rules) // 2} pairs"
    yield figure("pairs counted differently", size, wrong, "pairs", peer, wrong)
    alarms = sum(false_alarms(seed) for seed in range(SHUFFLES))
    peer = f"at most one in {SHUFFLES} data sets"
    yield figure("false alarms", "600 baskets x 25 items, columns shuffled", alarms, "pairs", peer, alarms)


def false_alarms(seed: int) -> int:
    """Pairs that are shown where items have nothing to do with each other."""
    rng = np.random.default_rng(seed)
    matrix = together(600, 25, seed)
    for column in matrix.T:
        rng.shuffle(column)
    return len(find_rules(*entries(matrix))) // 2


def effort(_peers: Peers) -> Iterator[dict]:
    """P80 of effort on works closed later: coverage, and pinball loss against the estimate as it is."""
    reports = [backtest_effort(*closed_work(WORKS, seed)) for seed in range(HISTORIES)]
    size = f"{HISTORIES} generated histories of {WORKS} works, the last 30 %"
    covered = float(np.mean([report.coverage[1] for report in reports]))
    peer = f"nominal 0.8 give or take {TOLERANCE}"
    yield figure("coverage of P80 of effort", size, covered, "share", peer, abs(covered - 0.8) / TOLERANCE)
    for column, name in ((1, "P80"), (0, "P50")):
        ours, raw = (
            np.mean([r[column] for r in losses])
            for losses in zip(*((r.pinball, r.pinball_estimate) for r in reports), strict=True)
        )
        yield figure(f"pinball loss of {name}", size, ours, "hours", f"the estimate as it is {raw:.4f}", ours / raw)


def area_under_curve(score: np.ndarray, came: np.ndarray) -> float:
    """Chance that one who came has a higher score than one who did not; ties count half."""
    _values, back, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[back]
    n_came = came.sum()
    return float((rank[came].sum() - n_came * (n_came + 1) / 2) / (n_came * (len(came) - n_came)))
