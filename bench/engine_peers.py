"""The peers' libraries in a process of their own: nothing of them is imported here."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

import numpy as np

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parent / ".local/venv-peers/bin/python"
JOBS = HERE / "engine_peer_jobs.py"


class Peers:
    """A process that answers requests one after the other, started by the first; use it in a ``with``."""

    def __enter__(self) -> "Peers":
        self.folder = tempfile.TemporaryDirectory()
        self.process: subprocess.Popen | None = None
        self.answers: dict[tuple, dict[str, np.ndarray]] = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process:
            self.process.stdin.close()
            self.process.wait()
        self.folder.cleanup()

    def _start(self) -> subprocess.Popen:
        if not PYTHON.exists():
            raise SystemExit("The peers' environment is missing: run bin/bench engine, which makes it.")
        variables = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        pipe = subprocess.PIPE
        return subprocess.Popen([PYTHON, JOBS], env=variables, stdin=pipe, stdout=pipe, text=True)

    def ask(self, job: str, arrays: dict[str, np.ndarray], **options: object) -> tuple[dict[str, np.ndarray], float]:
        """Let the peers' process do one job of engine_peer_jobs.py.

        Returns:
            the arrays it found, processor seconds of the library.
        """
        self.process = self.process or self._start()
        np.savez(Path(self.folder.name) / "in.npz", **arrays)
        request = {"job": job, "options": options, "folder": self.folder.name}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The peers' process ended during '{job}'; its message is above.")
        with np.load(Path(self.folder.name) / "out.npz") as stored:
            return dict(stored), json.loads(line)["seconds"]

    def forecast(self, model: str, y: np.ndarray, horizon: int, level: int | None = None) -> dict[str, np.ndarray]:
        """Mean (n x horizon) and, with a level in per cent, bounds; the same question is asked once."""
        question = (model, y.tobytes(), horizon, level)
        if question not in self.answers:
            found, _seconds = self.ask("forecast", {"y": y}, model=model, horizon=horizon, level=level)
            if found["failed"]:
                print(f"{model} fails on {found['failed']} of {len(y)} series; they get the mean of their last year.")
            self.answers[question] = found
        return self.answers[question]
