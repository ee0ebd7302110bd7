"""The names of fields as words, and which of them a heading has next to filler words only."""

__all__ = ["KnownNames", "Reading", "known_names"]

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from geo.importers.headings.fillers import EVENTS, GENERIC, fillers_of
from geo.importers.headings.words import words_of

_MOST_WORDS = 12  # of a heading that is looked at; a longer one is a sentence
_OF = frozenset(words_of("of de des du d del dos do da von vom der dari"))
Words = tuple[str, ...]


class Reading(NamedTuple):
    """The field that words name, the words for it, and the filler words around them."""

    field: str
    name: Words
    rest: Words

    @property
    def is_generic(self) -> bool:
        """Tell whether the words are those of many things ("name"), and nothing says of what."""
        return GENERIC.issuperset(self.name) and EVENTS.isdisjoint(self.rest)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names of columns as words, with the field that each stands for."""

    fields: Mapping[Words, str]

    def exact(self, words: Words) -> Reading | None:
        """Return the field that is called so."""
        field = self.fields.get(words)
        return Reading(field, words, ()) if field else None

    def read(self, words: Words) -> Reading | None:
        """Return the one field that is named among filler words: the longest name counts.

        None where words are left over that may change the meaning, or two fields are named.
        """
        if len(words) > _MOST_WORDS:
            return None
        readings = [each for order in _orders(words) for each in self._spans(order)]
        longest = max((len(each.name) for each in readings), default=0)
        best = [each for each in readings if len(each.name) == longest]
        return best[0] if len({each.field for each in best}) == 1 else None

    def _spans(self, words: Words) -> Iterator[Reading]:
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                field = self.fields.get(words[start:end])
                rest = words[:start] + words[end:]
                if field and fillers_of(field).issuperset(rest):
                    yield Reading(field, words[start:end], rest)


def _orders(words: Words) -> Iterator[Words]:
    """Yield the words, and "report date" for "date of report"."""
    yield words
    for place, word in enumerate(words):
        if word in _OF:
            yield words[place + 1 :] + words[:place]


@lru_cache(maxsize=8)
def known_names(synonyms: Iterable[tuple[str, str]]) -> KnownNames:
    """Return the names (theirs, ours) as words."""
    return KnownNames({words_of(theirs): ours for theirs, ours in synonyms})
