"""Odoo's configuration: the repository's odoo.conf plus what only this machine knows."""

import configparser
import os
from pathlib import Path

from . import paths
from .odoo_source import OdooSource
from .postgres import ICU_TEMPLATE, Postgres

__all__ = ["environment", "write"]


def write(source: OdooSource, server: Postgres) -> None:
    """Write .local/odoo.conf, atomically and only when something changed."""
    parser = configparser.RawConfigParser()
    parser.read(paths.ROOT / "odoo.conf", encoding="utf-8")
    parser["options"].update(_machine_options(source, server))
    temporary = paths.CONFIG.with_suffix(f".{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write("; Written by the set-up from odoo.conf; change that file instead.\n")
        parser.write(file)
    temporary.chmod(0o600)
    temporary.replace(paths.CONFIG)


def _machine_options(source: OdooSource, server: Postgres) -> dict[str, str]:
    options = {
        "addons_path": ",".join(str(path) for path in (paths.ADDONS, *source.addons)),
        "data_dir": str(paths.DATA),
        "db_template": ICU_TEMPLATE,
        "http_interface": "127.0.0.1",
    }
    if server.private:
        # The replica names the same cluster: with tests on, Odoo would otherwise
        # look for a read-only connection at the system's default socket.
        host, port = server.environment["PGHOST"], server.environment["PGPORT"]
        options |= {"db_host": host, "db_port": port, "db_user": server.environment["PGUSER"]}
        options |= {"db_replica_host": host, "db_replica_port": port}
    return options


def environment(server: Postgres) -> dict[str, str]:
    """Return the environment in which Odoo and the tests run."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    folders = [paths.WKHTMLTOPDF.parent, paths.VENV / "bin", Path(env.get("PATH", "/usr/bin:/bin"))]
    # wkhtmltopdf first: Odoo searches bin_path last and would find an unpatched one.
    env["PATH"] = os.pathsep.join(map(str, folders))
    env["ODOO_RC"] = str(paths.CONFIG)
    env.setdefault("LANG", "C.UTF-8")
    # Examples that the property-based tests found are kept out of the tree.
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(paths.LOCAL / "hypothesis")
    return env | server.environment
