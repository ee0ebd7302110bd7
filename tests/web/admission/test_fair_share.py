"""One client that asks for much at the same time leaves the threads of the server to others."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from threading import Event
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from geo.store.store import Store
from geo.web.admission.fair_share import MOST, FairShare
from socket_server import HOST, PATIENCE, SocketServer, rest_of, socket_server

ONE, OTHER = "203.0.113.9", "203.0.113.10"
MANY = 60  # more than the server has threads


@contextmanager
def held_summaries(patch: pytest.MonkeyPatch) -> Iterator[tuple[Event, list[str]]]:
    """Let each summary of the text "held" wait for an event; give that, and who waits."""
    summary, go_on, waiting = Store.summary, Event(), list[str]()

    def held(store: Store, query: Any, *others: Any) -> Any:
        if "held" in str(query):
            waiting.append(str(query))
            go_on.wait(PATIENCE)
        return summary(store, query, *others)

    patch.setattr(Store, "summary", held)
    try:
        yield go_on, waiting
    finally:
        go_on.set()


def answer_to(server: SocketServer, path: str, reader: str) -> HTTPResponse:
    connection = HTTPConnection("localhost", server.port, timeout=PATIENCE / 2)
    connection.request("GET", path, headers={"X-Forwarded-For": reader})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_others_are_answered_while_one_client_asks_for_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket_server() as server, held_summaries(monkeypatch) as (go_on, waiting):
        asking = [server.connect() for _ in range(MANY)]
        for number, connection in enumerate(asking):
            head = f"GET /api/summary?q=held{number} HTTP/1.1\r\nX-Forwarded-For: {ONE}\r\n"
            connection.sendall(head.encode() + HOST + b"Connection: close\r\n\r\n")
        assert answer_to(server, "/api/summary?q=other", OTHER).status == 200
        assert len(waiting) <= MOST
        go_on.set()
        answers = [rest_of(connection) for connection in asking]
        for connection in asking:
            connection.close()
    assert {answer[:12] for answer in answers} == {b"HTTP/1.1 200"}
    assert len(waiting) == MANY


def test_a_place_is_free_when_its_answer_is_made_and_not_when_it_is_read() -> None:
    started: list[None] = []

    async def main() -> int:
        is_read = asyncio.Event()

        async def app(_: Scope, __: Receive, send: Send) -> None:
            started.append(None)
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def receive() -> Message:
            raise AssertionError("nobody asks for a body")

        async def send(_: Message) -> None:
            await is_read.wait()

        share = FairShare(app)
        scope = {"type": "http", "method": "GET", "client": (ONE, 1)}
        tasks = [asyncio.create_task(share(scope, receive, send)) for _ in range(3 * MOST)]
        while len(started) < 3 * MOST:
            await asyncio.sleep(0)
        is_read.set()
        await asyncio.gather(*tasks)
        return len(share._shares)

    with ThreadPoolExecutor(1) as pool:  # a browser test may have left a loop in this thread
        known = pool.submit(asyncio.run, asyncio.wait_for(main(), PATIENCE)).result()
    assert known == 0, "a client is forgotten"
