"""A server in this process, on a socket of its own, for what a client of routes cannot try."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from geo.settings import limit
from geo.web.admission.connections import Connections
from geo.web.server import make_parts
from serving import atlas_of

HOST = b"Host: localhost\r\n"
PATIENCE = 20  # s until a test fails


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketServer:
    """A running server: its port, and the connections that it counts."""

    port: int
    connections: Connections

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def answer_to(self, *pieces: bytes) -> bytes:
        """Send bytes, and return all that comes until the server closes the connection."""
        with self.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
            return rest_of(connection)


def rest_of(connection: socket.socket) -> bytes:
    """Return what comes until the other side closes."""
    found = b""
    while part := connection.recv(1 << 16):
        found += part
    return found


@contextmanager
def socket_server(*others: BaseRoute) -> Iterator[SocketServer]:
    """Serve the routes of the bundled data, and others in place of Streamlit's.

    Limits are those of the environment at the start.
    """
    current = atlas_of(host="localhost")
    connections = Connections(limit("connections"))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        with connections.watching(asyncio.get_running_loop()):
            yield

    parts = make_parts(current)
    parts["routes"].extend(others)
    app = Starlette(**parts, lifespan=lifespan)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, log_level="critical", ws="websockets-sansio")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        port = listening.getsockname()[1]
        try:
            yield SocketServer(port=port, connections=connections)
        finally:
            server.should_exit = True
            thread.join()
            current.close()
