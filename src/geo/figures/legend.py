"""Legends: that of the map, with counts in view, how to read the marks, and records not drawn."""

__all__ = ["NAMED", "SIZE", "Entry", "Icon", "Legend", "flowed", "legend_of"]

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.figures.drawing import Drawing
from geo.figures.marks import draw_badge, draw_cell, draw_disc
from geo.figures.shapes import strokes_of
from geo.figures.theme import LABEL
from geo.figures.typesetting import Face, fitted, plain, width_of, wrapped
from geo.maps.marks.map_key import MapKey
from geo.maps.symbols import STATUS_SYMBOLS, Symbol
from geo.model.attribution import STATUSES
from geo.query.summary import FacetValue
from geo.store.marks import Mark, Marks
from geo.words.captions import STATUS_NOTE
from geo.words.counts import count_in_words
from geo.words.numbers import number_text
from geo.words.timeline import OTHERS

SIZE = 11.5  # px, letters
LINE = 19  # px from one line to the next
NOTE_LINE = 15
ICON = 17  # px, width of the space for a symbol
SYMBOL = 12  # px, its diameter
GAP = 4  # px between a picture, its words and their count
BETWEEN = 18  # px between the items of a line
COUNT = 40  # px for the count of a group with a long name
NAMED = "Claimed by or attributed to:"  # a group is never said to have done it
SHAPES = "Status, by shape:"
GROUP = Symbol(shape="circle", color=LABEL, glyph="●")

