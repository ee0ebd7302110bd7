"""The files of the tab Share: each is made on request, by one press."""

__all__ = ["Content", "draw_files"]

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.errors import NotFound
from geo.exports import FORMATS, Files, export_files
from geo.exports.file_orders import MadeFile, Told
from geo.exports.formats import Format
from geo.exports.selection import counted
from geo.exports.zips import zipped
from geo.formats.own_words import LETTERS
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.timeline import STATUS, By
from geo.screen.downloads import draw_orders, order_file
from geo.screen.plain import plain
from geo.settings import limit
from geo.viewpoint import Viewpoint
from geo.words.counts import count_in_words

WIDTHS = {"One column, 8 cm": 8.0, "Two columns, 16 cm": 16.0}
RESOLUTIONS = {"Screen": 96, "Sharp screen": 192, "Print, 300 dpi": 300}
EDITING = {"Text that can be edited": "text", "Outlines, the same everywhere": "paths"}
TIMELINES = {"None": None, "Under the map": "below", "Only the timeline": "only"}
HOLDINGS = {
    "overview": "To look at, to print, to read",
    "rows": "Tables, a row for each record",
    "everything": "All that is known of each record, for maps and programs",
}
DESCRIPTION = "Its columns (JSON)"
COLUMNS = "What each column of the CSV means, for programs (CSV on the Web)."
VANISHED = "the records of this file have left the atlas since: choose others"
NONE = "No record matches, so there is nothing to save: remove a filter."
# What the widget of an option holds → the option.
_CHOICES: dict[str, Callable[[Any], Any]] = {
    "title": str,
    "caption": str,
    "width_cm": WIDTHS.__getitem__,
    "dpi": RESOLUTIONS.__getitem__,
    "text": EDITING.__getitem__,
    "timeline": TIMELINES.__getitem__,
    "bom": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What files are made of: the matches of a query, seen from a viewpoint, in colours.

    `name` is what files are called, `title` their heading where a reader writes none. `part`
    tells the widgets of one place on the screen from those of another. `borders` is the view of
    the borders, "" for that of the server.
    """

    opened: Atlas
    query: Query
    summary: Summary
    at: Viewpoint | None
    borders: str = ""
    color: By = STATUS
    name: str
    title: str | None = None
    part: str = ""

    def file_name(self, format_: str) -> str:
        """Return what a file of a format is called."""
        return f"{self.name}.{format_}"

    def options_of(self, format_: str) -> set[str]:
        """Return the options of a format that readers are asked for."""
        is_one = self.summary.matched < 2
        left_out = {"timeline"} if is_one else set()
        return set(FORMATS[format_].options) - left_out - ({"dpi"} if format_ != "png" else set())

    def chosen(self, format_: str) -> dict[str, Any]:
        """Return the options of a format as the reader has chosen them."""
        found = {name: st.session_state.get(f"{self.part}{name}") for name in _CHOICES}
        asked = found.keys() & self.options_of(format_)
        chosen = {name: _CHOICES[name](found[name]) for name in asked if found[name]}
        return {"title": self.title} | chosen if "title" in asked else chosen

    def order(self, format_: str, part: int = 0) -> None:
        """Order the file of a format, as the reader has chosen it, or a part that goes with it."""
        name, row, options = self.file_name(format_), FORMATS[format_], self.chosen(format_)

        def make(tell: Told) -> MadeFile:
            selection = self.opened.selection(
                self.query, self.at, borders=self.borders, color=self.color, raw=False
            )
            if not selection.summary.matched:
                raise NotFound(VANISHED)
            files = export_files(counted(selection, tell), name, format_, **options)
            return _made(files, row, part)

        order_file(f"{self.part}files", f"{name}{part or ''}", make, total=self._counted(format_))

    def _counted(self, format_: str) -> int:
        """Return how many records a format reads one by one: an overview is not made of them."""
        return 0 if FORMATS[format_].holds == "overview" else self.summary.matched


def draw_files(content: Content, *, is_private: bool) -> None:
    """Draw a button for each format, which brings its file, and what became of those pressed."""
    matched = content.summary.matched
    records = count_in_words(matched, "record")
    st.caption(f"{records}, each file called {plain(content.name)}" if matched else NONE)
    # With a form, leaving a text field does not swallow the click on a button.
    with st.form(f"{content.part}make", border=False, enter_to_submit=False):
        with st.expander("Title, size, timeline"):
            draw_options(content)
        for holds, heading in HOLDINGS.items():
            st.caption(heading)
            is_too_long = holds != "overview" and matched > limit("download")
            if is_too_long:
                st.caption(_too_long())
            with st.container(horizontal=True, gap="small"):
                draw_buttons(content, holds, disabled=is_private or is_too_long or not matched)
    draw_orders(f"{content.part}files")


def draw_buttons(content: Content, holds: str, *, disabled: bool) -> None:
    """Draw the buttons of the formats that hold as much of the records."""
    for format_, row in FORMATS.items():
        if row.holds == holds:
            draw_button(content, _label(format_), row.purpose, format_, disabled=disabled)
        if row.holds == holds == "rows" and row.several:
            draw_button(content, DESCRIPTION, COLUMNS, format_, 1, disabled=disabled)


def draw_button(
    content: Content, label: str, purpose: str, *order: str | int, disabled: bool
) -> None:
    """Draw the button that orders a file."""
    # As a callback: what follows in the script is lost where the next run comes too soon.
    st.form_submit_button(
        label,
        help=purpose,
        disabled=disabled,
        on_click=content.order,
        args=order,
        key=f"{content.part}save {' '.join(map(str, order))}",
    )


def draw_options(content: Content) -> None:
    """Draw the options of all formats; each takes those that it has."""
    part = content.part
    st.text_input(
        "Title", key=f"{part}title", max_chars=LETTERS["title"], placeholder=content.title
    )
    st.text_input(
        "Caption of figures and briefings", key=f"{part}caption", max_chars=LETTERS["caption"]
    )
    st.selectbox("Width of figures", list(WIDTHS), index=1, key=f"{part}width_cm")
    st.selectbox("Resolution of PNG", list(RESOLUTIONS), index=2, key=f"{part}dpi")
    st.selectbox("Letters of SVG", list(EDITING), key=f"{part}text")
    if content.summary.matched > 1:
        st.selectbox("Timeline of figures", list(TIMELINES), key=f"{part}timeline")
    st.checkbox("Mark the CSV as UTF-8 for Excel", key=f"{part}bom")


def _made(files: Files, row: Format, part: int) -> MadeFile:
    """Return one file: a table, or what goes with it; others that belong together in an archive."""
    name = list(files)[part]
    if len(files) == 1 or row.holds == "rows":
        media_type = "application/json" if part else row.media_type
        return MadeFile(name=name, content=files[name], media_type=media_type)
    return MadeFile(name=f"{name}.zip", content=zipped(files), media_type="application/zip")


def _label(format_: str) -> str:
    row = FORMATS[format_]
    is_archive = row.several and row.holds != "rows"
    ending = f"{format_.upper()}, ZIP" if is_archive else format_.upper()
    return row.label if row.label.lower() == format_ else f"{row.label} ({ending})"


def _too_long() -> str:
    most = f"A data file from here holds up to {limit('download'):,} records"
    return f"{most}: filter for fewer, or see `geo export`, which has no such limit."
