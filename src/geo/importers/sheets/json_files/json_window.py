"""A window on the text of a JSON file: values are decoded one by one, however large the file."""

__all__ = ["CHUNK", "JsonWindow", "mostly_objects", "too_deep"]

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any

from geo.errors import UnreadableData
from geo.formats.file_errors import file_errors
from geo.formats.json_text import is_deeper
from geo.importers.sheets.text_file import marked_encoding
from geo.settings import limit

CHUNK = 1 << 16  # characters
SHORT = 1 << 18  # characters of a value that is looked at as a whole
MOST_TWICE = 100  # names that a value has twice, and that are kept
_TABLE = ": read it as a table, if it is one"
_SPACE = re.compile(r"[ \t\r\n\x1e]*")  # and the separator of RFC 8142


class _TooLong(UnreadableData):
    """A value that is longer than any that is held."""


class JsonWindow:
    """The part of a file's text that is not decoded yet; `refusal` names the file."""

    def __init__(self, path: Path) -> None:
        self.name = path.name or str(path)
        self._chunks = _chunks(path)
        self._text, self._at, self._ended = "", 0, False
        self._twice: list[str] = []
        self._decode = JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=_finite,
            parse_int=_whole,
            parse_constant=str,  # NaN as text: JSON does not have it
        ).raw_decode

    def begin(self) -> None:
        """Check that the file is an object or a list."""
        if not self.char():
            raise self.refusal("is empty: it must hold a FeatureCollection")
        if self.char() not in "{[":
            raise self.refusal(f"is not JSON: it begins with {self.ahead(20)!r}{_TABLE}")

    def ahead(self, count: int) -> str:
        """Return the next characters."""
        self.char()
        return self._text[self._at :][:count]

    def step_in(self) -> None:
        """Step into the object that stands here."""
        self.begin()
        if self.char() == "[":
            raise self.refusal("is not a GeoJSON FeatureCollection: see RFC 7946")
        self._at += 1

    def values(self) -> Iterator[Any]:
        """Yield values that stand one after the other, up to the end."""
        while self.char():
            yield self.value()

    def value_if_short(self) -> Any:
        """Return the value that stands here; None where it is of more than SHORT characters."""
        try:
            return self.value(SHORT)
        except _TooLong:
            return None

    def members(self) -> Iterator[str]:
        """Yield the names of its members; the value of each must be read before the next."""
        while self.char() != "}":
            name = self.value()
            if self.char() != ":" or not isinstance(name, str):
                raise self._cut_short("a member has no value")
            self._at += 1
            yield name
            self._next("}")
        self._at += 1

    def items(self) -> Iterator[Any]:
        """Yield the items of the list that stands here."""
        if self.char() != "[":
            raise self.refusal("has no list of features: see RFC 7946, section 3.3")
        self._at += 1
        while self.char() != "]":
            yield self.value()
            self._next("]")
        self._at += 1

    def value(self, longest: int | None = None) -> Any:
        """Return the value that stands here. Reads on until it is whole."""
        longest = limit("file_value") if longest is None else longest
        self.char()
        size = CHUNK
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except JSONDecodeError as error:
                if self._ended or len(self._text) - self._at > longest:
                    raise self._broken(error, longest) from None
                self._twice.clear()
                self._fill(size)
                size *= 2
            except RecursionError:
                raise too_deep(self.name) from None
            else:
                if end == len(self._text) and not self._ended:
                    self._twice.clear()
                    self._fill(CHUNK)  # a number may go on
                    continue
                self._check(value, end, longest)
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
            counts = Counter(name for name, _ in pairs)
            twice = (name for name in found if counts[name] > 1)
            self._twice += islice(twice, MOST_TWICE - len(self._twice))
        return found

    def _broken(self, error: JSONDecodeError, longest: int) -> UnreadableData:
        if len(self._text) - self._at > longest and not self._ended:
            return self._too_long(longest)
        return self._cut_short(error.msg)

    def _too_long(self, longest: int) -> UnreadableData:
        rule = f"has a record of more than {longest:,} characters, or broken JSON"
        return _TooLong(f"{self.name} {rule}: shorten it, or leave out what is not a point")

    def _check(self, value: Any, end: int, longest: int) -> None:
        if longest > SHORT and end - self._at > longest:
            raise self._too_long(longest)
        if self._is_too_deep(value, end):
            raise too_deep(self.name)

    def _is_too_deep(self, value: Any, end: int) -> bool:
        """Tell a value that is nested too deeply; most have too few brackets to be."""
        most = limit("file_nesting")
        brackets = sum(self._text.count(mark, self._at, end) for mark in "[{")
        return brackets > most and is_deeper(value, most)

    def _cut_short(self, reason: str) -> UnreadableData:
        return self.refusal(f"is not complete JSON, perhaps cut short: {reason}")

    def char(self) -> str:
        """Return the next character that is not a space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._fill(CHUNK)

    def _next(self, closing: str) -> None:
        """Step over the comma behind a value."""
        char = self.char()
        if char == ",":
            self._at += 1
            if self.char() == closing:
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


def mostly_objects(window: JsonWindow, values: Iterator[Any]) -> Iterator[Any]:
    """Yield values of a file; refuse it where many are not objects. Raises UnreadableData."""
    others, most = 0, limit("file_others")
    for value in values:
        others += not isinstance(value, dict)
        if others > most:
            rule = f"has more than {most:,} values that are not records"
            raise window.refusal(f"{rule}: leave them out")
        yield value


def too_deep(file: str) -> UnreadableData:
    """Return the error of a file with a value that is nested too deeply."""
    rule = f"has more than {limit('file_nesting')} lists and objects within one another"
    return UnreadableData(f"{file} {rule}: write its values as texts or numbers")


def _chunks(path: Path) -> Iterator[str]:
    with file_errors(path), path.open(encoding=marked_encoding(path) or "UTF-8") as file:
        while text := file.read(CHUNK):
            yield text


def _finite(text: str) -> float | str:
    """Read a number; one that is too large for a float stays the text that it is."""
    number = float(text)
    return number if math.isfinite(number) else text


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:  # thousands of digits
        return text
