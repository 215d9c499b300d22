"""When two names are of the same client: keys that do not mind legal forms, quotes, case and look-alike letters.

Plain Python: knows nothing of Odoo.
"""

import re
import unicodedata
from urllib.parse import urlsplit

__all__ = ["get_host", "get_name_key"]

# Letters of the Latin alphabet that look like Cyrillic ones, small or capital: one of both stands for the two.
_LOOK_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")
_APOSTROPHES = re.compile("['’ʼ`´]")
_LEGAL_FORMS = (
    "товариство з обмеженою відповідальністю",
    "товариство з додатковою відповідальністю",
    "фізична особа підприємець",
    "приватне акціонерне товариство",
    "публічне акціонерне товариство",
    "акціонерне товариство",
    "приватне підприємство",
    "державне підприємство",
    "комунальне підприємство",
    "громадська організація",
    "благодійний фонд",
    "тов",
    "тдв",
    "пп",
    "фоп",
    "ат",
    "пат",
    "прат",
    "дп",
    "кп",
    "го",
    "бф",
    "ооо",
    "чп",
    "зао",
    "оао",
    "llc",
    "ltd",
    "limited",
    "inc",
    "corp",
    "co",
    "plc",
    "gmbh",
    "ag",
    "oü",
    "sia",
    "uab",
    "srl",
    "s r l",
    "sa",
    "s a",
    "bv",
    "b v",
    "sp z o o",
    "sp zoo",
    "spolka z o o",
)


def _get_words(text):
    """Words of a text in small letters of one alphabet, without signs."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _APOSTROPHES.sub("", text).translate(_LOOK_ALIKE)
    return re.findall(r"[^\W_]+", text)


# Longer ones first, so that a part of a long form is not taken for a short one.
_FORMS = "|".join(sorted((" ".join(_get_words(form)) for form in _LEGAL_FORMS), key=len, reverse=True))
_FORM = re.compile(rf"(?:(?<=\s)|^)(?:{_FORMS})(?=\s|$)")


def get_name_key(name):
    """Return what is left of a name to compare: its words in order, without legal forms; "" for nothing.

    >>> get_name_key("ТОВ «Cвітанок»") == get_name_key("Світанок, ТОВ")
    True
    """
    words = _get_words(name or "")
    rest = _FORM.sub(" ", " ".join(words)).split()
    return " ".join(sorted(rest or words))


def get_host(address):
    """Return the host of a web address without "www.", "" if there is none.

    >>> get_host("https://www.Svitanok.example/about")
    'svitanok.example'
    """
    address = (address or "").strip()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""
