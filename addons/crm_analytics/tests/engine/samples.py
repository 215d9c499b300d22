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
