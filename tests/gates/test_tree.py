"""The tree names no machine, no package registry, and keeps no leftovers."""

import re

import pytest

from agencyenv import paths

# Put together from parts, so that this file does not contain what it forbids.
DOT = "."
HOSTS = [
    DOT.join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("nightly", "odoo", "com"),
    )
]
SLASH = "/"
MACHINE_PATHS = [SLASH + SLASH.join(parts) + SLASH for parts in (("work", "main"), ("work", "shared"), ("tmp", "plan"))]
MACHINE_PATHS += [SLASH + "root" + SLASH]
LEFTOVERS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
SKIPPED_FOLDERS = {".git", ".local", "__pycache__", "node_modules", ".ruff_cache"}
TEXT = {".py", ".xml", ".js", ".scss", ".css", ".md", ".txt", ".toml", ".yml", ".yaml", ".conf", ".sh", ".csv", ".po"}


def sources() -> list:
    """Return the text files of the tree, those that git would keep."""
    found = []
    for path in paths.ROOT.rglob("*"):
        inside = path.relative_to(paths.ROOT)
        if path.is_file() and not SKIPPED_FOLDERS & set(inside.parts) and (path.suffix in TEXT or not path.suffix):
            found.append(path)
    return found


@pytest.mark.parametrize("words", [HOSTS, MACHINE_PATHS], ids=["registry hosts", "machine paths"])
def test_words_are_absent(words: list[str]) -> None:
    hits = []
    for path in sources():
        text = path.read_text(encoding="utf-8", errors="replace")
        hits += [f"{path.relative_to(paths.ROOT)}: {word}" for word in words if word in text]
    assert not hits, "\n".join(hits)


def test_no_unfinished_marks() -> None:
    code = [path for path in sources() if path.suffix in {".py", ".xml", ".js", ".scss", ".sh"}]
    hits = [str(path.relative_to(paths.ROOT)) for path in code if LEFTOVERS.search(path.read_text(errors="replace"))]
    assert not hits, "\n".join(hits)
