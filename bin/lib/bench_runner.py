"""Run benchmark modules and print their figures, one JSON object per line."""

import contextlib
import importlib.util
import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "bench"
KEYS = {"what", "size", "value", "unit", "peer", "ratio"}


def load(name: str):
    """Import bench/NAME.py; modules beside it can be imported by it."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(names: list[str]) -> None:
    """Print each figure as soon as it is known; whatever a benchmark prints goes to standard error."""
    results = sys.stdout
    sys.path.insert(0, str(FOLDER))
    with contextlib.redirect_stdout(sys.stderr):
        for name in names:
            for figure in load(name).run():
                if set(figure) != KEYS:
                    raise SystemExit(f"bench/{name}.py gave the keys {sorted(figure)}, not {sorted(KEYS)}")
                print(json.dumps(figure, ensure_ascii=False), file=results, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
