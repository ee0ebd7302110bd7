"""The dashboard: widgets to `Query`, `Query` to the library, its answer to the screen.

Filters and selection live in the address; whatever is shown here, a notebook can have from the
library without Streamlit.
"""

__all__ = ["draw_dashboard", "draw_fault"]

import logging
from urllib.parse import urljoin

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.link_tags import NAME, page_title
from geo.errors import (
    BadValue,
    NotFound,
    NotPublishable,
    TooLarge,
    TooSlow,
    UnreadableData,
    Unwritable,
    new_error_id,
)
from geo.formats.one_line import shortened
from geo.maps import static
from geo.maps.templates import render
from geo.query.query import Query
from geo.query.summary import Summary
from geo.screen import session_files, session_map, table
from geo.screen.address import note_change, query_from_state, read_address, write_address
from geo.screen.application import application_atlas
from geo.screen.detail import METHOD, draw_detail
from geo.screen.filters import draw_filters
from geo.screen.map import draw_map
from geo.screen.method import draw_method
from geo.screen.no_match import draw_no_match, draw_unknown_values
from geo.screen.own import upload
from geo.screen.plain import plain
from geo.screen.share import draw_printed, draw_share
from geo.screen.sign_in.reader import draw_other_address, draw_reader, is_let_in
from geo.words import captions

TABS = ("Table", "Share, cite, download", METHOD)
LONGEST = 200  # characters of the page's title
# Their messages are written for readers, without paths; those of others may have some.
SAID = (BadValue, NotFound, NotPublishable, TooLarge, TooSlow, UnreadableData, Unwritable)
KEPT = "your view is in its address"
_log = logging.getLogger("geo.screen")


def draw_dashboard() -> None:
    """Draw the screen for the state of this session."""
    files = static.base(application_atlas().root)
    st.set_page_config(
        page_title=st.session_state.get("page_title", NAME),
        # By its address: Streamlit drops a file of the script once a run of it is broken off.
        page_icon=st.context.url and urljoin(st.context.url, f"{files}/icon.png"),
        layout="wide",
    )
    st.html(render("styles.html", assets=files))  # 6 KB at every run, if they were sent
    if not is_let_in():
        draw_other_address()
        return
    opened = session_files.opened()
    table.begin()
    read_address()
    query = query_from_state()
    head = st.container()
    left, right = st.columns([2, 1], gap="small")
    with left:
        draw_map(query, opened)  # first: it is drawn while the rest is counted
    session_map.await_picture()
    summary = opened.store.summary(query)
    with st.sidebar:
        draw_filters(query, summary, opened)
        upload.draw_own_files()
        draw_reader()
    write_address(query)
    with head:
        draw_faults(opened, query)
        draw_sentence(query, summary)
        draw_unknown_values(opened, query, summary)
        draw_no_match(opened, query, summary)
    with right, st.container(key="detail", border=True):
        record = draw_detail(opened, query, summary)
    set_title(record.title if record else captions.sentence(query, summary))
    draw_tabs(opened, query, summary)
    draw_printed(opened, query, summary, record)


def draw_fault(error: Exception) -> bool:
    """Say in place of Streamlit that a run of the script failed; its log has the traceback."""
    id_ = new_error_id()
    _log.error("error %s: the dashboard failed with the %s above", id_, type(error).__name__)
    what = str(error) if isinstance(error, SAID) else "This could not be drawn"
    st.error(plain(f"{what.removesuffix('.')} (error {id_}). Reload the page: {KEPT}."))
    return True


def set_title(title: str) -> None:
    """Call the page by the open record, or else by its view, as its first answer does."""
    st.session_state.page_title = page_title(shortened(title, LONGEST))
    st.set_page_config(page_title=st.session_state.page_title)


def draw_tabs(opened: Atlas, query: Query, summary: Summary) -> None:
    """Draw the open tab only: the code boxes of Share load 1.5 MB."""
    rows, share, method = st.tabs(TABS, key="tab", on_change=note_change)
    with rows:
        if rows.open:
            table.draw_table(opened.store, query, summary.matched)
    with share:
        if share.open:
            draw_share(opened, query, summary)
    with method:
        if method.open:
            draw_method(opened)


def draw_faults(opened: Atlas, query: Query) -> None:
    """List what was ignored in the address, until the query changes, and refused in the data."""
    st.session_state.faults = {
        key: faults for key, faults in st.session_state.faults.items() if key == str(query)
    }
    if faults := st.session_state.faults.get(str(query)):
        st.warning("Ignored in the address: " + plain("; ".join(faults)))
    if opened.findings:
        st.warning(f"{opened.refused} records or files were refused: the tab Method lists them.")
    if opened.stale:
        st.warning("A file has changed and cannot be shown as it is now: see the tab Method.")


def draw_sentence(query: Query, summary: Summary) -> None:
    """Draw the query in words with its result."""
    st.html(
        render(
            "sentence.html",
            sentence=captions.sentence(query, summary),
            tolls=captions.toll_line(summary),
        )
    )
