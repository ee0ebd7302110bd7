"""Names of files that say what they hold, in letters that every system takes."""

__all__ = ["file_name_of"]

import re

from geo.importers.actors import slug
from geo.query.query import Query
from geo.query.summary import Summary
from geo.words.countries import country_name

LONGEST = 80  # characters, without the ending
NAMED = 2  # values of one filter; of more the first is named
ATLAS = "Incident Atlas"
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")  # names of Windows' devices
_SAID_ELSEWHERE = {"from", "to", "as_of", "bbox"}


def file_name_of(query: Query, summary: Summary) -> str:
    """Return the name of a file of a query's matches, without its ending.

    It has the filters, else the dataset if there is one, then the years, and the day of `as_of`. A
    record by itself is called by its id.

    >>> import geo
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> query = Query(group=("islamic-state",), country=("IR",), as_of="2024-02")
    >>> file_name_of(query, store.summary(query))
    'islamic-state-iran-2017-2024-as-of-2024-02'
    >>> file_name_of(Query(id=("UCDP/412 a",)), store.summary(Query()))
    'ucdp-412-a'
    """
    parts = [part for filter_, value in query.filters() for part in _named(filter_.name, value)]
    datasets = [credit.dataset for credit in summary.credits]
    whole = datasets[0] if len(datasets) == 1 else ATLAS
    name = _safe(slug(" ".join(parts or [whole])))
    years = "" if len(query.id) == 1 else _years(query, summary)
    day = f"as-of-{query.as_of}" if query.as_of else ""
    return "-".join(filter(None, [name or "records", years, day]))


def _named(name: str, value: object) -> list[str]:
    """Return the words of a filter in a name."""
    if name in _SAID_ELSEWHERE:
        return []
    values = value if isinstance(value, tuple) else (value,)
    words = [country_name(each) if name == "country" else str(each) for each in values]
    more = [f"and {len(words) - 1} more"] if len(words) > NAMED else []
    return [*words[: 1 if more else NAMED], *more]


def _years(query: Query, summary: Summary) -> str:
    """Return from when to when a query's records are: as it asks, else as they are."""
    first, last = summary.years or ("", "")
    ends = [query.from_ or str(first), query.to or str(last)]
    return "-".join(dict.fromkeys(filter(None, ends)))


def _safe(text: str) -> str:
    """Return a slug, not too long and none of the names that Windows keeps, or "" for nothing."""
    if len(text) > LONGEST:
        text = text[: LONGEST + 1].rpartition("-")[0] or text[:LONGEST]
    return f"{text}-file" if RESERVED.fullmatch(text) else text
