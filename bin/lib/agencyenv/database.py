"""Databases as a whole: copy, rename, drop, together with their stored files."""

import os
import re
import shutil

from . import paths, shell
from .postgres import Postgres

__all__ = ["copy", "drop", "drop_abandoned", "rename"]


def drop(server: Postgres, name: str) -> None:
    """Remove a database and its files; connections to it are ended, absence is fine."""
    server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(paths.FILESTORE / name, ignore_errors=True)


def copy(server: Postgres, source: str, target: str) -> None:
    """Make ``target`` a copy of ``source``, which nobody else may be connected to.

    An existing target is replaced. Stored files are linked, not copied: Odoo never
    changes one in place.
    """
    drop(server, target)
    # Files first: a kill in between leaves no database without its files.
    if (paths.FILESTORE / source).is_dir():
        shutil.copytree(paths.FILESTORE / source, paths.FILESTORE / target, copy_function=os.link)
    strategy = "STRATEGY file_copy" if int(server.sql("SHOW server_version_num")) >= 150000 else ""
    server.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}" {strategy}')


def rename(server: Postgres, source: str, target: str) -> None:
    """Give a database another name; the files follow first, so that a kill loses nothing."""
    shutil.rmtree(paths.FILESTORE / target, ignore_errors=True)
    if (paths.FILESTORE / source).is_dir():
        shutil.copytree(paths.FILESTORE / source, paths.FILESTORE / target, copy_function=os.link)
    server.sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
    shutil.rmtree(paths.FILESTORE / source, ignore_errors=True)


def drop_abandoned(server: Postgres) -> None:
    """Remove the databases of test runs that were killed: their names end with the number of a dead process."""
    for name in server.sql("SELECT datname FROM pg_database ORDER BY 1").split():
        match = re.fullmatch(r"agency_(?:access|test|site|terms|update)_(\d+)", name)
        if match and not shell.alive(match[1]):
            drop(server, name)
