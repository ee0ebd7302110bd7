"""The map: drawn once, then sent only the changes of filter, selection and view.

A filter travels with its answer for where the map looks.
"""

__all__ = ["borders_shown", "draw_map"]

from collections.abc import Mapping

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.errors import BadValue
from geo.maps.shell import MapState, Shell
from geo.query.query import Query
from geo.screen.address import (
    color_from_state,
    note_change,
    query_from_state,
    set_period,
    toggle_facet,
    typed_address,
)
from geo.screen.session_files import are_unsaved, token
from geo.screen.session_map import answer, note_drawn, note_sent, session_key
from geo.viewpoint import Viewpoint

MAP_HEIGHT = 540  # px before style sheets apply; dashboard.css fits it to the window


def draw_map(query: Query, opened: Atlas) -> None:
    """Draw the constant map; the filter travels in a small update next to it."""
    # Here, since Streamlit warns where a component is imported outside a run of the script.
    from streamlit_folium import st_folium

    state = MapState(
        query=str(query),
        selected=st.session_state.select,
        key=opened.map_key(color_from_state()),
        revision=opened.revision,
        records=opened.summary.matched,
        token=token(),
        unsaved=are_unsaved(),
        at=str(st.session_state.at or ""),
        address=typed_address(query),
        borders=borders_shown(opened),
        session=session_key(),
        heard=st.session_state.get("heard", 0),
        answer=answer(query, opened),
    )
    with st.container(key="map-frame"):
        st_folium(
            Shell(opened.tiles, opened.streets, root=opened.root),
            key="map",
            height=MAP_HEIGHT,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=state,
            on_change=select_from_map,
        )
    note_sent(query, opened)


def borders_shown(opened: Atlas) -> str:
    """Return the view of the borders: the reader's choice, else that of the server."""
    return st.session_state.borders or opened.options.borders


def select_from_map() -> None:
    """Apply what the map reports: the period of its brush, and a click.

    A click is on a record, on a row of the legend, or on *Use this view*.
    """
    note_change()
    drawing = (st.session_state.get("map") or {}).get("last_active_drawing") or {}
    chosen = drawing.get("properties", {})
    st.session_state.heard = int(chosen.get("n", 0))
    if isinstance(period := chosen.get("period"), Mapping):
        brush(period)
    if filter_ := chosen.get("filter"):
        toggle_facet(str(filter_["name"]), str(filter_["value"]))
    elif "at" in chosen:
        st.session_state.at = Viewpoint.parse(str(chosen["at"]))
    elif "id" in chosen:
        st.session_state.select = str(chosen["id"]) if chosen["id"] else None


def brush(period: Mapping[str, object]) -> None:
    """Take over the period of the brush, which the map shows already, unless it cannot be one."""
    since, until = (str(period.get(name) or "") or None for name in ("from", "to"))
    try:
        set_period(since, until)
    except BadValue:
        return
    note_drawn(query_from_state())
