"""A client of HTTP/1.1 for many requests a second: connections that stay open, to this machine.

It takes a tenth of the processor that general clients take, which is the server's to measure.
"""

__all__ = ["Answer", "Pool", "check_loopback"]

import asyncio
import re
import sys
from asyncio import AbstractEventLoop, Future, Queue
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 60.0  # that an answer may take
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"
_LAST_CHUNK = b"\r\n0\r\n\r\n"


class Answer(NamedTuple):
    """The status of an answer, 0 where none came, and its bytes with its head."""

    status: int
    size: int


NONE = Answer(0, 0)


class _Connection(asyncio.Protocol):
    """One connection, with one request under way at a time."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.WriteTransport | None = None
        self._answered: Future[Answer] | None = None
        self._parts: list[bytes] = []
        self._size, self._whole = 0, -1  # bytes that came, and that come; -1 while unknown
        self._status = 0
        self.is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note that it is open."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport, self.is_open = transport, True

    def connection_lost(self, _: Exception | None) -> None:
        """Answer that nothing came."""
        self.is_open = False
        self._finish(NONE)

    def data_received(self, data: bytes) -> None:
        """Take a part of an answer."""
        self._parts.append(data)
        self._size += len(data)
        if self._whole < 0:
            self._read_head(b"".join(self._parts))
        is_whole = 0 <= self._whole <= self._size
        if is_whole or (self._whole < 0 and data.endswith(_LAST_CHUNK)):
            self._finish(Answer(self._status, self._size))

    async def ask(self, request: bytes) -> Answer:
        """Send a request, and wait for its answer."""
        assert self._transport
        self._parts, self._size, self._whole = [], 0, -1
        self._answered = self._loop.create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        """Close it."""
        if self._transport:
            self._transport.close()

    def _read_head(self, came: bytes) -> None:
        self._parts = [came]
        end = came.find(_END)
        if end < 0 or not (status := _STATUS.match(came)):
            return
        self._status = int(status[1])
        if length := _LENGTH.search(came, 0, end):
            self._whole = end + len(_END) + int(length[1])

    def _finish(self, answer: Answer) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_result(answer)


class Pool:
    """So many connections to one server; a request waits for one that is free."""

    def __init__(self, url: str, connections: int) -> None:
        self._host, self._port = check_loopback(url)
        self._free: Queue[_Connection | None] = Queue()
        for _ in range(connections):
            self._free.put_nowait(None)

    async def ask(self, address: str) -> Answer:
        """Ask for an address, and return the answer."""
        connection = await self._free.get()
        try:
            if connection is None or not connection.is_open:
                connection = await self._connect()
            async with asyncio.timeout(SECONDS):
                return await connection.ask(self._request(address))
        except (OSError, TimeoutError):
            if connection:
                connection.close()
            return NONE
        finally:
            self._free.put_nowait(connection)

    async def _connect(self) -> _Connection:
        loop = asyncio.get_running_loop()
        _, made = await loop.create_connection(lambda: _Connection(loop), self._host, self._port)
        return made

    def _request(self, address: str) -> bytes:
        fields = f"Host: {self._host}:{self._port}\r\nAccept-Encoding: gzip\r\n"
        return f"GET {address} HTTP/1.1\r\n{fields}\r\n".encode()

    def close(self) -> None:
        """Close the connections; none is in use."""
        while not self._free.empty():
            if connection := self._free.get_nowait():
                connection.close()

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str, connections: int) -> AsyncIterator["Pool"]:
        """Close the connections at the end of the block."""
        pool = cls(url, connections)
        try:
            yield pool
        finally:
            pool.close()


def check_loopback(url: str) -> tuple[str, int]:
    """Return host and port of an address of this machine; stop in words for any other."""
    parts = urlsplit(url)
    try:
        is_here = ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_here = False
    if not is_here or not parts.port or parts.scheme != "http":
        rule = "load is put on this machine only: an address such as http://127.0.0.1:8501"
        sys.exit(f"{url!r}: {rule}")
    return parts.hostname or "", parts.port
