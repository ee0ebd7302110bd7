"""Connections: how many there may be, and how long one may take over what it says.

asyncio hands each connection to a protocol, the HTTP server's. A `Connection` stands between the
two. It knows how much came since the last request and whether the app is at work, so it needs no
parser of its own, and does not care which one the server has. What it cannot let in, it answers
itself: there is no request yet that an app could answer.
"""

__all__ = ["CONNECTION", "AtWork", "Connection", "Connections"]

import asyncio
import re
import socket
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.atlas.readers import client_of
from geo.settings import limit
from geo.web.admission.handshakes import refusal_of_handshake
from geo.web.admission.refused import Refusal, raw_answer

Make = Callable[..., asyncio.Protocol]

TARGET_BYTES = 8_192  # of a request's first line; RFC 9112 asks for at least 8,000
HEAD_BYTES = 16_384  # of all lines, as h11 has it
LINGER = 2.0  # s that a client has to read a refusal, while what it still sends is thrown away
LEAST_RATE = 500  # bytes in a second that a body brings or a reader takes, as Apache's MinRate
READER_TURNS = 6  # times as long for readers: their systems take data in large pieces
UNSENT = 128 << 10  # bytes that the system holds beyond those under way: one sees progress
TOLD = 200  # connections at a time that hear why they are closed; others are just closed
LEAST_TURNED_AWAY, MOST_TURNED_AWAY = 8, 50  # of these, that were not let in
_HEAD_END = re.compile(rb"\n\r?\n")

CONNECTION: ContextVar["Connection | None"] = ContextVar("connection", default=None)

TOO_MANY = Refusal(503, "all connections of this server are in use: try again in a minute", 60)
TOO_MANY_OF_ONE = Refusal(
    429, "this client has too many connections open: close some, or try again in a minute", 60
)
TOO_LATE = Refusal(408, "the request did not come whole in time: send it again")
LONG_TARGET = Refusal(
    414, f"the address is longer than {TARGET_BYTES:,} bytes: leave out some of its parameters"
)
LONG_HEAD = Refusal(431, f"the headers are longer than {HEAD_BYTES:,} bytes: remove some cookies")
NO_REQUEST = Refusal(400, "this is not a request of HTTP/1.1")


