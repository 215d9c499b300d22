"""The engine's benchmark can be run in parts; those that need no peer run without the peers' environment."""

import json
import os
import subprocess

import pytest

from agencyenv import command_bench, paths
from agencyenv.messages import Fault

KEYS = ["what", "size", "value", "unit", "peer", "ratio"]
NAMES = ["clients", "engine", "events"]


def run_part(part: str) -> subprocess.CompletedProcess:
    """Run one part as bin/bench does, without setting anything up."""
    return subprocess.run(
        [paths.VENV_PYTHON, command_bench.RUNNER, "engine"],
        env={**os.environ, "BENCH_PARTS": part},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_lines_of_a_part() -> None:
    """Coverage of P80 is near its level, and its loss below the estimate's."""
    done = run_part("effort")
    assert done.returncode == 0, done.stderr[-3000:]
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert [figure["what"] for figure in figures] == [
        "coverage of P80 of effort",
        "pinball loss of P80",
        "pinball loss of P50",
    ]
    assert all(list(figure) == KEYS and figure["ratio"] <= 1 for figure in figures)


def test_unknown_part_is_named_with_the_known_ones() -> None:
    """Before anything is measured."""
    done = run_part("speed")
    assert done.returncode != 0
    assert "no part 'speed'" in done.stderr and "accuracy" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (NAMES, [])),
        (["events", "engine"], (["events", "engine"], [])),
        (["engine", "long", "time"], (["engine"], ["long", "time"])),
    ],
)
def test_benchmarks_and_parts(arguments: list[str], expected: tuple) -> None:
    """A part is what is no benchmark, beside the one that has parts."""
    assert command_bench._choose(arguments, NAMES) == expected


@pytest.mark.parametrize("arguments", [["nothing"], ["events", "long"], ["engine", "events", "long"]])
def test_what_does_not_exist_is_refused(arguments: list[str]) -> None:
    """With the benchmarks that do."""
    with pytest.raises(Fault, match="choose among clients, engine, events"):
        command_bench._choose(arguments, NAMES)
