"""Run Odoo for one task, with its log in a file and its progress in words."""

import os
import re
import socket
import subprocess
from pathlib import Path

from . import odoo_log, paths, shell
from .environment import Environment
from .messages import Fault, say

__all__ = ["free_port", "run", "task"]

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
EVERY = 20


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(ready: Environment, log: Path, *arguments: str, script: str | None = None) -> int:
    """Run Odoo's command line with its output in ``log``; return the exit code.

    Args:
        script: Python text for ``odoo shell``, given on standard input.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        ready.odoo(*arguments),
        env=ready.variables,
        stdin=subprocess.PIPE if script else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=shell.die_with_parent,
        text=True,
        errors="replace",
    )
    with process, log.open("w", encoding="utf-8") as file:
        if process.stdin:
            process.stdin.write(script or "")
            process.stdin.close()
        for line in process.stdout or ():
            file.write(line)
            _tell(line)
    return process.returncode


def _tell(line: str) -> None:
    match = LOADING.search(line)
    if match and int(match[2]) % EVERY == 0:
        say(f"  module {match[2]} of {match[3]} ({match[1]})")


def task(ready: Environment, name: str, *arguments: str, script: str | None = None) -> Path:
    """Run Odoo for a step of the set-up, which must succeed; return its log.

    Raises:
        Fault: Odoo failed; the sentence carries the last error of its log.
    """
    log = paths.LOGS / f"{name}.log"
    ports = ["--http-port", str(free_port()), "--gevent-port", str(free_port())]
    listening = arguments[0] in ("server", "shell")
    code = run(ready, log, *arguments, *(ports if listening else []), script=script)
    if code or (script and "AGENCY-STEP-DONE" not in log.read_text(errors="replace")):
        errors = [line for line in odoo_log.findings(log) if " WARNING " not in line]
        last = errors[-1].split(": ", 1)[-1] if errors else "it ended early"
        raise Fault(f"Odoo failed ({last[:200]}): see {os.path.relpath(log, paths.ROOT)}, then run this command again.")
    return log
