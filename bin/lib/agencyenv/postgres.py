"""PostgreSQL: a private cluster under .local/, or the server that PGHOST and the like name."""

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from . import apt, paths, shell
from .messages import Fault, say, step

__all__ = ["Cluster", "Postgres", "connect_existing", "start_private"]

USER = "odoo"
PORT = "5432"
OLDEST = 14
# The system allows 107 bytes for a socket's path; the file name takes 20.
SOCKET_PATH_LIMIT = 86
ICU_TEMPLATE = "agency_template_icu"

SETTINGS = """
# Written by the set-up. Only a Unix socket in a private folder: nobody else can connect.
listen_addresses = ''
unix_socket_directories = '{socket}'
port = {port}
max_connections = 200
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
# Odoo asks many short questions that look dear: compiling them takes longer than answering.
jit = off
{durability}
"""
# Demo and test data can be made again, so speed goes before safety from power cuts.
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off"


class Postgres:
    """How to reach a server, and statements on it through its own client programs."""

    def __init__(self, private: bool, environment: dict[str, str]) -> None:
        self.private = private
        self.environment = environment

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run a statement and return its rows as text, columns separated by ``|``.

        Raises:
            Fault: the server refused it; the sentence carries the server's words.
        """
        env = {**os.environ, **self.environment}
        command = [_client("psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]
        code, text = shell.attempt(command, env=env)
        if code:
            raise Fault(
                f"PostgreSQL refused a statement ({text.strip().splitlines()[0] if text.strip() else 'no answer'})."
            )
        return text.strip()

    def exists(self, database: str) -> bool:
        """Tell whether the database is there."""
        return self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'") == "1"

    def others_connected(self) -> bool:
        """Tell whether any other client is connected."""
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return self.sql(query) != "0"

    def ensure_icu_template(self) -> None:
        """Make the template from which databases inherit the Ukrainian alphabet's order."""
        if self.exists(ICU_TEMPLATE):
            return
        self.sql(f"CREATE DATABASE {ICU_TEMPLATE} TEMPLATE template0 ENCODING 'UTF8' {self._collation()}")

    def _collation(self) -> str:
        if int(self.sql("SHOW server_version_num")) >= 150000:
            return "LOCALE_PROVIDER icu ICU_LOCALE 'uk-UA' LOCALE 'C.UTF-8'"
        known = self.sql("SELECT collcollate FROM pg_collation WHERE collcollate ILIKE 'uk_UA.utf%' LIMIT 1")
        if not known:
            raise Fault(
                "This PostgreSQL cannot sort Ukrainian: use version 15 or later, or add the locale uk_UA.UTF-8."
            )
        return f"LC_COLLATE '{known}' LC_CTYPE '{known}'"


def connect_existing() -> Postgres:
    """Return the server that PGHOST and the like name.

    Raises:
        Fault: it does not answer or is too old.
    """
    server = Postgres(False, {})
    if shell.find("psql", *_folders()) is None:
        apt.install(["postgresql-client"])
    try:
        version = int(server.sql("SHOW server_version_num"))
    except Fault as fault:
        raise Fault(
            f"The PostgreSQL server that PGHOST names does not answer: check PGHOST and the like. {fault}"
        ) from fault
    if version < OLDEST * 10000:
        raise Fault(f"The PostgreSQL server that PGHOST names is too old: version {OLDEST} or later is needed.")
    server.ensure_icu_template()
    return server


def start_private() -> tuple[Postgres, bool]:
    """Return the private server and whether it had to be started."""
    _ensure_programs()
    cluster = Cluster()
    started = cluster.ensure_running()
    server = Postgres(True, {"PGHOST": str(cluster.socket), "PGPORT": PORT, "PGUSER": USER})
    server.ensure_icu_template()
    return server, started


