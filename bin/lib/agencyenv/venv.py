"""Private virtual environments with the pinned packages."""

import os
import shutil
import sys
from pathlib import Path

from . import apt, paths, shell, stamps
from .messages import step
from .odoo_source import OdooSource

__all__ = ["ensure", "ensure_lint", "ensure_peers", "link_odoo"]

FAULT = "Python packages could not be installed: check the network and pip's settings, then run this command again"


def ensure() -> None:
    """Make .local/venv hold exactly what requirements.txt and requirements-dev.txt pin."""
    _ensure(
        paths.VENV, "venv", "Installing Python packages", ["requirements.txt", "requirements-dev.txt"], ["--no-deps"]
    )


def ensure_lint() -> None:
    """Make .local/venv-lint hold the checkers, apart from Odoo because their needs differ."""
    _ensure(paths.LINT_VENV, "venv-lint", "Installing the code checkers", ["requirements-lint.txt"], [])


def ensure_peers() -> None:
    """Make .local/venv-peers hold the libraries to measure against, whose needs differ from Odoo's."""
    title = "Installing the libraries to measure against"
    _ensure(paths.PEERS_VENV, "venv-peers", title, ["requirements-peers.txt"], ["--no-deps"])


def _ensure(folder: Path, stamp: str, title: str, names: list[str], options: list[str]) -> None:
    files = [paths.ROOT / name for name in names]
    # Debian's updates within one 3.x, one of which may come with our own apt-get, leave it usable.
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    value = stamps.fingerprint(version, str(folder), *files)
    if stamps.is_current(stamp, value) and (folder / "bin/python").exists():
        return
    with step(title):
        _create(folder)
        command = [folder / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *options]
        for file in files:
            command += ["-r", file]
        shell.run(command, FAULT, env=_environment())
    stamps.write(stamp, value)


def _create(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if shell.attempt([sys.executable, "-c", "import ensurepip, venv"])[0]:
        apt.install([f"python3.{sys.version_info.minor}-venv"])
    shell.run([sys.executable, "-m", "venv", folder], "A virtual environment could not be made", env=_environment())


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PIP_REQUIRE_VIRTUALENV")}


def link_odoo(source: OdooSource) -> None:
    """Put Odoo on the environment's import path; OCA add-ons in site-packages join its namespace."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    link = paths.VENV / "lib" / version / "site-packages/odoo-tree.pth"
    text = f"{source.tree}\n"
    if not link.exists() or link.read_text() != text:
        link.write_text(text)
