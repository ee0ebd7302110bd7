"""A deployed atlas as readers reach it: its address, and what it answers."""

__all__ = ["Answer", "Site", "fault_in_words"]

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from geo.atlas.serving.base_path import public_address
from geo.errors import printable, shortened

SECONDS = 10  # that one step of an answer may take
ALL_SECONDS = 30  # that all of it may take
MOST_BYTES = 4_000_000  # that are read of a body
_PORTS = {"http": 80, "https": 443}


class Answer(NamedTuple):
    """Status, headers by their names in lower case, and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An address below which an atlas is; `checks_certificate` is off once that is known as bad."""

    scheme: str
    host: str
    port: int
    base: str = ""
    checks_certificate: bool = True

    @classmethod
    def parse(cls, parameter: str, text: str) -> Self:
        """Read an address. Raises BadValue.

        >>> Site.parse("address", "https://example.org/atlas/").url
        'https://example.org/atlas'
        """
        parts = urlsplit(public_address(parameter, text))
        port = parts.port or _PORTS[parts.scheme]
        return cls(scheme=parts.scheme, host=str(parts.hostname), port=port, base=parts.path)

    @property
    def origin(self) -> str:
        """Return scheme, host and port as a browser names them."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{name}{port}"

    @property
    def url(self) -> str:
        """Return the address, without a slash at its end."""
        return f"{self.origin}{self.base}"

    def connect(self) -> HTTPConnection:
        """Open a connection. Raises OSError; ssl.SSLError is one."""
        if self.scheme == "http":
            connection = HTTPConnection(self.host, self.port, timeout=SECONDS)
        else:
            context = ssl.create_default_context()
            if not self.checks_certificate:  # which was said: the other checks go on
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection = HTTPSConnection(self.host, self.port, timeout=SECONDS, context=context)
        connection.connect()
        return connection

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path below the address. Raises OSError and HTTPException.

        What comes too slowly to end in `ALL_SECONDS` is a TimeoutError.
        """
        with closing(self.connect()) as connection, _ended_in_time(connection):
            connection.request("GET", f"{self.base}{path}", headers=dict(headers or {}))
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read(MOST_BYTES))


@contextmanager
def _ended_in_time(connection: HTTPConnection) -> Iterator[None]:
    """End a connection that is in use for too long, also where a byte comes now and then."""
    late, sock = Event(), connection.sock

    def end() -> None:
        late.set()
        with suppress(OSError):  # it was closed by the other side
            sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(ALL_SECONDS, end)
    timer.start()
    try:
        yield
    except (OSError, HTTPException, ValueError):  # the last is of a socket that lost its TLS
        if not late.is_set():
            raise
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError


def fault_in_words(site: Site, error: OSError | HTTPException) -> str:
    """Say why an address does not answer, and what to do."""
    where = f"port {site.port} of {site.host}"
    if isinstance(error, socket.gaierror):
        return f"the name {site.host} is not known: is it written right, and in the DNS?"
    if isinstance(error, ConnectionRefusedError):
        return f"nothing listens on {where}: does nginx run (systemctl status nginx)?"
    if isinstance(error, TimeoutError):
        rule = f"{where} did not answer in time"
        return f"{rule}: does a firewall drop what comes, or is the server busy?"
    if isinstance(error, ssl.SSLError):
        return f"{where} does not speak TLS: is it http, or is another port for https?"
    if isinstance(error, ConnectionResetError) and site.scheme == "http":
        return f"{where} closes the connection: is it for https, or is another port for http?"
    if isinstance(error, HTTPException):
        return f"{where} does not speak HTTP: is another port for it?"
    said = printable(shortened(error.strerror or str(error)))
    return f"{where} cannot be reached: {said}"
