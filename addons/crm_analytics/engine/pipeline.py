"""Open opportunities: how likely each is won, when it really closes, and what comes of all.

Probabilities are calibrated on opportunities that were closed: a logistic regression on the
guess of the seller or the system (Platt 1999) or isotonic regression (Zadrozny and Elkan
2002), whichever foresaw the later ones better, and neither where the plain share of wins at
the stage did. Quality is told by the Brier score (1950) and a reliability curve.

Close dates are pushed. How far, is learned from those that closed, and drawn anew for each
opportunity; what comes in each month is simulated, as sums of few and unequal deals are far
from normal.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Matrix, Vector

__all__ = ["MIN_CLOSED", "Calibration", "Expected", "brier", "calibrate", "reliability", "simulate_revenue"]

MIN_CLOSED = 60
"""Closed opportunities below which guesses are left as they are; at least a sixth of them must be won, a sixth lost."""
MIN_SHARE = 1 / 6
PRIOR = 5.0
"""Closed opportunities as heavy as which the share of all is for a stage's own share."""
TRAIN_SHARE = 0.7
MARGIN = 0.995
"""A method must be better than the stage's share by at least this."""
RIDGE = 1.0
BINS = 10
DRAWS = 4000


@dataclass(frozen=True)
class Calibration:
    """How guesses become probabilities.

    Attributes:
        method: "logistic", "isotonic", "stage" (share of wins at the stage) or "" (too few
            closed ones: guesses are kept).
        n_closed: closed opportunities learned from.
        brier: score of the method on the later ones, learned from the earlier; NaN without.
        brier_stage: that of the stage's share.
        brier_guess: that of the guesses as they were.
        reliability: of the method on the later ones, rows of `reliability`.
    """

    method: str
    n_closed: int
    brier: float
    brier_stage: float
    brier_guess: float
    reliability: Matrix
    _model: _Model

    def probability(self, guesses: Vector, stages: Sequence[Hashable]) -> Vector:
        """Probability to win.

        Args:
            guesses: probabilities, 0 to 1 (n).
            stages: stage of each (n).
        Returns:
            n probabilities.
        """
        return self._model.predict(np.asarray(guesses, dtype=float), stages)


def calibrate(guesses: Vector, stages: Sequence[Hashable], won: Vector, closed: Vector) -> Calibration:
    """Learn from closed opportunities, as they were while still open.

    Args:
        guesses: probabilities at that time, 0 to 1 (n).
        stages: stage at that time (n).
        won: booleans (n).
        closed: when they were closed, anything that sorts (n).
    Returns:
        Calibration; the method is chosen on the later part and learned again from all.
    Raises:
        ValueError: columns of different length, or guesses out of range.
    """
    guesses, won = _check_guesses(guesses, stages, won)
    nothing = np.empty((0, 3))
    if len(won) < MIN_CLOSED or not MIN_SHARE <= won.mean() <= 1 - MIN_SHARE:
        return Calibration("", len(won), np.nan, np.nan, np.nan, nothing, _Guess())
    order = np.argsort(np.asarray(closed), kind="stable")
    cut = int(len(order) * TRAIN_SHARE)
    early, late = order[:cut], order[cut:]
    scores, foreseen = {}, {}
    for name, method in METHODS.items():
        model = method(guesses[early], [stages[row] for row in early], won[early])
        foreseen[name] = model.predict(guesses[late], [stages[row] for row in late])
        scores[name] = brier(foreseen[name], won[late])
    best = min(scores, key=scores.get)
    if scores[best] > MARGIN * scores["stage"]:
        best = "stage"
    return Calibration(
        best,
        len(won),
        scores[best],
        scores["stage"],
        brier(guesses[late], won[late]),
        reliability(foreseen[best], won[late]),
        METHODS[best](guesses, stages, won),
    )


def brier(probabilities: Vector, won: Vector) -> float:
    """Mean squared error of probabilities, 0 to 1; smaller is better (Brier 1950)."""
    return float(((np.asarray(probabilities, dtype=float) - np.asarray(won, dtype=float)) ** 2).mean())


