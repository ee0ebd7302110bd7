"""One figure: title, map, legend and caption on a sheet, as PNG, SVG or PDF."""

__all__ = ["FORMATS", "figure_bytes"]

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG

from geo.errors import BadValue
from geo.figures.base_map import GLOBE, draw_base_map, draw_globe, draw_names, is_small
from geo.figures.drawing import Drawing
from geo.figures.legend import legend_of
from geo.figures.lettering import Box, Lettering, letter_marks, letter_places, overlap
from geo.figures.marks import badges_of, discs_of, draw_cells, draw_discs, draw_spots
from geo.figures.sheet import Sheet
from geo.figures.spots import CellSpot, Spot, cell_spots, spots_of
from geo.figures.theme import INK, LABEL, LAND, LINE
from geo.figures.view import INHABITED, View, extent_of, scale_bar, view_of
from geo.figures.words import Face, plain, width_of, wrapped
from geo.mercator import WORLD, Bounds
from geo.store.marks import Marks
from geo.words.captions import BASE_MAP, Caption

MarksIn = Callable[[Bounds, int], Marks]

FIRST_ZOOM = 5  # of the grid that tells where data lie, where they are too many to be marks
EDGE = 8  # px between the frame and what stands in its corners
GAP = 8  # px between map, legend and caption
BAR_HEIGHT = 26  # px, scale bar with its words
PACKED = {"compress_level": 3}  # half of the time of the usual 6, for 2 % more bytes

# Type → its canvas, what it knows of the author and the day: nothing, so that bytes stay the same.
FORMATS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "png": (FigureCanvasAgg, {"Software": None}),
    "svg": (FigureCanvasSVG, {"Date": None, "Creator": None}),
    "pdf": (FigureCanvasPdf, {"CreationDate": None, "Creator": None, "Producer": None}),
}
# Whatever a notebook has set: a figure is the same everywhere. matplotlib has one set of them for
# all threads, hence the lock.
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "incident-atlas",
    "svg.fonttype": "path",  # what is read does not hang on the reader's fonts
    "pdf.fonttype": 42,  # TrueType: its text can be searched
    "text.hinting": "none",
    "text.parse_math": False,
}
_LOCK = Lock()


def figure_bytes(
    marks: MarksIn,
    extent: Bounds | None,
    caption: Caption,
    *,
    format: str = "png",  # noqa: A002, the name that a reader guesses
    sheet: Sheet | None = None,
) -> bytes:
    """Return a figure of what `marks(bounds, zoom)` finds, such as `partial(store.marks, query)`.

    It shows `extent`, or all that is found. The same input gives the same bytes. Raises BadValue
    where the format is none of FORMATS.
    """
    if format not in FORMATS:
        raise BadValue("format", format, f"one of {', '.join(FORMATS)}")
    sheet = sheet or Sheet()
    view = _view(marks, extent, sheet)
    shown = marks(view.bounds, view.cell_zoom)
    with _LOCK, matplotlib.rc_context(_settings()):
        words = _Words.of(caption, sheet)
        drawing = _drawn(shown, view, words, sheet)
        return _written(drawing, format, words)


def _view(marks: MarksIn, extent: Bounds | None, sheet: Sheet) -> View:
    found = extent or extent_of(marks(WORLD, FIRST_ZOOM))
    return view_of(found or INHABITED, sheet.width, padded=extent is None and found is not None)


def _settings() -> Any:
    """Return matplotlib's own settings and ours; which window it would open is not our matter."""
    own = {k: v for k, v in matplotlib.rcParamsDefault.items() if not k.startswith("backend")}
    return {**own, **_SETTINGS}


def _written(drawing: Drawing, format_: str, words: "_Words") -> bytes:
    canvas, metadata = FORMATS[format_]
    about = "Subject" if format_ == "pdf" else "Description"
    metadata = {**metadata, "Title": words.name, about: words.text}
    file = BytesIO()
    options = {"pil_kwargs": PACKED} if format_ == "png" else {}
    getattr(canvas(drawing.figure), f"print_{format_}")(file, metadata=metadata, **options)
    return file.getvalue()


