"""A proxy in front of a server, with the mistakes that proxies are set up with."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """What a proxy changes: names of headers in lower case.

    `unasked` are headers of requests that it drops, `asked` those that it sets; `unsaid` and `said`
    are the same of answers. It takes `base` from the paths, and answers `status` itself, with
    `body`. It closes the connection of a request for `silent`.
    """

    unasked: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    status: int | None = None
    body: bytes = b"<p>another site</p>"
    silent: str | None = None


class _Front(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, behind: int, mistakes: Mistakes) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.behind, self.mistakes = behind, mistakes

    def handle_error(self, *_: object) -> None:
        """Let clients leave, as those do that do not trust a certificate."""


class _Handler(BaseHTTPRequestHandler):
    server: _Front

    def do_GET(self) -> None:
        mistakes = self.server.mistakes
        if mistakes.silent and self.path.startswith(mistakes.silent):
            self.close_connection = True
        elif mistakes.status or not self.path.startswith(mistakes.base):
            self._say(mistakes.status or 404, {}, mistakes.body)
        else:
            self._pass_on(mistakes)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _pass_on(self, mistakes: Mistakes) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        kept = {name: value for name, value in asked.items() if name not in mistakes.unasked}
        connection = HTTPConnection("127.0.0.1", self.server.behind, timeout=20)
        path = self.path.removeprefix(mistakes.base)
        connection.request("GET", path, headers={**kept, **mistakes.asked})
        answer = connection.getresponse()
        said = {n: v for n, v in answer.getheaders() if n.lower() not in mistakes.unsaid}
        body = b"" if answer.status == 101 else answer.read()
        connection.close()
        self._say(answer.status, said, body)

    def _say(self, status: int, fields: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in {**fields, **self.server.mistakes.said}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def front(
    port: int, behind: int, mistakes: Mistakes, context: ssl.SSLContext | None = None
) -> Iterator[None]:
    """Serve on a port what a server on the port `behind` answers, until the block ends."""
    with _Front(port, behind, mistakes) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
