"""The map of a print with its legend and its timeline, as SVG."""

__all__ = ["picture_svg"]

from dataclasses import replace

from geo.atlas.atlas import Atlas
from geo.atlas.printing.params import PrintParams
from geo.exports.selection import Selection
from geo.query.timeline import STATUS, By
from geo.words.captions import Caption
from geo.words.numbers import numbers_of

WIDTH_CM = 16.6  # less than the paper has: its letters of 7 pt are larger then, and 7 pt on Letter


def picture_svg(opened: Atlas, params: PrintParams) -> bytes:
    """Draw the matches, with the line of the base map only: the page has the rest of the caption.

    Raises BadValue, NotPublishable.
    """
    from geo.exports.figure import figure_from_selection, map_from_selection  # loads matplotlib

    shown = params.shown
    with numbers_of(shown.numbers):
        selection = opened.selection(
            shown.query, shown.at, borders=shown.borders or None, color=shown.color
        )
        bare = replace(selection, caption=_origin(selection.caption))
        by = _stacked_by(selection)
        if not _has_timeline(selection, by):
            return map_from_selection("svg", bare, width_cm=WIDTH_CM)
        return figure_from_selection("svg", bare, timeline="below", by=by, width_cm=WIDTH_CM)


def _origin(caption: Caption) -> Caption:
    return Caption(sentence="", base_map=caption.base_map, border_view=caption.border_view)


def _stacked_by(selection: Selection) -> By:
    has_groups = any(group.count for group in selection.summary.facets["group"])
    return selection.color if has_groups else STATUS


def _has_timeline(selection: Selection, by: By) -> bool:
    """Tell whether the records lie in more than one bin."""
    from geo.exports.figure import chart_of_selection
    from geo.figures import Sheet

    found = chart_of_selection(selection, by).timeline(Sheet(width_cm=WIDTH_CM).width)
    return sum(map(bool, found.sums)) > 1
