"""Headings that a shapefile has cut to ten characters: GPS_latitu, NUM_INJURE, DISTRICT_N."""

__all__ = ["ends_in_doubt", "field_of_cut_name"]

import re
from collections.abc import Iterator

from geo.importers.headings.fillers import CONNECTORS, STRANGERS, WORDS
from geo.importers.headings.known_names import KnownNames
from geo.importers.headings.words import words_of

_CUT = re.compile(r"\w{10}", re.ASCII)
_FEWEST = 2  # letters of the last word
_NAME = ("n", "na", "nam")  # of "name", behind what is surely called by one
_NAMED = frozenset({"admin1", "admin2", "country"})


def ends_in_doubt(heading: str) -> bool:
    """Tell a cut heading whose last word may be the beginning of another: date_of_in."""
    return bool(_CUT.fullmatch(heading)) and not CONNECTORS.isdisjoint(words_of(heading)[-1:])


def field_of_cut_name(heading: str, known: KnownNames) -> str | None:
    """Return the field of a cut heading, if all that it may have been is the same."""
    if not _CUT.fullmatch(heading):
        return None
    *first, last = words_of(heading) or ("",)
    if last in _NAME:
        found = known.read((*first, "name"))
        return found.field if found and found.field in _NAMED else None
    whole = [*_completed(last, known)] if len(last) >= _FEWEST else []
    if first and not STRANGERS.isdisjoint(whole):
        return None
    read = (known.read((*first, word)) for word in whole)
    fields = {each.field for each in read if each}
    return fields.pop() if len(fields) == 1 else None


def _completed(start: str, known: KnownNames) -> Iterator[str]:
    words = WORDS.union(STRANGERS, *known.fields) - CONNECTORS
    return (word for word in words if word.startswith(start) and word != start)
