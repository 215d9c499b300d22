"""The analytics engine: accuracy and interval coverage on held-out months, processor time."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ADDON = Path(__file__).resolve().parents[1] / "addons/crm_analytics"
sys.path[:0] = [str(ADDON), str(ADDON / "tests/engine")]

from engine import forecast, intermittent, measures, models  # noqa: E402
from samples import REAL_SERIES, generated, history, lumpy, real  # noqa: E402

HORIZON = 12
LEVEL = 0.8
TOLERANCE = 0.03
"""Distance from the nominal coverage that is still called good: a ratio of one."""
LENGTHS = (24, 36, 48, 60)
REPEATS = 5
ROLLING_ORIGINS = 8


def run() -> Iterator[dict]:
    """Yield one figure after the other; `ratio` is ours over the peer's."""
    for n_months in LENGTHS:
        yield from accuracy(n_months)
    yield from lumpy_sums(1_000, 48)
    yield from duration(1_000)
    yield from duration(10_000)


def accuracy(n_months: int) -> Iterator[dict]:
    """Mean MASE and coverage on the months after the last `n_months`."""
    y, actual = real(n_months, HORIZON)
    kind = "M1 monthly" if REAL_SERIES.exists() else "generated"
    size = f"{len(y)} {kind} series x {n_months} -> {HORIZON}"
    result = forecast(history(y), HORIZON, (LEVEL,))
    ours = mean_mase(y, actual, result.expected)
    for peer in (models.seasonal_naive, models.ses, models.theta):
        theirs = mean_mase(y, actual, peer(y, HORIZON))
        yield figure("mean MASE", size, ours, "MASE", f"{peer.__name__} {theirs:.4f}", ours / theirs)
    covered = measures.coverage(actual, result.lower[LEVEL], result.upper[LEVEL]).mean()
    peer = f"nominal {LEVEL} give or take {TOLERANCE}"
    yield figure("coverage of the 80 % interval", size, covered, "share", peer, abs(covered - LEVEL) / TOLERANCE)


def lumpy_sums(n_series: int, n_months: int) -> Iterator[dict]:
    """Error of the sum of the next year where three months of four are empty."""
    whole = lumpy(n_series, n_months + HORIZON)
    y, actual = whole[:, :n_months], whole[:, n_months:].sum(axis=1)
    size = f"{n_series} generated lumpy series x {n_months} -> sum of {HORIZON}"
    result = forecast(history(y), HORIZON, (LEVEL,))
    ours = root_mean_square(result.total(HORIZON)[0] - actual)
    for peer in (models.mean, intermittent.croston_sba, intermittent.tsb):
        theirs = root_mean_square(peer(y, HORIZON).sum(axis=1) - actual)
        yield figure("error of a sum", size, ours, "RMSE", f"{peer.__name__} {theirs:.0f}", ours / theirs)


def duration(n_series: int) -> Iterator[dict]:
    """Processor seconds of a forecast with intervals, against the least one could do."""
    y = generated(n_series, 48)
    laid_out = history(y)
    ours, floor = alternate(lambda: forecast(laid_out, HORIZON), lambda: seasonal_naive_loop(y))
    size = f"{n_series} series x 48 -> {HORIZON} with intervals"
    peer = f"seasonal naive with rolling-origin errors, one series at a time, {floor:.4f} s"
    yield figure("time of a forecast", size, ours, "processor s", peer, ours / floor)


def seasonal_naive_loop(y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The floor: repeat last year, width from the spread of past errors, per series."""
    answers = []
    for row in y:
        errors = []
        for origin in range(len(row) - ROLLING_ORIGINS * 3, len(row), 3):
            ahead = min(HORIZON, len(row) - origin)
            errors.append(np.abs(row[origin : origin + ahead] - row[origin - 12 : origin - 12 + ahead]))
        answers.append((row[-12:], np.quantile(np.concatenate(errors), LEVEL)))
    return answers


def alternate(ours: Callable, peer: Callable) -> tuple[float, float]:
    """Median processor seconds of both, taking turns, after one warm-up each."""
    taken: dict[Callable, list[float]] = {ours: [], peer: []}
    for work in (ours, peer) * (REPEATS + 1):
        started = time.process_time()
        work()
        taken[work].append(time.process_time() - started)
    return statistics.median(taken[ours][1:]), statistics.median(taken[peer][1:])


def root_mean_square(errors: np.ndarray) -> float:
    """Over all series, NaN (no life yet) left out."""
    return float(np.sqrt(np.nanmean(errors**2)))


def mean_mase(y: np.ndarray, actual: np.ndarray, expected: np.ndarray) -> float:
    """Mean over the series that have a scale."""
    return float(np.nanmean(measures.mase(actual, expected, y)))


def figure(what: str, size: str, value: float, unit: str, peer: str, ratio: float) -> dict:
    """One row of the bench table."""
    return {
        "what": what,
        "size": size,
        "value": round(float(value), 4),
        "unit": unit,
        "peer": peer,
        "ratio": round(float(ratio), 4),
    }
