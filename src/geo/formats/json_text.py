"""JSON as text: read strictly, made inert for a page, or with some values replaced."""

__all__ = ["Edit", "edited", "inert_json", "is_deeper", "items", "members", "value_from_json"]

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn

Span = tuple[int, int]  # start and end of a value in the text, end excluded

SAMPLE = 2000  # characters that show how a text is laid out

# What could end a script element, begin a comment in it, or end a line of JavaScript.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_DECODE = json.JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")
_FIRST_INDENT = re.compile(r"\n([ \t]+)\S")


class Edit(NamedTuple):
    """A value that replaces the one at `span`."""

    span: Span
    value: Any


def value_from_json(text: str) -> Any:
    """Read JSON; raises ValueError also for NaN and Infinity, which Python would read.

    RecursionError is raised for what is nested too deeply.

    >>> value_from_json("[1, NaN]")
    Traceback (most recent call last):
    ValueError: NaN is not a JSON number
    """
    return _STRICT.decode(text)


def is_deeper(value: Any, most: int) -> bool:
    """Tell that more than so many lists and objects stand within one another.

    >>> is_deeper([[1]], 2), is_deeper([[[]]], 2)
    (False, True)
    """
    level = [value]
    for _ in range(most + 1):
        level = [each for each in level if isinstance(each, list | dict)]
        if not level:
            return False
        level = [
            part for each in level for part in (each.values() if isinstance(each, dict) else each)
        ]
    return True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


_STRICT = json.JSONDecoder(parse_constant=_refuse_constant)


def inert_json(value: object) -> str:
    r"""Return compact JSON that is safe in a script element of HTML.

    >>> inert_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_UNSAFE)


def members(text: str, start: int) -> dict[str, Span]:
    """Return the spans of the values of the object that begins at `start`, in valid JSON."""
    found: dict[str, Span] = {}
    at = _skip(text, start + 1)
    while text[at] != "}":
        key, at = _DECODE(text, at)
        value = _skip(text, _skip(text, at) + 1)
        found[key] = value, _DECODE(text, value)[1]
        at = _next(text, found[key][1])
    return found


def items(text: str, start: int) -> list[Span]:
    """Return the spans of the values of the array that begins at `start`, in valid JSON."""
    found: list[Span] = []
    at = _skip(text, start + 1)
    while text[at] != "]":
        found.append((at, _DECODE(text, at)[1]))
        at = _next(text, found[-1][1])
    return found


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with new values, which take over its layout."""
    indent = _FIRST_INDENT.search(text)
    for (start, end), value in sorted(edits, reverse=True):
        text = text[:start] + _written(value, text, start, indent and indent[1]) + text[end:]
    return text


def _written(value: Any, text: str, start: int, indent: str | None) -> str:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    margin = line[: len(line) - len(line.lstrip())]
    # A value that shares its line with others is written in one line too.
    if not indent or not re.fullmatch(r'\s*("[^"]*": ?)?', line):
        tight = not re.search(r'": ', text[:SAMPLE])
        return json.dumps(value, ensure_ascii=False, separators=(",", ":") if tight else None)
    lines = json.dumps(value, ensure_ascii=False, indent=indent).split("\n")
    return ("\r\n" if "\r\n" in text else "\n").join([lines[0], *(margin + li for li in lines[1:])])


def _next(text: str, end: int) -> int:
    """Return the index of the next member, or of the closing bracket."""
    at = _skip(text, end)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
