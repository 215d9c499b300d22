"""Chromium of Debian, which drives the tests in a browser."""

from . import apt, shell

__all__ = ["ensure"]


def ensure() -> None:
    """Install Chromium when no program of that name is on the machine."""
    if shell.find("chromium") is None:
        apt.install(["chromium"])
