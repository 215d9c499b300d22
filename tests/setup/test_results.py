"""How bin/test judges a run: skipped tests, no tests and warnings are failures."""

from pathlib import Path

import pytest

from agencyenv import command_test, instance, odoo_log, paths
from agencyenv.messages import Fault

HEAD = "2026-01-31 10:00:00,123 77 {} agency odoo.{}: {}\n"


def info(message: str, logger: str = "tests.result") -> str:
    """Return a line of Odoo's log."""
    return HEAD.format("INFO", logger, message)


COUNT = "0 failed, 0 error(s) of 12 tests when loading database 'agency'"


@pytest.fixture
def judge(tmp_path: Path):
    """A function that judges a log given as lines."""

    def run(*lines: str, code: int = 0) -> odoo_log.Results:
        log = tmp_path / "odoo.log"
        log.write_text("".join(lines))
        return odoo_log.results(log, code)

    return run


def test_good_run(judge) -> None:
    result = judge(info(COUNT))
    assert (result.passed, result.failed, result.problems) == (12, 0, [])


def test_failures_are_counted(judge) -> None:
    line = HEAD.format("ERROR", "tests.result", "1 failed, 1 error(s) of 12 tests when loading database 'agency'")
    fail = HEAD.format("ERROR", "addons.crm.tests.test_lead", "FAIL: TestLead.test_name")
    result = judge(fail, line, code=1)
    assert (result.passed, result.failed) == (10, 2)
    assert result.problems == ["FAIL: TestLead.test_name"]


def test_no_test_is_a_failure(judge) -> None:
    result = judge(info(COUNT.replace("12", "0")))
    assert (result.passed, result.failed, result.problems) == (0, 1, ["Odoo ran no test"])
    assert judge(info("Initiating shutdown", "service.server")).failed == 1


def test_skipped_test_is_a_failure(judge) -> None:
    result = judge(info("skipped TestTour.test_tour : Chrome executable not found", "addons.crm.tests"), info(COUNT))
    assert (result.passed, result.failed) == (11, 1)


@pytest.mark.parametrize("level", ["WARNING", "ERROR", "CRITICAL"])
def test_warning_in_the_log_is_a_failure(judge, level: str) -> None:
    result = judge(HEAD.format(level, "fields", "unknown parameter"), info(COUNT))
    assert result.failed == 1
    assert "unknown parameter" in result.problems[0]


def test_crash_is_a_failure(judge) -> None:
    assert judge("Traceback (most recent call last):\n", code=1).failed == 1
    assert judge(info(COUNT), code=1).failed == 1


def test_log_that_is_absent_is_a_finding(tmp_path: Path) -> None:
    assert odoo_log.findings(tmp_path / "none.log")


@pytest.mark.parametrize(
    ("argument", "tag"),
    [
        ("crm_web_agency", "/crm_web_agency"),
        ("crm_web_agency:TestAct.test_sign", "/crm_web_agency:TestAct.test_sign"),
        ("addons/crm_web_agency/tests/__init__.py", "/crm_web_agency/tests/__init__.py"),
        ("addons/crm_web_agency/tests/", "/crm_web_agency"),
    ],
)
def test_arguments_for_odoo(argument: str, tag: str) -> None:
    assert command_test.plan([argument]).odoo == [tag]


def test_argument_for_pytest() -> None:
    assert command_test.plan(["tests/setup"]).project == ["tests/setup"]


def test_no_argument_is_everything() -> None:
    chosen = command_test.plan([])
    assert chosen.odoo == [f"/{name}" for name in instance.installed_addons()]
    assert chosen.project == ["tests"]
    assert chosen.engine == [str(paths.ADDONS / "crm_analytics/tests/engine")]


def test_argument_that_names_nothing() -> None:
    with pytest.raises(Fault, match="names no tests"):
        command_test.plan(["sale"])
