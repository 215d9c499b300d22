"""Recognise secrets in what people write, so that they do not land where many can read them.

Plain Python: knows nothing of Odoo. Catches what people write without thinking, not what they hide.
"""

import re

__all__ = ["has_secret"]

_NAMED = re.compile(
    r"""(?<!\w)(?:pass(?:word|wd|phrase|code)?|pwd|psw|pin|secret|token|api[ _-]?key|access[ _-]?key
        |парол[ьюяіе]\w{0,2}|ключ(?:[ ]доступу)?|токен|секрет)
        \s*[:=]\s*["'«“]?(?=\S{3})(?!\*{3}|[.…]{3})""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_ADDRESS = re.compile(r"\w+://[^\s/:@]+:[^\s/@]+@")
_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_KNOWN_TOKENS = re.compile(r"\b(?:gh[pousr]_\w{30,}|glpat-[\w-]{20,}|AKIA[0-9A-Z]{16}|xox[abpr]-[\w-]{10,})")


def has_secret(text: str) -> bool:
    """Tell whether a text seems to hold a password, a key or a token."""
    return any(pattern.search(text or "") for pattern in (_NAMED, _IN_ADDRESS, _KEY_BLOCK, _KNOWN_TOKENS))
