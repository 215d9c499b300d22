"""Series to test and measure the engine on: generated ones, real ones where they are."""

import csv
import gzip
from pathlib import Path

import numpy as np
from engine import History

CHECKOUT = Path(__file__).resolve().parents[4]
REAL_SERIES = CHECKOUT.parent / "shared/data/monthly_m1.csv.gz"


def history(values, first="2020-01") -> History:
    """History of one or more series, keys 0, 1, ..."""
    values = np.atleast_2d(np.asarray(values, dtype=float))
    months = np.datetime64(first, "M") + np.arange(values.shape[1])
    return History(tuple(range(len(values))), months, values)


def generated(n_series: int, n_months: int, seed: int = 7) -> np.ndarray:
    """n x T: levels of different size that drift, seasons of different strength, noise."""
    rng = np.random.default_rng(seed)
    drift = np.cumsum(rng.normal(0.002, 0.03, (n_series, n_months)), axis=1)
    season = rng.normal(0, 1, (n_series, 12)) * rng.uniform(0, 0.3, (n_series, 1))
    season = season[:, np.arange(n_months) % 12]
    noise = rng.normal(0, 0.12, (n_series, n_months))
    return np.exp(rng.normal(9, 1, (n_series, 1)) + drift + season + noise)


def lumpy(n_series: int, n_months: int, seed: int = 7) -> np.ndarray:
    """n x T: an order in one month of four, of very different size."""
    rng = np.random.default_rng(seed)
    shape = (n_series, n_months)
    return np.where(rng.random(shape) < 0.25, rng.gamma(2, 500, shape), 0.0)


DEMAND = ("steady", "mixed", "rare", "fading", "growing", "leaving", "clumped", "seasonal", "huge")


def demand(kind: str, n_series: int, n_months: int, seed: int = 7) -> np.ndarray:
    """n x T: orders that come in lumps, in one of the ways of `DEMAND`, clients of different size."""
    rng = np.random.default_rng(seed)
    shape, month = (n_series, n_months), np.arange(n_months)
    size = np.exp(rng.normal(5, 1.6, shape)) if kind == "huge" else rng.gamma(2, 500, shape)
    chance = {
        "mixed": lambda: rng.beta(1, 3, (n_series, 1)),
        "rare": lambda: 0.06,
        "fading": lambda: np.linspace(0.35, 0.03, n_months),
        "growing": lambda: np.linspace(0.1, 0.45, n_months),
        "leaving": lambda: np.where(month < rng.integers(12, 2 * n_months, (n_series, 1)), 0.3, 0.0),
        "clumped": lambda: 0.7 * _busy_spells(rng, *shape),
        "seasonal": lambda: 0.25 + 0.22 * np.sin((month + rng.integers(0, 12, (n_series, 1))) * np.pi / 6),
    }.get(kind, lambda: 0.25)()
    level = np.exp(rng.normal(0, 0.8, (n_series, 1)))
    return np.where(rng.random(shape) < chance, size * level, 0.0)


def _busy_spells(rng: np.random.Generator, n_series: int, n_months: int) -> np.ndarray:
    """n x T of 0 and 1: spells of about five months with orders, a year apart."""
    spells, busy = np.zeros((n_series, n_months)), rng.random(n_series) < 0.3
    for month in range(n_months):
        busy = rng.random(n_series) < np.where(busy, 0.8, 0.08)
        spells[:, month] = busy
    return spells


def closed_work(n: int = 1500, seed: int = 1, spike: float = 0.25) -> tuple:
    """Estimates, actuals, classes and order of closing of n works: six services and three jobs, each
    with a bias and a spread of its own; `spike` is the share that is booked as estimated."""
    rng = np.random.default_rng(seed)
    service, job = rng.integers(0, 6, n), rng.integers(0, 3, n)
    bias = rng.normal(0.25, 0.2, 6)[service] + rng.normal(0, 0.1, 3)[job]
    spread = rng.uniform(0.15, 0.5, 6)[service]
    estimates = rng.gamma(3, 8, n) + 1
    ratio = np.where(rng.random(n) < spike, 0.0, rng.normal(bias, spread))
    classes = list(zip(service.tolist(), job.tolist(), strict=True))
    return estimates, estimates * np.exp(ratio), classes, np.arange(n)


def together(n_baskets: int = 400, n_items: int = 12, seed: int = 1) -> np.ndarray:
    """Baskets x items, booleans: independent, but whoever has item 0 mostly has item 1."""
    rng = np.random.default_rng(seed)
    matrix = rng.random((n_baskets, n_items)) < rng.uniform(0.05, 0.3, n_items)
    has = matrix[:, 0]
    matrix[has, 1] |= rng.random(has.sum()) < 0.7
    return matrix


def entries(matrix: np.ndarray) -> tuple[list[int], list[int]]:
    """Long columns (basket, item) of a matrix of booleans."""
    baskets, items = np.nonzero(matrix)
    return baskets.tolist(), items.tolist()


def real(n_months: int, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """The last `n_months` training months of the M1 competition's monthly series, and
    the `horizon` months that followed; generated ones where the file is absent.

    Returns:
        n x n_months, n x horizon.
    """
    if not REAL_SERIES.exists():
        whole = generated(300, n_months + horizon)
        return whole[:, :n_months], whole[:, n_months:]
    past, future = [], []
    with gzip.open(REAL_SERIES, "rt", newline="") as stream:
        for row in csv.DictReader(stream):
            now, figures = int(row["n_train"]), row["values"].split()
            if n_months <= now <= len(figures) - horizon:
                past.append(figures[now - n_months : now])
                future.append(figures[now : now + horizon])
    return np.array(past, dtype=float), np.array(future, dtype=float)


def real_long(horizon: int, shortest: int = 48, longest: int = 126) -> tuple[np.ndarray, np.ndarray]:
    """All training months of the same competition's series that are long, and what followed.

    Returns:
        n x longest with NaN before life, n x horizon.
    """
    if not REAL_SERIES.exists():
        whole = generated(300, longest + horizon)
        return whole[:, :longest], whole[:, longest:]
    past, future = [], []
    with gzip.open(REAL_SERIES, "rt", newline="") as stream:
        for row in csv.DictReader(stream):
            now, figures = int(row["n_train"]), np.array(row["values"].split(), dtype=float)
            if shortest <= now <= min(longest, len(figures) - horizon):
                past.append(np.concatenate([np.full(longest - now, np.nan), figures[:now]]))
                future.append(figures[now : now + horizon])
    return np.array(past), np.array(future)
