"""A server of its own for the access tests: the add-ons without demo data, and the worlds of seed/."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from access.actions import steps
from access.models import removals
from access.people import Person

from agencyenv import database, instance, odoo_process, paths, server
from agencyenv.environment import Environment

SERVER_LOG = paths.LOGS / "test-access.log"
MARK = "ACCESS-WORLD "
SEED = f"""
import json, sys
sys.path.insert(0, {str(paths.ROOT / "tests")!r})
from access.seed import make
print({MARK!r} + json.dumps(make(env, json.loads({{spent!r}}))))
env.cr.commit()
print("AGENCY-STEP-DONE")
"""


@pytest.fixture(scope="package")
def address(ready: Environment) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address and database of the server, and what the seed made in it."""
    name = f"agency_access_{os.getpid()}"
    port = odoo_process.free_port()
    database.copy(ready.postgres, instance.plain(ready), name)
    process = None
    try:
        world = _make_world(ready, name)
        instance.set_address(ready, name, port)
        process = server.start(ready, name, port, SERVER_LOG, "--max-cron-threads=0")
        server.wait_until_ready(process, port, SERVER_LOG)
        yield f"http://127.0.0.1:{port}", name, world
    finally:
        if process:
            server.end(process)
        database.drop(ready.postgres, name)


def _make_world(ready: Environment, name: str) -> dict[str, Any]:
    script = SEED.format(spent=json.dumps([*removals(), *steps()]))
    log = odoo_process.task(ready, "test-access-seed", "shell", "-d", name, script=script)
    line = next(line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith(MARK))
    return json.loads(line.removeprefix(MARK))


@pytest.fixture(scope="package")
def world(address: tuple[str, str, dict[str, Any]]) -> dict[str, Any]:
    """Records by row, role and scope; see ``seed.make``."""
    return address[2]


@pytest.fixture(scope="package")
def person(address: tuple[str, str, dict[str, Any]]) -> Callable[[str | None], Person]:
    """A function from a role (or "admin", who sees all companies, or None, a visitor) to a session, one for each."""
    sessions: dict[str | None, Person] = {}
    logins = {None: None, "admin": "admin", "client": "access_client_own", "other client": "access_client_foreign"}

    def log_in(role: str | None) -> Person:
        if role not in sessions:
            sessions[role] = Person(*address[:2], logins.get(role, f"access_{role}"))
        return sessions[role]

    return log_in


@pytest.fixture
def count_cell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """A function that counts the test as a cell of the table: "allowed" or "denied"."""
    return lambda verdict: request.node.user_properties.append(("cell", verdict))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many cells of the table were tried."""
    counts = Counter(
        dict(report.user_properties).get("cell")
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
    )
    denied, allowed = counts["denied"], counts["allowed"]
    if denied or allowed:
        terminalreporter.write_line(f"Access table: {denied + allowed} cells, {denied} denied, {allowed} allowed")
