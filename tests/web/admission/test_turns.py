"""A line of clients in front of one place."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from geo.errors import TooSlow
from geo.web.admission.turns import Turns


class Line:
    """Clients that ask for a turn in threads of their own, and what they did."""

    def __init__(self, turns: Turns, pool: ThreadPoolExecutor) -> None:
        self.turns, self.pool = turns, pool
        self.done: list[str] = []
        self.go_on = Event()

    def ask(self, client: str, name: str) -> Future[None]:
        standing = len(self.turns._line)
        asked = self.pool.submit(self._work, client, name)
        while len(self.turns._line) == standing and not asked.done():
            pass  # until it stands in the line
        return asked

    def _work(self, client: str, name: str) -> None:
        with self.turns.turn(client, "busy"):
            assert self.go_on.wait(20)
            self.done.append(name)


@pytest.fixture
def line() -> Line:
    turns = Turns(most=4, most_of_one=2, seconds=20)
    return Line(turns, ThreadPoolExecutor(6))


def test_turns_are_taken_in_the_order_of_asking(line: Line) -> None:
    asked = [line.ask(client, f"{client}{n}") for n in range(2) for client in ("a", "b")]
    line.go_on.set()
    for each in asked:
        each.result()
    assert line.done == ["a0", "b0", "a1", "b1"]


def test_one_client_leaves_room_for_others(line: Line) -> None:
    first, second, third = (line.ask("a", f"a{n}") for n in range(3))
    with pytest.raises(TooSlow, match="busy"):
        third.result()
    other = line.ask("b", "b")
    line.go_on.set()
    for each in (first, second, other):
        each.result()
    assert line.done == ["a0", "a1", "b"]
    line.ask("a", "again").result()


def test_the_line_has_an_end_for_all(line: Line) -> None:
    asked = [line.ask("", str(n)) for n in range(5)]
    with pytest.raises(TooSlow, match="busy"):
        asked.pop().result()
    line.go_on.set()
    for each in asked:
        each.result()
    assert line.done == ["0", "1", "2", "3"], "clients that cannot be told apart are many"


def test_nobody_waits_longer_than_said() -> None:
    turns = Turns(most=4, most_of_one=2, seconds=0.05)
    with ThreadPoolExecutor(1) as pool, turns.turn("a", "busy"):
        line = Line(turns, pool)
        with pytest.raises(TooSlow, match="busy"):
            line.pool.submit(line._work, "b", "b").result()
    with turns.turn("c", "busy"):
        assert len(turns._line) == 1, "who went away stands there no more"


def test_work_that_fails_leaves_the_place() -> None:
    turns = Turns(most=1, most_of_one=1, seconds=1)
    for _ in range(2):
        with pytest.raises(ValueError, match="no"), turns.turn("a", "busy"):
            raise ValueError("no")
