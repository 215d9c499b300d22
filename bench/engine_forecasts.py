"""Forecasts: accuracy, intervals, sums of lumpy demand, time and memory."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from engine import ForecastResult, forecast, measures
from engine.models import mean, seasonal_naive
from engine_figures import figure, seconds
from engine_peers import Peers
from samples import DEMAND, REAL_SERIES, demand, generated, history, real, real_long

HORIZON = 12
LONG_HORIZON = 18
LEVEL = 0.8
TOLERANCE = 0.03
"""Distance from the nominal coverage that is still called good: a ratio of one."""
TOLERABLE_BIAS = 0.05
"""Share of the sum below which nobody's bias is worth a comparison."""
LENGTHS = (24, 36, 48, 60)
QUICK = ("AutoETS", "DynamicOptimizedTheta", "AutoCES")
SLOW = "AutoARIMA"
SAMPLE = 200
"""Series of each set that the slow peer, and so the median of all four, are measured on."""
LUMPY_SERIES = 1_000
TIMED_SERIES, ROUNDS = 1_000, 4
MEMORY_LIMIT = 60
KIND = "M1 monthly" if REAL_SERIES.exists() else "generated"


def accuracy(peers: Peers) -> Iterator[dict]:
    """Mean MASE of the year after the last 24 to 60 months."""
    for n_months in LENGTHS:
        y, actual = real(n_months, HORIZON)
        ours = measures.mase(actual, our_forecast(n_months).expected, y)
        rows = sample(len(y))
        theirs = {name: peers.forecast(name, y, HORIZON, percent(name))["mean"] for name in QUICK}
        few = {name: path[rows] for name, path in theirs.items()} | {
            SLOW: peers.forecast(SLOW, y[rows], HORIZON)["mean"]
        }
        size = f"{len(y)} {KIND} series x {n_months} -> {HORIZON}"
        yield compare(size, ours, "seasonal naive", measures.mase(actual, seasonal_naive(y, HORIZON), y))
        for name, path in theirs.items():
            yield compare(size, ours, name, measures.mase(actual, path, y))
        size = f"{len(rows)} of {size}"
        for name, path in ((SLOW, few[SLOW]), ("median of the four", np.median(list(few.values()), axis=0))):
            yield compare(size, ours[rows], name, measures.mase(actual[rows], path, y[rows]))


def intervals(peers: Peers) -> Iterator[dict]:
    """Coverage and score of the 80 % interval, over all series and over the worst tenth of them."""
    for n_months in LENGTHS:
        y, actual = real(n_months, HORIZON)
        result, theirs = our_forecast(n_months), peers.forecast("AutoETS", y, HORIZON, percent("AutoETS"))
        size = f"{len(y)} {KIND} series x {n_months} -> {HORIZON}"
        bounds = {"ours": (result.lower[LEVEL], result.upper[LEVEL]), "AutoETS": (theirs["lower"], theirs["upper"])}
        covered = {name: measures.coverage(actual, *pair) for name, pair in bounds.items()}
        scores = {name: np.nanmean(measures.interval_score(actual, *pair, LEVEL, y)) for name, pair in bounds.items()}
        share, other = (float(np.nanmean(covered[name])) for name in bounds)
        peer = f"nominal {LEVEL} give or take {TOLERANCE}; AutoETS {other:.4f}"
        yield figure("coverage of the 80 % interval", size, share, "share", peer, abs(share - LEVEL) / TOLERANCE)
        peer = f"AutoETS {scores['AutoETS']:.4f}"
        yield figure(
            "interval score", size, scores["ours"], "of MASE's scale", peer, scores["ours"] / scores["AutoETS"]
        )
        worst, other = (worst_tenth(covered[name]) for name in bounds)
        what = "coverage of the worst tenth of series (more is better)"
        yield figure(what, size, worst, "share", f"AutoETS {other:.4f}", worst / other)


def long_series(peers: Peers) -> Iterator[dict]:
    """Mean MASE of the 18 months after four to ten years."""
    y, actual = real_long(LONG_HORIZON)
    ours = measures.mase(actual, forecast(history(y), LONG_HORIZON, (LEVEL,)).expected, y)
    theirs = {name: peers.forecast(name, y, LONG_HORIZON)["mean"] for name in QUICK}
    theirs["median of the three"] = np.median(list(theirs.values()), axis=0)
    size = f"{len(y)} {KIND} series x 48-126 -> {LONG_HORIZON}"
    for name, path in theirs.items():
        yield compare(size, ours, name, measures.mase(actual, path, y))


def lumpy_sums(peers: Peers) -> Iterator[dict]:
    """Error and bias of the sum of a year, where most months are empty."""
    for kind in DEMAND:
        for n_months in (24, 48):
            yield from lumpy_set(peers, kind, n_months)


