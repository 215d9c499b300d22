"""Run other programs with their output kept in the set-up log."""

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import paths
from .messages import Fault

__all__ = ["alive", "attempt", "die_with_parent", "find", "output", "run"]

Argument = str | Path


def find(name: str, *folders: Path) -> Path | None:
    """Return the program's path, looking in the folders and then in PATH and the system's folders."""
    search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    found = shutil.which(name, path=search)
    return Path(found) if found else None


def alive(pid: int | str) -> bool:
    """Tell whether the process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def die_with_parent() -> None:
    """Ask the system to end this process when its parent is killed (call it before exec).

    Otherwise a killed set-up leaves a pip or an Odoo behind that goes on writing
    while the next set-up runs.
    """
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)


def attempt(
    command: Sequence[Argument],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run a program, append its output to the set-up log, return exit code and output."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=die_with_parent,
        check=False,
    )
    text = done.stdout.decode(errors="replace")
    with paths.SETUP_LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{text}[exit code {done.returncode}]\n")
    return done.returncode, text


def run(
    command: Sequence[Argument],
    fault: str,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a program that must succeed; otherwise raise ``Fault`` with the sentence given."""
    code, text = attempt(command, cwd=cwd, env=env)
    if code:
        if "No space left on device" in text:
            fault = "The disk is full: free some space (about 4 GB are needed), then run this command again"
        raise Fault(f"{fault} (details at the end of {paths.display(paths.SETUP_LOG)}).")
    return text


def output(command: Sequence[Argument], env: Mapping[str, str] | None = None) -> str:
    """Return a program's standard output without surrounding blanks; empty when it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""
