"""What must be true before anything is made: a place to write, ours, with enough room."""

import os
import shutil

from . import paths
from .messages import Fault

__all__ = ["check_room", "claim_local"]

ROOM_FOR_SETUP = 4 * 1024**3


def claim_local() -> None:
    """Make .local/ and mark it as ours; refuse a folder or file that something else made.

    Raises:
        Fault: .local/ is not a folder, holds foreign files, or the checkout is read-only.
    """
    if paths.MARKER.is_file():
        _check_writable()
        return
    if paths.LOCAL.is_symlink() or (paths.LOCAL.exists() and not paths.LOCAL.is_dir()):
        raise Fault("'.local' in this checkout is not a folder of ours: move it away, then run this command again.")
    if paths.LOCAL.is_dir() and any(paths.LOCAL.iterdir()):
        raise Fault("The folder '.local' holds files that this project did not make: move it away, then run again.")
    try:
        paths.LOCAL.mkdir(exist_ok=True)
        paths.MARKER.write_text("Made by the commands in bin/. Delete the whole folder to start afresh.\n")
    except OSError as error:
        raise Fault(_unwritable(error)) from error


def _check_writable() -> None:
    if not os.access(paths.LOCAL, os.W_OK):
        raise Fault(_unwritable(PermissionError(13, "Permission denied")))


def _unwritable(error: OSError) -> str:
    if error.errno == 28:
        return "The disk is full: free some space (about 4 GB are needed), then run this command again."
    return (
        f"The checkout cannot be written ({error.strerror}): run as the user who owns it, "
        "or clone it to a folder of yours."
    )


def check_room() -> None:
    """Raise ``Fault`` when the disk has not the room that a set-up needs."""
    free = shutil.disk_usage(paths.LOCAL).free
    needed = int(os.environ.get("AGENCY_ROOM_BYTES", ROOM_FOR_SETUP))
    if free < needed:
        raise Fault(
            f"The disk has {free / 1024**3:.1f} GB free and the set-up needs {needed / 1024**3:.0f} GB: "
            "free some space, then run this command again."
        )
