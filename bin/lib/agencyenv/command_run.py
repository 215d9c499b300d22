"""bin/run: set up what is missing, then serve Web Agency CRM.

    bin/run [--detach] [--no-demo] [--db NAME]     serve on http://127.0.0.1:8069 (PORT=8070 bin/run: elsewhere)
    bin/run --stop                                 stop what --detach started

--detach returns when the server answers. --no-demo makes an empty company.
PGHOST, PGPORT, PGUSER, PGPASSWORD name a PostgreSQL server to use instead of the private one.
"""

import argparse
import os
import signal
import sys
import time

from . import environment, instance, paths, server
from .environment import Environment
from .messages import Fault, main, say
from .postgres import Cluster

LOGINS = {
    "admin": "administrator",
    "director": "director",
    "account_manager": "account manager",
    "account_manager2": "another account manager",
    "project_manager": "project manager",
    "performer": "performer",
    "accountant": "accountant",
    "client1": "a client, in the portal",
    "client2": "another client, in the portal",
}


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/run", description="Set up what is missing, then serve Web Agency CRM.")
    parser.add_argument("--detach", action="store_true", help="return when the server answers")
    parser.add_argument("--stop", action="store_true", help="stop the server that --detach started")
    parser.add_argument("--no-demo", action="store_true", help="make an empty company, if the database is new")
    parser.add_argument("--db", default="agency", metavar="NAME", help="database (default: agency)")
    return parser.parse_args(arguments)


def _port() -> int:
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65533:
        raise Fault(f"PORT is '{text}': give a number from 1024 to 65532, as in 'PORT=8070 bin/run'.")
    return int(text)


def command(arguments: list[str]) -> int:
    """Serve, or stop serving."""
    options = _parse(arguments)
    if options.stop:
        return _stop()
    port = _port()
    running = server.find()
    if running and (running.port, running.database) != (port, options.db):
        raise Fault(
            f"This checkout already serves database {running.database} at {running.address}: "
            "stop that first with 'bin/run --stop'."
        )
    if running:
        say(f"Already serving (process {running.pid}); 'bin/run --stop' stops it.")
        _announce(running.address, running.database, not options.no_demo)
        return 0
    server.check_port(port)
    started = time.monotonic()
    # From here on an order to end is obeyed like Ctrl-C: what was started is stopped.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _interrupt)
    ready = environment.prepare(own_postgres=True)
    try:
        instance.ensure(ready, options.db, not options.no_demo)
        instance.set_address(ready, options.db, port)
        return _serve(ready, options, port, started)
    finally:
        _leave(ready)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _serve(ready: Environment, options: argparse.Namespace, port: int, started: float) -> int:
    say("Starting the server ...")
    process = server.start(ready, options.db, port)
    keep = False
    try:
        server.note(process, options.db, port)
        server.wait_until_ready(process, port)
        say(f"Ready {time.monotonic() - started:.0f} s after the start.")
        _announce(f"http://127.0.0.1:{port}", options.db, not options.no_demo)
        if options.detach:
            say(f"Log: {paths.display(server.LOG)}. Stop it with 'bin/run --stop'.")
            keep = True
            _keep_postgres(ready)
            return 0
        say(f"Log: {paths.display(server.LOG)}. Stop it with Ctrl-C.")
        return process.wait()
    finally:
        if not keep:
            say("Stopping ...")
            server.stop(process.pid)
            process.wait()


def _announce(address: str, database: str, with_demo: bool) -> None:
    lines = [f"Web Agency CRM: {address} (database {database})"]
    if with_demo:
        lines.append("Log in with one of these names; the password is the same as the name:")
        lines += [f"  {login:<17} {role}" for login, role in LOGINS.items()]
    else:
        lines.append("Log in as admin, password admin.")
    print("\n".join(lines), flush=True)
    sys.stdout.flush()


def _keep_postgres(ready: Environment) -> None:
    if ready.started_postgres:
        Cluster().keep()


def _leave(ready: Environment) -> None:
    if ready.started_postgres:
        Cluster().release()


def _stop() -> int:
    running = server.find()
    if running is None:
        say("No server of this checkout is running.")
    else:
        server.stop(running.pid)
        say(f"Stopped the server at {running.address}.")
    if paths.PG.is_dir() and not os.environ.get("PGHOST") and Cluster().answers():
        Cluster().stop_if_idle()
    return 0


if __name__ == "__main__":
    main(command)
