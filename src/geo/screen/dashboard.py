"""The dashboard: widgets to `Query`, `Query` to the library, its answer to the screen.

Streamlit runs this file from top to bottom at every change. Filters and selection live in the
address; whatever is shown here, a notebook can have from the library without Streamlit.
"""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st
from streamlit_folium import st_folium

from geo.atlas.atlas import Atlas
from geo.errors import NotFound
from geo.formats.bidi import isolated
from geo.maps import static
from geo.maps.shell import MapState, Shell
from geo.maps.symbols import STATUS_SYMBOLS
from geo.maps.templates import ASSETS, render
from geo.model.attribution import RULES, STATUSES
from geo.query.query import Query
from geo.query.summary import Credit, Summary
from geo.screen import table, upload
from geo.screen.address import (
    query_from_state,
    read_address,
    set_span,
    toggle_facet,
    touched,
    write_address,
)
from geo.screen.filters import draw_filters, reset
from geo.screen.plain import plain
from geo.screen.share import base_url, draw_share
from geo.store.store import Store
from geo.viewpoint import Viewpoint
from geo.words import captions, detail

MAP_HEIGHT = 540  # px before style sheets apply; dashboard.css fits it to the window
TABS = ("Table", "Share, cite, download", "Method")
UNPLACED_ROWS = 20  # records without a position that are listed beside the map
FINDINGS = 100  # refused values, and kinds of notes, that the Method tab lists


def main() -> None:
    """Draw the screen for the state of this session."""
    st.set_page_config(
        page_title="Incident Atlas", page_icon=str(ASSETS / "icon.png"), layout="wide"
    )
    st.html(render("styles.html", assets=static.base()))  # 6 KB at every run, if they were sent
    opened = upload.opened()
    set_span(opened.summary.years)
    table.keep()
    read_address()
    query = query_from_state()
    head = st.container()
    left, right = st.columns([2, 1], gap="small")
    with left:
        draw_map(query, opened)  # first: it asks the server itself while the rest is counted
    summary = opened.store.summary(query)
    with st.sidebar:
        draw_filters(query, summary)
        upload.draw_own_files()
    write_address(query)
    with head:
        draw_faults(opened, query)
        draw_sentence(query, summary)
    with right, st.container(key="detail", border=True):
        draw_detail(opened, query)
    # What is not open is not drawn: the code boxes of Share alone load 1.5 MB.
    rows, share, method = st.tabs(TABS, key="tab", on_change=touched)
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
    """Say what of the address was ignored, until the query changes, and of the data refused."""
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
    """Draw the query in words with its result; without a result, why, and the way out."""
    st.html(
        render(
            "sentence.html",
            sentence=captions.sentence(query, summary),
            tolls=captions.toll_line(summary),
        )
    )
    if not summary.matched and query.active():
        st.button("Reset all filters", on_click=reset, type="primary")


def draw_map(query: Query, opened: Atlas) -> None:
    """Draw the constant map; the filter travels in the small update beside it."""
    state = MapState(
        query=str(query),
        selected=st.session_state.select,
        color_by="group" if st.session_state.get("by_group") else "status",
        groups=[(group.value, group.label) for group in opened.summary.facets["group"]],
        revision=opened.revision,
        token=upload.token(),
        at=str(st.session_state.at or ""),
    )
    st_folium(
        Shell(opened.tiles),
        key="map",
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=state,
        on_change=select_from_map,
    )


def select_from_map() -> None:
    """Take over what a click on the map reports: a record, a row of the legend, or a view."""
    touched()
    drawing = (st.session_state.get("map") or {}).get("last_active_drawing") or {}
    chosen = drawing.get("properties", {})
    if filter_ := chosen.get("filter"):
        toggle_facet(str(filter_["name"]), str(filter_["value"]))
    elif "at" in chosen:
        st.session_state.at = Viewpoint.parse(str(chosen["at"]))
    elif "id" in chosen:
        st.session_state.select = str(chosen["id"]) if chosen["id"] else None


def draw_detail(opened: Atlas, query: Query) -> None:
    """Draw everything known of the selected record."""
    select = st.session_state.select
    try:
        incident = opened.store.incident(select) if select else None
    except NotFound:
        st.html(render("missing.html", id=select))
        incident = None
    if incident is None:
        st.html(render("idle.html", statuses=STATUSES, symbols=STATUS_SYMBOLS))
        draw_unplaced(opened.store, query)
        return
    st.button("Close", key="close", on_click=unselect, type="tertiary")
    in_words = detail.detail_of(incident, opened.store.as_of)
    st.html(render("detail.html", detail=in_words, symbols=STATUS_SYMBOLS))
    draw_related(opened.store, in_words)
    st.code(
        f"{base_url(opened)}/?{urlencode({'select': incident.id})}", language=None, wrap_lines=True
    )


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


def draw_related(store: Store, in_words: detail.Detail) -> None:
    """Draw the way to each related record that is open."""
    relations = {id_: relation for relation, id_ in in_words.related}
    _, rows = store.rows(Query(id=tuple(relations)), limit=len(relations)) if relations else (0, [])
    for row in rows:
        label = plain(f"{relations[row.id]}: {isolated(row.title)}")
        st.button(label, key=f"related {row.id}", on_click=select, args=(row.id,), type="tertiary")


def select(id_: str) -> None:
    """Open a record's panel."""
    touched()
    st.session_state.select = id_


def unselect() -> None:
    """Close the panel."""
    touched()
    st.session_state.select = None


# --- method ---------------------------------------------------------------------------------


def draw_method(opened: Atlas) -> None:
    """Say how statuses, precision and tolls come about, and what was refused."""
    findings = [f"{file}: {finding}" for file, finding in opened.findings[:FINDINGS]]
    noted = [f"{file}: {count:,} × {kind}" for file, kind, count in opened.warnings]
    stale = [f"{file}: {finding}" for file, finding in opened.stale]
    st.html(
        render(
            "method.html",
            rules=_rules_by_label(),
            findings=findings,
            unlisted=len(opened.findings) - len(findings),
            noted=noted,
            most=FINDINGS,
            stale=stale,
            credits=list(map(_credit, opened.summary.credits)),
            note=captions.STATUS_NOTE,
            tiles=opened.tiles,
        )
    )


def _credit(credit: Credit) -> str:
    """Say whom a dataset is owed to, and what its licence allows."""
    terms = credit.terms
    licence = f"{credit.licence} ({terms.licence})" if terms else credit.licence
    whom = "" if credit.redistributable else " Shown to those alone who loaded it"
    ask = f"; for more, ask {terms.contact}." if terms and whom else "." if whom else ""
    return f"{captions.credit_in_words(credit)}. Licence: {isolated(licence)}.{whom}{ask}"


def _rules_by_label() -> dict[str, str]:
    labels = dict.fromkeys(rule.label for rule in RULES)
    return {
        label: " Or: ".join(rule.sentence for rule in RULES if rule.label == label)
        for label in labels
    }


main()