class Connections:
    """The open connections of one server, `most` of them at the same time."""

    def __init__(self, most: int) -> None:
        self.most, self.most_of_one = most, limit("client_connections")
        # Each that hears why it is not let in is an open file.
        self.most_turned_away = min(max(LEAST_TURNED_AWAY, most // 16), MOST_TURNED_AWAY)
        self.seconds = limit("request_seconds")
        self.open = 0
        self.of_client: Counter[str] = Counter()
        self.told = 0

    @contextmanager
    def watching(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        """Watch the connections of each server that a loop starts meanwhile."""
        create = loop.create_server

        async def create_watched(make: Make, *arguments: Any, **options: Any) -> asyncio.Server:
            return await create(lambda: Connection(make(), self), *arguments, **options)

        loop.create_server = create_watched  # type: ignore[method-assign, assignment]  # of this loop
        try:
            yield
        finally:
            del loop.create_server

    def refusal_of(self, client: str) -> Refusal | None:
        """Return why one more connection of a client is not let in, if it is not."""
        if client and self.of_client[client] >= self.most_of_one:
            return TOO_MANY_OF_ONE
        return TOO_MANY if self.open >= self.most else None


class Connection(asyncio.Protocol):
    """One connection: what stands between its transport and the protocol of the HTTP server."""

    def __init__(self, inner: asyncio.Protocol, others: Connections) -> None:
        self._inner: asyncio.Protocol | None = inner
        self._others = others
        self._client: str | None = None  # where it counts among the open ones
        self._transport: asyncio.Transport
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._head = b""  # of the next request, as far as it came
        self._requests = 0  # at work
        self._has_head = False  # of a request that the app is about to get, or has
        self._is_told = False
        self.is_answering = False  # a part of an answer was sent
        self.is_lost = False
        self.peer = ""
        self.is_proxy = False  # that is trusted to say who its readers are

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a connection in, or tell it why not."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is of no such class
        _keep_little_unsent(transport.get_extra_info("socket"))
        self.peer = (transport.get_extra_info("peername") or ("",))[0]
        self.is_proxy = self.peer in _trusted_by(self._inner)
        client = "" if self.is_proxy else client_of(self.peer)
        if refusal := self._others.refusal_of(client):
            self._inner = None
            self._tell(refusal)
            return
        self._client = client
        self._others.open += 1
        self._others.of_client[client] += 1
        self._connect_inner(self._transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self.is_lost = True
        for timer in (self._timer, self._stalled):
            if timer:
                timer.cancel()
        self._others.told -= self._is_told
        if self._client is not None:
            self._others.open -= 1
            self._others.of_client -= Counter((self._client,))  # drops those at 0
        if self._inner:
            self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what came, unless it is too much."""
        if self._inner is None:
            return  # it was told why
        if not self._has_head:
            if refusal := self._refusal_of_head(data):
                self._tell(refusal)
                return
            self._timer = self._timer or self._loop.call_later(self._others.seconds, self._late)
        was = CONNECTION.set(self)
        try:
            self._inner.data_received(data)
        finally:
            CONNECTION.reset(was)
        self._stay()

    def eof_received(self) -> bool | None:
        """Pass on that nothing more comes."""
        return self._inner.eof_received() if self._inner else None

    def pause_writing(self) -> None:
        """Note that the client does not read as fast as the server writes."""
        self._watch_reader()
        if self._inner:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Note that it does again."""
        if self._stalled:
            self._stalled.cancel()
        if self._inner:
            self._inner.resume_writing()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Know that the app answers a request, whose head came whole."""
        self._requests += 1
        self._has_head = True
        self._stop_waiting()
        try:
            yield
        finally:
            self._requests -= 1
            self._has_head = self._requests > 0
            self.is_answering = False

    def end(self) -> None:
        """Close after what was answered: the rest of the request is not wanted."""
        self._let_go()
        self._timer = self._loop.call_later(LINGER, self._transport.close)

    def _connect_inner(self, transport: asyncio.Transport) -> None:
        assert self._inner
        self._inner.connection_made(transport)
        if hasattr(self._inner, "send_400_response"):  # both of uvicorn's have it
            vars(self._inner)["send_400_response"] = lambda _: self._tell(NO_REQUEST)

    def _stay(self) -> None:
        """Remain in between where the protocol handed the transport to one of WebSockets."""
        following = self._transport.get_protocol()
        if following is not self and self._inner and not self._transport.is_closing():
            self._inner = cast("asyncio.Protocol", following)
            self._transport.set_protocol(self)

    def _refusal_of_head(self, data: bytes) -> Refusal | None:
        seen = self._head + data
        end = _HEAD_END.search(seen)
        head = seen[: end.start()] if end else seen
        self._head, self._has_head = b"" if end else seen, bool(end)
        if len(head.partition(b"\n")[0]) > TARGET_BYTES:
            return LONG_TARGET
        if len(head) > HEAD_BYTES:
            return LONG_HEAD
        return refusal_of_handshake(head) if end else None

    def _wait(self) -> None:
        self._timer = self._loop.call_later(self._others.seconds, self._late)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        """Close what has not said what it wants: browsers open connections ahead of that."""
        if self._head:
            self._tell(TOO_LATE)
        else:
            self._transport.close()

    def _tell(self, refusal: Refusal) -> None:
        most = TOLD if self._client is not None else self._others.most_turned_away
        if self.is_answering or self._others.told >= most:
            self._transport.abort()
            return
        self._others.told += not self._is_told
        self._is_told = True
        self._transport.write(raw_answer(refusal))
        self.end()

    def _let_go(self) -> None:
        """Part the HTTP server's protocol from the connection, which stays open for a while."""
        self._stop_waiting()
        if self._inner:
            self._inner.connection_lost(ConnectionAbortedError())
        self._inner = None

    def _watch_reader(self) -> None:
        left = self._transport.get_write_buffer_size()
        seconds = self._others.seconds * READER_TURNS
        self._stalled = self._loop.call_later(seconds, self._check_reader, left, seconds)

    def _check_reader(self, before: int, seconds: int) -> None:
        taken = before - self._transport.get_write_buffer_size()
        if taken < LEAST_RATE * seconds:
            self._transport.abort()
        else:
            self._watch_reader()


class AtWork:
    """Middleware that tells its connection while a request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        connection = CONNECTION.get() if scope["type"] != "lifespan" else None
        if connection is None:
            await self.app(scope, receive, send)
            return

        async def send_noted(message: Message) -> None:
            connection.is_answering = True
            await send(message)

        with connection.at_work():
            await self.app(scope, receive, send_noted)


def _keep_little_unsent(connection: socket.socket | None) -> None:
    """Let the system take megabytes only as fast as the reader does, where it can."""
    if connection is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        with suppress(OSError):  # a socket that is none of TCP
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)


def _trusted_by(inner: asyncio.Protocol | None) -> Container[str]:
    """Return the addresses of proxies that the HTTP server believes (FORWARDED_ALLOW_IPS)."""
    found: Container[str] = getattr(getattr(inner, "app", None), "trusted_hosts", ())
    return found
