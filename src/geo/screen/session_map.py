"""The map of this session: the key of its view, and the answer that travels with a new filter."""

__all__ = ["answer", "await_picture", "note_drawn", "note_sent", "session_key"]

import json
from urllib.parse import urlsplit

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.map_views import FIRST_VIEW, MapViews
from geo.atlas.readers import is_loopback
from geo.errors import GeoError
from geo.maps.shell import ViewAnswer
from geo.query.query import Query
from geo.screen.application import application_atlas

PATIENCE = 0.5  # s at most until the first picture
# Marks, and bytes of an answer; more travel faster in a request of the map's, which is compressed.
MOST_SENT, MOST_BYTES = 250, 400_000


def answer(query: Query, opened: Atlas) -> ViewAnswer | None:
    """Return what the map would ask for next, or None where that is not known or not wanted."""
    if st.session_state.get("answered") == (opened.edition, query) or not _may_send(query):
        return None
    view = application_atlas().map_views.of(session_key())
    if view is FIRST_VIEW and st.session_state.at:
        return None  # it looks where the server does not know
    try:
        marks = opened.marks(query, view.bounds, view.zoom)
    except GeoError:
        return None  # the map asks, and says what it is told
    if len(marks.marks) > MOST_SENT:
        return None
    found = marks.to_geojson()
    if len(json.dumps(found)) > MOST_BYTES:
        return None
    return {"area": view.bounds.as_tuple(), "zoom": view.zoom, "answer": found}


def note_sent(query: Query, opened: Atlas) -> None:
    """Note that the map knows a filter: it is not answered again until something changes."""
    st.session_state.answered = (opened.edition, query)


def note_drawn(query: Query) -> None:
    """Note that the map shows a query by itself, from the data of its last answer."""
    if known := st.session_state.get("answered"):
        edition, _ = known
        st.session_state.answered = (edition, query)


def await_picture() -> None:
    """Let a page that has just been opened draw its map before it receives all the rest.

    The map's frame shares its thread with Streamlit's page, which would load the table first.
    """
    if st.context.url and not st.session_state.get("is_begun"):
        application_atlas().map_views.wait_for(session_key(), PATIENCE)
    st.session_state.is_begun = True


def session_key() -> str:
    """Return the key under which the server knows where the map of this session looks."""
    return _session().key


class _Session:
    """A key of MapViews, until the session ends."""

    def __init__(self, views: MapViews) -> None:
        self.views = views
        self.key = views.begin()

    def end(self) -> None:
        """Forget where the map looked."""
        self.views.end(self.key)


def _is_open(session: _Session) -> bool:
    return session.views is application_atlas().map_views


@st.cache_resource(scope="session", validate=_is_open, on_release=_Session.end, show_spinner=False)
def _session() -> _Session:
    return _Session(application_atlas().map_views)


def _may_send(query: Query) -> bool:
    """Tell whether /api/cells would give this page the rows: on this machine, or publishable."""
    is_local = is_loopback(urlsplit(st.context.url or "").hostname)
    return is_local or not application_atlas().atlas().store.has_private(query)
