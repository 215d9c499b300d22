"""Odoo's server for people: start it, find it again, stop it."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import paths, shell
from .environment import Environment
from .messages import Fault

__all__ = ["Running", "check_port", "end", "find", "note", "start", "stop", "wait_until_ready"]

PID_FILE = paths.LOCAL / "server.pid"
LOG = paths.LOGS / "server.log"
START_SECONDS = 120
STOP_SECONDS = 20


class Running:
    """A server of this checkout that is running, as its pid file tells."""

    def __init__(self, pid: int, port: int, database: str) -> None:
        self.pid, self.port, self.database = pid, port, database

    @property
    def address(self) -> str:
        """The address for a browser."""
        return f"http://127.0.0.1:{self.port}"


def find() -> Running | None:
    """Return the running server; a pid file left by a killed one does not count."""
    try:
        pid, port, database = PID_FILE.read_text().split()
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (OSError, ValueError):
        return None
    # The number may belong to another program by now.
    if str(paths.VENV_PYTHON) not in line or database not in line:
        return None
    return Running(int(pid), int(port), database)


def check_port(port: int) -> None:
    """Raise ``Fault`` when something listens on the port already, naming it where possible."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return
        except PermissionError as error:
            raise Fault(f"Port {port} needs root: choose one above 1023, as in 'PORT=8070 bin/run'.") from error
        except OSError:
            holder = _holder(port)
    raise Fault(f"Port {port} is taken{holder}: stop that, or choose another one, as in 'PORT={port + 1} bin/run'.")


def _holder(port: int) -> str:
    """Say in words which process listens on the port; empty when the system does not tell."""
    listening = "0A"
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = Path(table).read_text().splitlines()[1:] if Path(table).exists() else []
        for row in map(str.split, rows):
            if row[3] == listening and int(row[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(f"socket:[{row[9]}]")
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(entry) in inodes:
                pid = entry.parts[2]
                return f" by process {pid} ({Path(f'/proc/{pid}/comm').read_text().strip()})"
        except OSError:
            continue
    return ""


def start(ready: Environment, database: str, port: int, log: Path = LOG, *options: str) -> subprocess.Popen:
    """Start the server with its log in a file and return its process.

    It runs in a session of its own, so a terminal's Ctrl-C reaches only the caller,
    which stops it in order.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    ports = ["--http-port", str(port), "--gevent-port", str(port + 3)]
    with log.open("w") as output:
        process = subprocess.Popen(
            ready.odoo("server", "-d", database, *ports, *options),
            env=ready.variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return process


def note(process: subprocess.Popen, database: str, port: int) -> None:
    """Write the pid file by which later commands find the server."""
    PID_FILE.write_text(f"{process.pid} {port} {database}\n")


def wait_until_ready(process: subprocess.Popen, port: int, log: Path = LOG) -> None:
    """Wait until the server answers; raise ``Fault`` when it ends or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if _healthy(port):
            return
        time.sleep(0.3)
    process.terminate()
    raise Fault(f"The server did not start: see the end of {paths.display(log)}.")


def _healthy(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        # The login page, not only the health check: it needs the database and its modules.
        with opener.open(f"http://127.0.0.1:{port}/web/health?db_server_status=1", timeout=5) as answer:
            healthy = answer.status == 200
        with opener.open(f"http://127.0.0.1:{port}/web/login", timeout=60) as answer:
            return healthy and answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def stop(pid: int) -> None:
    """End the noted server and forget it."""
    _end(pid)
    PID_FILE.unlink(missing_ok=True)


def end(process: subprocess.Popen) -> None:
    """End a server that this process started."""
    _end(process.pid)
    process.wait()


def _end(pid: int) -> None:
    """Ask a process to end, then force it."""
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 5)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            break
        if _gone(pid, seconds):
            break


def _gone(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not shell.alive(pid):
            return True
        time.sleep(0.2)
    return False
