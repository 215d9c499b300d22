"""What is wrong or missing stops the commands with one sentence that says what to do.

Every test works on a copy of the commands in an empty folder, as a stranger's first run.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from agencyenv import odoo_process, paths

NOBODY = 65534
# What lets an ordinary user have a network or a disk of his own for one command.
_ROOT_HERE = () if os.geteuid() == 0 else ("--map-root-user",)
COMMANDS = ("bin", "requirements.txt", "requirements-dev.txt", "requirements-lint.txt", "odoo.conf")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the commands, with a home folder of its own beside it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in COMMANDS:
        source = paths.ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    (folder / "addons").mkdir()
    (tmp_path / "home").mkdir()
    return folder


@pytest.fixture
def start(checkout: Path) -> Callable[..., subprocess.CompletedProcess]:
    """A function that runs a command of the copy, with changes of the environment."""

    def run(*command: str, prefix: tuple[str, ...] = (), user: int | None = None, **variables: str):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "ODOO_", "PYTHONPATH"))}
        environment: Mapping[str, str] = {**kept, "HOME": str(checkout.parent / "home"), **variables}
        line = [*prefix, str(checkout / command[0]), *command[1:]]
        return subprocess.run(
            line, env=environment, user=user, capture_output=True, text=True, timeout=300, check=False
        )

    return run


def assert_stops(done: subprocess.CompletedProcess, *words: str) -> None:
    """Check that the command failed and that its last line is one sentence with the words."""
    assert done.returncode != 0, done.stdout + done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.endswith((".", ").")), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    for word in words:
        assert word in last, done.stderr


def test_file_in_place_of_the_folder(checkout: Path, start: Callable) -> None:
    (checkout / ".local").write_text("somebody's notes")
    assert_stops(start("bin/odoo", "--version"), ".local", "move it away")
    assert (checkout / ".local").read_text() == "somebody's notes"


def test_foreign_files_in_the_folder(checkout: Path, start: Callable) -> None:
    (checkout / ".local").mkdir()
    (checkout / ".local/notes").write_text("somebody's notes")
    assert_stops(start("bin/run", PORT=str(odoo_process.free_port())), ".local", "move it away")
    assert [path.name for path in (checkout / ".local").iterdir()] == ["notes"]


def test_checkout_that_cannot_be_written(checkout: Path, start: Callable) -> None:
    shutil.rmtree(checkout / ".local", ignore_errors=True)
    user = NOBODY if os.geteuid() == 0 else None
    for folder in (checkout, *checkout.parents[:3]):
        folder.chmod(0o555)
    try:
        done = start("bin/odoo", "--version", user=user, AGENCY_PYTHON="/usr/bin/python3", PYTHONDONTWRITEBYTECODE="1")
    finally:
        for folder in (checkout, *checkout.parents[:3]):
            folder.chmod(0o755)
    assert_stops(done, "cannot be written", "clone it")


def test_no_room_on_the_disk(checkout: Path, start: Callable) -> None:
    done = start("bin/odoo", "--version", AGENCY_ROOM_BYTES=str(10**18))
    assert_stops(done, "free some space", "run this command again")
    assert not (checkout / ".local/venv").exists()


def test_disk_that_fills_up(checkout: Path, start: Callable) -> None:
    # A small disk in place of the folder, seen by this command only.
    (checkout / ".local").mkdir()
    mount = f'mount -t tmpfs -o size=30m tmpfs \'{checkout}/.local\' && exec "$0" "$@"'
    prefix = ("unshare", *_ROOT_HERE, "--mount", "sh", "-c", mount)
    done = start("bin/odoo", "--version", prefix=prefix, AGENCY_ROOM_BYTES="0")
    assert_stops(done, "The disk is full", "free some space")


def test_python_that_is_not_supported(checkout: Path, start: Callable) -> None:
    fake = checkout / "python3"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    assert_stops(start("bin/run", AGENCY_PYTHON=str(fake)), "Python 3.11 or 3.12", "run this command again")


def test_port_that_is_taken(checkout: Path, start: Callable) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start("bin/run", "--detach", PORT=str(port))
    assert_stops(done, f"Port {port} is taken by process {os.getpid()}", f"PORT={port + 1}")
    assert not (checkout / ".local").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_port_that_is_none(start: Callable, port: str) -> None:
    assert_stops(start("bin/run", PORT=port), "PORT is", "give a number")


def test_no_network(checkout: Path, start: Callable) -> None:
    # A network namespace without any interface: the machine is off line for this command only.
    prefix = ("unshare", *_ROOT_HERE, "--net")
    assert_stops(start("bin/odoo", "--version", prefix=prefix), "check the network", "run this command again")
    assert not (checkout / ".local/stamps/venv").exists()


def test_database_server_that_does_not_answer(start: Callable) -> None:
    done = start("bin/odoo", "--version", PGHOST="127.0.0.1", PGPORT="1")
    assert_stops(done, "PGHOST", "does not answer")


def test_odoo_home_that_is_none(start: Callable, tmp_path: Path) -> None:
    assert_stops(start("bin/odoo", "--version", ODOO_HOME=str(tmp_path)), "ODOO_HOME", "unset it")


def test_option_that_is_unknown(start: Callable) -> None:
    done = start("bin/run", "--detatch")
    assert done.returncode == 2
    assert "--detatch" in done.stderr


def test_test_that_does_not_exist(start: Callable) -> None:
    assert_stops(start("bin/test", "tests/nothing"), "names no tests")
