"""The tab Table: one page of the matches, in an order of ORDERS.

The browser holds only that page, and could sort only that: a press on a head chooses an order here.
A row opens its record; a record that is opened elsewhere turns the table to its page and is marked
there.
"""

__all__ = ["COLUMNS", "begin", "draw_table", "take"]

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from geo.model.attribution import STATUSES
from geo.query.query import Query
from geo.screen.address import note_change
from geo.screen.page_element import page_element
from geo.store.order import NEWEST, ORDERS
from geo.store.store import Store, TableRow
from geo.words.counts import count_in_words

ROWS = 100  # of one page
KEY = "table"
COLUMNS = ("Record", "Date", "Place", "Killed", "Injured", "Status", "Group", "Type")


def begin() -> None:
    """Begin with the first page in the first order."""
    for name, first in (("sort", NEWEST), ("page", 1)):
        st.session_state.setdefault(name, first)


def draw_table(store: Store, query: Query, matched: int) -> None:
    """Draw a page of the table; choosing a row opens its record."""
    page, sort = _page(store, query, matched), st.session_state.sort
    first = (page - 1) * ROWS
    _, rows = store.rows(query, order=sort, limit=ROWS, offset=first)
    data = {
        "heads": [_head(column, sort) for column in COLUMNS],
        "rows": list(map(_cells, rows)),
        "selected": st.session_state.select,
        "orders": [(name, order.label) for name, order in ORDERS.items()],
        "sort": sort,
        **_paging(page, first, len(rows), matched),
    }
    page_element("pages/table.js")(key=KEY, data=data, on_told_change=_hear)


def take(told: object) -> None:
    """Apply what a reader asked of the table: a record, an order or a page; else nothing."""
    state = st.session_state
    match told:
        case {"select": str(id_)}:
            state.select = state.found = id_
        case {"sort": str(order)} if order in ORDERS:
            state.sort = order
        case {"page": int(page)} if page > 0:
            state.page = page


def _hear() -> None:
    note_change()
    take(st.session_state[KEY].get("told"))


def _page(store: Store, query: Query, matched: int) -> int:
    """Return the page: the first of a new list, that of a new record, or the one chosen."""
    state = st.session_state
    if state.get("listed") != (str(query), state.sort):
        state.listed, state.page = (str(query), state.sort), 1
    if state.select != state.get("found"):
        state.found = state.select
        position = store.position(query, state.select, state.sort) if state.select else None
        state.page = state.page if position is None else 1 + position // ROWS
    state.page = min(state.page, _pages(matched))
    return int(state.page)


def _pages(matched: int) -> int:
    return max(1, -(-matched // ROWS))


def _paging(page: int, first: int, rows: int, matched: int) -> dict[str, Any]:
    """Return the number of the page, and what is on it in words."""
    pages, found = _pages(matched), count_in_words(matched, "record")
    return {
        "page": page,
        "pages": pages,
        "pagesText": f"{pages:,}",
        "count": f"Rows {first + 1:,}–{first + rows:,} of {matched:,}" if pages > 1 else found,
    }


def _head(column: str, sort: str) -> Mapping[str, str | None]:
    """Return a column with how it is sorted, and the order that its head asks for next."""
    names = [name for name, order in ORDERS.items() if order.column == column]
    now = names.index(sort) if sort in names else None
    way = "descending" if ORDERS[sort].is_descending else "ascending"
    return {
        "label": column,
        "sorted": None if now is None else way,
        "next": names[0 if now is None else (now + 1) % len(names)],
    }


def _cells(row: TableRow) -> Sequence[str]:
    """Return the id of a row, and its cells in the order of COLUMNS."""
    tolls = row.killed, row.injured
    kinds = STATUSES[row.status], row.groups_label, row.type_label
    return row.id, row.title, row.date, row.place_line, *tolls, *kinds
