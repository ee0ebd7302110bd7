"""The filters of a query as phrases: the texts are in their rows, and filled in here."""

__all__ = ["NO_LABELS", "Facets", "period_line", "query_in_words", "years_in_words"]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from geo.formats.bidi import isolated
from geo.mercator import Bounds
from geo.model import dates
from geo.query.filters import Filter, Kind
from geo.query.query import Query
from geo.query.search_terms import written_parts
from geo.query.summary import FacetValue
from geo.words.countries import country_name

Facets = Mapping[str, Sequence[FacetValue]]
NO_LABELS: Facets = MappingProxyType({})
_DATED: tuple[Kind, ...] = ("since", "until")


def query_in_words(query: Query, facets: Facets = NO_LABELS) -> list[str]:
    """Say each filter of a query as a phrase; `from` and `to` share one.

    Values are called as in `facets`, and otherwise as in the query.

    >>> query_in_words(Query(from_="2017", country=("IR", "TJ"), group=("isis-k",)))
    ['since 2017', 'claimed by or attributed to isis-k', 'in Iran or Tajikistan']
    """
    return [*_period(query), *_others(query, facets)]


def period_line(query: Query) -> str:
    """Say the period of a query in a line of its own; "" where it has none.

    >>> period_line(Query(from_="2022-03", to="2024-05"))
    'March 2022 – May 2024'
    >>> period_line(Query(from_="2024-03-04", to="2024-03-10"))
    '4 – 10 March 2024'
    """
    since, until = (dates.in_words(value) if value else "" for value in (query.from_, query.to))
    if since and until and since != until:
        return f"{_without_end_of(since, until)} – {until}"
    if since == until:
        return since
    return f"Since {since}" if since else f"Until {until}"


def years_in_words(years: tuple[int, int] | None) -> str:
    """Say the first and the last year of records; "" where none has a date.

    >>> years_in_words((2017, 2024)), years_in_words((2017, 2017))
    ('2017–2024', '2017')
    """
    if years is None:
        return ""
    first, last = years
    return str(first) if first == last else f"{first}–{last}"


def _without_end_of(since: str, until: str) -> str:
    """Leave out of a date what another date of the same form says after it."""
    words, others = since.split(), until.split()
    while len(words) == len(others) > 1 and words[-1] == others[-1]:
        words, others = words[:-1], others[:-1]
    return " ".join(words)


def _period(query: Query) -> Iterator[str]:
    since, until = (value and dates.in_words(value) for value in (query.from_, query.to))
    if since and until:
        yield _single(query.to or "") if since == until else f"from {since} to {until}"
    elif since or until:
        ((filter_, value),) = [pair for pair in query.filters() if pair[0].kind in _DATED]
        yield filter_.phrase.format(dates.in_words(value))


def _single(value: str) -> str:
    is_day = dates.first_day(value) == dates.last_day(value)
    return f"{'on' if is_day else 'in'} {dates.in_words(value)}"


def _others(query: Query, facets: Facets) -> Iterator[str]:
    for filter_, value in query.filters():
        if filter_.kind not in _DATED:
            yield _PHRASES[filter_.kind](filter_, value, facets)


def _any_of(filter_: Filter, values: tuple[str, ...], facets: Facets) -> str:
    """Say that one of some values matches; values with a saying come last."""
    sayings = {frozenset(said): saying for said, saying in filter_.sayings}
    if saying := sayings.get(frozenset(values)):
        return saying
    single = {value: sayings.get(frozenset([value])) for value in values}
    plain = [value for value, saying in single.items() if not saying]
    parts = [_filled(filter_, _labels(filter_, plain, facets))] if plain else []
    return " or ".join([*parts, *filter(None, single.values())])


def _labels(filter_: Filter, values: Iterable[str], facets: Facets) -> str:
    return " or ".join(isolated(_label(filter_, value, facets)) for value in values)


def _label(filter_: Filter, value: str, facets: Facets) -> str:
    if filter_.labels == "country":
        return country_name(value)
    if filter_.labels != "data":
        return filter_.labels[value]
    named = facets.get(filter_.name, ())
    return next((each.label for each in named if each.value == value), value)


def _words(filter_: Filter, text: str, _: Facets) -> str:
    return _filled(filter_, "” and “".join(map(isolated, written_parts(text))))


def _as_of(filter_: Filter, text: str, _: Facets) -> str:
    return _filled(filter_, dates.day_in_words(dates.last_day(text)))


def _within(filter_: Filter, bounds: Bounds, _: Facets) -> str:
    west, south, east, north = bounds.as_tuple()
    longitudes = " and ".join(_degrees(side, "EW") for side in (west, east))
    latitudes = " and ".join(_degrees(side, "NS") for side in (south, north))
    return _filled(filter_, f"{longitudes}, {latitudes}")


def _degrees(value: float, signs: str) -> str:
    return f"{abs(value):g}° {signs[value < 0]}"


def _filled(filter_: Filter, text: str) -> str:
    return filter_.phrase.format(text, lower=text.lower())


_PHRASES: dict[Kind, Callable[[Filter, Any, Facets], str]] = {
    "among": _any_of,
    "overlaps": _any_of,
    "tagged": _any_of,
    "words": _words,
    "within": _within,
    "as_of": _as_of,
}
