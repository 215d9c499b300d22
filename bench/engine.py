"""The analytics engine against the best libraries: forecasts, clients, affinity, effort.

All of it, or the parts named in BENCH_PARTS. The libraries run in a process of their own and take turns
with ours; `ratio` is ours over theirs, smaller is better unless the figure's name says otherwise.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ADDON = Path(__file__).resolve().parents[1] / "addons/crm_analytics"
sys.path[:0] = [str(ADDON), str(ADDON / "tests/engine")]

import engine_clients  # noqa: E402
import engine_forecasts  # noqa: E402
from engine_peers import Peers  # noqa: E402

PARTS = {
    "accuracy": engine_forecasts.accuracy,
    "intervals": engine_forecasts.intervals,
    "long": engine_forecasts.long_series,
    "lumpy": engine_forecasts.lumpy_sums,
    "time": engine_forecasts.time_and_memory,
    "loyalty": engine_clients.loyalty,
    "affinity": engine_clients.affinity,
    "effort": engine_clients.effort,
}


def run() -> Iterator[dict]:
    """Yield one figure after the other."""
    chosen = os.environ.get("BENCH_PARTS", "").split() or list(PARTS)
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        raise SystemExit(f"The engine has no part '{' '.join(unknown)}': choose among {', '.join(PARTS)}.")
    with Peers() as peers:
        for part in chosen:
            yield from PARTS[part](peers)
