"""One figure: title, map, legend and caption on a sheet, as PNG, SVG or PDF."""

__all__ = ["figure_bytes", "timeline_bytes", "toll_chart_bytes"]

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from geo.figures.base_map import draw_base_map, draw_names
from geo.figures.boxes import Box, Occupied, overlap
from geo.figures.drawing import Drawing
from geo.figures.files.canvases import check_format, file_of, settled
from geo.figures.globe import draw_globe, is_small
from geo.figures.legend import legend_of
from geo.figures.mark_names import letter_marks
from geo.figures.marks import badges_of, discs_of, draw_cells, draw_discs, draw_spots
from geo.figures.place_names import letter_places
from geo.figures.sheet import Sheet
from geo.figures.sheet_text import SheetText, height_of, write_lines
from geo.figures.spots import CellSpot, Spot, cell_spots, spots_of
from geo.figures.theme import INK, LAND, LINE
from geo.figures.time.chart import TimelineChart, TimePart, time_part
from geo.figures.tolls import TollPart, draw_tolls, toll_parts
from geo.figures.typesetting import plain, width_of
from geo.figures.view import INHABITED, View, extent_of, scale_bar, view_of
from geo.maps.ground_rules import GLOBE
from geo.maps.marks.map_key import MapKey
from geo.mercator import WORLD, Bounds
from geo.store.marks import Marks
from geo.words.borders import CONTROL
from geo.words.captions import Caption
from geo.words.timeline import said_of_timeline
from geo.words.tolls.history import TollHistory

MarksIn = Callable[[Bounds, int], Marks]

FIRST_ZOOM = 5  # of the grid that tells where data lie, where they are too many to be marks
EDGE = 8  # px between the frame and the boxes in its corners
GAP = 8  # px between map, legend and caption
BAR_HEIGHT = 26  # px, scale bar with its words


def figure_bytes(
    marks: MarksIn,
    extent: Bounds | None,
    caption: Caption,
    *,
    format: str = "png",  # noqa: A002, the name that a reader guesses
    sheet: Sheet | None = None,
    key: MapKey | None = None,
    timeline: TimelineChart | None = None,
    tolls: Iterable[TollHistory] = (),
) -> bytes:
    r"""Draw a figure for print and return the content of its file.

    - `marks`: a function that takes bounds (degrees) and a zoom level (0 to 22) and returns Marks,
      such as `functools.partial(store.marks, query)`
    - `extent`: the part of the world to show; None fits the map to what `marks` finds
    - `caption`: the words under the map, such as those of `caption_of`; the borders on the map are
      those that it names
    - `format`: "png", "svg" or "pdf"
    - `sheet`: its size, title and caption; `Sheet()` by default
    - `key`: what sizes stand for, such as `geo.select(store).map_key()`, which is that of the
      dashboard's map; by default the largest toll of the marks that are shown sets them
    - `timeline`: what a timeline under the map shows
    - `tolls`: how the tolls of a record were reported, such as `toll_histories_of` returns; a
      chart of each is under the map

    The same input gives the same bytes. Raises BadValue for another format.

    >>> from functools import partial
    >>> import geo
    >>> store, query = geo.Store(), geo.Query(country=("IR",))
    >>> store.add(geo.load(geo.default_path()))
    >>> caption = geo.caption_of(query, store.summary(query), store.newest_source(query))
    >>> marks = partial(store.marks, query)
    >>> geo.figure_bytes(marks, None, caption, sheet=geo.Sheet(width_cm=8, dpi=96))[:4]
    b'\x89PNG'
    """
    check_format(format)
    sheet = sheet or Sheet()
    view = _view(marks, extent, sheet)
    found = marks(view.bounds, view.cell_zoom)
    with settled():
        text = SheetText.of(caption, sheet)
        times = [time_part(timeline, sheet)] if timeline else []
        drawn, charts = key or _key_of(found), toll_parts(tolls, sheet)
        drawing = _drawn(found, view, text, sheet, drawn, charts, times, caption.border_view)
        return file_of(drawing, format, text, sheet)


def timeline_bytes(
    timeline: TimelineChart,
    caption: Caption | None,
    *,
    format: str = "png",  # noqa: A002, as above
    sheet: Sheet | None = None,
) -> bytes:
    r"""Draw only a timeline, with title and caption, as `figure_bytes` does it under a map.

    Without a caption, for documents that have their own words, there is no title either.
    The same input gives the same bytes. Raises BadValue for another format.

    >>> from functools import partial
    >>> import geo
    >>> store = geo.Store()
    >>> store.add(geo.load(geo.default_path()))
    >>> chart = geo.TimelineChart(counts=partial(store.timeline, geo.Query()))
    >>> caption = geo.caption_of(geo.Query(), store.summary(geo.Query()), store.newest_source())
    >>> geo.timeline_bytes(chart, caption, sheet=geo.Sheet(width_cm=8, dpi=96))[:4]
    b'\x89PNG'
    """
    check_format(format)
    sheet = sheet or Sheet()
    with settled():
        part = time_part(timeline, sheet)
        if caption:
            text = SheetText.of(replace(caption, base_map=""), sheet)
        else:
            text = _described(said_of_timeline(part.timeline))
        return file_of(_only_timeline(part, text, sheet), format, text, sheet)


