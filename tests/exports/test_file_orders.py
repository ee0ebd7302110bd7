"""Files that readers order: handed out when they are ready, dropped where nobody waits."""

import gc
from collections.abc import Callable, Iterator
from threading import Event

import pytest

import geo
from geo.errors import BadValue, NotFound
from geo.exports.file_orders import FAILED, FileOrder, FileOrders, MadeFile, Told
from geo.exports.selection import counted

FILE = MadeFile(name="a.csv", content=b"id", media_type="text/csv")


@pytest.fixture
def orders() -> Iterator[FileOrders]:
    orders = FileOrders()
    yield orders
    orders.close()


def settled(order: FileOrder) -> FileOrder:
    """Wait until a file is ready or cannot be made."""
    order.file.exception(timeout=60)
    return order


def test_a_file_has_an_address_of_its_own_once_it_is_ready(orders: FileOrders) -> None:
    first, second = (settled(orders.give("a.csv", lambda _: FILE)) for _ in range(2))
    assert first.path == f"/made/{first.token}/a.csv"
    assert len(first.token) == 32
    assert first.token != second.token
    assert orders.of(first.token).take() is FILE


def test_a_file_is_not_there_before_it_is_ready(orders: FileOrders) -> None:
    go_on = Event()

    def make(_: Told) -> MadeFile:
        go_on.wait(60)
        return FILE

    order = orders.give("a.csv", make)
    with pytest.raises(NotFound, match="press its button again"):
        order.take()
    go_on.set()
    assert settled(order).take() is FILE


def test_who_saved_a_file_is_told_once(orders: FileOrders) -> None:
    taken: list[str] = []
    file = MadeFile(name="a", content=b"", media_type="x/y", on_taken=lambda: taken.append("a"))
    order = settled(orders.give("a", lambda _: file))
    were_taken = [order.is_taken]
    order.note_taken()
    order.note_taken()
    assert [*were_taken, order.is_taken] == [False, True]
    assert taken == ["a"]


def failing(error: Exception) -> Callable[[Told], MadeFile]:
    def make(_: Told) -> MadeFile:
        raise error

    return make


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BadValue("width_cm", 90, "6 to 60"), "width_cm=90 is not allowed: 6 to 60"),
        (OSError("/home/somebody/secret.db"), FAILED),
    ],
)
def test_why_there_is_no_file_is_one_sentence(
    orders: FileOrders, error: Exception, said: str
) -> None:
    order = settled(orders.give("a.csv", failing(error)))
    assert order.fault == said
    assert order.is_settled
    with pytest.raises(NotFound):
        order.take()


def test_a_cancelled_file_is_left_at_the_next_record(orders: FileOrders) -> None:
    at_work, go_on = Event(), Event()
    read: list[str] = []
    store = geo.Store()
    store.add(geo.load(geo.default_path()))

    def make(tell: Told) -> MadeFile:
        for incident in counted(geo.select(store), tell).incidents():
            read.append(incident.id)
            at_work.set()
            go_on.wait(60)
        return FILE

    order = orders.give("a.csv", make, total=11)
    assert at_work.wait(60)
    assert order.done == 1
    order.cancel()
    go_on.set()
    settled(order)
    assert len(read) == 1
    assert order.fault is None


def test_an_order_that_nobody_holds_is_forgotten(orders: FileOrders) -> None:
    token = settled(orders.give("a.csv", lambda _: FILE)).token
    settled(orders.give("b.csv", lambda _: FILE))  # the worker holds the last one for a moment
    gc.collect()
    with pytest.raises(NotFound):
        orders.of(token)


def test_a_file_whose_session_ended_while_it_waited_is_not_made(orders: FileOrders) -> None:
    go_on = Event()
    made: list[str] = []

    def wait(_: Told) -> MadeFile:
        go_on.wait(60)
        return FILE

    def note(_: Told) -> MadeFile:
        made.append("b.csv")
        return FILE

    first = orders.give("a.csv", wait)
    orders.give("b.csv", note)  # and nobody holds it
    gc.collect()
    go_on.set()
    last = settled(orders.give("c.csv", lambda _: FILE))
    assert (first.fault, last.fault, made) == (None, None, [])


def test_records_are_counted_as_they_are_read() -> None:
    store = geo.Store()
    store.add(geo.load(geo.default_path()))
    told: list[int] = []
    assert len(list(counted(geo.select(store), told.append).incidents())) == 11
    assert told == list(range(1, 12))
