"""Databases with the add-ons in them, made step by step from warm templates.

Three templates, each a copy of the one before, each under a name that holds the
hash of what it was made from:

    agency_base_…   the modules that the add-ons depend on, Ukrainian company
    agency_plain_…  and the add-ons, without demo data
    agency_demo_…   and the demo data

A template gets its name only when it is complete.
"""

import ast
import functools
import re
from collections.abc import Callable

from . import database, lock, odoo_process, paths, stamps
from .environment import Environment
from .messages import Fault, say, step

__all__ = ["base", "demo", "ensure", "installed_addons", "note", "plain", "set_address", "state", "template"]

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
# Bridges between modules are named, because automatic installation would also bring
# modules that call services outside and warn when these do not answer.
LOCALISATION = ("l10n_ua",)
LANGUAGES = ("uk_UA", "en_US")
WARM = """
env["ir.qweb"]._pregenerate_assets_bundles()
# No page names this one, a script asks for it: two visitors at once would both write its file.
env["ir.qweb"]._get_asset_bundle("portal.assets_chatter", css=False, js=True).js()
env.cr.commit()
print("AGENCY-STEP-DONE")
"""
GENERATE = """
env["agency.demo"]._generate()
env.cr.commit()
print("AGENCY-STEP-DONE")
"""


def installed_addons() -> list[str]:
    """Return the names of our add-ons."""
    return [name for name in paths.OUR_ADDONS if (paths.ADDONS / name / "__manifest__.py").is_file()]


def _dependencies() -> list[str]:
    found = set(LOCALISATION)
    for name in installed_addons():
        manifest = ast.literal_eval((paths.ADDONS / name / "__manifest__.py").read_text(encoding="utf-8"))
        found.update(manifest["depends"])
    return sorted(found - set(paths.OUR_ADDONS))


def _base_key(ready: Environment) -> str:
    release = ready.source.tree / "odoo/release.py"
    return stamps.fingerprint(*LANGUAGES, *_dependencies(), release, paths.ROOT / "requirements.txt")[:8]


@functools.cache
def _code_key() -> str:
    """Return the hash of all that an update of the add-ons would load (so not of their Python tests).

    It is taken once: what a command began with, it ends with.
    """
    parts = []
    for name in installed_addons():
        folder = paths.ADDONS / name
        parts += [path for path in sorted(folder.iterdir()) if path.name not in ("tests", "__pycache__")]
    return stamps.fingerprint(*parts)[:8]


def base(ready: Environment) -> str:
    """Return the template with the modules that the add-ons depend on."""

    def build(name: str) -> None:
        modules = _dependencies()
        with step(f"Making a database for a Ukrainian company with {len(modules)} Odoo and OCA modules and theirs"):
            login = ["--country", "UA", "--language", LANGUAGES[0], "--username", "admin", "--password", "admin"]
            odoo_process.task(ready, "base-init", "db", "init", name, *login)
            _install(ready, "base-modules", name, modules, "--load-language", ",".join(LANGUAGES))

    return template(ready, "base", _base_key(ready), build)


def plain(ready: Environment) -> str:
    """Return the template with our add-ons, without demo data, ready for browsers."""

    def build(name: str) -> None:
        database.copy(ready.postgres, base(ready), name)
        with step(f"Installing {' and '.join(installed_addons())}"):
            _install(ready, "addons", name, installed_addons())
        with step("Preparing what browsers load"):
            odoo_process.task(ready, "assets", "shell", "-d", name, script=WARM)

    return template(ready, "plain", _base_key(ready) + _code_key(), build)


def demo(ready: Environment) -> str:
    """Return the template with our add-ons and the demo agency."""

    def build(name: str) -> None:
        database.copy(ready.postgres, plain(ready), name)
        with step("Making the demo agency: three years of clients, orders and hours (about two minutes)"):
            odoo_process.task(ready, "demo", "shell", "-d", name, script=GENERATE)

    return template(ready, "demo", _base_key(ready) + _code_key(), build)


