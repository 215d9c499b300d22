"""LibreOffice without screens, which recalculates the workbooks in the tests."""

from . import apt, shell

__all__ = ["ensure"]


def ensure() -> None:
    """Install the spreadsheet program where it is absent."""
    if shell.find("soffice") is None:
        apt.install(["libreoffice-calc-nogui"])
