"""What sizes and colours of marks stand for: the same in every map of a collection."""

__all__ = ["MapKey"]

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geo.maps.mark_rules import TOLL_SHARES, TOLLS_AT_MAX
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, SIZES, STATUS_SYMBOLS, Symbol
from geo.query.summary import FacetValue, Summary
from geo.query.timeline import By

NO_STATUS = "not_applicable"  # of context


@dataclass(frozen=True, slots=True, kw_only=True)
class MapKey:
    """The scale of sizes and the groups that have a colour.

    It is made of all that is open, so that a record keeps its size and a group its colour whatever
    is filtered.

    - `largest_toll`: killed (best) of the record with the most
    - `groups`: those with a colour of their own, in the order of the colours
    - `color`: what colours stand for, "status" or "group"; shapes always stand for statuses

    >>> key = MapKey(largest_toll=587)
    >>> key.toll_at_max, key.tolls
    (600, (40, 200, 600))
    >>> key.diameter(150), key.diameter(None)
    (14.0, 5)
    """

    largest_toll: int = 0
    groups: tuple[FacetValue, ...] = ()
    color: By = "status"

    @classmethod
    def of(cls, summary: Summary, largest_toll: int, color: By = "status") -> "MapKey":
        """Return the key of a collection, from the summary of all its records."""
        groups = [group for group in summary.facets.get("group", ()) if group.count]
        return cls(
            largest_toll=largest_toll, groups=tuple(groups[: len(GROUP_COLORS)]), color=color
        )

    @property
    def toll_at_max(self) -> int:
        """Return the toll from which on a symbol has the largest size."""
        return next((toll for toll in TOLLS_AT_MAX if toll >= self.largest_toll), TOLLS_AT_MAX[-1])

    def gauge(self, statuses: Mapping[str, int]) -> Symbol | None:
        """Return the symbol in which sizes are explained, of counts of records by status.

        It is that of the most frequent; context is never sized.
        """
        counts = {code: statuses.get(code, 0) for code in STATUS_SYMBOLS if code != NO_STATUS}
        code = max(counts, key=counts.__getitem__)
        return STATUS_SYMBOLS[code] if counts[code] else None

    @property
    def tolls(self) -> tuple[int, ...]:
        """Return the tolls whose sizes explain the others."""
        return tuple(self.toll_at_max // share for share in TOLL_SHARES)

    def diameter(self, killed: float | None) -> float:
        """Return the diameter in px of the circle whose area shows a toll.

        Other shapes have equal area.
        """
        if killed is None:
            return SIZES["unknown"]
        size = SIZES["max"] * math.sqrt(killed / self.toll_at_max)
        return min(SIZES["max"], max(SIZES["min"], size))

    def symbol_of(self, properties: Mapping[str, Any]) -> Symbol:
        """Return the symbol of a mark of a record, or of context."""
        if properties["record_type"] == "context":
            return STATUS_SYMBOLS[NO_STATUS]
        symbol = STATUS_SYMBOLS.get(properties["status"], STATUS_SYMBOLS["unattributed"])
        if self.color == "status":
            return symbol
        return replace(symbol, color=self.color_of(self.colored(properties["groups"])))

    def colored(self, slugs: Iterable[str]) -> str:
        """Return the last of a record's groups that has a colour, or nothing.

        Parts come after what they are part of.
        """
        known = {group.value for group in self.groups}
        return next((slug for slug in reversed([*slugs]) if slug in known), "")

    def color_of(self, slug: str) -> str:
        """Return the colour of a group; one for all others, and for none."""
        order = [group.value for group in self.groups]
        return GROUP_COLORS[order.index(slug)] if slug in order else GROUP_OTHER

    def to_json(self, named: Collection[str] | None = None) -> dict[str, Any]:
        """Return it as options of the map layer; with `named`, it tells of no other groups."""
        groups = [
            {"value": group.value, "label": group.label, "whole": group.part_of, "color": number}
            for number, group in enumerate(self.groups)
            if named is None or group.value in named
        ]
        return {"largest": self.largest_toll, "groups": groups, "colorBy": self.color}
