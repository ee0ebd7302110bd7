"""A store directory on a server or in object storage, read in ranges of bytes.

The manifest says how long each file is, and a file never changes under its name. So DuckDB asks for
the bytes that a view needs, and the other side is asked for nothing else.
"""

__all__ = [
    "Location",
    "RemoteDirectory",
    "RemoteFiles",
    "fault_in",
    "location_from_text",
    "locations_from_text",
]

import os
import re
import secrets
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import UnreadableData
from geo.store.directory.ranges import KeptRanges

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

SCHEMES = ("https", "http", "s3", "gs", "az", "abfs")
MOST_KEPT = 64 << 20  # bytes of ranges, so that the next reader does not wait for them again
_ONE_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # DuckDB asks when a file changed: it never does
_REMEDY = "check the address, and that the server answers; it is asked again by itself"
# What systems call what differs once a file is another one: of HTTP the headers, where it has them.
_MARKS_OF_STATE = (
    *("ETag", "etag", "Last-Modified", "LastModified", "Content-MD5", "Digest"),
    *("last_modified", "mtime", "updated", "md5", "md5Hash", "content_md5"),
)
# Of a server that takes no connection, or stops in the middle of an answer: a reader who waits for
# a page gives up in as long, and a thread that waits serves nobody.
CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0
_MARK = f"[{secrets.token_hex(8)}]"  # around our words in those of DuckDB: no data has it


