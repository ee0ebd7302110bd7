"""The facets: what the values of are counted for readers, and by which filter they are chosen."""

__all__ = ["FACETS", "YEAR", "Facet"]

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geo.query.filters import FILTERS, Labels, tagged

YEAR = "year"  # the facet of `from` and `to`


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A column whose values are counted, under all filters except those of some parameters.

    Where several facets share a column, only the values that begin with `tag` are this one's.
    """

    column: str
    filters: tuple[str, ...]
    labels: Labels = "data"
    tag: str = ""


FACETS: Mapping[str, Facet] = MappingProxyType(
    {
        **{
            each.name: Facet(
                column=each.column,
                filters=(each.name,),
                labels=each.labels,
                tag=tagged(each.name) if each.kind == "tagged" else "",
            )
            for each in FILTERS
            if each.has_facet
        },
        YEAR: Facet(column="years", filters=("from", "to")),
    }
)
