"""The rows that name the columns: found by known names, and by what stands above and beneath."""

__all__ = [
    "ENOUGH",
    "HeadingRows",
    "IsKnown",
    "filled",
    "find_heading",
    "heading_at",
    "is_filled",
    "is_name",
    "known_count",
    "names_of",
]

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from geo.importers.row import CellValue
from geo.importers.sheets.line import Line
from geo.settings import limit

IsKnown = Callable[[str], bool]
Cells = Sequence[CellValue]

LONGEST_NAME = 120  # characters of a heading
MOST_ROWS = 3  # that name the columns together
ENOUGH = 2  # names known by the program that make a row a heading …
MANY = 3  # … where another row above it could be one
_LINK = re.compile(r"https?://|www\.|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingRows:
    """The places of the first and last row that name the columns; whether that is certain."""

    first: int
    last: int
    is_certain: bool


def find_heading(lines: Sequence[Line], is_known: IsKnown) -> HeadingRows:
    """Find the rows that name the columns among the first rows of a file.

    That is the first one with a name in most columns, unless a row further down has more of the
    names that `is_known` tells, as where lines of a title are as long as rows.
    """
    rows = [line.cells for line in lines]
    place = _best(rows, is_known)
    last = _last_of_group(rows, place, is_known)
    first = _first_of_group(lines, place)
    known = max(known_count(rows[each], is_known) for each in range(first, last + 1))
    is_plain = place == 0 and (
        (_is_full(rows, 0) and _is_of_names(rows[0])) or known_count(rows[0][:1], is_known) > 0
    )
    return HeadingRows(first=first, last=last, is_certain=is_plain or known >= ENOUGH)


def names_of(rows: Sequence[Cells], is_known: IsKnown) -> list[str]:
    """Return one name for each column of the rows that name them.

    A name over several columns goes before theirs, as in "Killed / Men", unless only theirs is
    known, and stands there once.
    """
    *groups, _ = rows
    names = [_shown(cell) for cell in _padded(rows[-1], max(map(len, rows)))]
    for group in reversed(groups):
        names = _joined(_spread(group, names), names, is_known)
    return names


def filled(cells: Cells) -> int:
    """Return how many cells hold something."""
    return sum(map(is_filled, cells))


def is_name(cell: CellValue) -> bool:
    """Tell a cell that may name a column: a short text with more letters than digits, no link."""
    if not isinstance(cell, str) or len(cell) > LONGEST_NAME or _LINK.search(cell):
        return False
    letters = sum(map(str.isalpha, cell))
    return letters > sum(map(str.isdigit, cell)) or cell.strip() in ("#", "№")


def known_count(cells: Cells, is_known: IsKnown) -> int:
    """Return how many different names of a row are known."""
    looked_at = cells[: limit("file_columns")]
    return sum(map(is_known, {cell.strip() for cell in looked_at if is_name(cell)}))  # type: ignore[union-attr]  # a name is a text


def _best(rows: Sequence[Cells], is_known: IsKnown) -> int:
    known = [known_count(cells, is_known) if _is_of_names(cells) else 0 for cells in rows]

    def is_known_row(place: int, enough: int) -> bool:
        return known[place] >= enough and 2 * known[place] >= filled(rows[place])

    def is_first(place: int) -> bool:
        is_shaped = _is_of_names(rows[place]) and _is_full(rows, place)
        return is_shaped or is_known_row(place, ENOUGH)

    place = next(filter(is_first, range(len(rows))), 0)
    best = known.index(max(known))
    is_better = is_known_row(best, max(MANY, 2 * known[place] + 1))
    return best if is_better and not _is_repeated(rows, best) else place


def _is_repeated(rows: Sequence[Cells], place: int) -> bool:
    """Tell a row of which a cell stands in its column again, as those of records do."""
    beneath = rows[place + 1 :]
    return any(
        is_name(cell) and any(n < len(row) and row[n] == cell for row in beneath)
        for n, cell in enumerate(rows[place])
    )


def _is_full(rows: Sequence[Cells], place: int) -> bool:
    """Tell a row that has a cell in more than half of the columns that most rows have."""
    widths = sorted(map(filled, rows), reverse=True)
    return 2 * filled(rows[place]) > widths[len(widths) // 4]


def _is_of_names(cells: Cells) -> bool:
    """Tell a row of names; one of six may be anything, such as a year."""
    if all(cell.startswith("#") for cell in cells if isinstance(cell, str) and cell):
        return False  # comments, or tags such as #date
    names = sum(map(is_name, cells))
    return names > 0 and 6 * names >= 5 * filled(cells)


def heading_at(lines: Sequence[Line], place: int) -> HeadingRows:
    """Return the heading whose last row is said."""
    return HeadingRows(first=_first_of_group(lines, place), last=place, is_certain=True)


def _first_of_group(lines: Sequence[Line], place: int) -> int:
    """Return where the names over several columns begin that stand above a heading."""
    first = place
    while first and place - first < MOST_ROWS - 1 and _is_group(*lines[first - 1 : first + 1]):
        first -= 1
    return first


def _is_group(above: Line, names: Line) -> bool:
    """Tell names over several columns, with gaps between them or beneath, from a title."""
    size = max(len(above.cells), len(names.cells))
    cells, beneath = _padded(above.cells, size), _padded(names.cells, size)
    places = [place for place, cell in enumerate(cells) if is_filled(cell)]
    if above.number + 1 != names.number or not places or len(places) == size:
        return False
    if places == [0]:
        return False  # a title
    has_gap = places[-1] >= len(places) or not all(is_filled(beneath[n]) for n in places)
    return has_gap and _is_of_names(cells) and not _is_stacked(cells)


def _is_stacked(above: Cells) -> bool:
    """Tell what stands above tables without being of them: "Period:", "March" side by side."""
    return any(isinstance(cell, str) and cell.rstrip().endswith(":") for cell in above)


def _last_of_group(rows: Sequence[Cells], place: int, is_known: IsKnown) -> int:
    """Return where the names end, if those of single columns stand under names of several."""
    last = place
    while last + 1 < len(rows) and last - place < MOST_ROWS - 1:
        if not _completes(rows, place, last + 1, is_known):
            break
        last += 1
    return last


def _completes(rows: Sequence[Cells], place: int, under: int, is_known: IsKnown) -> bool:
    """Tell a row of names that stands where the heading has gaps to the right of its names."""
    size = max(len(rows[place]), len(rows[under]))
    names, below = _padded(rows[place], size), _padded(rows[under], size)
    gaps = {n for n, cell in enumerate(names) if not is_filled(cell)}
    empty = {n for n, cell in enumerate(below) if not is_filled(cell)}
    if not gaps or gaps & empty or not _is_of_names(below) or _is_repeated(rows, under):
        return False
    if known_count(below, is_known) >= ENOUGH:
        return True
    return 0 not in gaps and _differs(rows[under + 1 :], below)


def _differs(beneath: Sequence[Cells], names: Cells) -> bool:
    """Tell that a column has a name here, and nothing but numbers and days beneath."""
    for place, name in enumerate(names):
        cells = [row[place] for row in beneath if place < len(row) and is_filled(row[place])]
        if is_name(name) and cells and not any(map(is_name, cells)):
            return True
    return False


def _spread(group: Cells, names: Sequence[str]) -> list[str]:
    """Return the name above each column: one goes on to the right, over columns with names."""
    spread: list[str] = []
    for place, cell in enumerate(_padded(group, len(names))):
        text = _shown(cell)
        goes_on = not text and bool(names[place]) and place > 0 and bool(names[place - 1])
        spread.append(spread[-1] if goes_on else text)
    return spread


def _joined(groups: Sequence[str], names: Sequence[str], is_known: IsKnown) -> list[str]:
    counts = Counter(names)

    def joined(group: str, name: str) -> str:
        if not group or not name:
            return group or name
        both = (f"{group} / {name}", f"{group} {name}")
        if known := next(filter(is_known, both), None):
            return known
        return name if is_known(name) and counts[name] == 1 else both[0]

    return list(map(joined, groups, names))


def _padded(cells: Cells, size: int) -> list[CellValue]:
    return [*cells, *[None] * (size - len(cells))]


def is_filled(cell: CellValue) -> bool:
    """Tell a cell that holds something, and not only spaces."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _shown(cell: CellValue) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date | time) else " ".join(str(cell).split())
