"""The benchmarks of clients and events run, on a tiny agency, and print what the README promises."""

import json
import os
import subprocess
from collections.abc import Iterator

import pytest

from agencyenv import database, paths
from agencyenv.environment import Environment

CLIENTS = "60"
NAMES = ("clients", "events")
KEYS = ["what", "size", "value", "unit", "peer", "ratio"]


@pytest.fixture(scope="module")
def figures(ready: Environment) -> Iterator[list[dict]]:
    """What ``bin/bench clients events`` prints, over a database that is dropped afterwards."""
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [paths.ROOT / "bin/bench", *NAMES],
        env={**variables, "BENCH_CLIENTS": CLIENTS},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    database.drop(ready.postgres, f"agency_bench_{CLIENTS}")
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_has_the_six_keys(figures: list[dict]) -> None:
    """Programs read the lines by these names."""
    assert figures
    assert all(list(figure) == KEYS for figure in figures)


def test_ratio_is_ours_over_the_peers(figures: list[dict]) -> None:
    """The peer's time is in its name, so that a reader can divide again."""
    for figure in figures:
        theirs = float(figure["peer"].rsplit(", ", 1)[1].removesuffix(" ms"))
        assert figure["unit"] == "ms"
        assert figure["value"] / theirs == pytest.approx(figure["ratio"], rel=0.05)


@pytest.mark.parametrize("screen", ["client list", "client kanban", "client card", "event list", "event calendar"])
def test_screens_are_measured_for_both_roles(figures: list[dict], screen: str) -> None:
    """As people with record rules, not as the superuser."""
    measured = [figure["what"] for figure in figures if figure["what"].startswith(screen)]
    for role in ("account manager", "director"):
        assert any(what.endswith(role) for what in measured), f"{screen} of the {role} is missing: {measured}"