_BETWEEN = re.escape(os.pathsep)
# A path, or an address: its user and password, its host (IPv6 in brackets), its port, its path.
_ONE = re.compile(
    rf"""
    (?: (?: {"|".join(SCHEMES)} ) :// (?: [^/@]* @ )? (?: \[ [^\]/]* \] | [^/:@{_BETWEEN}]* )
        (?: : \d+ (?= [/{_BETWEEN}] | $ ) )? )?
    [^{_BETWEEN}]*
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RemoteDirectory:
    """The address of a store directory, without a slash at its end.

    Raises UnreadableData for one with a query or a fragment.
    """

    url: str

    def __post_init__(self) -> None:
        if "?" in self.url or "#" in self.url:
            rule = "has a ? or # in its address, and what follows would not be asked for"
            remedy = "give the address of the folder only; in its name they are %3F and %23"
            raise UnreadableData(f"{self.name} {rule}: {remedy}")

    @property
    def name(self) -> str:
        """Return the last part of the address; the rest may have a password."""
        return PurePosixPath(urlsplit(self.url).path).name or urlsplit(self.url).hostname or "?"

    def read(self, path: str) -> bytes:
        """Return the content of a small file. Raises UnreadableData."""
        system, root = self._opened()
        try:
            content: bytes = system.cat_file(f"{root}/{path}")
        except Exception as error:  # each system has its own
            raise self._unreadable(path, error) from None
        return content

    def state(self, path: str) -> tuple[int, int, int]:
        """Return what differs once a file is another one: 0, its size, and a hash of the rest.

        Raises UnreadableData.
        """
        system, root = self._opened()
        try:
            system.invalidate_cache()
            found = system.info(f"{root}/{path}")
        except Exception as error:
            raise self._unreadable(path, error) from None
        marks = [str(found.get(key)) for key in _MARKS_OF_STATE]
        return 0, int(found.get("size") or 0), zlib.crc32("\n".join(marks).encode())

    def range_of(self, path: str, first: int, end: int) -> bytes:
        """Return the bytes of a file from `first`, up to `end`. Raises UnreadableData."""
        system, root = self._opened()
        try:
            data: bytes = system.cat_file(f"{root}/{path}", start=first, end=end)
        except Exception as error:
            raise self._unreadable(path, error) from None
        if len(data) != end - first:
            rule = f"gave {len(data):,} bytes of {path} where {end - first:,} were asked for"
            raise UnreadableData(f"{self.name} {rule}: does its server answer requests for ranges?")
        return data

    def _opened(self) -> "tuple[AbstractFileSystem, str]":
        """Return the system of the address, and the path in it. Raises UnreadableData."""
        try:
            from fsspec.core import url_to_fs

            system, root = url_to_fs(self.url, **self._options())
        except ImportError:
            remedy = "install it with pip install 'incident-atlas[remote]'"
            scheme = urlsplit(self.url).scheme
            rule = f"needs what reads {scheme} addresses"
            raise UnreadableData(
                f"{self.name} {rule}: {remedy}, or the package that it names"
            ) from None
        return system, root

    def _options(self) -> dict[str, Any]:
        """Return the time limits of a system that has none of its own. Raises ImportError."""
        if urlsplit(self.url).scheme.lower() not in ("http", "https"):
            return {}
        from aiohttp import ClientTimeout

        timeout = ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)
        return {"client_kwargs": {"timeout": timeout}}

    def _unreadable(self, path: str, error: Exception) -> UnreadableData:
        reason = "is not there" if isinstance(error, FileNotFoundError) else "cannot be read"
        return UnreadableData(f"{self.name}: {path} {reason}. {_REMEDY}")


Location = Path | RemoteDirectory


def fault_in(error: Exception) -> str | None:
    """Return why a range did not come, of what DuckDB raises for the statement that needed it.

    DuckDB reads on threads of its own, and has our words within its own, so nothing is kept by
    which another statement could be taken for the one that failed.
    """
    _, *told = str(error).split(_MARK)
    return told[0] if told else None


def location_from_text(text: str) -> Location:
    """Return the directory of an address, or the path of a file or folder.

    Raises UnreadableData for an address with a query or a fragment.

    >>> location_from_text("https://example.org/watch/").name, location_from_text("a.csv").name
    ('watch', 'a.csv')
    """
    scheme, is_address, _ = text.partition("://")
    if is_address and scheme.lower() in SCHEMES:
        return RemoteDirectory(text.rstrip("/"))
    return Path(text)


def locations_from_text(text: str) -> tuple[Location, ...]:
    """Return what a list names, with what the system has between paths (: or ;) between them.

    That may also stand in an address, before a password and a port, and nowhere else. Raises
    UnreadableData for an address with a query or a fragment.
    """
    return tuple(location_from_text(found[0]) for found in _ONE.finditer(text) if found[0])


class RemoteFiles:
    """The files of a remote directory as DuckDB opens them: under a protocol of their own.

    `sizes` are their lengths in bytes by their paths.
    """

    is_engines = False  # the engine keeps none of it from one question to the next

    def __init__(self, directory: RemoteDirectory, sizes: Mapping[str, int]) -> None:
        self.name = directory.name
        self.protocol = f"atlas{secrets.token_hex(4)}"
        self._directory = directory
        self._ranges = KeptRanges(MOST_KEPT, self._range)
        self.system = _system(self.protocol, sizes, self._ranges.get)

    def _range(self, path: str, first: int, end: int) -> bytes:
        try:
            return self._directory.range_of(path, first, end)
        except UnreadableData as error:
            raise UnreadableData(f"{_MARK}{error}{_MARK}") from None

    def fault(self, *, at_once: bool = False) -> None:
        """Return None: nothing changes under its name; `fault_in` knows what did not come."""

    def close(self) -> None:
        """End nothing: no file is held open."""

    def address(self, path: str) -> str:
        """Return what DuckDB opens a file by."""
        return f"{self.protocol}://{path}"


def _system(
    protocol_: str, sizes: Mapping[str, int], range_of: Callable[[str, int, int], bytes]
) -> "AbstractFileSystem":
    """Return the file system; its base class is loaded here, as few programs need it."""
    from fsspec import AbstractFileSystem
    from fsspec.spec import AbstractBufferedFile

    class File(AbstractBufferedFile):  # type: ignore[misc]  # without annotations
        def _fetch_range(self, start: int, end: int) -> bytes:
            return range_of(self.path, start, end)

    class Files(AbstractFileSystem):  # type: ignore[misc]  # without annotations
        protocol = protocol_
        cachable = False

        def info(self, path: str, **_: Any) -> dict[str, Any]:
            name = self._strip_protocol(path)
            if name not in sizes:
                raise FileNotFoundError(name)
            return {"name": name, "size": sizes[name], "type": "file"}

        def modified(self, _: str) -> datetime:
            return _ONE_TIME

        def glob(self, path: str, **_: Any) -> list[str]:
            return [path]

        def _open(self, path: str, mode: str = "rb", **_: Any) -> File:
            return File(self, path, mode, cache_type="none", size=sizes[path])

    return Files()
