"""The map as a figure for print: PNG, SVG and PDF."""

__all__ = [
    "figure_from_selection",
    "pdf_from_selection",
    "png_from_selection",
    "svg_from_selection",
]

from dataclasses import replace
from functools import partial
from typing import Any

from geo.exports.selection import Selection
from geo.figures import Sheet, figure_bytes

SCREEN = (640, 400)  # px of the map whose middle and zoom a viewpoint is


def figure_from_selection(format_: str, selection: Selection, **options: Any) -> bytes:
    """Return the figure of a selection; `options` are those of a Sheet. Raises BadValue.

    It shows what the selection looks at, else the box of its query, else all that is drawn.
    """
    at = selection.at
    return figure_bytes(
        selection.marks,
        at.bounds(*SCREEN) if at else selection.query.bbox,
        replace(selection.caption, as_of=selection.as_of),
        format=format_,
        sheet=Sheet(**options),
    )


png_from_selection, svg_from_selection, pdf_from_selection = (
    partial(figure_from_selection, format_) for format_ in ("png", "svg", "pdf")
)
