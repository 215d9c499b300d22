"""What the engine's benchmarks share: one row of the table, and processor seconds."""

import time
from collections.abc import Callable

__all__ = ["figure", "seconds"]


def figure(what: str, size: str, value: float, unit: str, peer: str, ratio: float) -> dict:
    """One row of the table."""
    return {
        "what": what,
        "size": size,
        "value": round(float(value), 4),
        "unit": unit,
        "peer": peer,
        "ratio": round(float(ratio), 4),
    }


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started
