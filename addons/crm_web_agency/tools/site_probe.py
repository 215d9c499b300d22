"""Many questions to the outside world at once, with a limit of time for all of them.

Plain Python: knows nothing of Odoo. A probe that breaks harms no other one.
"""

from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait

from .site_outcome import Outcome, ProbeError

__all__ = ["run_probes"]


def run_probes(
    probes: Mapping[Hashable, Callable[[], Outcome]], seconds: float, workers: int = 8
) -> dict[Hashable, Outcome]:
    """Run probes in threads and return their outcomes by key.

    Args:
        probes: {key: function without arguments, which must not touch the database}.
        seconds: for all of them; what is still running then has "time_out", what has not begun is left out.
    """
    if not probes:
        return {}
    pool = ThreadPoolExecutor(max_workers=min(workers, len(probes)), thread_name_prefix="site_probe")
    futures = {key: pool.submit(probe) for key, probe in probes.items()}
    wait(futures.values(), timeout=seconds)
    # A look-up of a name cannot be interrupted: its thread ends by itself and nobody waits for it.
    pool.shutdown(wait=False, cancel_futures=True)
    outcomes = {key: _read_future(future) for key, future in futures.items()}
    return {key: outcome for key, outcome in outcomes.items() if outcome}


def _read_future(future: Future) -> Outcome | None:
    if future.cancelled():
        return None
    if not future.done():
        return ProbeError("time_out", "out of time").outcome
    error = future.exception()
    if error:
        return ProbeError("failed", type(error).__name__).outcome
    return future.result()
