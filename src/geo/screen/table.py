"""The tab Table: one page of the matches, in an order of ORDERS.

The browser holds only that page, and could sort only that: a click on a header chooses an order
here. A row opens its record; a record that is opened elsewhere turns the table to its page and is
marked there.
"""

__all__ = ["COLUMNS", "begin", "draw_table", "keep"]

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from geo.formats.bidi import FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT
from geo.model.attribution import STATUSES
from geo.query.query import Query
from geo.screen.address import note_change
from geo.store.order import NEWEST, ORDERS
from geo.store.store import Store, TableRow

ROWS = 100  # of one page
HEIGHT = 420  # px
COLUMNS = {"Record": 235, "Date": 150, "Place": 170, "Killed": 125, "Injured": 115, "Status": 155}


def keep() -> None:
    """Keep order and page: Streamlit forgets the state of a widget that is not drawn."""
    for name, first in (("sort", NEWEST), ("page", 1)):
        st.session_state[name] = st.session_state.get(name, first)


def draw_table(store: Store, query: Query, matched: int) -> None:
    """Draw a page of the table; choosing a row opens its record."""
    state = st.session_state
    pages = max(1, -(-matched // ROWS))
    page = _page(store, query, pages)
    _, rows = store.rows(query, order=state.sort, limit=ROWS, offset=(page - 1) * ROWS)
    state.rows = [row.id for row in rows]
    key = f"table {state.begun}"
    _mark(key)
    st.dataframe(
        _columns(rows),
        key=key,
        column_config={name: st.column_config.Column(width=px) for name, px in COLUMNS.items()},
        on_select=lambda: _select(key),
        # Where columns can be chosen, the grid does not sort by them.
        selection_mode=["single-row", "single-cell", "single-column"],
        hide_index=True,
        height=min(HEIGHT, 36 * (len(rows) + 1) + 2),
    )
    with st.container(horizontal=True):
        st.selectbox(
            "Sort by",
            list(ORDERS),
            format_func=_label,
            key="sort",
            width=190,
            on_change=note_change,
        )
        if pages > 1:
            st.number_input(f"Page of {pages:,}", 1, pages, key="page", width=150, on_change=_turn)


def _page(store: Store, query: Query, pages: int) -> int:
    """Return the page: the first of a new list, that of a new record, or the one chosen."""
    state = st.session_state
    page: int = state.get("page", 1)
    if state.get("listed") != (str(query), state.sort):
        state.listed, page = (str(query), state.sort), 1
        begin()
    if state.select != state.get("found"):
        state.found = state.select
        position = store.position(query, state.select, state.sort) if state.select else None
        page = page if position is None else 1 + position // ROWS
    page = min(page, pages)
    if state.get("page") != page:
        state.page = page
    return page


def _turn() -> None:
    """Show a page that the reader turned to, from its top."""
    note_change()
    begin()


def begin() -> None:
    """Replace the grid, whose rows may be scrolled away, by a new one."""
    st.session_state.begun = st.session_state.get("begun", 0) + 1
    st.session_state.is_used = False  # by the reader


def _mark(key: str) -> None:
    """Mark the row of the selected record, unless the reader's own choice in the grid does."""
    state = st.session_state
    row = state.rows.index(state.select) if state.select in state.rows else None
    chosen = state[key]["selection"] if key in state else {"rows": [], "cells": [], "columns": []}
    if _rows(chosen) == ({row} - {None}) and not chosen["columns"]:
        return
    marked = [cell for cell in chosen["cells"] if cell[0] == row]
    rows, cells = ([], marked) if marked or row is None else ([row], [(row, next(iter(COLUMNS)))])
    state[key] = {"selection": {"rows": rows, "columns": [], "cells": cells}}


def _select(key: str) -> None:
    """Apply the choice in the grid: a column to sort by, a row, or nothing."""
    note_change()
    state = st.session_state
    if key != f"table {state.begun}":
        return  # a grid whose rows have gone since
    chosen = state[key]["selection"]
    if chosen["columns"]:
        _sort_by(chosen["columns"][0])
        return
    ids = [state.rows[row] for row in _rows(chosen)]
    is_first, state.is_used = not state.is_used, True
    if not ids and is_first:
        return  # a new grid can report this by itself, over the mark that it was given
    # The row marked before can be among them.
    state.select = next((id_ for id_ in ids if id_ != state.select), ids[0] if ids else None)
    state.found = state.select


def _sort_by(column: str) -> None:
    """Choose the order of a column, or its reverse."""
    names = [name for name, order in ORDERS.items() if order.column == column]
    now = st.session_state.sort
    st.session_state.sort = names[(names.index(now) + 1) % len(names)] if now in names else names[0]


def _rows(chosen: Mapping[str, Any]) -> set[int]:
    """Return the numbers of the chosen rows, by their box or by a cell."""
    return {*chosen["rows"], *(row for row, _ in chosen["cells"])}


def _label(order: str) -> str:
    return ORDERS[order].label


def _columns(rows: Sequence[TableRow]) -> dict[str, list[str]]:
    cells = [(r.title, r.date, _place(r), r.killed, r.injured, STATUSES[r.status]) for r in rows]
    return {name: [row[number] for row in cells] for number, name in enumerate(COLUMNS)}


def _place(row: TableRow) -> str:
    """Return the cell of a place: the grid goes by the first letter, whether isolated or not."""
    turns = row.place_line.startswith(FIRST_STRONG_ISOLATE)
    return f"{LEFT_TO_RIGHT}{row.place_line}" if turns else row.place_line
