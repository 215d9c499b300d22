"""bin/bench: run the benchmarks of bench/*.py.

    bin/bench            all
    bin/bench engine     bench/engine.py

Each module that has ``run()`` is a benchmark: a generator of dicts with the keys what, size, value,
unit, peer, ratio. Standard output gets one JSON object per line, standard error everything else.
"""

import subprocess

from . import environment, paths, shell
from .messages import Fault, main, say
from .postgres import Cluster

RUNNER = paths.ROOT / "bin/lib/bench_runner.py"
FOLDER = paths.ROOT / "bench"


def command(arguments: list[str]) -> int:
    """Run them in the environment's Python; PostgreSQL is stopped again if it was not running."""
    names = sorted(path.stem for path in FOLDER.glob("[a-z]*.py") if "\ndef run()" in path.read_text("utf-8"))
    chosen = arguments or names
    unknown = [name for name in chosen if name not in names]
    if unknown or not chosen:
        raise Fault(f"There is no benchmark '{' '.join(unknown)}': choose among {', '.join(names) or 'none yet'}.")
    ready = environment.prepare(own_postgres=True)
    say(f"Benchmarks: {', '.join(chosen)}")
    # Benchmarks find the private server by themselves; its address would look like one that a user gave.
    variables = {key: value for key, value in ready.variables.items() if key not in ready.postgres.environment}
    line = [str(paths.VENV_PYTHON), str(RUNNER), *chosen]
    try:
        return subprocess.run(line, env=variables, preexec_fn=shell.die_with_parent, check=False).returncode
    finally:
        if ready.started_postgres:
            Cluster().release()


if __name__ == "__main__":
    main(command)
