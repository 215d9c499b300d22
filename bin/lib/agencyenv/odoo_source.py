"""Odoo 19.0: an installed one, the one ODOO_HOME names, or Debian's package unpacked under .local/."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import apt, paths, selfie, shell, stamps
from .messages import Fault, say, step

__all__ = ["OdooSource", "given", "unpacked"]

VERSION = "19.0"

# Where the package's links to fonts and scripts lead. Taken from trixie: the
# newer files of unstable have other names, so icons would be missing.
LINKED = tuple(
    f"{name}/trixie"
    for name in (
        "libjs-jquery",
        "libjs-jquery-form",
        "libjs-underscore",
        "fonts-font-awesome",
        "fonts-roboto-unhinted",
        "fonts-montserrat",
        "fonts-inconsolata",
        "fonts-ocr-b",
    )
)
PACKAGES = "./usr/lib/python3/dist-packages"
MEMBERS = tuple(f"{PACKAGES}/{name}" for name in ("odoo", "odoo-19.0.egg-info", "setup/odoo"))
# Only the Ukrainian translations are unpacked: 1 GB less.
EXCLUDED = ("*/i18n/[a-tv-z]*.po", "*/i18n/u[a-jl-z]*.po", "*/i18n/[A-Z]*.po")


@dataclass(frozen=True)
class OdooSource:
    """An Odoo to run: the folder to import from, the program, and its add-on folders."""

    tree: Path
    program: Path
    addons: tuple[Path, ...]


def given() -> OdooSource | None:
    """Return the Odoo 19.0 that ODOO_HOME names or that this Python can import, if there is one.

    Raises:
        Fault: ODOO_HOME names something else.
    """
    return _from_home() or _installed()


def _from_home() -> OdooSource | None:
    name = os.environ.get("ODOO_HOME")
    if not name:
        return None
    home = Path(name).expanduser().resolve()
    release = home / "odoo/release.py"
    if not (home / "odoo-bin").is_file() or not release.is_file() or "(19, 0," not in release.read_text():
        raise Fault(f"ODOO_HOME ({home}) is no Odoo {VERSION}: point it to the folder that has odoo-bin, or unset it.")
    addons = tuple(path for path in (home / "addons", home / "odoo/addons") if (path / "web").is_dir())
    return OdooSource(home, home / "odoo-bin", addons)


def _installed() -> OdooSource | None:
    """Return the Odoo that this Python can import by itself, if its version fits."""
    probe = "import odoo.release as r, os; print(r.series, os.path.dirname(os.path.dirname(r.__file__)))"
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    # The interpreter itself, not our virtual environment, which always has an Odoo.
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    series, _, folder = shell.output([interpreter, "-c", probe], env=env).partition(" ")
    program = shell.find("odoo-bin", Path(folder)) or shell.find("odoo")
    if series != VERSION or program is None:
        return None
    return OdooSource(Path(folder), program, ())


def unpacked() -> OdooSource:
    """Return Debian's Odoo, fetched and unpacked under .local/ unless it is there already."""
    source = OdooSource(paths.ODOO_TREE, paths.ODOO_TREE / "odoo-bin", ())
    value = stamps.fingerprint(VERSION, *MEMBERS, *EXCLUDED, *LINKED, selfie.PACKAGE)
    if stamps.is_current("odoo", value) and source.program.is_file():
        return source
    packages = _download()
    _unpack(packages)
    stamps.write("odoo", value)
    shutil.rmtree(paths.DOWNLOADS / "odoo", ignore_errors=True)
    return source


def _download() -> list[Path]:
    """Return the packages, fetched into a folder that gets its name only when all are there."""
    target = paths.DOWNLOADS / "odoo"
    if target.is_dir():
        return sorted(target.glob("*.deb"))
    partial = paths.DOWNLOADS / "odoo.part"
    given = apt.local_package()
    with step("Fetching Odoo 19.0 and the fonts and scripts it links to (135 MB)"):
        archive = apt.Archive(paths.DOWNLOADS / "apt")
        archive.open()
        archive.download(LINKED if given else ("odoo-19", *LINKED), partial)
    if given:
        shutil.copy(given, partial / "odoo-19_given.deb")
    partial.rename(target)
    return sorted(target.glob("*.deb"))


def _unpack(packages: list[Path]) -> None:
    partial = paths.LOCAL / "odoo.part"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with step("Unpacking Odoo (350 MB)"):
        for package in packages:
            is_odoo = package.name.startswith("odoo-19_")
            if is_odoo:
                _announce(package)
            _extract(package, partial, is_odoo)
    tree = partial / paths.ODOO_TREE.relative_to(paths.ODOO)
    shutil.copy(tree / "setup/odoo", tree / "odoo-bin")
    _check_links(partial)
    selfie.restore(tree)
    shutil.rmtree(paths.ODOO, ignore_errors=True)
    partial.rename(paths.ODOO)


def _announce(package: Path) -> None:
    version = shell.output(["dpkg-deb", "-f", package, "Version"])
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    say(f"  Odoo package version {version}, sha256 {digest}")


def _extract(package: Path, folder: Path, only_odoo: bool) -> None:
    command = ["tar", "-x", "--no-same-owner", "-C", str(folder)]
    if only_odoo:
        command += [f"--exclude={pattern}" for pattern in EXCLUDED] + list(MEMBERS)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as reader:
        unpacked = subprocess.run(command, stdin=reader.stdout, stderr=subprocess.PIPE, check=False)
    if unpacked.returncode or reader.returncode:
        shutil.rmtree(package.parent, ignore_errors=True)
        raise Fault(
            f"{package.name} could not be unpacked ({unpacked.stderr.decode(errors='replace').strip()[:200]}): "
            "check the free room on the disk, then run this command again."
        )


def _check_links(folder: Path) -> None:
    broken = [path for path in folder.rglob("*") if path.is_symlink() and not path.exists()]
    if broken:
        raise Fault(f"Odoo's package links to files it does not have, first {broken[0].name}: report this to us.")
