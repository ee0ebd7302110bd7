"""Turns: never more at once than there may be, and first come, first served."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from geo.store import turns
from geo.store.turns import Turns, processors

READERS = 8


def waited_for(condition: Callable[[], bool]) -> None:
    pause = Event()
    while not condition():
        pause.wait(0.001)


def test_no_more_work_at_once_than_there_are_turns() -> None:
    two, lock = Turns(2), Lock()
    working, most = 0, 0

    def work(_: int) -> None:
        nonlocal working, most
        with two.turn():
            with lock:
                working += 1
                most = max(most, working)
            Event().wait(0.002)
            with lock:
                working -= 1

    with ThreadPoolExecutor(READERS) as threads:
        list(threads.map(work, range(40)))
    assert most == 2
    assert (two._free, len(two._waiting)) == (2, 0)


def test_first_come_first_served() -> None:
    one, order = Turns(1), list[int]()

    def work(number: int) -> None:
        with one.turn():
            order.append(number)

    with ThreadPoolExecutor(READERS) as threads, one.turn():
        for number in range(READERS):
            threads.submit(work, number)
            waited_for(lambda: len(one._waiting) == number + 1)  # noqa: B023 - called at once
    assert order == list(range(READERS))


def test_an_error_gives_its_turn_back() -> None:
    one = Turns(1)
    with pytest.raises(ZeroDivisionError), one.turn():
        1 / 0  # noqa: B018 - it raises
    with one.turn():
        pass


@pytest.mark.parametrize("is_its_turn", [False, True])
def test_who_stops_waiting_takes_no_turn(
    monkeypatch: pytest.MonkeyPatch, is_its_turn: bool
) -> None:
    one = Turns(1)

    class Interrupted:
        """A lock that is waited for until Ctrl+C."""

        is_held = False

        def acquire(self) -> None:
            if self.is_held:
                if is_its_turn:
                    one._waiting.popleft()
                raise KeyboardInterrupt
            self.is_held = True

    with one.turn():
        monkeypatch.setattr(turns, "Lock", Interrupted)
        with pytest.raises(KeyboardInterrupt), one.turn():
            pass
    assert (one._free, len(one._waiting)) == (1 + is_its_turn, 0)


def test_there_is_a_processor() -> None:
    assert processors() >= 1