def reliability(probabilities: Vector, won: Vector) -> Matrix:
    """Reliability curve over tenths of probability.

    Returns:
        k x 3: mean probability, share won, number; tenths without any are left out.
    """
    probabilities, won = np.asarray(probabilities, dtype=float), np.asarray(won, dtype=float)
    tenth = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    counts = np.bincount(tenth, minlength=BINS)
    sums = np.bincount(tenth, probabilities, BINS), np.bincount(tenth, won, BINS)
    used = counts > 0
    return np.column_stack([sums[0][used] / counts[used], sums[1][used] / counts[used], counts[used]])


def _check_guesses(guesses, stages, won) -> tuple[Vector, Vector]:
    guesses, won = np.asarray(guesses, dtype=float), np.asarray(won, dtype=bool)
    if not len(guesses) == len(stages) == len(won):
        raise ValueError(f"as many of each: {len(guesses)} guesses, {len(stages)} stages, {len(won)} results")
    if not ((guesses >= 0) & (guesses <= 1)).all():
        raise ValueError("a probability must lie between 0 and 1")
    return guesses, won


# Methods ---------------------------------------------------------------------------------------


class _Model:
    def predict(self, guesses: Vector, stages: Sequence[Hashable]) -> Vector:
        raise NotImplementedError


class _Guess(_Model):
    def predict(self, guesses, stages):
        return guesses


class _Stage(_Model):
    """Share of wins at the stage, drawn to that of all where few were closed."""

    def __init__(self, guesses, stages, won):
        self.overall = float(won.mean())
        counts: dict[Hashable, list[float]] = {}
        for stage, result in zip(stages, won, strict=True):
            entry = counts.setdefault(stage, [0.0, 0.0])
            entry[0] += 1
            entry[1] += bool(result)
        self.shares = {key: (wins + PRIOR * self.overall) / (n + PRIOR) for key, (n, wins) in counts.items()}

    def predict(self, guesses, stages):
        return np.array([self.shares.get(stage, self.overall) for stage in stages], dtype=float)


class _Logistic(_Model):
    """Logistic regression on the log odds of the guess and of the stage's share."""

    def __init__(self, guesses, stages, won):
        self.stage = _Stage(guesses, stages, won)
        self.weights = _fit_logistic(self._features(guesses, stages), won.astype(float))

    def _features(self, guesses, stages):
        return np.column_stack([np.ones(len(guesses)), _odds(guesses), _odds(self.stage.predict(guesses, stages))])

    def predict(self, guesses, stages):
        return 1 / (1 + np.exp(-self._features(guesses, stages) @ self.weights))


class _Isotonic(_Model):
    """The least squares step function of the guess that never falls (pool adjacent violators)."""

    def __init__(self, guesses, stages, won):
        levels, back = np.unique(guesses, return_inverse=True)
        weights = np.bincount(back).astype(float)
        self.levels, self.shares = levels, _pool(np.bincount(back, won) / weights, weights)

    def predict(self, guesses, stages):
        return np.interp(guesses, self.levels, self.shares)


METHODS = {"stage": _Stage, "logistic": _Logistic, "isotonic": _Isotonic}


def _odds(probabilities: Vector) -> Vector:
    bounded = np.clip(probabilities, 0.005, 0.995)
    return np.log(bounded / (1 - bounded))


def _fit_logistic(features: Matrix, won: Vector) -> Vector:
    """Newton's method with a ridge that leaves the constant free."""
    weights = np.zeros(features.shape[1])
    ridge = RIDGE * np.diag([0.0, *[1.0] * (features.shape[1] - 1)])
    for _step in range(50):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (won - chance) - ridge @ weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + ridge
        move = np.linalg.solve(curve + 1e-9 * np.eye(len(weights)), slope)
        weights = weights + move
        if np.abs(move).max() < 1e-9:
            break
    return weights


