"""What README says can be found in the repository."""

import re
import subprocess

import pytest

from agencyenv import command_run, paths

README = paths.ROOT / "README.md"


@pytest.fixture(scope="module")
def text() -> str:
    """README's text."""
    return README.read_text(encoding="utf-8")


def test_commands_exist(text: str) -> None:
    commands = set(re.findall(r"\bbin/[a-z]+", text))
    assert {"bin/run", "bin/test", "bin/odoo", "bin/bench"} <= commands
    for command in commands - {"bin/lib"}:
        mode = (paths.ROOT / command).stat().st_mode
        assert mode & 0o111, f"{command} cannot be executed"


def test_options_exist(text: str) -> None:
    answer = subprocess.run([paths.ROOT / "bin/run", "--help"], capture_output=True, text=True, check=True).stdout
    for line in re.findall(r"bin/run [^\n`]*", text):
        for option in re.findall(r"(?<!\S)--[a-z-]+", line):
            assert option in answer, f"README names {option}, which bin/run does not know"


def test_links_lead_somewhere(text: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (paths.ROOT / target).exists(), f"README links to {target}"


def test_demo_logins_are_all_named(text: str) -> None:
    for login in command_run.LOGINS:
        assert re.search(rf"\b{login}\b", text), f"README does not name the login {login}"
