"""The dashboard's address and the state of its widgets: two forms of one query, kept in step."""

__all__ = [
    "WIDGETS",
    "address_pairs",
    "chosen",
    "color_from_state",
    "note_change",
    "note_typing",
    "query_from_state",
    "read_address",
    "set_period",
    "set_widgets",
    "show_only",
    "toggle_facet",
    "typed_address",
    "write_address",
]

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo.atlas.links import SCREEN, Pairs
from geo.atlas.params import own_params
from geo.errors import BadValue
from geo.model.precision import LOCATED
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.query.search_terms import terms_of
from geo.query.timeline import BY, STATUS, By
from geo.store.order import NEWEST, order_named
from geo.viewpoint import Viewpoint
from geo.words.borders import BORDER_VIEWS

# Parameter with a widget of the same name → the label of the widget.
WIDGETS = {filter_.name: filter_.widget for filter_ in FILTERS if filter_.widget}


def note_change() -> None:
    """Note that a widget caused this run: the browser may not have the newest address yet."""
    st.session_state.touched = True


def note_typing() -> None:
    """Note that a reader who types caused this run."""
    note_change()
    st.session_state.typing = True


def read_address() -> None:
    """Set the widgets from the address, if a link or the back button changed it."""
    if st.session_state.pop("touched", False):
        return
    pairs = [(name, text) for name in st.query_params for text in st.query_params.get_all(name)]
    if pairs == st.session_state.get("address"):
        return
    st.session_state.address = pairs
    own = own_params(pairs, SCREEN)
    screen = {name: text for name, text in reversed(own) if name in SCREEN}
    query, faults = Query.parse_leniently(pair for pair in own if pair[0] not in SCREEN)
    state = st.session_state
    state.select = screen.get("select")
    for name, (read, default) in _CHECKED.items():
        try:
            state[name] = read(screen[name]) if name in screen else default
        except BadValue as fault:
            state[name], faults = default, [*faults, fault]
    state.by_group = state.color == "group"
    set_widgets(query)
    st.session_state.faults = {str(query_from_state()): [str(fault) for fault in faults]}


def set_widgets(query: Query) -> None:
    """Show a query in the widgets; keep the parameters that no widget can show."""
    st.session_state.period = (query.from_, query.to)
    for name in WIDGETS:
        st.session_state[name] = list(getattr(query, name))
    st.session_state.q = query.q or ""
    st.session_state.located = query.is_located
    st.session_state.as_of, st.session_state.has_day = query.as_of, query.day is not None
    with_widget = {*WIDGETS, "q", "as_of", "from", "to"}
    if query.is_located:
        with_widget.add("precision")
    hidden = [pair for pair in query.params() if pair[0] not in with_widget]
    st.session_state.without_widget = hidden


def chosen(name: str) -> list[str]:
    """Return the values that a facet's widget shows.

    A browser tells them by their labels. One with the count of an earlier run is not among the
    options of the last one, and Streamlit then gives the label for the value.
    """
    # Streamlit drops the state of a widget that is not drawn.
    told: list[str] = st.session_state.get(name, [])
    values = st.session_state.get("labelled", {}).get(name, {})
    return [values.get(text.rpartition(" (")[0], text) for text in told]


def set_period(since: str | None, until: str | None) -> None:
    """Show a period between two partial dates, each None for an open end. Raises BadValue."""
    Query(from_=since, to=until)
    st.session_state.period = (since, until)


def toggle_facet(name: str, value: str) -> None:
    """Let a facet show one value only, or all again; a value that no widget allows is ignored."""
    try:
        Query.parse([(name, value)])
    except BadValue:
        return
    if name in WIDGETS:
        st.session_state[name] = [] if chosen(name) == [value] else [value]


def show_only(facet: str, values: Iterable[str]) -> None:
    """Let a facet with a widget show some values, and drop all other filters."""
    set_widgets(Query.parse([(facet, value) for value in values]))


def query_from_state() -> Query:
    """Read the query back from the widgets."""
    state = st.session_state
    pairs: Pairs = [(name, value) for name in WIDGETS for value in chosen(name)]
    if state.located:
        pairs += [("precision", precision) for precision in LOCATED]
    if terms_of(state.q):  # not yet, at the first quotation mark of a phrase
        pairs.append(("q", state.q))
    if state.as_of:
        pairs.append(("as_of", state.as_of))
    pairs += [(n, text) for n, text in zip(("from", "to"), state.period, strict=True) if text]
    return Query.parse([*pairs, *state.without_widget])


def color_from_state() -> By:
    """Return what the colours of the map stand for, as its switch says."""
    return "group" if st.session_state.get("by_group") else "status"


def write_address(query: Query) -> None:
    """Put query, order, view and selection into the address: a reload brings the same screen.

    Streamlit adds an entry to the browser's history each time. A text that is typed has one: the
    map's frame replaces it with `typed_address` until something else changes.
    """
    state, is_typed = st.session_state, bool(typed_address(query))
    state.was_typed = state.pop("typing", False)
    was_replaced, state.is_replaced = state.get("is_replaced", False), is_typed
    pairs = address_pairs(query)
    if (was_replaced or pairs != state.address) and not is_typed:
        state.address = pairs
        st.query_params.from_dict(_lists(pairs))


def typed_address(query: Query) -> str:
    """Return the address that replaces that of the last run, where both were caused by typing."""
    state = st.session_state
    return urlencode(address_pairs(query)) if state.get("typing") and state.get("was_typed") else ""


def address_pairs(query: Query) -> Pairs:
    """Return the parameters of the screen, also those of a text that is still typed."""
    state = st.session_state
    screen = {
        "sort": "" if state.sort == NEWEST else state.sort,
        "at": str(state.at or ""),
        "borders": state.borders or "",
        "color": "" if color_from_state() == STATUS else color_from_state(),
        "select": state.select or "",
    }
    return [*query.params(), *((name, text) for name, text in screen.items() if text)]


def _sort(text: str) -> str:
    order_named(text)
    return text


# Parameters of SCREEN with rules → how each is read, and its default.
_CHECKED: dict[str, tuple[Callable[[str], Any], Any]] = {
    "sort": (_sort, NEWEST),
    "at": (Viewpoint.parse, None),
    "borders": (partial(BORDER_VIEWS.parse, "borders"), None),
    "color": (lambda text: BY.parse("color", text), STATUS),
}


def _lists(pairs: Pairs) -> dict[str, list[str]]:
    names = dict.fromkeys(name for name, _ in pairs)
    return {name: [text for other, text in pairs if other == name] for name in names}
