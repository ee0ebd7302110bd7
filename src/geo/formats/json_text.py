"""JSON as text: inert within a page, and single values changed while the rest stays as it was."""

__all__ = ["Edit", "edited", "inert_json", "items", "members"]

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

Span = tuple[int, int]  # of a value: its first character, and the one behind it

LOOKED_AT = 2000  # characters, to see how a text is laid out

# What could end a script element, begin a comment in it, or end a line of JavaScript.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_DECODE = json.JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")
_FIRST_INDENT = re.compile(r"\n([ \t]+)\S")


class Edit(NamedTuple):
    """A value to be written in the place of another."""

    span: Span
    value: Any


def inert_json(value: object) -> str:
    r"""Return JSON, compact, that means nothing to HTML within a script element.

    >>> inert_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def members(text: str, start: int) -> dict[str, Span]:
    """Return where the values of the object lie that begins at `start`, in valid JSON."""
    found: dict[str, Span] = {}
    at = _skip(text, start + 1)
    while text[at] != "}":
        key, at = _DECODE(text, at)
        value = _skip(text, _skip(text, at) + 1)
        found[key] = value, _DECODE(text, value)[1]
        at = _next(text, found[key][1])
    return found


def items(text: str, start: int) -> list[Span]:
    """Return where the values of the array lie that begins at `start`, in valid JSON."""
    found: list[Span] = []
    at = _skip(text, start + 1)
    while text[at] != "]":
        found.append((at, _DECODE(text, at)[1]))
        at = _next(text, found[-1][1])
    return found


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with new values, laid out as the text is."""
    indent = _FIRST_INDENT.search(text)
    for (start, end), value in sorted(edits, reverse=True):
        text = text[:start] + _written(value, text, start, indent and indent[1]) + text[end:]
    return text


def _written(value: Any, text: str, start: int, indent: str | None) -> str:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    margin = line[: len(line) - len(line.lstrip())]
    # A value that shares its line with many others is written in one line, as they are.
    if not indent or not re.fullmatch(r'\s*("[^"]*": ?)?', line):
        tight = not re.search(r'": ', text[:LOOKED_AT])
        return json.dumps(value, ensure_ascii=False, separators=(",", ":") if tight else None)
    lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
    return ("\r\n" if "\r\n" in text else "\n").join([lines[0], *(margin + li for li in lines[1:])])


def _next(text: str, end: int) -> int:
    """Return where the next member begins, or the bracket that closes."""
    at = _skip(text, end)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
