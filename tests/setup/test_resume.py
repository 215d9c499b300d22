"""A command that was killed leaves nothing that the next one cannot put right."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agencyenv import database, environment, instance, paths, postgres, preflight, server, stamps
from agencyenv.environment import Environment
from agencyenv.messages import Fault

KILLED_WHILE_BUILDING = """
import sys, time
from agencyenv import environment, instance

def build(name):
    ready.postgres.sql(f'CREATE DATABASE "{name}"')
    print("half", flush=True)
    time.sleep(60)

ready = environment.prepare(own_postgres=True)
instance.template(ready, "trial", "00000000", build)
"""


@pytest.fixture
def trial(ready: Environment) -> Iterator[str]:
    """The name of a template that only these tests make."""
    yield "agency_trial_00000000"
    for name in ("agency_trial_00000000", "agency_trial_part", "agency_trial_copy"):
        database.drop(ready.postgres, name)


def test_template_whose_building_was_killed_is_built_again(ready: Environment, trial: str) -> None:
    variables = {**os.environ, "PYTHONPATH": str(paths.ROOT / "bin/lib")}
    victim = subprocess.Popen([sys.executable, "-c", KILLED_WHILE_BUILDING], stdout=subprocess.PIPE, env=variables)
    with victim:
        assert victim.stdout.readline() == b"half\n"
        victim.send_signal(signal.SIGKILL)
    assert ready.postgres.exists("agency_trial_part")
    assert not ready.postgres.exists(trial)

    def build(name: str) -> None:
        ready.postgres.sql(f'CREATE DATABASE "{name}"')
        ready.postgres.sql("CREATE TABLE complete ()", name)

    assert instance.template(ready, "trial", "00000000", build) == trial
    assert ready.postgres.sql("SELECT to_regclass('complete')", trial) == "complete"
    assert not ready.postgres.exists("agency_trial_part")


def test_copy_replaces_what_was_there_and_brings_the_files(ready: Environment, trial: str) -> None:
    ready.postgres.sql(f'CREATE DATABASE "{trial}"')
    ready.postgres.sql('CREATE DATABASE "agency_trial_copy"')
    folder = paths.FILESTORE / trial / "ab"
    folder.mkdir(parents=True)
    (folder / "file").write_text("content")
    database.copy(ready.postgres, trial, "agency_trial_copy")
    assert (paths.FILESTORE / "agency_trial_copy/ab/file").read_text() == "content"
    database.drop(ready.postgres, trial)
    assert (paths.FILESTORE / "agency_trial_copy/ab/file").read_text() == "content"


def test_database_is_updated_when_the_code_changed(ready: Environment) -> None:
    name = f"agency_update_{os.getpid()}"
    database.copy(ready.postgres, instance.plain(ready), name)
    query = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    try:
        instance.note(ready, name, instance.state(ready).split()[0] + " older")
        instance.ensure(ready, name, with_demo=False)
        assert ready.postgres.sql(query) == instance.state(ready)
        log = (paths.LOGS / "update.log").read_text()
        assert "Loading module crm_web_agency" in log
        (paths.LOGS / "update.log").unlink()
        instance.ensure(ready, name, with_demo=False)
        assert not (paths.LOGS / "update.log").exists(), "an unchanged database was updated"
    finally:
        database.drop(ready.postgres, name)


def test_database_of_something_else_is_refused(ready: Environment, trial: str) -> None:
    ready.postgres.sql(f'CREATE DATABASE "{trial}"')
    with pytest.raises(Fault, match="choose another one"):
        instance.ensure(ready, trial, with_demo=False)


@pytest.mark.parametrize("name", ["Agency", "1st", 'a"; DROP', "a" * 60, ""])
def test_name_that_no_database_may_have(ready: Environment, name: str) -> None:
    with pytest.raises(Fault, match="cannot be a database's name"):
        instance.ensure(ready, name, with_demo=False)


def test_killed_postgresql_starts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PG", tmp_path / "pg")
    started, was_started = postgres.start_private()
    assert was_started
    started.sql("CREATE TABLE kept ()")
    started.sql("CHECKPOINT")
    pid_file = tmp_path / "pg/data/postmaster.pid"
    pid = int(pid_file.read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    _wait_until(lambda: not postgres.Cluster().answers())
    time.sleep(1)
    again, was_started = postgres.start_private()
    assert was_started
    assert again.sql("SELECT to_regclass('kept')") == "kept"
    postgres.Cluster().stop()


def test_server_that_pghost_names_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PG", tmp_path / "pg")
    monkeypatch.setattr(paths, "CONFIG", tmp_path / "odoo.conf")
    for name, value in postgres.start_private()[0].environment.items():
        monkeypatch.setenv(name, value)
    given = environment.prepare(own_postgres=True)
    assert not given.postgres.private
    assert not given.started_postgres
    assert given.postgres.exists(postgres.ICU_TEMPLATE)
    assert given.variables["PGHOST"] == str(tmp_path / "pg/socket")
    assert "db_host" not in paths.CONFIG.read_text()
    postgres.Cluster().stop()


def test_owner_that_was_killed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PG", tmp_path)
    cluster = postgres.Cluster()
    assert not cluster.owner_is_dead()
    cluster.claim()
    assert not cluster.owner_is_dead()
    cluster.owner.write_text("999999999")
    assert cluster.owner_is_dead()
    cluster.keep()
    assert not cluster.owner_is_dead()


def test_pid_file_of_a_killed_server_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PID_FILE", tmp_path / "server.pid")
    assert server.find() is None
    # A number that lives, but belongs to another program: this test.
    server.PID_FILE.write_text(f"{os.getpid()} 8069 agency\n")
    assert server.find() is None
    server.PID_FILE.write_text("half a li")
    assert server.find() is None


def test_stamp_counts_only_for_the_same_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "STAMPS", tmp_path / "stamps")
    file = tmp_path / "pins.txt"
    file.write_text("one")
    before = stamps.fingerprint("3.11", file)
    assert not stamps.is_current("venv", before)
    stamps.write("venv", before)
    assert stamps.is_current("venv", before)
    file.write_text("two")
    assert not stamps.is_current("venv", stamps.fingerprint("3.11", file))


def test_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "LOCAL", tmp_path)
    monkeypatch.setenv("AGENCY_ROOM_BYTES", "0")
    preflight.check_room()
    monkeypatch.setenv("AGENCY_ROOM_BYTES", str(10**18))
    with pytest.raises(Fault, match="free some space"):
        preflight.check_room()


def _wait_until(condition, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)
