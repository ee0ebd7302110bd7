"""The panel next to the map: everything known of one record, or the records without a position."""

__all__ = ["METHOD", "draw_detail"]

from dataclasses import replace

import streamlit as st

from geo.atlas.atlas import Atlas
from geo.atlas.reasons.outside import excluding
from geo.errors import NotFound
from geo.formats.bidi import isolated
from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import render
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.summary import Summary
from geo.query.values import MOST_VALUES
from geo.screen.address import note_change
from geo.screen.as_of import draw_record_day
from geo.screen.no_match import keep_filters
from geo.screen.plain import plain
from geo.screen.share import draw_record_share
from geo.settings import limit
from geo.store.store import Store
from geo.words.detail import Detail, detail_of
from geo.words.notices.reasons import no_record, outside_line
from geo.words.notices.scope import PURPOSE, checked_line, datasets_in_words, scope_line

METHOD = "Method"  # the tab
DATASETS = 3  # that are named
UNPLACED_ROWS = 20  # records without a position that are listed
TOO_LONG = "This record is too long to be shown here: its files, below, have all of it."


def draw_detail(opened: Atlas, query: Query, summary: Summary) -> Incident | None:
    """Draw everything known of the selected record, on the query's day if it has one.

    Return the record, if one is open.
    """
    select = st.session_state.select
    now = _found(opened.store, select, None) if select else None
    if now:
        st.button("Close", key="close", on_click=unselect, type="tertiary")
        then = _found(opened.store, select, query.as_of) if query.as_of else now
        draw_record_day(opened.store, query, now, then)
        if then:
            draw_outside(opened, query, select)
            draw_record(opened, query, then)
        return now
    if select:
        draw_missing(select)
    draw_idle(opened, summary)
    draw_unplaced(opened.store, query)
    return None


def draw_missing(id_: str) -> None:
    """Say that the selected record is not known (any more), and what a reader can do."""
    st.html(render("missing.html", message=no_record(id_)))
    st.button("Close this note", key="close missing", on_click=unselect, type="tertiary")


def draw_outside(opened: Atlas, query: Query, id_: str) -> None:
    """Say which filters leave the open record out, and offer to drop them."""
    if not (excluded := excluding(opened.store, query, id_)):
        return
    said = outside_line(excluded, opened.summary.facets)
    st.html(render("outside.html", message=said))
    rest = query.without(*(name for part in excluded for name in part.active()))
    label = f"Show it: drop {'these filters' if excluded[1:] else 'this filter'}"
    st.button(label, key="inside", on_click=keep_filters, args=(rest,), type="tertiary")


def draw_idle(opened: Atlas, summary: Summary) -> None:
    """Say what the atlas is, what is open, and how current that is."""
    datasets = datasets_in_words(opened.summary)
    st.html(
        render(
            "idle.html",
            root=opened.root,
            prompt=summary.matched > 0,
            purpose=PURPOSE,
            scope=scope_line(opened.summary),
            datasets=datasets,
            most=DATASETS,
            choices=list(dict.fromkeys(dataset.chosen for dataset in datasets[:DATASETS])),
            dated=opened.caption(Query(), opened.summary).dated,
            checked=checked_line(opened.summary),
        )
    )
    label = "Method: how statuses, tolls and places are found"
    st.button(label, key="method", on_click=show_method, type="tertiary")


def show_method() -> None:
    """Open the tab Method."""
    note_change()
    st.session_state.tab = METHOD


def draw_record(opened: Atlas, query: Query, incident: Incident) -> None:
    """Draw a record, and what leads from it to others and to pages outside."""
    in_words = detail_of(incident, opened.store.day_of(query))
    panel = render("detail.html", detail=in_words, symbols=STATUS_SYMBOLS)
    if len(panel.encode()) <= limit("bytes"):
        st.html(panel)
    else:
        st.info(TOO_LONG)
    draw_related(opened.store, query, in_words)
    draw_record_share(opened, query, incident)


def _found(store: Store, id_: str, as_of: str | None) -> Incident | None:
    try:
        return store.incident(id_, as_of)
    except NotFound:
        return None


def draw_unplaced(store: Store, query: Query) -> None:
    """List the matches without a position, which the map cannot show."""
    if query.precision and "none" not in query.precision:
        return
    matched, rows = store.rows(replace(query, precision=("none",)), limit=UNPLACED_ROWS)
    if not matched:
        return
    st.html(render("unplaced.html", matched=matched, more=matched - len(rows)))
    for row in rows:
        label = plain(isolated(row.title))
        st.button(label, key=f"unplaced {row.id}", on_click=select, args=(row.id,), type="tertiary")


def draw_related(store: Store, query: Query, in_words: Detail) -> None:
    """Draw a button for each related record that is open, and known on the query's day."""
    relations = {id_: relation for relation, id_ in in_words.related[:MOST_VALUES]}
    if not relations:
        return
    asked = Query(id=tuple(relations), as_of=query.as_of)
    _, rows = store.rows(asked, limit=len(relations))
    for row in rows:
        label = plain(f"{relations[row.id]}: {isolated(row.title)}")
        st.button(label, key=f"related {row.id}", on_click=select, args=(row.id,), type="tertiary")


def select(id_: str) -> None:
    """Open a record's panel."""
    note_change()
    st.session_state.select = id_


def unselect() -> None:
    """Close the panel."""
    note_change()
    st.session_state.select = None
