"""Texts in both languages of the demonstration."""

from typing import NamedTuple

__all__ = ["Text"]


class Text(NamedTuple):
    """The same words in English and Ukrainian."""

    en: str
    uk: str

    def say(self, language: str) -> str:
        """The words in ``language``: "uk" for Ukrainian, anything else for English."""
        return self.uk if language == "uk" else self.en
