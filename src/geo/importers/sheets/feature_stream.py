"""The features of a GeoJSON file one by one, however large the file."""

__all__ = ["MEMBER", "Numbered", "check_crs", "stream"]

import math
import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any, NamedTuple

from geo.errors import UnreadableData
from geo.formats import geopackage

CHUNK = 1 << 16  # characters
MEMBER = 1 << 21  # characters that one feature, or one member beside the features, may have
_SPACE = re.compile(r"[ \t\r\n]*")
WORLD = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "OGC:CRS84")


class Numbered(NamedTuple):
    """A feature with its number in the file, from 1; `twice` are keys that it has twice."""

    number: int
    feature: Any
    twice: tuple[str, ...]


def stream(path: Path) -> Iterator[Numbered]:
    """Yield the features. Raises UnreadableData, for a file cut short when its end is reached."""
    reader = _Reader(path)
    reader.begin()
    number = 0
    kind = False
    for name in reader.members():
        if name == "features":
            for feature in reader.items():
                number += 1
                yield Numbered(number, feature, reader.twice())
        else:
            kind |= _checked(reader.name, name, reader.value())
    if not kind or not reader.has_features:
        raise reader.refusal("is no GeoJSON FeatureCollection: see RFC 7946")


def _checked(file: str, name: str, value: Any) -> bool:
    """Tell whether a member says that this is a FeatureCollection; refuse one that denies it."""
    if name == "type" and value != "FeatureCollection":
        text = f"{file} is no GeoJSON FeatureCollection: see RFC 7946"
        raise UnreadableData(text)
    if name == "crs":
        check_crs(file, value)
    return name == "type"


def check_crs(file: str, crs: Any) -> None:
    """Refuse a file that says its positions are others than WGS 84. Raises UnreadableData."""
    match crs:
        case None:
            return
        case {"properties": {"name": str() as name}} if name in WORLD:
            return
    text = f"{file} has the member crs: positions must be WGS 84, longitude first (RFC 7946)"
    raise UnreadableData(f"{text}. Save it in EPSG:4326")


class _Reader:
    """A window on the text of a file: what json has decoded is let go of."""

    def __init__(self, path: Path) -> None:
        self.name = path.name or str(path)
        self.has_features = False
        self._chunks = _chunks(path, self.name)
        self._text, self._at, self._ended = "", 0, False
        self._twice: list[str] = []
        self._decode = JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=_finite,
            parse_int=_whole,
            parse_constant=str,  # NaN, which is no number to JSON, nor to what reads it here
        ).raw_decode

    def begin(self) -> None:
        """Find the object that the file is."""
        if not self._char():
            raise self.refusal("is empty: it must hold a FeatureCollection")
        if self._char() not in "{[":
            raise self.refusal(f"is no JSON: it begins with {self._text[self._at :][:20]!r}")
        if self._char() == "[":
            raise self.refusal("is no GeoJSON FeatureCollection: see RFC 7946")
        self._at += 1

    def members(self) -> Iterator[str]:
        """Yield the names of its members; the value of each must be read before the next."""
        while self._char() != "}":
            name = self.value()
            if self._char() != ":" or not isinstance(name, str):
                raise self._cut_short("a member has no value")
            self._at += 1
            yield name
            self._next("}")
        self._at += 1

    def items(self) -> Iterator[Any]:
        """Yield the items of the list that stands here."""
        if self._char() != "[":
            raise self.refusal("has no list of features: see RFC 7946, section 3.3")
        self.has_features = True
        self._at += 1
        while self._char() != "]":
            yield self.value()
            self._next("]")
        self._at += 1

    def value(self) -> Any:
        """Return the value that stands here. Reads on until it is whole."""
        self._char()
        size = CHUNK
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except JSONDecodeError as error:
                if self._ended or len(self._text) - self._at > MEMBER:
                    raise self._broken(error) from None
                self._twice.clear()
                self._fill(size)
                size *= 2
            except RecursionError:
                raise self._cut_short("it is nested too deeply") from None
            else:
                if end == len(self._text) and not self._ended:
                    self._twice.clear()
                    self._fill(CHUNK)  # a number may go on
                    continue
                self._at = end
                return value

    def twice(self) -> tuple[str, ...]:
        """Return the keys that the last value had twice, and forget them."""
        found = tuple(self._twice)
        self._twice.clear()
        return found

    def refusal(self, text: str) -> UnreadableData:
        """Return the error of the file as a whole."""
        return UnreadableData(f"{self.name} {text}")

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            self._twice += [name for name in found if names.count(name) > 1]
        return found

    def _broken(self, error: JSONDecodeError) -> UnreadableData:
        if len(self._text) - self._at > MEMBER and not self._ended:
            return self.refusal(f"has a feature of more than {MEMBER:,} characters, or broken JSON")
        return self._cut_short(error.msg)

    def _cut_short(self, reason: str) -> UnreadableData:
        return self.refusal(f"is no complete JSON, perhaps cut short: {reason}")

    def _char(self) -> str:
        """Return the next character that is no space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._fill(CHUNK)

    def _next(self, closing: str) -> None:
        """Step over the comma behind a value."""
        char = self._char()
        if char == ",":
            self._at += 1
            if self._char() == closing:
                raise self._cut_short("a comma stands before the end")
        elif char != closing:
            raise self._cut_short("a comma is missing")

    def _fill(self, size: int) -> None:
        """Let go of what was decoded, and read on."""
        parts = [self._text[self._at :]]
        while size > 0 and not self._ended:
            part = next(self._chunks, "")
            self._ended = not part
            size -= len(part)
            parts.append(part)
        self._text, self._at = "".join(parts), 0


def _chunks(path: Path, name: str) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            while text := file.read(CHUNK):
                yield text
    except FileNotFoundError:
        raise UnreadableData(f"{name} does not exist: check the path") from None
    except OSError as error:  # its own text would show the whole path
        raise UnreadableData(f"{name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        is_one = geopackage.is_geopackage(path)
        reason = geopackage.INSTEAD if is_one else f"is no UTF-8 text: {error.reason}"
        raise UnreadableData(f"{name} {reason}") from None


def _finite(text: str) -> float | str:
    """Read a number; one too large for a computer stays as it is written, and is no number."""
    number = float(text)
    return number if math.isfinite(number) else text


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:  # thousands of digits
        return text