def toll_chart_bytes(
    tolls: Sequence[TollHistory],
    *,
    format: str = "png",  # noqa: A002, as above
    sheet: Sheet | None = None,
) -> bytes:
    """Draw only the charts of a record's tolls; without a history of several figures, nothing.

    The same input gives the same bytes. Raises BadValue for another format.
    """
    check_format(format)
    sheet = sheet or Sheet()
    with settled():
        parts = toll_parts(tolls, sheet)
        if not parts:
            return b""
        drawing = Drawing(sheet, max(part.bottom for part in parts) + 2)
        draw_tolls(drawing, parts, 0)
        words = " ".join(history.sentence for history in tolls)
        return file_of(drawing, format, _described(words), sheet)


def _described(words: str) -> SheetText:
    """Return the text of a sheet without any, whose file says what it shows."""
    return SheetText(title=(), caption=(), name=plain(words), description=plain(words))


def _view(marks: MarksIn, extent: Bounds | None, sheet: Sheet) -> View:
    found = extent or extent_of(marks(WORLD, FIRST_ZOOM))
    return view_of(found or INHABITED, sheet.width, padded=extent is None and found is not None)


def _key_of(found: Marks) -> MapKey:
    tolls = (mark.properties["killed"] for mark in found.marks)
    return MapKey(largest_toll=max((toll["best"] or 0 for toll in tolls if toll), default=0))


def _only_timeline(part: TimePart, text: SheetText, sheet: Sheet) -> Drawing:
    top = height_of(text.title) + (GAP if text.title else 0)
    below = top + part.height + GAP
    drawing = Drawing(sheet, below + height_of(text.caption) + 2)
    write_lines(drawing, text.title, 0)
    part.draw(drawing, top)
    write_lines(drawing, text.caption, below)
    return drawing


def _drawn(
    found: Marks,
    view: View,
    text: SheetText,
    sheet: Sheet,
    key: MapKey,
    tolls: Sequence[TollPart] = (),
    times: Sequence[TimePart] = (),
    borders: str = CONTROL,
) -> Drawing:
    spots, cells = spots_of(found.marks, view, key), cell_spots(found.cells, view)
    stacks = sum(spot.is_stack for spot in spots)
    discs = len(discs_of(found.marks, view, key))
    legend = legend_of(found, sheet.width, key, discs=discs, stacks=stacks)
    top = height_of(text.title) + (GAP if text.title else 0)
    time = top + view.height + GAP + legend.height + GAP
    charts = time + sum(part.height + GAP for part in times)
    below = max((charts + part.bottom + GAP for part in tolls), default=charts)
    height = below + height_of(text.caption) + 2
    drawing = Drawing(sheet, height)
    write_lines(drawing, text.title, 0)
    drawing.frame(0, top, view.width, view.height)
    _draw_map(drawing, found, view, key, spots, cells, borders)
    drawing.page()
    legend.draw(drawing, top + view.height + GAP)
    for part in times:
        part.draw(drawing, time)
    draw_tolls(drawing, tolls, charts)
    write_lines(drawing, text.caption, below)
    return drawing


def _draw_map(
    drawing: Drawing,
    found: Marks,
    view: View,
    key: MapKey,
    spots: Sequence[Spot],
    cells: Sequence[CellSpot],
    borders: str,
) -> None:
    marks: list[Spot | CellSpot] = [*spots, *cells]
    boxes = [_around(mark.x, mark.y, mark.r) for mark in marks]
    badges = badges_of(spots, boxes)
    corners = _corners(view, boxes)
    occupied = Occupied()
    occupied.add([*boxes, *(badge.box for badge in badges), *corners.values()])
    mark_names = letter_marks(spots, view, occupied)
    place_names = letter_places(view, occupied, boxes, mark_names)
    draw_base_map(drawing, view, borders)
    draw_discs(drawing, found.marks, view, key)
    draw_names(drawing, place_names)
    draw_cells(drawing, cells)
    draw_spots(drawing, spots, badges, key)
    draw_names(drawing, mark_names)
    _draw_scale(drawing, view, corners["scale"])
    if "globe" in corners:
        draw_globe(drawing, view, *corners["globe"][:2])
    drawing.border(0.5, 0.5, view.width - 1, view.height - 1, LINE)


def _around(x: float, y: float, r: float) -> Box:
    return x - r - 3, y - r - 3, x + r + 3, y + r + 3


def _corners(view: View, boxes: Sequence[Box]) -> dict[str, Box]:
    """Give scale bar and globe a corner each, where they cover the fewest marks.

    A globe that would cover one is left out.
    """
    words, length = scale_bar(view)
    sizes = {"scale": (max(length, width_of(words, 11)) + 8, BAR_HEIGHT)}
    if is_small(view):
        sizes = {"globe": (GLOBE + 4, GLOBE + 4), **sizes}
    placed: dict[str, Box] = {}
    for name, (width, height) in sizes.items():
        corners = _boxes_in_corners(view, width, height, is_low=name == "scale")
        free = [box for box in corners if not any(overlap(box, each) for each in placed.values())]
        best = min(free, key=lambda box: sum(overlap(box, each) for each in boxes))
        if name == "scale" or not any(overlap(best, each) for each in boxes):
            placed[name] = best
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
