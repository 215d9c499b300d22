"""Figures about each client from what they ordered so far.

Imported where it is used: numpy and the engine are heavy.
"""

import numpy as np

from ..engine.client_value import fit_bg_nbd
from ..engine.rfm import next_order, rfm_scores

__all__ = ["client_figures"]

YEAR = 365.25


def client_figures(rows, as_of):
    """Score clients, and tell who is a client still and what they will bring.

    Args:
        rows: (client id, days with an order, first day, last day, revenue, median gap).
        as_of: today.
    Returns:
        {client id: {field name: plain value}}; a figure that cannot be known is absent.
    """
    if not rows:
        return {}
    clients, orders, first, last, money, gap = zip(*rows, strict=True)
    last_day = np.array(last, dtype="datetime64[D]")
    due = next_order(last_day, np.array(gap, dtype=float)).astype(object)
    scores = rfm_scores(last_day.astype(int), orders, money)
    figures = {
        client: {"rfm_score": score} | ({"next_order_date": day.isoformat()} if day else {})
        for client, score, day in zip(clients, scores, due.tolist(), strict=True)
    }
    _add_model_figures(figures, clients, orders, first, last, money, as_of)
    return figures


def _add_model_figures(figures, clients, orders, first, last, money, as_of):
    """Probability to be alive and lifetime value, if clients are enough to fit BG/NBD."""
    orders, money = np.array(orders, dtype=float), np.array(money, dtype=float)
    repeats = orders - 1
    recency = _years(first, last)
    age = np.maximum(_years(first, [as_of] * len(first)), recency)
    model = fit_bg_nbd(repeats, recency, age)
    if model is None:
        return
    alive = model.alive(repeats, recency, age).round(4).tolist()
    value = money + model.expected_orders(repeats, recency, age, 1.0) * money / orders
    for client, chance, worth in zip(clients, alive, value.round(2).tolist(), strict=True):
        figures[client] |= {"alive_probability": chance, "lifetime_value": worth}


def _years(start, end):
    days = np.array(end, dtype="datetime64[D]") - np.array(start, dtype="datetime64[D]")
    return days.astype(float) / YEAR
