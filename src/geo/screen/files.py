"""The files of the tab Share: each is made on request, and offered with its size.

A file is made in the background, so the page stays usable; if nobody waits for it any more, it is
dropped when it is ready.
"""

__all__ = ["Content", "draw_files"]

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.errors import GeoError
from geo.exports import FORMATS, Files, export_files
from geo.exports.zips import zipped
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.timeline import STATUS, By
from geo.screen.address import note_change
from geo.screen.plain import plain
from geo.settings import limit
from geo.viewpoint import Viewpoint
from geo.words.counts import count_in_words

LOOK = 0.5  # s between two looks at a file that is being made
WIDTHS = {"One column, 8 cm": 8.0, "Two columns, 16 cm": 16.0}
RESOLUTIONS = {"Screen": 96, "Sharp screen": 192, "Print, 300 dpi": 300}
TIMELINES = {"None": None, "Under the map": "below", "Only the timeline": "only"}
_UNITS = ((1_000_000, "MB"), (1_000, "KB"))


@st.cache_resource(show_spinner=False)
def _maker() -> ThreadPoolExecutor:
    """Make one file at a time, so that no reader's file delays the maps of the others."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="geo-export")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A file that is being made or is ready; another `order` needs another file."""

    order: tuple[Any, ...]
    file: Future[tuple[str, bytes]]  # its name and content
    begun: float


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

    @property
    def made(self) -> str:
        """Return the key of the file that is being made, or was made last."""
        return f"{self.part}file"

    def file_name(self, format_: str) -> str:
        """Return what a file is called; one as of a day has the day in its name."""
        day = f"-as-of-{self.query.as_of}" if self.query.as_of else ""
        return f"{self.name}{day}.{format_}"

    def order(self, format_: str, options: dict[str, Any]) -> tuple[Any, ...]:
        """Return what a file is made of: another order needs another file."""
        data = (self.opened.edition, str(self.query), str(self.at), self.borders, self.color)
        return (*data, format_, *sorted(options.items()))


def draw_files(content: Content, *, is_private: bool) -> None:
    """Draw the choice of a format, and the button that makes its file."""
    part, matched = content.part, content.summary.matched
    format_ = st.selectbox("Format", list(FORMATS), format_func=_label, key=f"{part}format")
    st.caption(FORMATS[format_].purpose)
    is_too_long = FORMATS[format_].holds != "overview" and matched > limit("download")
    if is_too_long:
        st.caption(_too_long())
    with st.form(
        f"{part}make", border=False
    ):  # without it, leaving a text field would swallow the click on the button
        options = draw_options(format_, content)
        is_asked = st.form_submit_button(
            f"Make the file of {count_in_words(matched, 'record')}",
            disabled=is_private or is_too_long or not matched,
        )
    order = content.order(format_, options)
    if is_asked:
        begin(order, content, format_, options)
    made: MadeFile | None = st.session_state.get(content.made)
    if made is None or made.order != order:
        return
    if made.file.done():
        draw_made(made, format_)
    else:
        draw_waiting(made, content)


def draw_options(format_: str, content: Content) -> dict[str, Any]:
    """Draw the options of a format."""
    allowed, part = FORMATS[format_].options, content.part
    options: dict[str, Any] = {}
    if "title" in allowed:
        title = st.text_input("Title", key=f"{part}title", max_chars=300, placeholder=content.title)
        options["title"] = title or content.title
    if "caption" in allowed:
        options["caption"] = st.text_input("Caption", key=f"{part}words", max_chars=2_000) or None
    if "width_cm" in allowed:
        width = st.selectbox("Width", list(WIDTHS), index=1, key=f"{part}width")
        options["width_cm"] = WIDTHS[width]
    if format_ == "png":
        sharpness = st.selectbox("Resolution", list(RESOLUTIONS), index=2, key=f"{part}dpi")
        options["dpi"] = RESOLUTIONS[sharpness]
    if "timeline" in allowed and content.summary.matched > 1:
        place = st.selectbox("Timeline", list(TIMELINES), key=f"{part}timeline")
        options["timeline"] = TIMELINES[place]
    if "bom" in allowed:
        options["bom"] = st.checkbox("Mark it as UTF-8 for Excel", key=f"{part}bom")
    return options


def begin(order: tuple[Any, ...], content: Content, format_: str, options: dict[str, Any]) -> None:
    """Begin to make a file, and drop the one before it."""
    cancel(content.made)
    name = content.file_name(format_)

    def make() -> tuple[str, bytes]:
        selection = content.opened.selection(
            content.query,
            content.at,
            borders=content.borders,
            color=content.color,
            raw=False,
        )
        return _one_file(export_files(selection, name, format_, **options))

    made = MadeFile(order=order, file=_maker().submit(make), begun=monotonic())
    st.session_state[content.made] = made


def cancel(key: str) -> None:
    """Drop a file; if its making has not begun, it never does."""
    note_change()
    if made := st.session_state.pop(key, None):
        made.file.cancel()


@st.fragment(run_every=LOOK)
def draw_waiting(made: MadeFile, content: Content) -> None:
    """Say how long the making of a file has taken, until it is ready."""
    if made.file.done() or st.session_state.get(content.made) is not made:
        st.rerun()
    st.caption(f"Making the file… {monotonic() - made.begun:.0f} s")
    st.button("Cancel", key=f"{content.part}cancel", on_click=cancel, args=(content.made,))


def draw_made(made: MadeFile, format_: str) -> None:
    """Offer a file with its size, or say why it could not be made."""
    fault = made.file.exception()
    if isinstance(fault, GeoError):
        st.error(plain(str(fault)))
    elif fault:
        raise fault
    else:
        name, content = made.file.result()
        st.download_button(
            f"Download {name}, {_size(len(content))}",
            data=content,
            file_name=name,
            mime="application/zip" if name.endswith(".zip") else FORMATS[format_].media_type,
            on_click="ignore",
            type="primary",
        )


def _one_file(files: Files) -> tuple[str, bytes]:
    """Return name and content of one file; several become one archive."""
    name, *others = files
    return (f"{name}.zip", zipped(files)) if others else (name, files[name])


def _label(format_: str) -> str:
    label = FORMATS[format_].label
    return label if label.lower() == format_ else f"{label} ({format_.upper()})"


def _too_long() -> str:
    most = f"A data file from here holds up to {limit('download'):,} records"
    return f"{most}: filter for fewer, or see `geo export`, which has no such limit."


def _size(count: int) -> str:
    for unit, name in _UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"
