"""Legends: that of the map, with counts in view, how to read the marks, and records not drawn."""

__all__ = ["SIZE", "Entry", "Icon", "Legend", "flowed", "legend_of"]

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geo.figures.drawing import Drawing
from geo.figures.marks import draw_badge, draw_cell, draw_disc
from geo.figures.shapes import strokes_of
from geo.figures.theme import LABEL
from geo.figures.typesetting import Face, width_of, wrapped
from geo.maps.marks.map_key import MapKey
from geo.maps.symbols import STATUS_SYMBOLS, Symbol
from geo.model.attribution import STATUSES
from geo.store.marks import Marks
from geo.words.captions import STATUS_NOTE
from geo.words.counts import count_in_words, number_text

SIZE = 11.5  # px, letters
LINE = 19  # px from one line to the next
NOTE_LINE = 15
ICON = 17  # px, width of the space for a symbol
SYMBOL = 12  # px, its diameter
GAP = 4  # px between a picture, its words and their count
BETWEEN = 18  # px between the items of a line

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
    first = [Entry(words=_in_view(marks), face="bold"), *_statuses(marks)]
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
    lines = [*flowed(first, width), *flowed(more, width)]
    return Legend(
        lines=tuple(lines),
        notes=tuple(line for note in notes for line in wrapped(note, width, 11, "italic")),
    )


def _statuses(marks: Marks) -> list[Entry]:
    counts = marks.legend.get("status", {})
    return [
        Entry(
            words=STATUSES[code],
            count=number_text(counts[code]),
            icon=_symbol(code),
            icon_width=ICON,
        )
        for code in STATUS_SYMBOLS
        if counts.get(code)
    ]


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


def _symbol(code: str) -> Icon:
    def draw(drawing: Drawing, x: float, y: float) -> None:
        drawing.strokes(strokes_of(STATUS_SYMBOLS[code], x, y, SYMBOL))

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
