"""Names of a dataset's columns as programs respell them: EventDate, event.date, data/event_date."""

__all__ = ["Spellings", "spellings_of"]

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_BETWEEN = re.compile(r"[/.:>|\[\]]+")  # the parts of a nested name
_SHAPEFILE = 10  # characters to which a shapefile cuts names


@dataclass(frozen=True, slots=True)
class Spellings:
    """Names of columns by their letters and digits."""

    names: Mapping[str, str]

    def name_of(self, heading: str) -> str | None:
        """Return the name that a heading spells: whole, as its last part, or cut.

        >>> names = spellings_of(frozenset(["event_date", "sub_event_type"]))
        >>> [names.name_of(heading) for heading in ("EventDate", "data/Event Date", "SUB_EVENT_")]
        ['event_date', 'event_date', 'sub_event_type']
        """
        parts = [part for part in _BETWEEN.split(heading) if _letters(part)]
        found = (self.names.get(_letters(text)) for text in (heading, *parts[-1:]))
        return next(filter(None, found), None) or self._cut(heading.strip().casefold())

    def _cut(self, text: str) -> str | None:
        """Return the only name that a shapefile cuts so."""
        if len(text) != _SHAPEFILE:
            return None
        longer = [name for name in self.names.values() if name.startswith(text) and name != text]
        return longer[0] if len(longer) == 1 else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@lru_cache(maxsize=16)
def spellings_of(names: Iterable[str]) -> Spellings:
    """Return the spellings of some names, each in small letters with underscores."""
    return Spellings({_letters(name): name for name in sorted(names)})
