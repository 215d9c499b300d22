"""The whole set-up in order; each part does nothing when it is already right."""

import os
from dataclasses import dataclass

from . import config, lock, odoo_source, postgres, preflight, stamps, venv, wkhtmltopdf
from . import paths as places
from .odoo_source import OdooSource
from .postgres import Cluster, Postgres

__all__ = ["Environment", "prepare"]


@dataclass(frozen=True)
class Environment:
    """What a command needs to run Odoo."""

    source: OdooSource
    postgres: Postgres
    variables: dict[str, str]
    started_postgres: bool

    def odoo(self, *arguments: str) -> list[str]:
        """Return the command line of Odoo in this environment."""
        return [str(places.VENV_PYTHON), str(self.source.program), *arguments]


def prepare(own_postgres: bool) -> Environment:
    """Bring the environment up to date, start PostgreSQL if needed, and describe the result.

    Args:
        own_postgres: the caller will stop PostgreSQL at its end if it was not running before;
            otherwise the server is left running for whoever comes next.
    """
    preflight.claim_local()
    for folder in (places.LOGS, places.STAMPS, places.DOWNLOADS, places.FILESTORE):
        folder.mkdir(parents=True, exist_ok=True)
    with lock.exclusive():
        if not _complete():
            preflight.check_room()
        # What the caller names himself is looked at before anything long is begun.
        source = odoo_source.given()
        existing = postgres.connect_existing() if os.environ.get("PGHOST") else None
        venv.ensure()
        source = source or odoo_source.unpacked()
        venv.link_odoo(source)
        wkhtmltopdf.ensure()
        server, started = (existing, False) if existing else _private_server(own_postgres)
        config.write(source, server)
        stamps.write("complete", "yes")
    return Environment(source, server, config.environment(server), started)


def _complete() -> bool:
    return stamps.is_current("complete", "yes")


def _private_server(own: bool) -> tuple[Postgres, bool]:
    server, started = postgres.start_private()
    cluster = Cluster()
    claimed = own and (started or cluster.owner_is_dead())
    if claimed:
        cluster.claim()
    elif not own:
        cluster.keep()
    return server, claimed
