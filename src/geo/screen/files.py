"""The files of the tab Share: each is made on request, by one press."""

__all__ = ["Content", "draw_files"]

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.exports import FORMATS, Files, export_files
from geo.exports.file_orders import MadeFile, Told
from geo.exports.selection import counted
from geo.exports.zips import zipped
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.timeline import STATUS, By
from geo.screen.downloads import draw_orders, order_file
from geo.settings import limit
from geo.viewpoint import Viewpoint

WIDTHS = {"One column, 8 cm": 8.0, "Two columns, 16 cm": 16.0}
RESOLUTIONS = {"Screen": 96, "Sharp screen": 192, "Print, 300 dpi": 300}
TIMELINES = {"None": None, "Under the map": "below", "Only the timeline": "only"}
# What the widget of an option holds → the option.
_CHOICES: dict[str, Callable[[Any], Any]] = {
    "title": str,
    "caption": str,
    "width_cm": WIDTHS.__getitem__,
    "dpi": RESOLUTIONS.__getitem__,
    "timeline": TIMELINES.__getitem__,
    "bom": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What files are made of: the matches of a query, seen from a viewpoint, in colours.

    `name` is what the files are called, `title` their heading where a reader writes none. `part`
    tells the widgets of one place on the screen from those of another. `borders` is the view of
    the borders, "" for that of the server.
    """

    opened: Atlas
    query: Query
    summary: Summary
    at: Viewpoint | None
    borders: str = ""
    color: By = STATUS
    name: str = "incidents"
    title: str | None = None
    part: str = ""

    def file_name(self, format_: str) -> str:
        """Return what a file is called; one as of a day has the day in its name."""
        day = f"-as-of-{self.query.as_of}" if self.query.as_of else ""
        return f"{self.name}{day}.{format_}"

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

    def order(self, format_: str) -> None:
        """Order the file of a format, as the reader has chosen it."""
        name, row, options = self.file_name(format_), FORMATS[format_], self.chosen(format_)

        def make(tell: Told) -> MadeFile:
            selection = self.opened.selection(
                self.query, self.at, borders=self.borders, color=self.color, raw=False
            )
            files = export_files(counted(selection, tell), name, format_, **options)
            return _one_file(files, row.media_type)

        order_file(f"{self.part}files", name, make, total=self._counted(format_))

    def _counted(self, format_: str) -> int:
        """Return how many records a format reads one by one: an overview is not made of them."""
        return 0 if FORMATS[format_].holds == "overview" else self.summary.matched


def draw_files(content: Content, *, is_private: bool) -> None:
    """Draw the choice of a format, and the button that brings its file."""
    part, matched = content.part, content.summary.matched
    format_ = st.selectbox("Format", list(FORMATS), format_func=_label, key=f"{part}format")
    st.caption(FORMATS[format_].purpose)
    is_too_long = FORMATS[format_].holds != "overview" and matched > limit("download")
    if is_too_long:
        st.caption(_too_long())
    with st.form(
        f"{part}make", border=False
    ):  # without it, leaving a text field would swallow the click on the button
        draw_options(format_, content)
        # As a callback: what follows in the script is lost where the next run comes too soon.
        st.form_submit_button(
            f"Download {content.file_name(format_)}",
            disabled=is_private or is_too_long or not matched,
            on_click=content.order,
            args=(format_,),
        )
    draw_orders(f"{part}files")


def draw_options(format_: str, content: Content) -> None:
    """Draw the options of a format."""
    allowed, part = content.options_of(format_), content.part
    if "title" in allowed:
        st.text_input("Title", key=f"{part}title", max_chars=300, placeholder=content.title)
    if "caption" in allowed:
        st.text_input("Caption", key=f"{part}caption", max_chars=2_000)
    if "width_cm" in allowed:
        st.selectbox("Width", list(WIDTHS), index=1, key=f"{part}width_cm")
    if "dpi" in allowed:
        st.selectbox("Resolution", list(RESOLUTIONS), index=2, key=f"{part}dpi")
    if "timeline" in allowed:
        st.selectbox("Timeline", list(TIMELINES), key=f"{part}timeline")
    if "bom" in allowed:
        st.checkbox("Mark it as UTF-8 for Excel", key=f"{part}bom")


def _one_file(files: Files, media_type: str) -> MadeFile:
    """Return one file; several become one archive."""
    name, *others = files
    if not others:
        return MadeFile(name=name, content=files[name], media_type=media_type)
    return MadeFile(name=f"{name}.zip", content=zipped(files), media_type="application/zip")


def _label(format_: str) -> str:
    label = FORMATS[format_].label
    return label if label.lower() == format_ else f"{label} ({format_.upper()})"


def _too_long() -> str:
    most = f"A data file from here holds up to {limit('download'):,} records"
    return f"{most}: filter for fewer, or see `geo export`, which has no such limit."
