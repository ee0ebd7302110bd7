"""The values that a parameter allows, in words and as a way to read them."""

__all__ = [
    "BOX",
    "COUNTRY",
    "MAX_TEXT",
    "MOST_VALUES",
    "PAIR",
    "PARTIAL_DATE",
    "SEARCH_TEXT",
    "SLUG",
    "UNORDERED_PAIR",
    "Values",
    "free_text",
    "line_of",
    "one_of",
    "whole_number",
]

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from geo.errors import BadValue
from geo.formats.one_line import one_line, shortened
from geo.mercator import Bounds
from geo.model import dates
from geo.model.name_lengths import MAX_NAME, MAX_SLUG
from geo.query.search_terms import terms_of

MAX_TEXT = MAX_NAME  # characters of a search text, and of a name
MOST_VALUES = 100  # of one parameter


Members = tuple[tuple[str, Any], ...]


class Values(NamedTuple):
    """Values that are allowed, and how a parameter's name and text become one.

    `parse` raises BadValue. `schema` has the members of a JSON Schema for the texts, as far as one
    can say it: what it refuses, `parse` refuses too.
    """

    allowed: str
    parse: Callable[[str, str], Any]
    schema: Members = (("type", "string"),)


def _schema(kind: str, **members: Any) -> Members:
    return (("type", kind), *members.items())


_TEXT = _schema("string", minLength=1, pattern=r"\S")


def one_of(codes: Sequence[str], old: Mapping[str, str] = MappingProxyType({})) -> Values:
    """Allow some codes only; `old` ones, which addresses still have, are read as the new."""
    listed = ", ".join(codes)

    def parse(name: str, text: str) -> str:
        code = old.get(text, text)
        if code not in codes:
            raise BadValue(name, text, f"one of {listed}")
        return code

    return Values(listed, parse, _schema("string", enum=[*codes, *old]))


def free_text(allowed: str) -> Values:
    """Allow any text that is not blank and not too long."""

    def parse(name: str, text: str) -> str:
        if not 0 < len(text.strip()) <= MAX_TEXT:
            raise BadValue(name, text[:MAX_TEXT], f"a text of 1 to {MAX_TEXT} characters")
        return text.strip()

    return Values(allowed, parse, _TEXT)


def _search_text(name: str, text: str) -> str:
    text = free_text("").parse(name, text)
    if not terms_of(text):
        raise BadValue(name, text, "a text with a letter or a digit")
    return text


def line_of(most: int) -> Values:
    """Allow a text of so many characters, which becomes one line; a blank one says nothing."""
    allowed = f"at most {most} characters"

    def parse(name: str, text: str) -> str:
        line = one_line(text)
        if len(line) > most:
            rule = f"{allowed}, and it has {len(line)}: shorten it"
            raise BadValue(name, shortened(line, MAX_TEXT), rule)
        return line

    return Values(allowed, parse)


def whole_number(low: int, high: int) -> Values:
    """Allow whole numbers within bounds, of at most nine digits."""
    allowed = f"a whole number from {low} to {high}"

    def parse(name: str, text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise BadValue(name, text, allowed)
        return int(text)

    return Values(allowed, parse, _schema("integer", minimum=low, maximum=high))


def _matching(
    pattern: str, allowed: str, tidy: Callable[[str], str] = str, most: int = MAX_SLUG
) -> Values:
    def parse(name: str, text: str) -> str:
        if len(text) > most:
            raise BadValue(name, text[:most], f"{allowed}, of at most {most} characters")
        if not re.fullmatch(pattern, text, re.ASCII):
            raise BadValue(name, text, allowed)
        return tidy(text)

    return Values(allowed, parse, _schema("string", pattern=f"^{pattern}$", maxLength=most))


def _in_order(pair: str) -> str:
    return "--".join(sorted(pair.split("--")))


def _partial_date(name: str, text: str) -> str:
    try:
        dates.first_day(text)
    except BadValue as error:
        raise BadValue(name, text, error.allowed) from None
    return text


SEARCH_TEXT = Values(f"a text of 1 to {MAX_TEXT} characters", _search_text, _TEXT)
_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
PARTIAL_DATE = Values(dates.ALLOWED, _partial_date, _schema("string", pattern=_DATE))
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
SLUG = _matching(_SLUG, "a slug such as islamic-state")
_PAIR = f"{_SLUG}--{_SLUG}"
_MAX_PAIR = 2 * MAX_SLUG + len("--")
PAIR = _matching(_PAIR, "two slugs such as iran--islamic-state", most=_MAX_PAIR)
UNORDERED_PAIR = _matching(
    _PAIR,
    "two slugs in the order of the alphabet such as russia--ukraine",
    _in_order,
    _MAX_PAIR,
)
COUNTRY = _matching("[A-Za-z]{2}", "an ISO 3166-1 alpha-2 code such as IR", str.upper)
_BOX = r"^[^,]+,[^,]+,[^,]+,[^,]+$"
BOX = Values(
    "west,south,east,north in degrees",
    lambda _, text: Bounds.parse(text),
    _schema("string", pattern=_BOX),
)
