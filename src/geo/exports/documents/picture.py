"""The pictures of a briefing, with words for those who do not see them."""

__all__ = ["Picture", "charts_of", "picture_of", "timeline_of"]

from dataclasses import dataclass, replace

from geo.exports.figure import chart_of_selection, map_from_selection
from geo.exports.selection import Selection
from geo.figures import Sheet, timeline_bytes, toll_chart_bytes
from geo.formats.one_line import one_line
from geo.mercator import WORLD
from geo.model.attribution import STATUSES
from geo.model.incident import Incident
from geo.store.marks import Marks
from geo.words.counts import count_in_words
from geo.words.timeline import said_of_timeline
from geo.words.tolls.chart import TITLES
from geo.words.tolls.history import toll_histories_of

SMALL_CM, WIDE_CM = 8, 17  # next to the key facts, or as wide as the page
DPI = 220
ZOOM = 5  # of the grid that counts records where they are too many for marks
CHARTS = "Time runs down. The list below has the sources of each figure."
OVER_TIME = {
    "status": "The records over time; colour tells the status.",
    "group": "The records over time; colour tells the group that claims it or is named for it.",
}
CAPTION = {
    "status": "Map of the records with a position; shape and colour tell the status.",
    "group": "Map of the records with a position; shape tells the status, colour the group that"
    " claims it or is named for it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as PNG; `alt` describes it for readers who do not see it."""

    name: str
    content: bytes
    alt: str
    caption: str
    width_cm: float


def picture_of(selection: Selection, caption: str | None, *, small: bool) -> Picture | None:
    """Draw the map with the line of its origin only: the briefing has the rest of its caption."""
    found = selection.marks(WORLD, ZOOM)
    if not found.in_view:
        return None
    width = SMALL_CM if small else WIDE_CM
    origin_only = replace(selection.caption, sentence="", tolls="", newest=None)
    return Picture(
        name="Map",
        content=map_from_selection(
            "png", replace(selection, caption=origin_only), width_cm=width, dpi=DPI
        ),
        alt=_alt(selection, found),
        caption=one_line(caption or "") or CAPTION[selection.color],
        width_cm=width,
    )


def timeline_of(selection: Selection) -> Picture | None:
    """Draw the records over time, where they lie in more than one bin."""
    sheet, chart = Sheet(width_cm=WIDE_CM, dpi=DPI), chart_of_selection(selection)
    found = chart.timeline(sheet.width)
    if sum(map(bool, found.sums)) < 2:
        return None
    said = said_of_timeline(found)
    return Picture(
        name="Timeline",
        content=timeline_bytes(chart, None, sheet=sheet),
        alt=said,
        caption=OVER_TIME[chart.by],
        width_cm=WIDE_CM,
    )


def charts_of(incident: Incident) -> Picture | None:
    """Draw how the tolls of a record were reported, where there are several figures."""
    tolls = toll_histories_of(incident)
    content = toll_chart_bytes(tolls, sheet=Sheet(width_cm=WIDE_CM, dpi=DPI))
    if not content:
        return None
    return Picture(
        name="Charts",
        content=content,
        alt=" ".join(f"{TITLES[each.measure]}: {each.sentence}" for each in tolls),
        caption=CHARTS,
        width_cm=WIDE_CM,
    )


def _alt(selection: Selection, found: Marks) -> str:
    counts = found.legend["status"]
    drawn = "; ".join(f"{STATUSES[code]}: {counts[code]:,}" for code in STATUSES if code in counts)
    part = " It shows a part of them." if selection.at or selection.query.bbox else ""
    return f"Map: {selection.caption.sentence}. Drawn by status: {drawn}.{_undrawn(found)}{part}"


def _undrawn(found: Marks) -> str:
    number = count_in_words(found.matched - found.in_view, "record")
    why = "known to a country only, or without a position"
    return f" Not drawn: {number}, {why}." if found.in_view < found.matched else ""
