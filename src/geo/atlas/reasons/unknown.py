"""Values of filters that nothing in the open data has: a misspelt group, a year far away."""

__all__ = ["unknown_values"]

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain, islice

from geo.atlas.atlas import Atlas
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.words.notices.reasons import MORE_UNKNOWN, no_record, none_known, none_then

LISTED = 5  # values that are named
MOST = 5  # values that have a sentence
ALIKE = 0.6  # how much alike two words have to be, from 0 to 1, as difflib measures it
# Filters whose values come from the data: whoever writes an address can get them wrong.
_NAMED = {f.name for f in FILTERS if f.has_facet and isinstance(f.labels, str)}


def unknown_values(opened: Atlas, query: Query, *, is_empty: bool) -> list[str]:
    """Return a sentence for each value of a query that no open record has, with those it may mean.

    Of more than MOST the rest has one together.
    Texts, boxes and periods are looked up only where `is_empty` says that the query finds nothing.
    """
    if not opened.summary.matched:
        return []
    named = chain.from_iterable(_of_names(opened, part) for part in query.parts())
    said = chain(named, _of_others(opened, query) if is_empty else ())
    return [*islice(said, MOST), *([MORE_UNKNOWN] if next(said, "") else [])]


def _of_names(opened: Atlas, part: Query) -> Iterator[str]:
    (name, *_) = part.active()
    if name in _NAMED:
        yield from _of_facet(opened, part, name)
    elif name == "id":
        yield from map(no_record, sorted(set(part.id) - opened.store.existing_ids(part.id)))


def _of_others(opened: Atlas, query: Query) -> Iterator[str]:
    for part in query.without("id", *_NAMED).parts():
        if not opened.store.incidents(part, limit=0)[0]:
            is_period = part.from_ or part.to
            yield none_then(part, opened.summary.years) if is_period else none_known(part)


def _of_facet(opened: Atlas, part: Query, name: str) -> Iterator[str]:
    known, is_cut = opened.summary.facets[name], name in opened.summary.unlisted
    by_value = {value.value: value for value in known}
    for text in getattr(part, name):
        one = Query.parse([(name, text)])
        if text not in by_value and not (is_cut and opened.store.incidents(one, limit=0)[0]):
            near = [by_value[value] for value in get_close_matches(text, by_value, LISTED, ALIKE)]
            named = near or known[:LISTED]
            more = 0 if near else len(known) - len(named)
            yield none_known(one, named, more, alike=bool(near))
