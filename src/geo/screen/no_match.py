"""What a reader is told where the filters find nothing, and the ways out of it."""

__all__ = ["draw_no_match", "draw_unknown_values", "keep_filters", "reset"]

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.reasons.unknown import unknown_values
from geo.atlas.reasons.ways_out import WayOut, ways_out
from geo.maps.templates import render
from geo.query.query import Query
from geo.query.summary import Summary
from geo.screen.address import note_change, set_widgets
from geo.screen.plain import plain
from geo.words.counts import count_in_words
from geo.words.notices.reasons import filters_in_words
from geo.words.phrases import Facets

NO_SINGLE = "No single filter is the reason: without any one of them, nothing matches either."


def draw_unknown_values(opened: Atlas, query: Query, summary: Summary) -> None:
    """Say which values of the filters no open record has, and which they may mean."""
    if said := unknown_values(opened, query, is_empty=not summary.matched):
        st.html(render("unknown.html", said=said))


def draw_no_match(opened: Atlas, query: Query, summary: Summary) -> None:
    """Where the filters find nothing, offer to drop each that is the reason, or all of them."""
    if summary.matched or not query.active():
        return
    found = ways_out(opened.store, query)
    if not found and query.parts()[1:]:
        st.caption(NO_SINGLE)
    with st.container(horizontal=True, key="no-match"):
        for way in found:
            _draw_way_out(way, opened.summary.facets)
        st.button("Reset all filters", on_click=reset, type="primary")


def _draw_way_out(way: WayOut, facets: Facets) -> None:
    said = filters_in_words(way.part, facets)
    label = plain(f"Without ‘{said}’: {count_in_words(way.matched, 'record')}")
    # A key of each value would be kept by Streamlit for as long as the session lasts.
    key = f"without {way.part.active()[0]}"
    st.button(label, key=key, on_click=keep_filters, args=(way.rest,))


def keep_filters(query: Query) -> None:
    """Filter by another query, and keep the selection."""
    note_change()
    set_widgets(query)


def reset() -> None:
    """Clear every filter, and keep the selection."""
    keep_filters(Query())