Icon = Callable[[Drawing, float, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Words of the legend, after the picture that they explain."""

    words: str
    count: str = ""
    icon: Icon | None = None
    icon_width: float = 0.0
    face: Face = "regular"

    @property
    def width(self) -> float:
        count = GAP + width_of(self.count, SIZE, "bold") if self.count else 0
        return self.words_at + width_of(self.words, SIZE, self.face) + count

    @property
    def words_at(self) -> float:
        return self.icon_width + GAP if self.icon else 0

    def draw(self, drawing: Drawing, x: float, y: float) -> None:
        """Draw it from a place on, its middle at a height."""
        if self.icon:
            self.icon(drawing, x + self.icon_width / 2, y)
        drawing.write(self.words, x + self.words_at, y, size=SIZE, face=self.face)
        if self.count:
            drawing.write(self.count, x + self.width, y, size=SIZE, face="bold", align="right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """Lines of items, and notes under them."""

    lines: tuple[tuple[Entry, ...], ...]
    notes: tuple[str, ...]

    @property
    def height(self) -> float:
        return sum(map(_height, self.lines)) + NOTE_LINE * len(self.notes)

    def draw(self, drawing: Drawing, top: float) -> None:
        """Draw it from a height on."""
        for line in self.lines:
            x, middle = 0.0, top + _height(line) / 2
            for item in line:
                item.draw(drawing, x, middle)
                x += item.width + BETWEEN
            top += _height(line)
        for note in self.notes:
            middle = top + NOTE_LINE / 2
            drawing.write(note, 0, middle, size=11, face="italic", color=LABEL)
            top += NOTE_LINE


def legend_of(marks: Marks, width: float, key: MapKey, *, discs: int, stacks: int) -> Legend:
    """Return the legend of a view."""
    by_group = key.color == "group" and bool(marks.marks)
    statuses = _statuses(marks, is_neutral=by_group)
    first = [Entry(words=_in_view(marks), face="bold")]
    groups = [*first, *_groups(marks, width, key)] if by_group else []
    first = [Entry(words=SHAPES)] if by_group else first
    more = [
        *_sizes(marks, key),
        *([Entry(words="place lies within", icon=_disc, icon_width=ICON)] if discs else ()),
        *([Entry(words="records close together", icon=_stack, icon_width=ICON)] if stacks else ()),
        *(
            [Entry(words="records nearby, by status", icon=_cell, icon_width=ICON + 2)]
            if marks.cells
            else ()
        ),
    ]
    notes = [STATUS_NOTE if marks.in_view else "", _undrawn(marks)]
    parts = (groups, [*first, *statuses], more)
    lines = [line for part in parts for line in flowed(part, width)]
    return Legend(
        lines=tuple(lines),
        notes=tuple(line for note in notes for line in wrapped(note, width, 11, "italic")),
    )


def _statuses(marks: Marks, *, is_neutral: bool) -> list[Entry]:
    """Return the statuses in view; where colours stand for groups, they have shapes only."""
    counts = marks.legend.get("status", {})
    return [
        Entry(
            words=STATUSES[code],
            count=number_text(counts[code]),
            icon=_symbol(replace(symbol, color=LABEL) if is_neutral else symbol),
            icon_width=ICON,
        )
        for code, symbol in STATUS_SYMBOLS.items()
        if counts.get(code)
    ]


def _groups(marks: Marks, width: float, key: MapKey) -> list[Entry]:
    """Return the groups in view that have a colour, a part of one after it, and all others."""
    counts = Counter[str]()
    for slugs in {mark.properties["id"]: _own(mark, key) for mark in marks.marks}.values():
        counts.update(slugs)
    others = FacetValue(value="", label=OTHERS, count=0)
    rows = [
        Entry(
            words=fitted(_name(group, counts), width - ICON - COUNT, SIZE),
            count=number_text(counts[group.value]),
            icon=_symbol(replace(GROUP, color=key.color_of(group.value))),
            icon_width=ICON,
        )
        for group in (*key.groups, others)
        if counts[group.value]
    ]
    return [Entry(words=NAMED), *rows] if rows else []


def _own(mark: Mark, key: MapKey) -> list[str]:
    """Return the groups under which a mark counts: one is also counted in what it is part of."""
    if mark.properties["record_type"] == "context":
        return []
    known = {group.value for group in key.groups}
    return [slug for slug in mark.properties["groups"] if slug in known] or [""]


def _name(group: FacetValue, counts: Mapping[str, int]) -> str:
    label = plain(group.label)
    return f"of these {label}" if counts.get(group.part_of or "-") else label


def _sizes(marks: Marks, key: MapKey) -> list[Entry]:
    """Return the key of sizes, in the shape that most marks have; without marks, nothing."""
    gauge = key.gauge(marks.legend.get("status", {})) if marks.marks else None
    if not gauge:
        return []
    neutral = replace(gauge, color=LABEL)
    *less, most = (
        Entry(words=f"{toll}", icon=_gauge(neutral, size), icon_width=size)
        for toll in key.tolls
        for size in [key.diameter(toll)]
    )
    if _is_capped(marks, key):
        most = replace(most, words=f"{most.words} or more")
    return [Entry(words="Killed (best)"), *less, most, Entry(words="? unknown")]


def _is_capped(marks: Marks, key: MapKey) -> bool:
    """Tell whether a toll is larger than the largest symbol shows, which the key then says."""
    tolls = (mark.properties["killed"] for mark in marks.marks)
    shown = (toll["best"] for toll in tolls if toll and toll["best"] is not None)
    most: int = max([key.largest_toll, *shown])
    return most > key.toll_at_max


def _in_view(marks: Marks) -> str:
    return f"{number_text(marks.in_view)} of {count_in_words(marks.matched, 'record')} in view"


def _undrawn(marks: Marks) -> str:
    """Count the records that no map shows."""
    country, none = marks.unplaced.get("country", 0), marks.unplaced.get("none", 0)
    parts = [
        f"{number_text(country)} known to a country only" if country else "",
        f"{number_text(none)} without a position" if none else "",
    ]
    return f"Not drawn: {', '.join(filter(None, parts))}." if country or none else ""


def flowed(items: Sequence[Entry], width: float) -> list[tuple[Entry, ...]]:
    """Break items into lines that fit."""
    lines: list[list[Entry]] = []
    left = 0.0  # px, still free in the last line
    for item in items:
        left -= item.width + BETWEEN
        if left + BETWEEN < 0 or not lines:
            lines.append([])
            left = width - item.width - BETWEEN
        lines[-1].append(item)
    return [tuple(line) for line in lines]


def _height(line: tuple[Entry, ...]) -> float:
    return max(LINE, *(item.icon_width + 4 for item in line))


def _symbol(symbol: Symbol) -> Icon:
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.strokes(strokes_of(symbol, x, y, SYMBOL))

    return draw


def _gauge(symbol: Symbol, size: float) -> Icon:
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.strokes(strokes_of(symbol, x, y, size))

    return draw


def _disc(drawing: Drawing, x: float, y: float) -> None:
    draw_disc(drawing, x, y, 8.5, LABEL)


def _stack(drawing: Drawing, x: float, y: float) -> None:
    draw_badge(drawing, "2", x, y)


def _cell(drawing: Drawing, x: float, y: float) -> None:
    draw_cell(drawing, x, y, 8.5, {"claimed": 2, "attributed": 1, "unattributed": 1})