def _install(ready: Environment, log: str, name: str, modules: list[str], *options: str) -> None:
    arguments = ["-d", name, "-i", ",".join(modules), "--skip-auto-install", "--stop-after-init", *options]
    odoo_process.task(ready, log, "server", *arguments)


def template(ready: Environment, level: str, key: str, build: Callable[[str], None]) -> str:
    """Return the level's template, built under another name first; older ones of the level go."""
    name = f"agency_{level}_{key}"
    server = ready.postgres
    with lock.exclusive(f"lock-{level}"):
        if server.exists(name):
            return name
        partial = f"agency_{level}_part"
        database.drop(server, partial)
        build(partial)
        database.rename(server, partial, name)
        _drop_older(ready, f"agency_{level}_", name)
    return name


def _drop_older(ready: Environment, prefix: str, keep: str) -> None:
    names = ready.postgres.sql("SELECT datname FROM pg_database ORDER BY 1").split()
    for name in names:
        if re.fullmatch(prefix + "[0-9a-f]{8,16}", name) and name != keep:
            database.drop(ready.postgres, name)


def state(ready: Environment) -> str:
    """Return the hashes of what a database is made from now: dependencies, then our code."""
    return f"{_base_key(ready)} {_code_key()}"


def ensure(ready: Environment, name: str, with_demo: bool) -> None:
    """Make the database if there is none; update the add-ons in it if their code changed since.

    Raises:
        Fault: the name cannot be used, or the database belongs to something else.
    """
    if not NAME.fullmatch(name):
        raise Fault(f"'{name}' cannot be a database's name: use small letters, digits and '_', a letter first.")
    current = state(ready)
    server = ready.postgres
    if not server.exists(name):
        template = demo(ready) if with_demo else plain(ready)
        say(f"Making database {name} ...")
        database.copy(server, template, name)
        note(ready, name, current)
        return
    _check_ours(ready, name)
    found = server.sql(f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'")
    if found == current:
        return
    _update(ready, name, installed_addons())
    if not found.startswith(_base_key(ready)):
        # After ours: what an older form of ours expects of others can stop the update of these.
        _update(ready, name, ["all"])
    note(ready, name, current)


def _update(ready: Environment, name: str, modules: list[str]) -> None:
    with step(f"The code changed since database {name} was made: updating {', '.join(modules)} in it"):
        arguments = ["-d", name, "-u", ",".join(modules), "--skip-auto-install", "--stop-after-init"]
        odoo_process.task(ready, "update", "server", *arguments)


def note(ready: Environment, name: str, made_from: str) -> None:
    """Keep with the database which code it was made or updated from."""
    ready.postgres.sql(f"COMMENT ON DATABASE \"{name}\" IS '{made_from}'")


def _check_ours(ready: Environment, name: str) -> None:
    server = ready.postgres
    known = server.sql("SELECT to_regclass('ir_module_module') IS NOT NULL", name) == "t"
    query = (
        "SELECT count(*) FROM ir_module_module WHERE name = 'crm_web_agency' AND state IN ('installed', 'to upgrade')"
    )
    if not known or server.sql(query, name) != "1":
        raise Fault(f"Database {name} exists and does not have Web Agency CRM: choose another one with --db NAME.")


def set_address(ready: Environment, name: str, port: int) -> None:
    """Tell the database where its own server is, for wkhtmltopdf to fetch styles and pictures from.

    An address that an administrator set to another host is kept.
    """
    ready.postgres.sql(
        "INSERT INTO ir_config_parameter (key, value, create_date, write_date, create_uid, write_uid) "
        f"VALUES ('report.url', 'http://127.0.0.1:{port}', now(), now(), 1, 1) "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value "
        "WHERE ir_config_parameter.value LIKE 'http://127.0.0.1:%'",
        name,
    )
