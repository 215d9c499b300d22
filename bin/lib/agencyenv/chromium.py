"""Chromium of Debian, which drives the tests in a browser."""

import ctypes

from . import apt, shell

__all__ = ["ensure"]


def ensure() -> None:
    """Install Chromium, and the library that Playwright's own node needs, where they are absent."""
    if shell.find("chromium") is None:
        apt.install(["chromium"])
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        apt.install(["libatomic1"])
