"""The builder of an embed: what whoever shows the map may choose, with a live preview.

A choice is the text of a parameter. It stays while filters change and while the tab is closed, when
Streamlit drops the state of widgets.
"""

__all__ = ["ELSEWHERE", "FIELDS", "FRAME_SIZE", "chosen_frame", "draw_builder", "embed_params"]

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

import streamlit as st

from geo.atlas.embed_params import DEFAULTS, LONGEST, THEMES, EmbedParams
from geo.atlas.embeds import EmbedPage
from geo.atlas.snippets import Frame, preview
from geo.errors import BadValue
from geo.maps.time_rules import PLAY_MODES
from geo.query.query import Query
from geo.query.timeline import By
from geo.screen.address import color_from_state, note_change
from geo.screen.plain import plain
from geo.words.numbers import number_format

TITLE = "Title, size, parts and look, with a preview"
WIDTHS = {"Phone, 360 px": 360, "Article, 680 px": 680, "Wide, 1200 px": 1200}
ARTICLE = "Article, 680 px"
# Width → px of a map with title, subtitle, timeline, caption and credit; a higher one is scrolled.
HEIGHTS = {360: 640, 680: 760, 1200: 920}
FRAME_SIZE = "frame"  # not a parameter of the map: its page cannot know it
COLOR = "color"
OPEN = "select"  # a choice, whose text is the record that is open here
ON, OFF = "1", "0"
# Parameters that are chosen in another place, and where.
ELSEWHERE = {
    "at": "the button “Use this view” on the map",
    "borders": "the tab Method",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The widget of a choice: `shown` makes its state of a text, and `text` the other way."""

    draw: Callable[..., object]
    shown: Callable[[str], Any] = str
    text: Callable[[Any], str] = str


def _line(label: str, longest: int, example: str) -> Field:
    return Field(draw=partial(st.text_input, label, max_chars=longest, placeholder=example))


def _switch(label: str) -> Field:
    return Field(
        draw=partial(st.checkbox, label),
        shown=lambda text: text == ON,
        text=lambda is_on: ON if is_on else OFF,
    )


def _choice(
    label: str,
    texts: Sequence[str],
    name_of: Callable[[str], str],
    *,
    others: bool = False,
    more: str | None = None,
) -> Field:
    """Offer texts by their names; with `others`, also a text that a reader types."""
    draw = partial(
        st.selectbox, label, texts, format_func=name_of, accept_new_options=others, help=more
    )
    return Field(draw=draw, text=lambda text: text or "")


def _named(label: str, names: Mapping[str, str], **options: Any) -> Field:
    return _choice(label, list(names), lambda text: names.get(text, text), **options)


def _number_in(language: str) -> str:
    """Show how a language writes a number; one that a reader has typed may be none."""
    if language not in _LANGUAGES:
        return language
    return f"{number_format(language).text(1234.5)} ({language})"


_THEMES = dict(zip(THEMES, ("As the reader's system", "Light", "Dark"), strict=True))
_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ru", "uk", "en-IN")
_SIZES = {
    "": "As high as the map asks",
    "16:9": "16 to 9",
    "4:3": "4 to 3",
    "1:1": "Square",
    "480": "480 px",
    "640": "640 px",
}
_PLAYED = {
    "": "When a reader starts it",
    **{mode: f"In steps, {mode}" for mode in PLAY_MODES},
}


# Parameter → its widget, in the order of the screen.
FIELDS = {
    "title": _line("Title", LONGEST["title"], "None"),
    "subtitle": _line("Subtitle", LONGEST["subtitle"], "None"),
    "credit": _line("Credit", LONGEST["credit"], "Graphic: …"),
    FRAME_SIZE: _named(
        "Height",
        _SIZES,
        others=True,
        more="The script gives the frame the height of its map. A ratio or a height in px needs "
        "no script; a frame with a ratio is at least 360 px high, as phones need.",
    ),
    "theme": _named("Theme", _THEMES),
    "numbers": _choice(
        "Numbers",
        _LANGUAGES,
        _number_in,
        others=True,
        more="Another language by its code, such as sv or pt-BR.",
    ),
    COLOR: _named(
        "Colours", {"": "As on the map here"} | {by: by.capitalize() for by in get_args(By)}
    ),
    "legend": _switch("Legend"),
    "caption": _switch("Caption"),
    "years": _switch("Timeline"),
    "play": _named("Timeline plays", _PLAYED),
    OPEN: _switch("Open the record that is open here"),
}
_COLUMNS = (("title", "subtitle", "credit", "play"), ("frame", "theme", "numbers", "color"))


def embed_params(query: Query) -> EmbedParams:
    """Return the map of a query with what was chosen; a choice that is not allowed is left out."""
    state = st.session_state
    given = {**_given(), "at": str(state.at or ""), "borders": state.borders or ""}
    params = EmbedParams.parse([(name, text) for name, text in given.items() if text])
    return replace(params, query=query)


def chosen_frame() -> Frame | None:
    """Return the size that was chosen for the frame; None lets the script follow the map."""
    text = _choices().get(FRAME_SIZE, "")
    return None if not text or _fault(FRAME_SIZE, text) else Frame.parse(text)


def draw_builder(page: EmbedPage) -> None:
    """Offer the choices with a preview of the map, which loads when a reader unfolds them."""
    with st.expander(TITLE, key="embed builder", on_change=note_change) as fold:
        if fold.open:
            draw_fields()
            draw_preview(page)


def draw_fields() -> None:
    """Draw the choices, and the way back to those of a new embed."""
    *columns, parts = st.columns(len(_COLUMNS) + 1)
    for column, names in zip(columns, _COLUMNS, strict=True):
        with column:
            for name in names:
                draw_field(name)
    with parts:
        for name in FIELDS:
            if not any(name in names for names in _COLUMNS):
                draw_field(name)
        if _choices():
            st.button("Start again", on_click=_forget, type="tertiary")


def draw_field(name: str) -> None:
    """Draw one choice, and under it why it is not allowed."""
    field, key = FIELDS[name], f"embed {name}"
    text = _choices().get(name, _default(name))
    st.session_state[key] = field.shown(text)

    def keep() -> None:
        note_change()
        _choices()[name] = field.text(st.session_state[key])

    is_useless = name == OPEN and not st.session_state.select
    field.draw(key=key, on_change=keep, disabled=is_useless)
    if fault := _fault(name, text):
        st.error(plain(str(fault)))


def draw_preview(page: EmbedPage) -> None:
    """Show the map as a page of a width would show it, from this server."""
    width = st.segmented_control(
        "Preview", list(WIDTHS), default=ARTICLE, key="embed width", label_visibility="collapsed"
    )
    wide, frame, here = WIDTHS[width or ARTICLE], chosen_frame(), replace(page, base="")
    most = HEIGHTS[wide]
    height = min(most, frame.height_at(wide)) if frame else most
    st.iframe(preview(here, wide, frame), height=height)


def _choices() -> dict[str, str]:
    choices: dict[str, str] = st.session_state.setdefault("embed", {})
    return choices


def _forget() -> None:
    note_change()
    st.session_state.embed = {}


def _default(name: str) -> str:
    return {**DEFAULTS, FRAME_SIZE: "", COLOR: "", OPEN: OFF}[name]


def _given() -> dict[str, str]:
    """Return the parameters that were chosen and are allowed."""
    allowed = {n: text for n, text in _choices().items() if not _fault(n, text)}
    is_open = allowed.pop(OPEN, OFF) == ON
    allowed.pop(FRAME_SIZE, None)
    color = allowed.get(COLOR) or color_from_state()
    return allowed | {COLOR: color, OPEN: (is_open and st.session_state.select) or ""}


def _fault(name: str, text: str) -> BadValue | None:
    if not text or name == OPEN:
        return None
    try:
        Frame.parse(text) if name == FRAME_SIZE else EmbedParams.parse([(name, text)])
    except BadValue as fault:
        return fault
    return None