def _folders() -> list[Path]:
    """Return the folders of installed servers that are new enough, newest first."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    usable = [path for path in found if path.parent.name.isdigit() and int(path.parent.name) >= OLDEST]
    return sorted(usable, key=lambda path: int(path.parent.name), reverse=True)


def _client(name: str) -> Path:
    found = shell.find(name, *_folders()) if not _folders() else _folders()[0] / name
    if found is None:
        raise Fault(f"PostgreSQL's client program {name} is missing: install postgresql-client, then run this again.")
    return found


def _ensure_programs() -> None:
    if _folders():
        return
    if shell.find("apt-get"):
        # Debian would otherwise start a system-wide server that nobody asked for.
        folder = "/etc/postgresql-common"
        script = f"mkdir -p {folder}; test -e {folder}/createcluster.conf || "
        script += f"echo 'create_main_cluster = false' > {folder}/createcluster.conf"
        command = [*apt.root_prefix("postgresql"), "sh", "-c", script]
        shell.run(command, "A setting of Debian's PostgreSQL could not be written")
    apt.install(["postgresql"])
    if not _folders():
        raise Fault(f"No PostgreSQL {OLDEST} or later could be installed: install one, or set PGHOST to a server.")


class Cluster:
    """The private cluster: made once, started when it does not answer, stopped by its owner."""

    def __init__(self) -> None:
        self.data = paths.PG / "data"
        self.socket = self._socket_folder()
        self.owner = paths.PG / "owner"
        self.bin = _folders()[0]

    @staticmethod
    def _socket_folder() -> Path:
        if len(str(paths.PG / "socket")) <= SOCKET_PATH_LIMIT:
            return paths.PG / "socket"
        digest = hashlib.sha256(str(paths.PG).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"agency-pg-{os.getuid()}-{digest}"

    def ensure_running(self) -> bool:
        """Make the cluster if there is none; start it if it does not answer, and tell whether it was so."""
        if self.answers():
            return False
        if not (self.data / "PG_VERSION").is_file():
            self._create()
        self._start()
        return True

    def answers(self) -> bool:
        """Tell whether the server accepts connections."""
        command = [self.bin / "pg_isready", "-q", "-h", self.socket, "-p", PORT]
        return self.socket.is_dir() and shell.attempt(command)[0] == 0

    def _create(self) -> None:
        partial = paths.PG / "data.part"
        shutil.rmtree(partial, ignore_errors=True)
        paths.PG.mkdir(parents=True, exist_ok=True)
        with step("Making a private PostgreSQL cluster"):
            self._own(paths.PG)
            self._as_server(
                [self.bin / "initdb", "-D", partial, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
                "The private PostgreSQL cluster could not be made",
            )
            settings = SETTINGS.format(socket=self.socket, port=PORT, durability=FAST)
            with (partial / "postgresql.conf").open("a") as file:
                file.write(settings)
            shutil.rmtree(self.data, ignore_errors=True)
            partial.rename(self.data)

    def _start(self) -> None:
        self.socket.mkdir(parents=True, exist_ok=True)
        self.socket.chmod(0o700)
        self._own(self.socket)
        self._drop_stale_locks()
        log = paths.PG / "server.log"
        say("Starting the private PostgreSQL ...")
        self._as_server(
            [self.bin / "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "60", "start"],
            f"The private PostgreSQL does not start: see the end of {paths.display(log)}",
        )

    def _drop_stale_locks(self) -> None:
        """Remove a killed server's locks if its process number is free, a zombie's or another program's.

        PostgreSQL itself takes a zombie for a running server, and containers keep zombies.
        """
        for file in (self.data / "postmaster.pid", self.socket / f".s.PGSQL.{PORT}.lock"):
            if not file.is_file():
                continue
            pid = (file.read_text().split() or ["0"])[0]
            if not shell.alive(pid) or Path(f"/proc/{pid}/comm").read_text().strip() != "postgres":
                file.unlink()

    def stop(self) -> None:
        """Stop the server and wait until it has ended."""
        self._as_server(
            [self.bin / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop"], "The private PostgreSQL does not stop"
        )

    def claim(self) -> None:
        """Note that this process started the server and will stop it."""
        self.owner.write_text(str(os.getpid()))

    def keep(self) -> None:
        """Let the server run on after the process that started it."""
        self.owner.unlink(missing_ok=True)

    def owner_is_dead(self) -> bool:
        """Tell whether the process that was to stop the server was killed before it could."""
        return self.owner.is_file() and not shell.alive(self.owner.read_text())

    def release(self) -> None:
        """Stop the server if it is still this process's to stop and nobody else is connected."""
        if self.owner.is_file() and self.owner.read_text() == str(os.getpid()):
            self.keep()
            self.stop_if_idle()

    def stop_if_idle(self) -> None:
        """Stop the server unless another client is connected after a moment's grace."""
        server = Postgres(True, {"PGHOST": str(self.socket), "PGPORT": PORT, "PGUSER": USER})
        for _ in range(10):
            if not server.others_connected():
                self.stop()
                return
            time.sleep(0.3)

    def _as_server(self, command: list[str | Path], fault: str) -> None:
        shell.run([*_unprivileged(), *command], fault, cwd=paths.PG)

    @staticmethod
    def _own(folder: Path) -> None:
        """Give a folder to the user the server runs as, where that is another user."""
        if _unprivileged()[:1] in (["runuser"], ["setpriv"]):
            shutil.chown(folder, "postgres", "postgres")


def _unprivileged() -> list[str]:
    """Return the prefix that takes root's rights from a command: PostgreSQL refuses to run as root.

    A user namespace needs no other user and works in every folder; where it is
    refused (some containers) the user ``postgres`` of Debian's package serves. If that user
    may not pass the folders above, such as root's home, it keeps this one right of root's.
    """
    if os.geteuid() != 0:
        return []
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if shell.attempt([*namespace, "true"])[0] == 0:
        return namespace
    user = ["runuser", "-u", "postgres", "--"]
    if shell.attempt([*user, "test", "-x", paths.PG])[0] == 0:
        return user
    passing = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *passing, "--"]
