"""The result of a query in numbers: counts, tolls and facets."""

__all__ = ["Credit", "FacetValue", "Summary", "Toll"]

from dataclasses import dataclass
from datetime import date

from geo.model.licences import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A sum over incidents: lows, bests and highs apart; `unknown` of them have no figure."""

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

    `accessed` is the day on which its file was read; `terms` are those of a published dataset.
    """

    dataset: str
    version: str | None
    licence: str
    redistributable: bool
    accessed: date | None = None
    count: int = 0
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a query matches. `years` are the first and last; `facets` by parameter, and `year`."""

    attacks: int
    context: int
    unlocated: int
    years: tuple[int, int] | None
    killed: Toll
    injured: Toll
    credits: tuple[Credit, ...]
    facets: dict[str, tuple[FacetValue, ...]]

    @property
    def matched(self) -> int:
        """Return the number of records."""
        return self.attacks + self.context

    @property
    def private(self) -> list[str]:
        """Return the datasets of matches that forbid passing their rows on."""
        return sorted({c.dataset for c in self.credits if not c.redistributable})
