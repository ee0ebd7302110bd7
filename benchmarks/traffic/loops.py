"""Two ways to put load on a server.

In a **closed loop** each reader asks again once answered: it finds how many answers a server gives.
In an **open loop** requests come at a fixed rate, whether others are answered or not, and each has
waited since it was due: a server that is late is seen to be.
"""

__all__ = ["Load", "closed_loop", "open_loop"]

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from results import percentile
from traffic.client import Pool

MOST_RATE, MOST_SECONDS, MOST_READERS = 5_000, 600.0, 200
MOST_WAITING = 20_000  # requests; a server that is so far behind does not come back


@dataclass(slots=True, kw_only=True)
class Load:
    """What came of many requests: seconds waited by kind, and how many were not answered."""

    seconds: float
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: int = 0

    def note(self, kind: str, status: int, wait: float) -> None:
        """Count an answer."""
        self.waits[kind].append(wait)
        self.errors += status != 200

    def p99_of(self, is_one: Callable[[str], bool]) -> float:
        """Return the 99th percentile of the seconds that some kinds of requests waited."""
        waits = (waits for kind, waits in self.waits.items() if is_one(kind))
        return percentile([wait for each in waits for wait in each], 99)

    @property
    def all_waits(self) -> list[float]:
        """Return the seconds that each request waited."""
        return [wait for waits in self.waits.values() for wait in waits]

    @property
    def rate(self) -> float:
        """Return answers in a second."""
        return (len(self.all_waits) - self.errors) / self.seconds

    @property
    def median(self) -> float:
        """Return the median of the seconds that were waited."""
        return median(self.all_waits)

    @property
    def p99(self) -> float:
        """Return the 99th percentile of the seconds that were waited."""
        return percentile(self.all_waits, 99)


async def closed_loop(
    url: str, asked: Iterator[tuple[str, str]], readers: int, seconds: float
) -> Load:
    """Let so many readers ask one thing after another."""
    _check(readers=readers, seconds=seconds)
    loop = asyncio.get_running_loop()
    load, begin = Load(seconds=seconds), loop.time()

    async def read() -> None:
        for kind, address in asked:
            if (asked_at := loop.time()) >= begin + seconds:
                return
            answer = await pool.ask(address)
            load.note(kind, answer.status, loop.time() - asked_at)

    async with Pool.opened(url, readers) as pool:
        await asyncio.gather(*(read() for _ in range(readers)))
    load.seconds = loop.time() - begin
    return load


async def open_loop(
    url: str, asked: Iterator[tuple[str, str]], rate: float, seconds: float, connections: int
) -> Load:
    """Let so many requests come in a second, at even distances."""
    _check(readers=connections, seconds=seconds, rate=rate)
    loop = asyncio.get_running_loop()
    load, begin = Load(seconds=seconds), loop.time()
    waiting = set[asyncio.Task[None]]()

    async def ask(kind: str, address: str, due: float) -> None:
        answer = await pool.ask(address)
        load.note(kind, answer.status, loop.time() - due)

    async with Pool.opened(url, connections) as pool:
        for number in range(int(rate * seconds)):
            due = begin + number / rate
            if (early := due - loop.time()) > 0:
                await asyncio.sleep(early)
            kind, address = next(asked)
            if len(waiting) >= MOST_WAITING:
                load.note(kind, 0, loop.time() - due)
                continue
            task = loop.create_task(ask(kind, address, due))
            waiting.add(task)
            task.add_done_callback(waiting.discard)
        await asyncio.gather(*waiting)
    return load


def _check(*, readers: int, seconds: float, rate: float = 0.0) -> None:
    """Raise ValueError where a load would be larger than this program puts on a machine."""
    for what, asked, most in (
        ("readers", readers, MOST_READERS),
        ("seconds", seconds, MOST_SECONDS),
        ("requests a second", rate, MOST_RATE),
    ):
        if asked > most:
            raise ValueError(f"{asked:,} {what} are asked for, and at most {most:,} are made")
