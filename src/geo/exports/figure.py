"""The map as a figure for print: PNG, SVG and PDF, with a timeline, or only the timeline.

With a single record go charts of its tolls.
"""

__all__ = [
    "chart_of_selection",
    "figure_from_selection",
    "map_from_selection",
    "pdf_from_selection",
    "png_from_selection",
    "svg_from_selection",
]

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from geo.errors import BadValue, NotFound
from geo.exports.selection import Selection
from geo.figures import Sheet, TimelineChart, figure_bytes, timeline_bytes
from geo.query.timeline import BY, By, Measure
from geo.query.values import one_of
from geo.words.tolls.history import TollHistory, toll_histories_of

SCREEN = (640, 400)  # px of the map whose middle and zoom a viewpoint is
PLACES = ("below", "only")  # of a timeline: under the map, or nothing else


def figure_from_selection(
    format_: str,
    selection: Selection,
    *,
    timeline: str | None = None,
    by: By | None = None,
    measure: Measure | None = None,
    **options: Any,
) -> bytes:
    """Return the figure of a selection; `options` are those of a Sheet.

    It shows what the selection looks at, else the box of its query, else all that is drawn. Under
    the map are a timeline if one is asked for, and the history of the tolls of a single record.
    `timeline` is one of PLACES; `by` and `measure` are what it is stacked by and what it counts.

    Raises BadValue, and NotFound for a selection without records: an empty map tells nothing.
    """
    if not selection.summary.matched:
        remedy = "a figure of it would be empty: change a filter, or leave one out"
        raise NotFound(f"{selection.caption.sentence}: {remedy}")
    chart = _chart(selection, timeline, {"by": by, "measure": measure})
    if chart and timeline == "only":
        caption = replace(selection.caption, as_of=selection.as_of)
        return timeline_bytes(chart, caption, format=format_, sheet=Sheet(**options))
    return _figure(format_, selection, options, timeline=chart, tolls=_tolls(selection))


def map_from_selection(format_: str, selection: Selection, **options: Any) -> bytes:
    """Return the figure of a selection without charts, as `figure_from_selection`."""
    return _figure(format_, selection, options)


def chart_of_selection(
    selection: Selection, by: By | None = None, measure: Measure = "records"
) -> TimelineChart:
    """Return what the timeline of a selection shows, by default in the colours of its map.

    Groups are those that have colours on the map. Raises BadValue where `by` asks for groups, and
    no record of the selection has one.
    """
    by = BY.parse("by", by) if by else selection.color
    has_groups = any(group.count for group in selection.summary.facets["group"])
    if by == "group" and not has_groups:
        rule = "no record of the query has a group: count by status"
        raise BadValue("by" if by != selection.color else "color", by, rule)
    groups = selection.map_key().groups if by == "group" else ()
    return TimelineChart(
        counts=selection.timeline,
        groups={group.value: group.label for group in groups},
        measure=measure,
        query=selection.query,
    )


def _chart(
    selection: Selection, timeline: str | None, asked: dict[str, Any]
) -> TimelineChart | None:
    given = {name: value for name, value in asked.items() if value is not None}
    if timeline is None:
        for name, value in given.items():
            raise BadValue(name, value, f"only with a timeline: {' or '.join(PLACES)}")
        return None
    one_of(PLACES).parse("timeline", timeline)
    return chart_of_selection(selection, **given)


def _figure(
    format_: str,
    selection: Selection,
    options: dict[str, Any],
    *,
    timeline: TimelineChart | None = None,
    tolls: Iterable[TollHistory] = (),
) -> bytes:
    at = selection.at
    return figure_bytes(
        selection.marks,
        at.bounds(*SCREEN) if at else selection.query.bbox,
        replace(selection.caption, as_of=selection.as_of),
        format=format_,
        sheet=Sheet(**options),
        key=selection.map_key(),
        timeline=timeline,
        tolls=tolls,
    )


def _tolls(selection: Selection) -> Iterable[TollHistory]:
    if selection.summary.matched != 1:
        return ()
    return toll_histories_of(next(selection.incidents()))


png_from_selection, svg_from_selection, pdf_from_selection = (
    partial(figure_from_selection, format_) for format_ in ("png", "svg", "pdf")
)
