"""The benchmark of the registers runs, on a tiny agency, and prints what the README promises."""

import json
import os
import subprocess
from collections.abc import Iterator

import pytest

from agencyenv import database, paths
from agencyenv.environment import Environment

CLIENTS = "60"


@pytest.fixture(scope="module")
def figures(ready: Environment) -> Iterator[list[dict]]:
    """What ``bin/bench xlsx`` prints, over a database that is dropped afterwards."""
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [paths.ROOT / "bin/bench", "xlsx"],
        env={**variables, "BENCH_CLIENTS": CLIENTS},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    database.drop(ready.postgres, f"agency_bench_{CLIENTS}")
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_time_and_memory_are_measured(figures: list[dict]) -> None:
    """Twice each: with the rows at hand, and from the database to the file."""
    assert [figure["unit"] for figure in figures] == ["s", "s", "MB", "MB"]
    assert ["rows at hand" in figure["what"] for figure in figures] == [True, False, True, False]
    assert all(" rows × 15 columns" in figure["size"] for figure in figures)


def test_ratio_is_ours_over_the_peers(figures: list[dict]) -> None:
    """The peer's figure is in its name, so that a reader can divide again."""
    for figure in figures[2:]:
        theirs = float(figure["peer"].rsplit(", ", 1)[1].split()[0])
        assert figure["value"] / theirs == pytest.approx(figure["ratio"], rel=0.05)
