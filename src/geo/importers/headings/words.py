"""The words of a heading, in any spelling."""

__all__ = ["words_of"]

import re

from geo.gazetteer.names import fold

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
# Of a question: "3.", "B2)", "1.4", "Q7".
_NUMBER = re.compile(
    r"\s*(?:\d+(?:\.\d+)+(?=\s)|q\d+(?:\.\d+)*\b|\(?[a-z]?\d+(?:\.\d+)*[.):])[.):]*\s*",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile("['’‘`´ʼ]")
_ARTICLE = "ال"  # of Arabic, written as a part of the word
_SHORTEST = 3  # letters of an Arabic word after its article
_CITY = "شهر"  # of Persian; with the article it is the month of Arabic


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a heading without case, marks, its number and Arabic articles.

    >>> words_of("3. Number of Dead"), words_of("AttackType"), words_of("Date de l’événement")
    (('number', 'of', 'dead'), ('attack', 'type'), ('date', 'de', 'l', 'evenement'))
    """
    spaced = _HUMP.sub(" ", text[_number_ends(text) :])
    folded = fold(_APOSTROPHE.sub(" ", spaced.replace("%", " percent ")).replace("\u200c", " "))
    return tuple(map(_without_article, folded.split()))


def _number_ends(text: str) -> int:
    found = _NUMBER.match(text)
    return found.end() if found else 0


def _without_article(word: str) -> str:
    bare = word.removeprefix(_ARTICLE)
    return word if len(bare) < _SHORTEST or bare == _CITY else bare
