"""The map as a figure for print: PNG, SVG and PDF. With a single record go charts of its tolls."""

__all__ = [
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

from geo.exports.selection import Selection
from geo.figures import Sheet, figure_bytes
from geo.words.tolls.history import TollHistory, toll_histories_of

SCREEN = (640, 400)  # px of the map whose middle and zoom a viewpoint is


def figure_from_selection(format_: str, selection: Selection, **options: Any) -> bytes:
    """Return the figure of a selection; `options` are those of a Sheet. Raises BadValue.

    It shows what the selection looks at, else the box of its query, else all that is drawn. Under
    the map of a single record it has the history of its tolls.
    """
    return _figure(format_, selection, _tolls(selection), options)


def map_from_selection(format_: str, selection: Selection, **options: Any) -> bytes:
    """Return the figure of a selection without charts, as `figure_from_selection`."""
    return _figure(format_, selection, (), options)


def _figure(
    format_: str, selection: Selection, tolls: Iterable[TollHistory], options: dict[str, Any]
) -> bytes:
    at = selection.at
    return figure_bytes(
        selection.marks,
        at.bounds(*SCREEN) if at else selection.query.bbox,
        replace(selection.caption, as_of=selection.as_of),
        format=format_,
        sheet=Sheet(**options),
        tolls=tolls,
    )


def _tolls(selection: Selection) -> Iterable[TollHistory]:
    if selection.summary.matched != 1:
        return ()
    return toll_histories_of(next(selection.incidents()))


png_from_selection, svg_from_selection, pdf_from_selection = (
    partial(figure_from_selection, format_) for format_ in ("png", "svg", "pdf")
)
