"""bin/test: set up what is missing, then run the tests.

    bin/test                                       everything
    bin/test crm_analytics                         the tests of one add-on
    bin/test crm_web_agency:TestOrder.test_sign    a class or method of an add-on's tests
    bin/test addons/crm_web_agency/tests/test_order.py
    bin/test tests/browser                         a folder, a file or file::test of tests/

Several arguments may be given. The last line is "N passed, N failed"; the exit code is 0 only
without failures. Skipped tests, warnings in Odoo's log and "0 tests" count as failures.
"""

import os
import re
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from . import chromium, database, environment, instance, odoo_log, odoo_process, office, paths, shell, venv
from .environment import Environment
from .messages import Fault, main, say
from .odoo_log import Results
from .postgres import Cluster

ENGINE = paths.ADDONS / "crm_analytics/tests/engine"
REPORTS = paths.LOCAL / "test"
TAG = re.compile(r"(\w+):(\w+)(?:\.(\w+))?")


@dataclass
class Plan:
    """What to run: engine test paths, Odoo's test tags, paths of tests/."""

    engine: list[str] = field(default_factory=list)
    odoo: list[str] = field(default_factory=list)
    project: list[str] = field(default_factory=list)


def plan(arguments: list[str]) -> Plan:
    """Sort the arguments into the three kinds of tests; none means all.

    Raises:
        Fault: an argument names nothing that can be run.
    """
    chosen = Plan()
    for argument in arguments or [*instance.installed_addons(), "tests"]:
        _sort(argument.removeprefix("./").rstrip("/"), chosen)
    return chosen


def _sort(argument: str, chosen: Plan) -> None:
    path = Path(argument.partition("::")[0])
    inside = path.parts[1:] if path.parts[:1] == ("addons",) else path.parts
    tag = TAG.fullmatch(argument)
    exists = (paths.ROOT / path).exists()
    if argument in instance.installed_addons():
        chosen.odoo.append(f"/{argument}")
        if argument == "crm_analytics" and ENGINE.is_dir():
            chosen.engine.append(str(ENGINE))
    elif tag and tag[1] in instance.installed_addons():
        chosen.odoo.append("/" + argument)
    elif path.parts[:1] == ("tests",) and exists:
        chosen.project.append(argument)
    elif exists and ENGINE in (paths.ROOT / path, *(paths.ROOT / path).parents):
        chosen.engine.append(str(paths.ROOT / argument))
    elif exists and len(inside) > 1 and inside[1] == "tests":
        chosen.odoo.append("/" + "/".join(inside) if path.suffix == ".py" else f"/{inside[0]}")
    else:
        raise Fault(
            f"'{argument}' names no tests: give an add-on, addon:Class.method, a test file, or a path under tests/."
        )


def command(arguments: list[str]) -> int:
    """Run the chosen tests; return 0 when all passed."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    chosen = plan(arguments)
    ready = environment.prepare(own_postgres=True)
    total = Results()
    try:
        chromium.ensure()
        if chosen.odoo:
            office.ensure()
        database.drop_abandoned(ready.postgres)
        shutil.rmtree(REPORTS, ignore_errors=True)
        REPORTS.mkdir(parents=True)
        if chosen.engine:
            total.add(_timed("Engine tests", lambda: _pytest(ready, "engine", chosen.engine)))
        if chosen.odoo:
            total.add(_timed("Odoo tests", lambda: _odoo(ready, chosen.odoo)))
        if chosen.project:
            venv.ensure_lint()
            total.add(_timed("Project tests", lambda: _pytest(ready, "project", chosen.project)))
    finally:
        if ready.started_postgres:
            Cluster().release()
    return _conclude(total)


def _timed(title: str, stage) -> Results:
    say(f"== {title}")
    started = time.monotonic()
    result = stage()
    say(f"== {title}: {result.passed} passed, {result.failed} failed, {time.monotonic() - started:.0f} s")
    return result


def _conclude(total: Results) -> int:
    if total.problems:
        say("What failed:")
        for problem in total.problems:
            say(f"  {problem}")
    if total.passed + total.failed == 0:
        total.failed = 1
        say("  no test was run")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 1 if total.failed else 0


def _pytest(ready: Environment, name: str, targets: list[str]) -> Results:
    """Run pytest, its output going through; count from its report, skipped as failed."""
    report = REPORTS / f"{name}.xml"
    command_line = [str(paths.VENV_PYTHON), "-m", "pytest", "--import-mode=importlib", f"--junitxml={report}", *targets]
    # The tests find the private server by themselves; its address would look like one that a user gave.
    variables = {key: value for key, value in ready.variables.items() if key not in ready.postgres.environment}
    code = subprocess.run(
        command_line,
        cwd=paths.ROOT,
        env=variables,
        stdin=subprocess.DEVNULL,
        preexec_fn=shell.die_with_parent,
        check=False,
    ).returncode
    return _read(report, code, name)


def _read(report: Path, code: int, name: str) -> Results:
    result = Results()
    if not report.is_file():
        return Results(0, 1, [f"pytest ({name}) wrote no report, exit code {code}"])
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        bad = [kind for kind in ("failure", "error", "skipped") if case.find(kind) is not None]
        if bad:
            result.failed += 1
            result.problems.append(f"{bad[0]}: {case.get('classname')}::{case.get('name')}")
        else:
            result.passed += 1
    if code and not result.failed:
        result.failed += 1
        result.problems.append(f"pytest ({name}) ended with exit code {code}")
    if not result.passed and not result.failed:
        result.failed += 1
        result.problems.append(f"pytest ({name}) ran no test")
    return result


def _odoo(ready: Environment, tags: list[str]) -> Results:
    """Run Odoo's tests on a copy of the warm template without demo data."""
    name = f"agency_test_{os.getpid()}"
    log = paths.LOGS / "test-odoo.log"
    database.copy(ready.postgres, instance.plain(ready), name)
    ports = ["--http-port", str(odoo_process.free_port()), "--gevent-port", str(odoo_process.free_port())]
    say(f"Running Odoo's tests {','.join(tags)} (log: {paths.display(log)}) ...")
    try:
        code = odoo_process.run(ready, log, "server", "-d", name, "--test-tags", ",".join(tags), *ports)
    finally:
        database.drop(ready.postgres, name)
    result = odoo_log.results(log, code)
    if result.failed:
        _show(log)
    return result


def _show(log: Path) -> None:
    """Print the log from its first finding on, so that a failure can be read without the file."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    marked = [line for line in lines if not odoo_log.LINE.match(line) or odoo_log.LINE.match(line)[1] != "INFO"]
    for line in marked[:400]:
        say(line)


if __name__ == "__main__":
    main(command)
