"""Why a reader sees nothing, or no such record: a sentence for each reason."""

__all__ = [
    "GONE",
    "MORE_UNKNOWN",
    "filters_in_words",
    "no_record",
    "none_known",
    "none_then",
    "outside_line",
]

from collections.abc import Sequence

from geo.errors import shortened
from geo.formats import one_line
from geo.formats.and_line import and_line
from geo.formats.bidi import isolated
from geo.query.query import Query
from geo.query.summary import FacetValue
from geo.words.counts import count_in_words
from geo.words.phrases import NO_LABELS, Facets, query_in_words, years_in_words

GONE = (
    "its address may be cut off or misspelt, or a newer version of its dataset has left it out or "
    "numbers its records differently"
)
MORE_UNKNOWN = "The open data have none of more values that were asked for."
LONGEST = 200  # letters of filters in a sentence


def no_record(id_: str) -> str:
    """Say that an id is not known, and what may have happened.

    >>> no_record("RU-2024")[:50]
    "No record has the id 'RU-2024': its address may be"
    """
    return f"No record has the id {shortened(repr(id_))}: {GONE}."


def none_known(
    part: Query, known: Sequence[FacetValue] = (), more: int = 0, *, alike: bool = False
) -> str:
    """Say that nothing that is open matches a filter, with some `known` values, and `more` of them.

    `alike` are those that look like the one that was asked for.

    >>> isis = FacetValue(value="isis-k", label="ISIS-K", count=1)
    >>> none_known(Query(group=("isis",)), [isis], alike=True)
    'The open data have no record claimed by or attributed to isis. Nearest: ISIS-K (isis-k).'
    """
    said = f"The open data have no record {filters_in_words(part)}."
    if not known:
        return said
    names = [*map(_named, known), *([count_in_words(more, "other")] if more else [])]
    return f"{said} {'Nearest' if alike else 'Known'}: {and_line(names)}."


def none_then(part: Query, years: tuple[int, int] | None) -> str:
    """Say that nothing that is open is of a period, and of which years it is.

    >>> none_then(Query(from_="9999"), (2017, 2024))
    'The open data have no record since 9999. They cover 2017–2024.'
    """
    said = none_known(part)
    return f"{said} They cover {years_in_words(years)}." if years else said


def outside_line(excluding: Sequence[Query], facets: Facets = NO_LABELS) -> str:
    """Say by which filters an open record is left out.

    >>> outside_line([Query(from_="2024"), Query(country=("IR",))])
    'This record is outside the filters “since 2024” and “in Iran”.'
    """
    said = [f"“{filters_in_words(part, facets)}”" for part in excluding]
    return f"This record is outside the filter{'s' if said[1:] else ''} {and_line(said)}."


def filters_in_words(query: Query, facets: Facets = NO_LABELS) -> str:
    """Say the filters of a query within a sentence, cut where they would fill a page."""
    return one_line.shortened(", ".join(query_in_words(query, facets)), LONGEST)


def _named(value: FacetValue) -> str:
    return isolated(value.label) + ("" if value.label == value.value else f" ({value.value})")
