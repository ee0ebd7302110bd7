"""Words for yes and no, and headings that ask whether and not how many: "Injured (Y/N)"."""

__all__ = ["NO", "YES", "asks_whether"]

import re
from collections.abc import Iterable

from geo.importers.headings.fillers import COUNTING
from geo.importers.headings.words import words_of

# In small letters.
YES = ("yes", "y", "true", "oui", "ja", "sí", "si", "sim", "да", "так", "ya", "evet", "نعم", "بله")
NO = ("no", "n", "false", "non", "nein", "não", "nao", "нет", "ні", "tidak", "hayır", "لا", "خیر")
# What stands for them next to each other only.
_SHORT_YES = ("o", "j", "s", "д", "e", "1")
_SHORT_NO = ("н", "t", "h", "hayir", "0")
_BEGINNINGS = frozenset(
    words_of(
        "is are was were has have had any did does do if whether est gab gibt hubo houve هل آیا"
    )
)
_ENDS = ("?", "؟")


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


_YES_OR_NO = re.compile(
    rf"(?<!\w){_one_of((*YES, *_SHORT_YES))}\s*(?:/|\bor\b|\bou\b)\s*"
    rf"{_one_of((*NO, *_SHORT_NO))}(?!\w)",
    re.IGNORECASE,
)


def asks_whether(heading: str) -> bool:
    """Tell a heading whose cells are yes or no from one whose cells are numbers.

    >>> asks_whether("Injured (Y/N)"), asks_whether("Killed?"), asks_whether("How many killed?")
    (True, True, False)
    """
    if _YES_OR_NO.search(heading):
        return True
    words = words_of(heading)
    if not COUNTING.isdisjoint(words):
        return False
    return heading.strip().endswith(_ENDS) or not _BEGINNINGS.isdisjoint(words[:1])
