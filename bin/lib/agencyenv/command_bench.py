"""bin/bench: run the benchmarks of bench/*.py.

    bin/bench                    all
    bin/bench engine             bench/engine.py
    bin/bench engine accuracy    a part of it

Each module that has ``run()`` is a benchmark: a generator of dicts with the keys what, size, value,
unit, peer, ratio. Standard output gets one JSON object per line, standard error everything else.
"""

import subprocess

from . import environment, lock, paths, shell, venv
from .messages import Fault, main, say
from .postgres import Cluster

RUNNER = paths.ROOT / "bin/lib/bench_runner.py"
FOLDER = paths.ROOT / "bench"
IN_PARTS = "engine"
"""The benchmark that can be run in parts, and that needs the peers' libraries."""


def command(arguments: list[str]) -> int:
    """Run them in the environment's Python; PostgreSQL is stopped again if it was not running."""
    names = sorted(path.stem for path in FOLDER.glob("[a-z]*.py") if "\ndef run()" in path.read_text("utf-8"))
    chosen, parts = _choose(arguments, names)
    ready = environment.prepare(own_postgres=True)
    if IN_PARTS in chosen:
        with lock.exclusive():
            venv.ensure_peers()
    say(f"Benchmarks: {', '.join(chosen)}")
    # Benchmarks find the private server by themselves; its address would look like one that a user gave.
    variables = {key: value for key, value in ready.variables.items() if key not in ready.postgres.environment}
    variables["BENCH_PARTS"] = " ".join(parts)
    line = [str(paths.VENV_PYTHON), str(RUNNER), *chosen]
    try:
        return subprocess.run(line, env=variables, preexec_fn=shell.die_with_parent, check=False).returncode
    finally:
        if ready.started_postgres:
            Cluster().release()


def _choose(arguments: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """Benchmarks, and parts of the one that can be taken apart when it is asked for alone."""
    chosen = [name for name in arguments if name in names] if arguments else names
    rest = [name for name in arguments if name not in names]
    if not chosen or (rest and chosen != [IN_PARTS]):
        raise Fault(f"There is no benchmark '{' '.join(rest)}': choose among {', '.join(names) or 'none yet'}.")
    return chosen, rest


if __name__ == "__main__":
    main(command)
