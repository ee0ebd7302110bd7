"""How the tolls of a single record were reported, as charts on a sheet under its map."""

__all__ = ["TollPart", "draw_tolls", "toll_parts"]

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.figures.drawing import Drawing
from geo.figures.sheet import Sheet
from geo.figures.sheet_text import TextLine, height_of, lines_of, write_lines
from geo.figures.theme import INK, LABEL, PAPER, RULE
from geo.figures.typesetting import Face, plain, width_of
from geo.words.tolls.chart import BASELINE, TITLES, WIDTH, Letters, TollChart, chart_of
from geo.words.tolls.history import TollHistory

SCALE = 1.11  # of a chart on paper: its smallest letters are 7 pt
LEAST, WIDEST = SCALE * WIDTH, 700.0  # px of a chart
BETWEEN, BELOW = 12.0, 6.0  # px between two charts, and below a title or a chart
FACE = 0.95  # of the size: the letters of paper are wider than those of most screens
LINE_WIDTH = 1.5
DOTTED = (1.5, 3.0)  # px drawn and left out, through a long time
BAND = "#d9dcdf"
HOLLOW = ("superseded", "withdrawn")
COLORS = {"scale": RULE, "best": INK, "pause": INK, "strong": INK, "plain": INK, "soft": LABEL}
ALIGN = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TollPart:
    """One history: title, chart and key; a sentence where the sheet has no room for a chart."""

    left: float
    top: float
    title: tuple[TextLine, ...]
    chart: TollChart | None
    scale: float
    notes: tuple[TextLine, ...]

    @property
    def bottom(self) -> float:
        """Return where it ends, in px."""
        chart = self.chart.height * self.scale + BELOW if self.chart else 0.0
        return self.top + height_of(self.title) + BELOW + chart + height_of(self.notes)


def toll_parts(histories: Iterable[TollHistory], sheet: Sheet) -> tuple[TollPart, ...]:
    """Return the histories of several figures, next to one another where the sheet has room."""
    found = [history for history in histories if chart_of(history)]
    has_room = sheet.width >= len(found) * (LEAST + BETWEEN) - BETWEEN
    columns = len(found) if found and has_room else 1
    width = (sheet.width - BETWEEN * (columns - 1)) / columns
    parts: list[TollPart] = []
    for number, history in enumerate(found):
        top = parts[-1].bottom + BETWEEN if parts and columns == 1 else 0.0
        parts.append(_part(history, (number % columns) * (width + BETWEEN), top, width))
    return tuple(parts)


def _part(history: TollHistory, left: float, top: float, width: float) -> TollPart:
    across = min(width, WIDEST)
    chart = chart_of(history, max(WIDTH, across / SCALE)) if width >= LEAST else None
    note = chart.key if chart else history.sentence
    return TollPart(
        left=left,
        top=top,
        title=tuple(lines_of(plain(TITLES[history.measure]), width, 12.5, 17, "bold", INK)),
        chart=chart,
        scale=across / chart.width if chart else 1.0,
        notes=tuple(lines_of(plain(note), width, 11, 14.5, "regular", LABEL)),
    )


def draw_tolls(drawing: Drawing, parts: Iterable[TollPart], top: float) -> None:
    """Draw histories from a height of the sheet on."""
    for part in parts:
        below = top + part.top
        below = write_lines(drawing, part.title, below, part.left) + BELOW
        if part.chart:
            _draw_chart(drawing, part.chart, part.left, below, part.scale)
            below += part.chart.height * part.scale + BELOW
        write_lines(drawing, part.notes, below, part.left)


def _draw_chart(drawing: Drawing, chart: TollChart, left: float, top: float, scale: float) -> None:
    place = Affine2D().scale(scale).translate(left, top)
    for band in chart.bands:
        box = Affine2D().scale(band.width, band.height).translate(band.x, band.y) + place
        drawing.paths([Path.unit_rectangle().transformed(box)], BAND)
    for line in chart.lines:
        ends = place.transform([(line.x1, line.y1), (line.x2, line.y2)])
        dashes = DOTTED if line.look == "pause" else ()
        drawing.lines(
            [ends], COLORS[line.look], 0.8 if line.look == "scale" else LINE_WIDTH, dashes
        )
    for dot in chart.dots:
        x, y = place.transform((dot.x, dot.y))
        fill = PAPER if dot.look in HOLLOW else INK
        drawing.paths([Path.circle((x, y), dot.r * scale)], fill, line=INK, width=LINE_WIDTH)
    for letters in chart.letters:
        _write(drawing, letters, place, scale)


def _write(drawing: Drawing, letters: Letters, place: Affine2D, scale: float) -> None:
    text, size = plain(letters.text), letters.size * scale * FACE
    face: Face = "bold" if letters.look == "strong" else "regular"
    x, y = place.transform((letters.x, letters.y - BASELINE * letters.size))
    color = COLORS[letters.look]
    drawing.write(text, x, y, size=size, face=face, color=color, align=ALIGN[letters.align])
    if letters.is_struck:
        drawing.lines([np.array([(x - width_of(text, size, face), y), (x, y)])], color, 1.0)
