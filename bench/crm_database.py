"""A database of a large agency, made once: both add-ons without demo data, filled by SQL.

``BENCH_CLIENTS`` is the number of clients (100 000 unless given); all else is in proportion:
3 orders and 10 order lines, about 10 events for each of them.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from agencyenv import database, environment, instance, lock, odoo_process, stamps
from agencyenv.environment import Environment
from agencyenv.messages import Fault, step

__all__ = ["compare", "count", "figure", "name", "open_registry", "size"]

CLIENTS = 100_000
SOURCES = [Path(__file__).with_name(file) for file in ("crm_rows.py", "crm_originals.py")]
LEAST_REPEATS = 5
REPEATS = 11
SECONDS = 1
"""A pair of requests is repeated more than five times while that takes no longer than this."""


def size() -> int:
    """Return the number of clients."""
    return int(os.environ.get("BENCH_CLIENTS", CLIENTS))


def name() -> str:
    """Return the name of the database of this size."""
    return f"agency_bench_{size()}"


def open_registry():
    """Return Odoo's registry over the database, made or brought up to date if needed."""
    ready = environment.prepare(own_postgres=True)
    with lock.exclusive("lock-bench"):
        _ensure(ready)
    return _load(name())


def _ensure(ready: Environment) -> None:
    """Make the database, or update the add-ons in it when only their code has changed."""
    base, code = instance.state(ready).split()
    rows = stamps.fingerprint(base, str(size()), *SOURCES)[:8]
    made_from = _made_from(ready)
    if made_from == [rows, code]:
        return
    if made_from[:1] == [rows]:
        with step(f"The code changed since {name()} was made: updating the add-ons in it"):
            _odoo("bench-update", ready, "-u", ",".join(instance.installed_addons()))
    else:
        _make(ready)
    instance.note(ready, name(), f"{rows} {code}")


def _made_from(ready: Environment) -> list[str]:
    query = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name()}'"
    return ready.postgres.sql(query).split()


def _make(ready: Environment) -> None:
    database.copy(ready.postgres, instance.base(ready), name())
    with step(f"Installing the add-ons in {name()}"):
        _odoo("bench-install", ready, "-i", ",".join(instance.installed_addons()))
    with step(f"Making {size()} clients and what they ordered (several minutes for 100000)"):
        _fill()
    with step("Gathering statistics"):
        ready.postgres.sql("VACUUM ANALYZE", name())


def _odoo(log: str, ready: Environment, *options: str) -> None:
    odoo_process.task(ready, log, "server", "-d", name(), *options, "--skip-auto-install", "--stop-after-init")


def _fill() -> None:
    import crm_originals
    import crm_rows

    from odoo.api import SUPERUSER_ID, Environment

    registry = _load(name())
    with registry.cursor() as cr:
        originals = crm_originals.make(Environment(cr, SUPERUSER_ID, {}))
        crm_rows.fill(cr, crm_rows.Size(size()), originals)


def _load(database_name: str):
    from odoo.modules.registry import Registry
    from odoo.tools import config

    if config["db_name"] != [database_name]:
        config.parse_config(["-d", database_name, "--log-level=warn", "--max-cron-threads=0"], setup_logging=True)
    return Registry(database_name)


def count(registry, table: str, condition: str = "TRUE") -> int:
    """Return how many rows a table has."""
    with registry.cursor() as cr:
        cr.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
        return cr.fetchone()[0]


def compare(ours: Callable[[int], str], peer: Callable[[int], str]) -> tuple[float, float]:
    """Median milliseconds of both over at least five rounds in which they take turns in going first.

    Both get the number of the round; the first round warms up and does not count.
    """
    taken: dict[Callable, list[float]] = {ours: [], peer: []}
    started, done = time.perf_counter(), 0
    while done <= LEAST_REPEATS or (done <= REPEATS and time.perf_counter() - started < SECONDS):
        for work in (ours, peer) if done % 2 else (peer, ours):
            began = time.perf_counter()
            answer = work(done)
            taken[work].append((time.perf_counter() - began) * 1000)
            if not answer:
                raise Fault("A request was answered with nothing: the benchmark would mean nothing.")
        done += 1
    return statistics.median(taken[ours][1:]), statistics.median(taken[peer][1:])


def figure(what: str, rows: str, ours: float, peer: str, theirs: float) -> dict:
    """One row of the bench table, in milliseconds."""
    return {
        "what": what,
        "size": rows,
        "value": round(ours, 2),
        "unit": "ms",
        "peer": f"{peer}, {theirs:.2f} ms",
        "ratio": round(ours / theirs, 4),
    }
