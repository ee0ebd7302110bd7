"""A proxy on this machine that passes on pages, and does with a WebSocket what a test wants."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

REFUSED = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NOT_THERE = REFUSED.replace(b"400 Bad Request", b"404 Not Found")


@dataclass(slots=True, kw_only=True)
class ForgetfulProxy:
    """What it does: `pass`, `refuse` or `drop` a WebSocket, be `gone`, or lead `elsewhere`."""

    port: int = 0
    does: str = "pass"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def forgetful_proxy(upstream: int) -> Iterator[ForgetfulProxy]:
    """Run a proxy in front of a port of this machine until the block ends."""
    proxy = ForgetfulProxy()

    class Handler(StreamRequestHandler):
        """One connection: one request, or one WebSocket."""

        def handle(self) -> None:
            with suppress(OSError):  # a browser leaves whenever it wants
                self._answer(b"".join(iter(self.rfile.readline, b"\r\n")) + b"\r\n")

        def _answer(self, head: bytes) -> None:
            is_socket = re.search(rb"(?im)^upgrade: websocket\r$", head)
            is_health = head.startswith(b"GET /_stcore/health")
            if is_socket and proxy.does == "drop":
                self.rfile.read()  # until the browser gives up
            elif is_socket and proxy.does != "pass":
                self.wfile.write(REFUSED)
            elif is_health and proxy.does == "elsewhere":
                self.wfile.write(NOT_THERE)
            elif not (is_health and proxy.does == "gone"):
                kept = head if is_socket else re.sub(rb"(?im)^connection:[^\r]*\r\n", b"", head)
                end = b"\r\n" if is_socket else b"Connection: close\r\n\r\n"
                self._pass_on(kept.removesuffix(b"\r\n") + end)

        def _pass_on(self, head: bytes) -> None:
            with socket.create_connection(("127.0.0.1", upstream)) as back:
                back.sendall(head)
                way_there = Thread(target=copy, args=(self.rfile.read1, back.sendall), daemon=True)
                way_there.start()
                copy(back.recv, self.wfile.write)
                with suppress(OSError):  # the browser has left, and the other thread ends with it
                    self.connection.shutdown(socket.SHUT_RDWR)
                way_there.join()  # before what it reads is closed

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy.port = server.server_address[1]
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


def copy(read: Callable[[int], bytes], write: Callable[[bytes], object]) -> None:
    """Copy what comes until a side closes."""
    with suppress(OSError):
        while part := read(1 << 16):
            write(part)
