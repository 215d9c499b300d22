"""bin/bench: run the benchmarks of bench/*.py.

    bin/bench            all
    bin/bench engine     bench/engine.py

Each module has ``run()``, a generator of dicts with the keys what, size, value, unit, peer, ratio.
Standard output gets one JSON object per line, standard error everything else.
"""

import os

from . import environment, paths
from .messages import Fault, main, say

RUNNER = paths.ROOT / "bin/lib/bench_runner.py"
FOLDER = paths.ROOT / "bench"


def command(arguments: list[str]) -> int:
    """Replace this process by the runner in the environment's Python."""
    names = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    chosen = arguments or names
    unknown = [name for name in chosen if name not in names]
    if unknown or not chosen:
        raise Fault(f"There is no benchmark '{' '.join(unknown)}': choose among {', '.join(names) or 'none yet'}.")
    ready = environment.prepare(own_postgres=False)
    say(f"Benchmarks: {', '.join(chosen)}")
    line = [str(paths.VENV_PYTHON), str(RUNNER), *chosen]
    os.execvpe(line[0], line, ready.variables)


if __name__ == "__main__":
    main(command)
