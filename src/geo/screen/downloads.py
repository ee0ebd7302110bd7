"""One press, one file: it is made in the background, and goes to the browser when it is ready.

Streamlit's own button for a download makes its file during the press, which a run of the script at
the same time loses.
"""

__all__ = ["draw_orders", "forget_settled", "order_file"]

from collections.abc import Callable

import streamlit as st

from geo.exports.file_orders import FileOrder, MadeFile, Told
from geo.screen.address import note_change
from geo.screen.application import application_atlas
from geo.screen.plain import plain
from geo.words.counts import count_in_words

LOOK = 0.5  # s between two looks at a file that is being made
MOST_KEPT = 3  # files of one place on the screen, for a browser that asks again
_UNITS = ((1_000_000, "MB"), (1_000, "KB"))


def order_file(
    place: str, name: str, make: Callable[[Told], MadeFile], *, total: int = 0
) -> FileOrder:
    """Order a file for a place on the screen; an earlier one of the same name is dropped."""
    drop_file(place, name)
    order = application_atlas().file_orders.give(name, make, total=total)
    orders = _orders(place)
    orders[name] = order
    for settled in _settled(orders)[:-MOST_KEPT]:
        del orders[settled]
    return order


def drop_file(place: str, name: str) -> None:
    """Wait for a file no longer."""
    note_change()
    if order := _orders(place).pop(name, None):
        order.cancel()


def forget_settled(*places: str) -> None:
    """Say no more of files that a browser has, or that could not be made."""
    for orders in map(_orders, places):
        for settled in _settled(orders):
            del orders[settled]


def draw_orders(place: str) -> None:
    """Draw what became of each order of a place: its progress, its file, or why there is none."""
    for order in list(_orders(place).values()):
        if order.is_taken:
            _draw_taken(order)
        elif order.fault:
            st.error(plain(order.fault))
        else:
            _draw_waiting(place, order)


@st.fragment(run_every=LOOK)
def _draw_waiting(place: str, order: FileOrder) -> None:
    """Draw the progress of a file, then hand it to the browser, until that has it."""
    if order.is_taken or order.fault or _orders(place).get(order.name) is not order:
        st.rerun()
    if order.file.done():
        _hand_over(order)
        return
    if order.total:
        st.progress(min(order.done / order.total, 1.0), text=_progress(order))
    else:
        st.caption(_progress(order))
    st.button("Cancel", key=f"cancel {order.token}", on_click=drop_file, args=(place, order.name))


def _hand_over(order: FileOrder) -> None:
    """Let the browser save a file: an unseen frame asks for it."""
    with st.container(key=f"made-{order.token}"):
        st.iframe(_address(order), height=1, tab_index=-1)


def _draw_taken(order: FileOrder) -> None:
    file = order.take()
    said = f"{plain(file.name)}, {_size(len(file.content))}, is among your downloads."
    st.caption(f"{said} [Once more]({_address(order)})")


def _address(order: FileOrder) -> str:
    return f"{application_atlas().root}{order.path}"


def _progress(order: FileOrder) -> str:
    """Say how far a file is: in records where they are counted, and in seconds."""
    counted = f"{order.done:,} of {count_in_words(order.total, 'record')}, " if order.total else ""
    return f"Making {plain(order.name)}: {counted}{order.seconds:.0f} s"


def _orders(place: str) -> dict[str, FileOrder]:
    orders: dict[str, FileOrder] = st.session_state.setdefault(f"{place} orders", {})
    return orders


def _settled(orders: dict[str, FileOrder]) -> list[str]:
    return [name for name, order in orders.items() if order.is_settled]


def _size(count: int) -> str:
    for unit, name in _UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"