def lumpy_set(peers: Peers, kind: str, n_months: int) -> Iterator[dict]:
    """One kind of demand, from the first order on."""
    whole = demand(kind, LUMPY_SERIES, n_months + HORIZON)
    y = np.where(np.cumsum(whole[:, :n_months] != 0, axis=1) > 0, whole[:, :n_months], np.nan)
    alive = (~np.isnan(y)).sum(axis=1) >= HORIZON
    y, actual = y[alive], whole[alive, n_months:].sum(axis=1)
    total = forecast(history(y), HORIZON, (LEVEL,)).total(HORIZON)[0]
    theirs = {"plain mean": mean(y, HORIZON)} | {n: peers.forecast(n, y, HORIZON)["mean"] for n in ("IMAPA", "TSB")}
    size = f"{len(y)} generated series ({kind}) x {n_months} -> sum of {HORIZON}"
    ours = root_mean_square(total - actual)
    for name, path in theirs.items():
        other = root_mean_square(path.sum(axis=1) - actual)
        yield figure("error of a sum", size, ours, "RMSE", f"{name} {other:.0f}", ours / other)
    bias, other = ((sums.sum() / actual.sum() - 1) for sums in (total, theirs["plain mean"].sum(axis=1)))
    peer = f"plain mean {other:+.4f}, but {TOLERABLE_BIAS} at least"
    yield figure("bias of a sum", size, bias, "share of the sum", peer, abs(bias) / max(abs(other), TOLERABLE_BIAS))


def time_and_memory(peers: Peers) -> Iterator[dict]:
    """Processor seconds with intervals, taking turns, and megabytes over numpy's import."""
    y = generated(TIMED_SERIES, 48)
    laid_out = history(y)
    forecast(laid_out, HORIZON, (LEVEL,))
    peers.ask("forecast", {"y": y[:20]}, model="AutoETS", horizon=HORIZON, level=percent("AutoETS"))
    ours, theirs = [], 0.0
    for part in np.array_split(y, ROUNDS):
        ours.append(seconds(lambda: forecast(laid_out, HORIZON, (LEVEL,))))
        options = {"model": "AutoETS", "horizon": HORIZON, "level": percent("AutoETS")}
        theirs += peers.ask("forecast", {"y": part}, **options)[1]
    taken = statistics.median(ours)
    size = f"{TIMED_SERIES} generated series x 48 -> {HORIZON} with intervals"
    peer = f"AutoETS with its intervals, warm, {theirs:.1f} s: {theirs / taken:.0f} times as long"
    yield figure("time of a forecast", size, taken, "processor s", peer, taken / theirs)
    used = our_megabytes()
    theirs = float(peers.ask("memory", {})[0]["megabytes"])
    peer = f"limit {MEMORY_LIMIT} MB; the peers' whole process {theirs:.0f} MB"
    yield figure("memory over numpy's import", size, used, "MB", peer, used / MEMORY_LIMIT)


MEMORY_PROBE = """
import sys
import numpy as np
def peak():
    lines = open("/proc/self/status").read().split("\\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
y = np.random.default_rng(7).gamma(2, 500, (1000, 48))
before = peak()
sys.path.insert(0, sys.argv[1])
from engine import History, forecast
forecast(History(tuple(range(1000)), np.datetime64("2020-01") + np.arange(48), y), 12, (0.8,))
print(peak() - before)
"""


def our_megabytes() -> float:
    """Growth of a fresh process that imports the engine and forecasts a thousand series."""
    addon = Path(sys.modules["engine"].__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", MEMORY_PROBE, addon], capture_output=True, text=True, check=True)
    return float(done.stdout)


@lru_cache
def our_forecast(n_months: int) -> ForecastResult:
    """Of the real series, with intervals."""
    return forecast(history(real(n_months, HORIZON)[0]), HORIZON, (LEVEL,))


def percent(name: str) -> int | None:
    """The level that is asked of a peer, in per cent: only one of them is judged by its intervals."""
    return round(100 * LEVEL) if name == "AutoETS" else None


def sample(n_series: int) -> np.ndarray:
    """Rows for the slow peer, the same in every run."""
    return np.sort(np.random.default_rng(1).permutation(n_series)[:SAMPLE])


def compare(size: str, ours: np.ndarray, name: str, theirs: np.ndarray) -> dict:
    """Mean MASE of both over the series that have a scale."""
    value, other = float(np.nanmean(ours)), float(np.nanmean(theirs))
    return figure("mean MASE", size, value, "MASE", f"{name} {other:.4f}", value / other)


def root_mean_square(errors: np.ndarray) -> float:
    """Over all series."""
    return float(np.sqrt((errors**2).mean()))


def worst_tenth(covered: np.ndarray) -> float:
    """Mean coverage of the tenth of the series that is covered least."""
    known = np.sort(covered[~np.isnan(covered)])
    return float(known[: max(1, len(known) // 10)].mean())
