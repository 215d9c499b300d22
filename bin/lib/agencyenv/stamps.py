"""Stamps tell which steps are finished and for which input; they are written last."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from . import paths

__all__ = ["fingerprint", "is_current", "write"]


def fingerprint(*parts: str | Path) -> str:
    """Return a hash of texts and of the contents of files; folders count with all files in them."""
    digest = hashlib.sha256()
    for part in parts:
        for name, data in _contents(part):
            digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()[:16]


def _contents(part: str | Path) -> Iterable[tuple[str, bytes]]:
    if isinstance(part, str):
        yield part, b""
    elif part.is_dir():
        for path in sorted(part.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield str(path.relative_to(part)), path.read_bytes()
    elif part.exists():
        yield part.name, part.read_bytes()


def is_current(name: str, value: str) -> bool:
    """Tell whether the step's stamp has this value."""
    stamp = paths.STAMPS / name
    return stamp.is_file() and stamp.read_text().strip() == value


def write(name: str, value: str) -> None:
    """Record that the step is finished for this value, in one atomic write."""
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    temporary = paths.STAMPS / f".{name}.{os.getpid()}"
    temporary.write_text(value + "\n")
    temporary.replace(paths.STAMPS / name)
