"""One set-up at a time in a checkout."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from . import paths
from .messages import say

__all__ = ["exclusive"]


@contextmanager
def exclusive(name: str = "lock") -> Iterator[None]:
    """Hold the named lock file; the system releases it when the process ends, however it ends."""
    with (paths.LOCAL / name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command of this checkout is at work; waiting for it ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
