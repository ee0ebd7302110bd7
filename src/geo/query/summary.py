"""The result of a query in numbers: counts, tolls and facets."""

__all__ = ["MOST_GROUPS", "MOST_LISTED", "NAMED", "Credit", "FacetValue", "Summary", "Toll"]

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geo.model.licences import Terms

MOST_LISTED = 10_000  # values of a facet: data may name any number of them
MOST_GROUPS = 100  # in the legend of a view: data may name any number of them
NAMED = 3  # records of a query for ids that are called by their titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A sum over incidents: lows, bests and highs separately; `unknown` of them have no figure."""

    low: int
    best: int
    high: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet with the number of records that match all other filters."""

    value: str
    label: str
    count: int
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A dataset that matching records come from: how many, and whether they may be passed on.

    `accessed` is the day on which its file was read; `terms` are those of a published dataset;
    `drafts` of the `count` records were not checked by a person yet.
    """

    dataset: str
    version: str | None
    licence: str
    redistributable: bool
    accessed: date | None = None
    count: int = 0
    drafts: int = 0
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The answer to a query in numbers.

    `attacks` and `context` count records, `unlocated` those of both without a position, `undated`
    those without any day or year; `later` counts the records of the query of which nothing was
    known yet on its day: they are not among the others; `years` are the first and last; tolls are
    those of attacks, in persons; `facets` go by parameter, and one is `year`. Of more than
    MOST_LISTED values a facet has those with most records, and those of the query; `unlisted`
    counts the others by facet. `titles` are those of the records of a query for ids, and empty for
    every other query, and for more than NAMED.

    >>> from geo import Query, Store
    >>> summary = Store().summary(Query())
    >>> summary.matched, summary.years, summary.killed
    (0, None, Toll(low=0, best=0, high=0, unknown=0))
    """

    attacks: int
    context: int
    unlocated: int
    years: tuple[int, int] | None
    killed: Toll
    injured: Toll
    credits: tuple[Credit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    undated: int = 0
    later: int = 0
    titles: tuple[str, ...] = ()
    unlisted: Mapping[str, int] = field(default_factory=dict)

    @property
    def matched(self) -> int:
        """Return the number of records."""
        return self.attacks + self.context

    @property
    def private(self) -> list[str]:
        """Return the matching datasets whose licence forbids redistribution."""
        return sorted({c.dataset for c in self.credits if not c.redistributable})
