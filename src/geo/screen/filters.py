"""The sidebar: the widgets of the query, each with the counts of its values."""

__all__ = ["draw_filters"]

from collections.abc import Mapping, Sequence
from itertools import chain

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.formats.bidi import isolated
from geo.maps.templates import render
from geo.model.precision import LOCATED
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.query.summary import FacetValue, Summary
from geo.query.values import MAX_TEXT, MOST_VALUES
from geo.screen.address import WIDGETS, chosen, note_change, note_typing
from geo.screen.as_of import draw_as_of
from geo.screen.no_match import reset
from geo.screen.period import draw_period
from geo.screen.plain import plain

FIRST = ("status", "record", "country")  # below the groups; other widgets follow
TEXT_HELP = (
    "Finds records with all the words, in any order and any script: in title, summary, names of"
    ' places and parties, statements, sources and id. "Words in quotes" stand next to each other.'
    " A number such as 144 finds whole numbers only, also of the killed and the injured."
)
# Section → the filters whose widgets are in it.
SECTIONS = {
    section: [f.name for f in FILTERS if f.section == section]
    for section in dict.fromkeys(f.section for f in FILTERS if f.section)
}


def draw_filters(query: Query, summary: Summary, opened: Atlas) -> None:
    """Draw the sidebar; each widget's key holds its state."""
    st.html(render("brand.html", root=opened.root))
    draw_period(query, summary, opened.summary.years)
    draw_facet("group", summary)
    st.html(render("bars.html", values=[v for v in summary.facets["group"] if v.count]))
    for name in dict.fromkeys((*FIRST, *WIDGETS)):
        is_apart = name == "group" or name in chain.from_iterable(SECTIONS.values())
        if not is_apart and (name != "dataset" or len(summary.facets[name]) > 1):
            draw_facet(name, summary)
    for section, names in SECTIONS.items():
        draw_section(section, names, query, summary, opened.summary)
    draw_text()
    draw_located(summary)
    st.toggle("Colour by group", key="by_group", on_change=note_change)
    if pairs := st.session_state.without_widget:
        st.caption(f"Also: {plain(', '.join(f'{name}={text}' for name, text in pairs))}")
    draw_as_of(query, opened.store)
    if active := query.active():
        st.button(f"Reset ({len(active)})", on_click=reset, width="stretch")


def draw_text() -> None:
    """Draw the search for words, which finds while a reader types."""
    st.text_input(
        "Text",
        key="q",
        type="search",
        live=True,
        placeholder="Search all text",
        max_chars=MAX_TEXT,
        help=TEXT_HELP,
        on_change=note_typing,
    )


def draw_section(
    title: str, names: Sequence[str], query: Query, summary: Summary, of_all: Summary
) -> None:
    """Draw the facets of a section, if the data have values of theirs that tell records apart.

    It is closed until one of them filters, and not closed again then: a reader may be in it.
    """
    is_active = not set(names).isdisjoint(query.active())
    opened = st.session_state.setdefault("opened_sections", set())
    opened |= {title} if is_active else set()
    if is_active or any(len(of_all.facets[name]) > 1 for name in names):
        with st.expander(title, expanded=title in opened):
            for name in names:
                if of_all.facets[name] or getattr(query, name):
                    draw_facet(name, summary)


def draw_facet(name: str, summary: Summary) -> None:
    """Draw one facet: its values with their counts; the summary always has the selected ones."""
    values = {value.value: value for value in summary.facets[name]}
    _keep_chosen(name, values)
    st.multiselect(
        WIDGETS[name],
        list(values),
        key=name,
        format_func=lambda value: _counted(values[value]),
        placeholder="All",
        max_selections=MOST_VALUES,
        select_all=False,  # the same as none, and a sentence of all their names
        wrap=True,
        on_change=note_change,
    )


def _keep_chosen(name: str, values: Mapping[str, FacetValue]) -> None:
    """Give the widget its chosen values again where their labels are others than before."""
    state = st.session_state
    now = chosen(name)
    labels = [_counted(values[value]) for value in now]
    shown = state.setdefault("shown_labels", {})
    if state.get(name, []) != now or labels != shown.get(name, labels):
        state[name] = now
    shown[name] = labels
    labelled = {_named(value): value.value for value in values.values()}
    state.setdefault("labelled", {}).setdefault(name, {}).update(labelled)


def draw_located(summary: Summary) -> None:
    """Draw the switch for records located to a town or better; it says how many it hides."""
    coarser = sum(v.count for v in summary.facets["precision"] if v.value not in LOCATED)
    hidden = f"hides {coarser:,}" if st.session_state.located else f"would hide {coarser:,}"
    label = f"Only located to a town or better ({hidden})"
    st.toggle(label, key="located", on_change=drop_precision)


def drop_precision() -> None:
    """Let the switch replace precisions that it could not show."""
    note_change()
    pairs = st.session_state.without_widget
    st.session_state.without_widget = [pair for pair in pairs if pair[0] != "precision"]


def _counted(value: FacetValue) -> str:
    return f"{_named(value)} ({value.count:,})"


def _named(value: FacetValue) -> str:
    indent = "\u2003" if value.part_of else ""
    return f"{indent}{isolated(value.label)}"
