"""Read Odoo's log: findings, and the results of its test runner."""

import re
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Results", "findings", "results"]

LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (\w+) (\S+) ([\w.]+): (.*)$")
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")
SKIPPED = re.compile(r"^skipped (.*)$")
OUTCOME = re.compile(r"^(?:FAIL|ERROR): ")


def findings(log: Path) -> list[str]:
    """Return the log's lines of level WARNING and above; an absent log is a finding too."""
    if not log.is_file():
        return [f"{log.name} was not written"]
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = LINE.match(line)
        if match and match[1] in ("WARNING", "ERROR", "CRITICAL"):
            found.append(line)
    return found


@dataclass
class Results:
    """What a test run came to; ``problems`` are sentences, each of which is a failure."""

    passed: int = 0
    failed: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, other: "Results") -> None:
        """Count another run's results in."""
        self.passed += other.passed
        self.failed += other.failed
        self.problems += other.problems


def results(log: Path, exit_code: int) -> Results:
    """Judge a run of Odoo's tests by its log.

    Odoo says success when it skipped tests or found none, so both count as failures
    here, and so does every warning.
    """
    total = bad = 0
    reported = False
    run = Results()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        level, _database, logger, message = match.groups()
        if counted := RESULT.search(message):
            reported = True
            bad += int(counted[1]) + int(counted[2])
            total += int(counted[3])
        elif skipped := SKIPPED.match(message):
            run.problems.append(f"skipped: {skipped[1]}")
        elif OUTCOME.match(message):
            run.problems.append(message)
        elif level in ("WARNING", "ERROR", "CRITICAL") and not logger.startswith("odoo.tests.result"):
            run.problems.append(f"{level} in Odoo's log: {logger}: {message}")
    if not reported or total == 0:
        run.problems.append("Odoo ran no test")
    if exit_code and not run.problems:
        run.problems.append(f"Odoo ended with exit code {exit_code}")
    run.failed = max(bad, len(run.problems))
    run.passed = max(total - run.failed, 0)
    return run
