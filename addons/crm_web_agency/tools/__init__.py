from .amount_in_words import amount_in_words

__all__ = ["amount_in_words"]
