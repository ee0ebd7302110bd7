"""Headings that ask whether, and not how many: "Injured (Y/N)", "Were there deaths?"."""

__all__ = ["asks_whether"]

import re

from geo.importers.headings.words import words_of

_YES_OR_NO = re.compile(
    r"(?<!\w)(?:y|yes|oui|o|ja|j|s[ií]|s|sim|да|д|ya|evet|e|نعم|بله|true|1)\s*(?:/|\bor\b|\bou\b)\s*"
    r"(?:n|no|non|nein|n[ãa]o|нет|н|tidak|t|hay[ıi]r|h|لا|خیر|false|0)(?!\w)",
    re.IGNORECASE,
)
_BEGINNINGS = frozenset(
    words_of(
        "is are was were has have had any did does do if whether est gab gibt hubo houve هل آیا"
    )
)
_ENDS = ("?", "؟")
_COUNTING = frozenset(
    words_of("""
    number numbers num nr no nos nb nbr count counts total many
    combien nombre nbre anzahl zahl viele wieviele cuantos cuantas numero cantidad
    quantos quantas quantidade berapa jumlah kac sayisi
    сколько число количество скільки кількість
    كم عدد تعداد چند شمار
    """)
)


def asks_whether(heading: str) -> bool:
    """Tell a heading whose cells are yes or no from one whose cells are numbers.

    >>> asks_whether("Injured (Y/N)"), asks_whether("Killed?"), asks_whether("How many killed?")
    (True, True, False)
    """
    if _YES_OR_NO.search(heading):
        return True
    words = words_of(heading)
    if not _COUNTING.isdisjoint(words):
        return False
    return heading.strip().endswith(_ENDS) or not _BEGINNINGS.isdisjoint(words[:1])
