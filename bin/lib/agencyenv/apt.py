"""Debian packages: installed on the machine, or fetched without touching its settings."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import paths, shell
from .messages import Fault, say, step

__all__ = ["Archive", "install", "local_package", "missing", "root_prefix"]

UNREACHABLE = (
    "The Debian archive could not be read: check the network and apt's proxy settings, then run this command again"
)


def missing(packages: Sequence[str]) -> list[str]:
    """Return those of the packages that dpkg does not know as installed."""
    absent = []
    for package in packages:
        status = shell.output(["dpkg-query", "-W", "-f", "${db:Status-Status}", package])
        if status != "installed":
            absent.append(package)
    return absent


def install(packages: Sequence[str]) -> None:
    """Install Debian packages that are absent, as root or through sudo; nothing to do is no work."""
    absent = missing(packages)
    if not absent:
        return
    names = " ".join(absent)
    if shell.find("apt-get") is None:
        raise Fault(f"This is not a Debian system: install {names} by its own means, then run this again.")
    prefix = root_prefix(names)
    with step(f"Installing Debian packages: {names}"):
        _refresh(prefix)
        shell.run(
            [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q"]
            # A setting that we wrote before its package came is kept without a question.
            + ["-o", "Dpkg::Options::=--force-confold", "-o", "DPkg::Lock::Timeout=300"]
            + ["--no-install-recommends", *absent],
            f"Debian packages could not be installed ({names}): check the network, then run this command again",
        )


def root_prefix(names: str) -> list[str]:
    """Return what makes a command run as root; ``names`` are the packages it is needed for.

    Raises:
        Fault: the user is not root and cannot become it.
    """
    if os.geteuid() == 0:
        return []
    sudo = shell.find("sudo")
    if sudo and shell.attempt([sudo, "-n", "true"])[0] == 0:
        return [str(sudo), "-n"]
    if sudo and sys.stdin.isatty():
        say(f"Root is needed to install {names}; sudo may ask for your password.")
        return [str(sudo)]
    raise Fault(f"Debian packages are missing and root is needed: run 'apt-get install {names}' as root first.")


def _refresh(prefix: Sequence[str]) -> None:
    shell.run([*prefix, "apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any"], UNREACHABLE)


class Archive:
    """The machine's Debian archive, read for other suites through settings of our own.

    Nothing of the machine's apt sources is changed: a private APT_CONFIG names its own
    lists and cache. The address is the one that the machine's own apt already uses.
    """

    SUITES = ("sid", "forky", "trixie")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "APT_CONFIG": str(folder / "apt.conf")}

    def open(self) -> None:
        """Write the private settings and read the package lists (needs the network)."""
        uri = self._machine_uri()
        for name in ("lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        key = "/usr/share/keyrings/debian-archive-keyring.gpg"
        lines = [f"deb [signed-by={key}] {uri} {suite} main\n" for suite in self.SUITES]
        (self.folder / "sources.list").write_text("".join(lines))
        (self.folder / "apt.conf").write_text(self._settings())
        shell.run(["apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any"], UNREACHABLE, env=self.env)

    def download(self, packages: Sequence[str], folder: Path) -> list[Path]:
        """Fetch packages (``name`` or ``name/suite``) and return their files in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("*.deb"):
            stale.unlink()
        shell.run(["apt-get", "download", "-q", *packages], UNREACHABLE, cwd=folder, env=self.env)
        return sorted(folder.glob("*.deb"))

    def _settings(self) -> str:
        folder = self.folder
        return (
            f'Dir::Etc::SourceList "{folder}/sources.list";\nDir::Etc::SourceParts "/dev/null";\n'
            'Dir::Etc::Preferences "/dev/null";\nDir::Etc::PreferencesParts "/dev/null";\n'
            f'Dir::State::Lists "{folder}/lists";\nDir::State::status "/dev/null";\nDir::Cache "{folder}/cache";\n'
            'Acquire::Languages "none";\n'
            # The release file of a frozen mirror of unstable counts as expired.
            'Acquire::Check-Valid-Until "false";\n'
            'APT::Sandbox::User "root";\n'
        )

    @staticmethod
    def _machine_uri() -> str:
        query = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
        query += ["Origin: Debian", "Label: Debian", "Component: main"]
        found = sorted(set(shell.output(query).split()))
        if not found and shell.find("apt-get"):
            say("Reading the package lists of this machine's apt ...")
            _refresh([] if os.geteuid() == 0 else root_prefix("package lists"))
            found = sorted(set(shell.output(query).split()))
        if not found:
            raise Fault(
                "No Debian archive is set up in this machine's apt: run on Debian 12, "
                "or set ODOO_HOME to an unpacked Odoo 19.0."
            )
        return found[0]


def local_package() -> Path | None:
    """Return the odoo-19 package that ODOO_DEB names, if it does.

    Raises:
        Fault: the variable names no file.
    """
    name = os.environ.get("ODOO_DEB")
    if not name:
        return None
    path = Path(name).expanduser().resolve()
    if not path.is_file():
        raise Fault(f"ODOO_DEB names no file: {paths.display(path)}.")
    return path