def _pool(shares: Vector, weights: Vector) -> Vector:
    blocks: list[list[float]] = []
    for share, weight in zip(shares.tolist(), weights.tolist(), strict=True):
        blocks.append([share, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            later, earlier = blocks.pop(), blocks.pop()
            together = earlier[1] + later[1]
            mean = (earlier[0] * earlier[1] + later[0] * later[1]) / together
            blocks.append([mean, together, earlier[2] + later[2]])
    return np.repeat([block[0] for block in blocks], [int(block[2]) for block in blocks])


# What comes of all -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """Revenue of the coming months from opportunities that are open now.

    Attributes:
        months: months from the running one, datetime64[M] (h).
        expected: mean of the draws (h).
        lower, upper: by level, h each.
        total: expected, lower and upper of all months together, by level.
        later: expected after the last of the months.
    """

    months: Vector
    expected: Vector
    lower: dict[float, Vector]
    upper: dict[float, Vector]
    total: dict[float, tuple[float, float, float]]
    later: float


def simulate_revenue(
    probabilities: Vector,
    amounts: Vector,
    planned: Vector,
    as_of: np.datetime64,
    delays: Vector,
    horizon: int = 6,
    levels: Sequence[float] = (0.5, 0.8),
    seed: int = 1,
) -> Expected:
    """Draw wins and close days of open opportunities many times.

    A planned day that has passed already is taken for today before the delay is added: what
    was to come yesterday does not come yesterday.

    Args:
        probabilities: to win (n).
        amounts: money of each, not negative (n).
        planned: days on which they are planned to close, datetime64[D], NaT for unknown,
            which is taken for today (n).
        as_of: today.
        delays: days by which closed ones closed after the plan, negative for earlier; none
            for no delay (k).
        horizon: months from the running one, at least 1.
        levels: shares that the intervals are to cover.
        seed: of the draws; the same gives the same figures.
    Returns:
        Expected, in the unit of the amounts.
    Raises:
        ValueError: columns of different length, amounts or probabilities out of range.
    """
    probabilities, amounts = np.asarray(probabilities, dtype=float), np.asarray(amounts, dtype=float)
    planned = np.asarray(planned, dtype="datetime64[D]")
    _check_open(probabilities, amounts, planned, horizon)
    today = np.datetime64(as_of, "D")
    start = np.where(np.isnat(planned) | (planned < today), today, planned)
    rng = np.random.default_rng(seed)
    delays = np.asarray(delays if len(delays) else [0.0], dtype=float)
    first = np.datetime64(today, "M")
    revenue = np.zeros((DRAWS, horizon + 1))
    rows = np.arange(DRAWS)
    for number in range(len(amounts)):
        won = rng.random(DRAWS) < probabilities[number]
        days = start[number] + rng.choice(delays, DRAWS).round().astype("timedelta64[D]")
        month = (np.maximum(days, today).astype("datetime64[M]") - first).astype(int)
        revenue[rows, np.minimum(month, horizon)] += amounts[number] * won
    return _summarise(revenue, first, horizon, levels)


def _summarise(revenue: Matrix, first: np.datetime64, horizon: int, levels: Sequence[float]) -> Expected:
    inside = revenue[:, :horizon]
    total = inside.sum(axis=1)
    tails = {level: [(1 - level) / 2, (1 + level) / 2] for level in levels}
    bounds = {level: np.quantile(inside, tail, axis=0) for level, tail in tails.items()}
    ends = {level: np.quantile(total, tail) for level, tail in tails.items()}
    return Expected(
        first + np.arange(horizon),
        inside.mean(axis=0),
        {level: bound[0] for level, bound in bounds.items()},
        {level: bound[1] for level, bound in bounds.items()},
        {level: (float(total.mean()), float(end[0]), float(end[1])) for level, end in ends.items()},
        float(revenue[:, horizon].mean()),
    )


def _check_open(probabilities: Vector, amounts: Vector, planned: Vector, horizon: int) -> None:
    if not len(probabilities) == len(amounts) == len(planned):
        raise ValueError(f"as many of each: {len(probabilities)}, {len(amounts)}, {len(planned)}")
    if not ((probabilities >= 0) & (probabilities <= 1)).all() or not (amounts >= 0).all():
        raise ValueError("probabilities must lie between 0 and 1, and amounts must not be negative")
    if horizon < 1:
        raise ValueError(f"at least one month, not {horizon}")
