"""A server that answers as a test wants, to see what a proxy asks and what it makes of answers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(slots=True)
class Upstream:
    """What is answered, and what was asked: method, target and headers of each request."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"answer"
    asked: list[tuple[str, str, Message]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)  # no answer before it is set
    is_stopped: bool = False  # connections are closed without an answer


@contextmanager
def running_upstream() -> Iterator[Upstream]:
    """Answer on a port of this machine until the block ends."""
    upstream = Upstream()
    upstream.go.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each body waits 40 ms for its headers

        def do_GET(self) -> None:
            if upstream.is_stopped:
                self.close_connection = True
                return
            upstream.asked.append((self.command, self.path, self.headers))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            upstream.go.wait()
            tag, known = upstream.headers.get("ETag"), self.headers.get("If-None-Match")
            is_known = tag is not None and tag == known
            body = b"" if is_known or self.command == "HEAD" else upstream.body
            self.send_response(304 if is_known else upstream.status)
            for name, value in upstream.headers.items():
                self.send_header(name, value)
            if not is_known:
                self.send_header("Content-Length", str(len(upstream.body)))
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_PUT = do_GET  # noqa: N815, the names that http.server calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, the name is given
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        upstream.port = server.server_port
        waits = {"poll_interval": 0.01}  # s, until it hears that it ends
        threading.Thread(target=server.serve_forever, kwargs=waits, daemon=True).start()
        try:
            yield upstream
        finally:
            upstream.go.set()
            server.shutdown()
