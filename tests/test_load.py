"""Load on a server: what is asked, how long it waited, and what the page of reliability says."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from itertools import islice
from typing import Any, TypeVar

import pytest

from samples import ROOT
from serving import atlas_of, client_of
from traffic.client import Pool, check_loopback
from traffic.dashboards import change_at_once, change_often, opened_dashboard
from traffic.loops import MOST_RATE, Load, closed_loop, open_loop
from traffic.mix import MIX, NEW, addresses, queries
from traffic.tables import load_lines

PAUSE = 0.02  # s that the server of these tests takes for an answer
T = TypeVar("T")
ASKED = ("any", "/any")


@asynccontextmanager
async def answering(status: int, *, pause: float = 0.0) -> AsyncIterator[str]:
    """Serve answers with a status, each after a pause; its connections take one after another."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            while await reader.readline():
                while (await reader.readline()).strip():
                    pass
                await asyncio.sleep(pause)
                writer.write(b"HTTP/1.1 %d Any\r\nContent-Length: 2\r\n\r\nok" % status)
        over.set()

    over = asyncio.Event()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await over.wait()


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run work in a thread of its own: in the one of the tests, a browser's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def asked() -> Iterator[tuple[str, str]]:
    while True:
        yield ASKED


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1:8501",
        "http://atlas.example:8501",
        "https://127.0.0.1:8501",
        "http://127.0.0.1",
        "http://localhost:8501",
    ],
)
def test_no_load_is_put_on_another_machine(url: str) -> None:
    with pytest.raises(SystemExit, match="on this machine only"):
        check_loopback(url)


def test_a_load_has_bounds() -> None:
    with pytest.raises(ValueError, match="at most 5,000 are made"):
        run(open_loop("http://127.0.0.1:1", asked(), MOST_RATE + 1, 1, 1))
    with pytest.raises(ValueError, match="201 readers are asked for"):
        run(closed_loop("http://127.0.0.1:1", asked(), 201, 1))


def test_a_request_has_waited_since_it_was_due() -> None:
    async def load() -> Load:
        async with answering(200, pause=PAUSE) as url:
            return await open_loop(url, asked(), 1_000, 0.01, 1)

    found = run(load())
    assert (len(found.all_waits), found.errors) == (10, 0)
    assert max(found.all_waits) >= 10 * PAUSE - 0.01  # the last one stood behind all others


def test_what_is_not_answered_well_is_an_error() -> None:
    async def load() -> Load:
        async with answering(503) as url:
            return await closed_loop(url, islice(asked(), 5), 1, 60)

    found = run(load())
    assert (len(found.all_waits), found.errors, found.rate) == (5, 5, 0.0)


def test_what_is_not_answered_at_all_has_no_status() -> None:
    async def ask() -> list[int]:
        async with answering(200) as url, Pool.opened(url, 1) as pool:
            found = (await pool.ask("/any")).status
        async with Pool.opened(url, 1) as pool:
            return [found, (await pool.ask("/any")).status]

    assert run(ask()) == [200, 0]


def test_the_mix_is_a_hundred_and_always_the_same() -> None:
    assert sum(kind.share for kind in MIX) == 100
    first, again = (list(islice(addresses(["a b"]), 500)) for _ in range(2))
    assert first == again
    assert {kind.removesuffix(NEW) for kind, _ in first} == {kind.name for kind in MIX}
    assert "/record/a%20b" in {address for _, address in first}


def test_one_request_in_so_many_is_new() -> None:
    with_query = [each for each in islice(addresses(["a"], 1), 500) if "from=" in each[1]]
    assert len({address for _, address in with_query}) == len(with_query)
    assert {kind.endswith(NEW) for kind, _ in with_query} == {True}
    shared = [each for each in islice(addresses(["a"], 10**9), 2_000) if "from=" in each[1]]
    assert not [kind for kind, _ in shared if kind.endswith(NEW)]
    assert len({address.partition("from=")[2].partition("&view")[0] for _, address in shared}) <= 80


