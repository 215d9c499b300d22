"""When an agency sells: a strong autumn, a quiet January and August, growth from year to year."""

import calendar
from datetime import date, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

__all__ = ["MONTHLY_GROWTH", "SEASON", "add_workdays", "is_workday", "month_weights", "random_workday", "spread"]

# Share of an average month, by month of the year.
SEASON = {
    1: 0.55, 2: 0.85, 3: 1.05, 4: 1.10, 5: 1.00, 6: 0.95,
    7: 0.75, 8: 0.60, 9: 1.25, 10: 1.45, 11: 1.35, 12: 1.15,
}  # fmt: skip
MONTHLY_GROWTH = 1.02


def month_weights(today: date, months: int) -> dict[date, float]:
    """Weight of each month (its first day) from ``months`` ago up to today; the last one is partial."""
    first = today.replace(day=1) - relativedelta(months=months)
    starts = [first + relativedelta(months=index) for index in range(months + 1)]
    weights = {start: SEASON[start.month] * MONTHLY_GROWTH**index for index, start in enumerate(starts)}
    weights[starts[-1]] *= today.day / calendar.monthrange(today.year, today.month)[1]
    return weights


def spread(total: int, weights: dict) -> dict:
    """Split ``total`` things by ``weights`` into whole numbers that add up to it (largest remainders)."""
    scale = total / sum(weights.values())
    shares = {key: int(weight * scale) for key, weight in weights.items()}
    rest = sorted(weights, key=lambda key: shares[key] - weights[key] * scale)
    for key in rest[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def is_workday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def random_workday(dice: Random, month: date, today: date) -> date:
    """A workday of the month that begins on ``month``, not after ``today``; today when there is none."""
    last = calendar.monthrange(month.year, month.month)[1]
    days = [month + timedelta(days=shift) for shift in range(last)]
    workdays = [day for day in days if is_workday(day) and day <= today]
    return dice.choice(workdays) if workdays else today


def add_workdays(day: date, count: int) -> date:
    """The workday that is ``count`` workdays after ``day`` (which may be a weekend)."""
    weeks, rest = divmod(count, 5)
    day += timedelta(weeks=weeks)
    while rest or not is_workday(day):
        day += timedelta(days=1)
        rest -= 1 if rest and is_workday(day) else 0
    return day
