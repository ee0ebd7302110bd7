"""Which marks are drawn together, where, and how large: as in the browser, on paper.

Lengths are pixels of the screen. The rules are those of marks.js; but nobody can look
closer at paper, so stacks and circles that would hide each other's numbers are one.
"""

__all__ = [
    "CellSpot",
    "Spot",
    "abbreviated",
    "cell_spots",
    "is_context",
    "piles_of",
    "spots_of",
]

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from geo.figures.view import View
from geo.maps.mark_rules import (
    CELL_FULL,
    CELL_SIZE,
    CONTEXT_SIZE,
    MARK_GRID,
    STACK_MIN_SIZE,
    STACK_REACH,
)
from geo.maps.marks.map_key import MapKey
from geo.store.marks import Cell, Mark

STACKS_REACH = 19  # between centres of two stacks; closer ones would hide each other's numbers
HIDDEN = 0.5  # share of a circle's radius; so far under another its number cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An incident's sites that lie together; with `members`, a stack of several incidents."""

    x: float
    y: float
    r: float
    properties: dict[str, Any]
    killed: float | None
    drawn: int = 1
    members: tuple["Spot", ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the incidents that are drawn here, each once."""
        return tuple(dict.fromkeys(m.properties["id"] for m in self.members or (self,)))

    @property
    def is_stack(self) -> bool:
        """Tell whether several incidents lie here."""
        return len(self.ids) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSpot:
    """A circle for the many incidents of a cell."""

    x: float
    y: float
    count: int
    status: dict[str, int]

    @property
    def r(self) -> float:
        """Return its radius."""
        few, many = CELL_SIZE
        return (few + (many - few) * min(1.0, math.sqrt(self.count / CELL_FULL))) / 2


def spots_of(marks: Iterable[Mark], view: View, key: MapKey) -> list[Spot]:
    """Return the spots of marks, the largest first, so that none hides a smaller one."""
    return [_pile(pile) for pile in _stacks_joined(piles_of(marks, view, key))]


def piles_of(marks: Iterable[Mark], view: View, key: MapKey) -> list[list[Spot]]:
    """Return what the browser draws as one mark each, the largest first, and so in each."""
    sites: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        sites[mark.properties["id"]].append(mark)
    return _stacked([spot for group in sites.values() for spot in _merged(group, view, key)])


def cell_spots(cells: Iterable[Cell], view: View) -> list[CellSpot]:
    """Return the circles of cells, the largest first; one whose number would be hidden joins."""
    spots: list[CellSpot] = []
    for cell in sorted(cells, key=lambda cell: -cell.count):
        x, y = view.project(cell.lon, cell.lat)
        spot = CellSpot(x=x, y=y, count=cell.count, status=cell.status)
        near = (i for i, s in enumerate(spots) if _distance(s, spot) < s.r + spot.r * HIDDEN)
        host = next(near, None)
        if host is None:
            spots.append(spot)
        else:
            spots[host] = _joined(spots[host], spot)
    return sorted(spots, key=lambda spot: -spot.r)


def _joined(a: CellSpot, b: CellSpot) -> CellSpot:
    """Return two circles as one, where the mean of their records lies."""
    count = a.count + b.count
    x, y = ((p * a.count + q * b.count) / count for p, q in ((a.x, b.x), (a.y, b.y)))
    return CellSpot(x=x, y=y, count=count, status=dict(Counter(a.status) + Counter(b.status)))


def is_context(properties: dict[str, Any]) -> bool:
    """Tell whether a record is context, not an incident."""
    return bool(properties["record_type"] == "context")


def abbreviated(count: int) -> str:
    """Return a count in few letters.

    >>> abbreviated(1204), abbreviated(12_500), abbreviated(999_600)
    ('1.2k', '13k', '1M')
    """
    if count < 1000:
        return str(count)
    value, unit = (count / 1000, "k") if count < 999_500 else (count / 1_000_000, "M")
    step = Decimal("0.1") if value < 9.95 else Decimal(1)
    return f"{Decimal(value).quantize(step, ROUND_HALF_UP)}".removesuffix(".0") + unit


def _merged(sites: list[Mark], view: View, key: MapKey) -> list[Spot]:
    """Return an incident's sites, as one where they would overlap; each has its share."""
    spots: list[Spot] = []
    for site in sites:
        toll = site.properties["killed"]
        best = toll["best"] if toll else None
        share = None if best is None else best / (site.properties["sites"] or 1)
        x, y = view.project(site.lon, site.lat)
        spot = Spot(x=x, y=y, r=0.0, properties=site.properties, killed=share)
        reach = _size(spot.properties, best, key)
        near = next((i for i, s in enumerate(spots) if _distance(s, spot) < reach), None)
        if near is None:
            spots.append(spot)
        else:
            spots[near] = _together(spots[near], spot)
    return [replace(spot, r=_size(spot.properties, spot.killed, key) / 2) for spot in spots]


def _together(spot: Spot, site: Spot) -> Spot:
    drawn = spot.drawn + 1
    x, y = (spot.x * spot.drawn + site.x) / drawn, (spot.y * spot.drawn + site.y) / drawn
    killed = None if spot.killed is None else spot.killed + (site.killed or 0)
    return replace(spot, x=x, y=y, killed=killed, drawn=drawn)


def _stacked(singles: list[Spot]) -> list[list[Spot]]:
    """Let the largest of a spot absorb the smaller ones whose centre it covers."""
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    piles: list[list[Spot]] = []
    for single in sorted(singles, key=lambda spot: -spot.r):
        column, row = int(single.x // MARK_GRID), int(single.y // MARK_GRID)
        around = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        near = (number for key in around for number in grid.get(key, ()))
        host = next((n for n in near if _covers(piles[n][0], single)), None)
        if host is None:
            grid[column, row].append(len(piles))
            piles.append([single])
        else:
            piles[host].append(single)
    return piles


def _stacks_joined(piles: list[list[Spot]]) -> list[list[Spot]]:
    """Let stacks that lie too near to a larger one join it."""
    joined: list[list[Spot]] = []
    stacks: list[list[Spot]] = []
    for pile in piles:
        is_stack = _pile(pile).is_stack
        near = (s for s in stacks if is_stack and _distance(s[0], pile[0]) < STACKS_REACH)
        host = next(near, None)
        if host is not None:
            host += pile
            continue
        joined.append(pile)
        if is_stack:
            stacks.append(pile)
    return joined


def _covers(host: Spot, spot: Spot) -> bool:
    return _distance(host, spot) < max(STACK_REACH, host.r)


def _pile(pile: list[Spot]) -> Spot:
    spot = replace(pile[0], members=tuple(pile))
    return replace(spot, r=max(spot.r, STACK_MIN_SIZE / 2)) if spot.is_stack else spot


def _size(properties: dict[str, Any], killed: float | None, key: MapKey) -> float:
    return CONTEXT_SIZE if is_context(properties) else key.diameter(killed)


def _distance(a: Spot | CellSpot, b: Spot | CellSpot) -> float:
    return math.hypot(a.x - b.x, a.y - b.y)
