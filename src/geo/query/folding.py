"""Text as search compares it."""

__all__ = ["fold_text"]

import unicodedata
from functools import lru_cache


def fold_text(text: str) -> str:
    """Return text as search compares it: without case, marks and invisible controls.

    >>> fold_text("Kermān")
    'kerman'
    """
    if text.isascii():  # it has none of these, and most text has no other letters
        return text.casefold()
    folded = unicodedata.normalize("NFKD", text).casefold()
    for char in set(folded):  # a text has few different ones
        if _is_unseen(char):
            folded = folded.replace(char, "")
    return folded


@lru_cache(maxsize=4096)
def _is_unseen(char: str) -> bool:
    return unicodedata.combining(char) != 0 or unicodedata.category(char) == "Cf"