# --- words -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    size: float
    height: float
    face: Face
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What stands above and below the map, in lines."""

    title: tuple[_Line, ...]
    caption: tuple[_Line, ...]
    name: str
    text: str

    @classmethod
    def of(cls, caption: Caption, sheet: Sheet) -> "_Words":
        own, title = plain(sheet.caption or ""), plain(sheet.title or "")
        sentence, tolls = plain(caption.sentence), plain(caption.tolls)
        credit = caption.sources or BASE_MAP
        origin = plain(" ".join(filter(None, [credit, caption.dated, caption.licence])))
        parts = [
            *_lines(own, sheet, 13, 18, "regular", INK),
            *_lines(sentence, sheet, 12.5, 17, "bold", INK),
            *_lines(tolls, sheet, 11.5, 16, "regular", INK),
            *_lines(origin, sheet, 11, 14.5, "regular", LABEL),
        ]
        return cls(
            title=tuple(_lines(title, sheet, 17, 23, "bold", INK)),
            caption=tuple(parts),
            name=title or sentence,
            text=" ".join(filter(None, [own, sentence, tolls, origin])),
        )


def _lines(
    text: str, sheet: Sheet, size: float, height: float, face: Face, color: str
) -> list[_Line]:
    return [
        _Line(text=line, size=size, height=height, face=face, color=color)
        for line in wrapped(text, sheet.width, size, face)
    ]


def _write(drawing: Drawing, lines: Sequence[_Line], top: float) -> float:
    for line in lines:
        middle = top + line.height / 2
        drawing.write(line.text, 0, middle, size=line.size, face=line.face, color=line.color)
        top += line.height
    return top


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.height for line in lines)


# --- the sheet -------------------------------------------------------------------------------


def _drawn(shown: Marks, view: View, words: _Words, sheet: Sheet) -> Drawing:
    spots, cells = spots_of(shown.marks, view), cell_spots(shown.cells, view)
    stacks = sum(spot.is_stack for spot in spots)
    legend = legend_of(shown, sheet.width, discs=len(discs_of(shown.marks, view)), stacks=stacks)
    top = _height(words.title) + (GAP if words.title else 0)
    height = top + view.height + GAP + legend.height + GAP + _height(words.caption) + 2
    drawing = Drawing(sheet, height)
    _write(drawing, words.title, 0)
    drawing.frame(0, top, view.width, view.height)
    _draw_map(drawing, shown, view, spots, cells)
    drawing.page()
    below = top + view.height + GAP
    legend.draw(drawing, below)
    _write(drawing, words.caption, below + legend.height + GAP)
    return drawing


def _draw_map(
    drawing: Drawing, shown: Marks, view: View, spots: Sequence[Spot], cells: Sequence[CellSpot]
) -> None:
    marks: list[Spot | CellSpot] = [*spots, *cells]
    boxes = [_around(mark.x, mark.y, mark.r) for mark in marks]
    badges = badges_of(spots, boxes)
    corners = _corners(view, boxes)
    taken = Lettering()
    taken.take([*boxes, *(badge.box for badge in badges), *corners.values()])
    beside = letter_marks(spots, view, taken)
    names = letter_places(view, taken, boxes, beside)
    draw_base_map(drawing, view)
    draw_discs(drawing, shown.marks, view)
    draw_names(drawing, names)
    draw_cells(drawing, cells)
    draw_spots(drawing, spots, badges)
    draw_names(drawing, beside)
    _draw_scale(drawing, view, corners["scale"])
    if "globe" in corners:
        draw_globe(drawing, view, *corners["globe"][:2])
    drawing.border(0.5, 0.5, view.width - 1, view.height - 1, LINE)


def _around(x: float, y: float, r: float) -> Box:
    return x - r - 3, y - r - 3, x + r + 3, y + r + 3


def _corners(view: View, boxes: Sequence[Box]) -> dict[str, Box]:
    """Give scale bar and globe each a corner of its own, where they cover the fewest marks."""
    words, length = scale_bar(view)
    sizes = {"scale": (max(length, width_of(words, 11)) + 8, BAR_HEIGHT)}
    if is_small(view):
        sizes = {"globe": (GLOBE + 4, GLOBE + 4), **sizes}
    placed: dict[str, Box] = {}
    for name, (width, height) in sizes.items():
        corners = _boxes_in_corners(view, width, height, is_low=name == "scale")
        free = [box for box in corners if not any(overlap(box, each) for each in placed.values())]
        placed[name] = min(free, key=lambda box: sum(overlap(box, each) for each in boxes))
    return placed


def _boxes_in_corners(view: View, width: float, height: float, *, is_low: bool) -> list[Box]:
    """Return the boxes in the four corners, the usual one first: maps have their scale below."""
    lefts = (view.width - EDGE - width, EDGE)
    tops = (EDGE, view.height - EDGE - height)
    order = tops[::-1] if is_low else tops
    return [(left, top, left + width, top + height) for top in order for left in lefts]


def _draw_scale(drawing: Drawing, view: View, box: Box) -> None:
    words, length = scale_bar(view)
    right, bottom = box[2] - 3, box[3] - 3
    left = right - length
    drawing.write(words, right, bottom - 13, size=11, color=INK, align="right", halo=LAND)
    drawing.bar(left, right, bottom)
