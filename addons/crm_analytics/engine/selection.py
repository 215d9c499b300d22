"""Which model forecasts which series, by rolling-origin error only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import SEASON, Matrix, Vector, life
from .combination import bounded_mean, combination
from .intermittent import mean_tsb, tsb
from .models import mean, naive, seasonal_naive
from .origins import Model, mean_path_errors, rolling_errors

__all__ = ["Choice", "choose"]

SWITCH_MARGIN = 1.6
"""A baseline takes over when the first model's error exceeds its own by more than this
share divided by the number of whole forecast paths compared: a quarter with the usual
6.5 paths, more with fewer. Overlapping origins cannot tell smaller differences: on real
monthly series of four years a strict comparison raised the mean MASE by 4.6 %, this one
by less than half a per cent."""

FAMILIES: dict[bool, dict[str, Model]] = {
    False: {
        "combination": combination,
        "naive": naive,
        "seasonal_naive": seasonal_naive,
        "mean": bounded_mean,
    },
    True: {"mean_tsb": mean_tsb, "mean": mean, "tsb": tsb},
}
"""Models by "is the series intermittent?"; the preferred one comes first. Croston-SBA is
not offered: it never hears that a client has gone, and chosen by its backtest it made
the sum of the next year worse than the plain mean's wherever orders fade or stop."""


@dataclass(frozen=True)
class Choice:
    """The chosen models' work for n series.

    Attributes:
        method: model names (n).
        expected: n x horizon, unit of y, not below zero.
        errors: origins x n x horizon, actual minus forecast of the chosen model.
        relative_error: error of the chosen model over the best other one's (n);
            below 1 it beats the baselines on the backtest, NaN without one.
    """

    method: Vector
    expected: Matrix
    errors: np.ndarray
    relative_error: Vector


def choose(y: Matrix, horizon: int, sparse: bool) -> Choice:
    """Let the models of one family compete on every series.

    Regular series are judged by the mean absolute error. Intermittent ones by the
    squared error of the mean over the first months: absolute errors of single months
    would reward forecasting nothing (Kolassa 2020). In the first year of life only
    the plain mean is offered.

    Args:
        y: n x T, NaN before life, all of the one kind.
        horizon: months ahead.
        sparse: are these series intermittent?
    Returns:
        Choice.
    """
    names = list(FAMILIES[sparse])
    models = [_not_negative(model) for model in FAMILIES[sparse].values()]
    errors = np.stack([rolling_errors(model, y, horizon) for model in models])
    losses = np.stack([_loss(error, sparse) for error in errors])
    picked, relative = _pick(losses, _paths(errors[0]))
    _z, _start, n_obs = life(y)
    picked = np.where(n_obs < SEASON, names.index("mean"), picked)
    series = np.arange(len(y))
    expected = np.stack([model(y, horizon) for model in models])[picked, series]
    chosen = errors[picked, :, series].swapaxes(0, 1)
    return Choice(np.array(names, dtype=object)[picked], expected, chosen, relative)


def _not_negative(model: Model) -> Model:
    return lambda y, horizon: np.maximum(model(y, horizon), 0.0)


def _loss(errors: np.ndarray, sparse: bool) -> Vector:
    """One figure per series; NaN without a backtest."""
    cost = mean_path_errors(errors) ** 2 if sparse else np.abs(errors)
    known = ~np.isnan(cost)
    count = known.sum(axis=(0, 2))
    total = np.where(known, cost, 0.0).sum(axis=(0, 2))
    loss = total / np.where(count > 0, count, np.nan)
    return np.sqrt(loss) if sparse else loss


def _paths(errors: np.ndarray) -> Vector:
    """Number of whole forecast paths that the known errors make up (n)."""
    return (~np.isnan(errors)).sum(axis=(0, 2)) / errors.shape[2]


def _pick(losses: Matrix, paths: Vector) -> tuple[Vector, Vector]:
    """Row of the chosen model and its loss over the best other one's (n each)."""
    ranked = np.where(np.isnan(losses), np.inf, losses)
    rival = ranked[1:].argmin(axis=0) + 1
    margin = 1 + SWITCH_MARGIN / np.where(paths > 0, paths, np.inf)
    series = np.arange(losses.shape[1])
    lost = ranked[0] > margin * ranked[rival, series]
    picked = np.where(lost, rival, 0)
    others = ranked.copy()
    others[picked, series] = np.inf
    best_other, own = others.min(axis=0), ranked[picked, series]
    comparable = np.isfinite(own) & np.isfinite(best_other) & (best_other > 0)
    relative = np.divide(own, best_other, out=np.full(len(own), np.nan), where=comparable)
    return picked, relative