def test_the_program_answers_what_is_asked() -> None:
    current = atlas_of()
    client = client_of(current)
    id_ = client.get("/api/incidents?limit=1").json()["features"][0]["id"]
    for kind, address in dict(islice(addresses([id_]), 99)).items():
        assert client.get(address).status_code == 200, kind
    current.close()


def test_a_dashboard_shows_what_its_address_asks_for(server_url: str) -> None:
    async def shown() -> list[bytes]:
        async with opened_dashboard(server_url) as page:
            await page.show("")
            return [b"".join(await page.show(query)) for query in ("to=2018", "from=2024")]

    old, new = run(shown())
    assert b"IR-2017-06-07-tehran" in old
    assert b"IR-2017-06-07-tehran" not in new
    assert b"RU-2024-03-22-crocus" in new


def test_filters_are_changed_again_and_again(server_url: str) -> None:
    load, memory = run(change_often(server_url, queries(), 3, lambda: 1e8))
    assert (len(load.all_waits), load.errors, memory) == (3, 0, [1e8] * 3)
    at_once = run(change_at_once(server_url, queries(), 2, 0.1))
    assert at_once.errors == 0


def test_each_size_is_a_row_of_each_table() -> None:
    wait = {"rate": 100.0, "median_ms": 2.0, "p99_ms": 9.0, "requests": 60, "errors": 0}
    rate = wait | {"p99_ms_known": 8.0, "p99_ms_new": 9.5}
    build = {"rate": 240.0, "processor_ms": 2.5, "errors": 0}
    row = {
        "seconds": 60.0,
        "generator": 5_000,
        "capacity": {"before": build, "now": build | {"rate": 600.0}},
        "rates": {"50": rate, "90": rate | {"errors": 2}},
        "dashboards": wait,
        "session": wait | {"changes": 10_000, "middle_mb": 400.0, "end_mb": 410.0},
    }
    lines = "\n".join(load_lines({"16566": row}))
    assert "| 16,566 | 240 | 600 | 2.5 | 2.5 ms | 2.5 ms | 0 | 5,000/s |" in lines
    assert "| 16,566 | 50 % | 100 | 60 s | 2.0 ms | 9.0 ms | 4.5 | 0 | 8.0 ms | 9.5 ms |" in lines
    assert "| 16,566 | 90 % | 100 | 60 s | 2.0 ms | 9.0 ms | 4.5 | 2 | 8.0 ms | 9.5 ms |" in lines
    assert "| 10,000 | 2.0 ms | 400.0 MB | 410.0 MB | 2.5 % | 0 |" in lines
    del row["session"]
    alone = "\n".join(load_lines({"11": row | {"capacity": {"now": build}}}))
    assert "| 11 | – | 240 | – | – | 2.5 ms | 0 | 5,000/s |" in alone
    assert "| 11 | 100 | 2.0 ms | 9.0 ms | 0 | – | – | – | – | – | – |" in alone
    assert list(load_lines({})) == ["`benchmarks/load.py` has not been run yet."]


def test_what_was_measured_had_no_errors_and_twice_the_capacity_of_before() -> None:
    record = json.loads((ROOT / "docs/reliability.json").read_text("utf-8"))
    assert set(record["load"]) == {"11", "16566", "2000000"}
    for row in record["load"].values():
        stages = [*row["capacity"].values(), *row["rates"].values()]
        stages += [row["dashboards"], *filter(None, [row.get("session")])]
        assert [stage["errors"] for stage in stages] == [0] * len(stages)
        assert row["capacity"]["now"]["rate"] >= 2 * row["capacity"]["before"]["rate"]
    of_bundled = record["load"]["11"]
    assert of_bundled["rates"]["50"]["p99_ms"] <= 8 * of_bundled["rates"]["50"]["median_ms"]
    assert of_bundled["session"]["changes"] == 10_000
    assert of_bundled["session"]["end_mb"] <= 1.05 * of_bundled["session"]["middle_mb"]
