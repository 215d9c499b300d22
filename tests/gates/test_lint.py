"""The code passes ruff, OCA's mandatory pylint-odoo checks and OCA's module checks."""

import subprocess
from pathlib import Path

import pytest

from agencyenv import instance, paths

BIN = paths.LINT_VENV / "bin"
ADDONS = instance.installed_addons()


def check(*command: str | Path) -> None:
    """Run a checker in the checkout; what it prints is the failure's text."""
    done = subprocess.run([str(part) for part in command], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    check(BIN / "ruff", "check", "--no-cache", ".")


def test_files_are_formatted() -> None:
    check(BIN / "ruff", "format", "--no-cache", "--check", ".")


@pytest.mark.parametrize("addon", ADDONS)
def test_pylint_odoo_finds_nothing(addon: str) -> None:
    check(BIN / "pylint", "--rcfile=.pylintrc", paths.ADDONS / addon)


@pytest.mark.parametrize("addon", ADDONS)
def test_module_checks_find_nothing(addon: str) -> None:
    check(BIN / "oca-checks-odoo-module", paths.ADDONS / addon)


@pytest.mark.parametrize("addon", ADDONS)
def test_translation_file_checks_find_nothing(addon: str) -> None:
    check(BIN / "oca-checks-po", paths.ADDONS / addon / "i18n/uk.po")
