"""A server of the files of a folder that answers requests for ranges, and counts the bytes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote


@dataclass
class RangeServer:
    """Its address, and the bytes of content that were sent.

    Without ranges it sends whole files; without ETag it says only when a file was changed.
    """

    url: str
    has_ranges: bool = True
    has_etag: bool = True
    is_down: bool = False
    sent: list[tuple[str, int]] = field(default_factory=list)

    def sent_bytes(self) -> int:
        """Return how many bytes were sent since the last call."""
        size = sum(length for _, length in self.sent)
        self.sent.clear()
        return size


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path, server_of: list[RangeServer]) -> None:
        self._folder, self._server_of = folder, server_of
        super().__init__(*args)  # type: ignore[arg-type]

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def _answer(self, *, has_body: bool) -> None:
        (told,) = self._server_of
        path = self._folder / unquote(self.path).lstrip("/")
        if told.is_down or not path.is_file():
            self.send_response(503 if told.is_down else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        found, first, length = path.stat(), 0, path.stat().st_size
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if asked and told.has_ranges:
            first, last = int(asked[1]), min(int(asked[2]), length - 1)
            length = last + 1 - first
        self.send_response(206 if asked and told.has_ranges else 200)
        self.send_header("Content-Length", str(length))
        if told.has_etag:
            self.send_header("ETag", f'"{found.st_mtime_ns:x}-{found.st_size:x}"')
        self.send_header("Last-Modified", self.date_time_string(found.st_mtime))
        self.end_headers()
        if has_body:
            told.sent.append((self.path, length))
            with path.open("rb") as file:
                file.seek(first)
                self.wfile.write(file.read(length))

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def range_server(folder: Path) -> Iterator[RangeServer]:
    """Serve the files of a folder on 127.0.0.1 until the block ends."""
    told: list[RangeServer] = []
    handler = partial(_Handler, folder=folder, server_of=told)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        told.append(RangeServer(f"http://127.0.0.1:{server.server_port}"))
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told[0]
        finally:
            server.shutdown()
            thread.join()
