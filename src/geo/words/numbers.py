"""Numbers as the readers of a language write them.

They are written as in English unless somebody asks for another language. The rule of a language
travels to the scripts of a page: what browsers know of languages differs from what Unicode CLDR has
here, and a number must not change where the page counts on. Digits stay 0 to 9, and a number of
four digits has a separator, in every language.
"""

__all__ = [
    "ENGLISH",
    "LANGUAGE",
    "NumberFormat",
    "number_format",
    "number_format_in_use",
    "number_text",
    "numbers_of",
]

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from geo.errors import BadValue
from geo.query.values import Values

ENGLISH = "en"
KEPT = 256  # languages, of which a tag may have several spellings
_ALLOWED = "a language of Unicode CLDR as BCP 47 writes it, such as de, fr, pt-BR or en-IN"
_TAG = re.compile("[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """How a language groups digits: `last` of them before the decimal sign, else groups of `more`.

    >>> NumberFormat(group=".", decimal=",").text(1234567.5)
    '1.234.567,5'
    >>> NumberFormat(more=2).text(1234567)
    '12,34,567'
    """

    group: str = ","
    decimal: str = "."
    last: int = 3
    more: int = 3

    def text(self, value: float) -> str:
        """Write a number; one that is not whole has one digit after the decimal sign."""
        whole, _, rest = f"{value:.1f}".removesuffix(".0").partition(".")
        places = rf"\B(?=(?:\d{{{self.more}}})*\d{{{self.last}}}$)"
        return re.sub(places, lambda _: self.group, whole) + (self.decimal + rest if rest else "")


IN_ENGLISH = NumberFormat()


def number_text(value: float) -> str:
    """Write a number as the language of `numbers_of` does.

    >>> number_text(1234)
    '1,234'
    >>> with numbers_of("de"):
    ...     number_text(1234)
    '1.234'
    """
    return number_format_in_use().text(value)


def number_format_in_use() -> NumberFormat:
    """Return how `number_text` writes numbers now."""
    return _format.get()


@contextmanager
def numbers_of(language: str) -> Iterator[None]:
    """Let `number_text` write numbers as a language does, in this thread. Raises BadValue."""
    before = _format.set(number_format(language))
    try:
        yield
    finally:
        _format.reset(before)


@lru_cache(KEPT)
def number_format(language: str) -> NumberFormat:
    """Return how a language writes numbers. Raises BadValue.

    >>> number_format("fr-CH").group
    "'"
    """
    if language == ENGLISH:
        return IN_ENGLISH
    from babel import Locale, UnknownLocaleError  # costs 60 ms

    try:
        locale = Locale.parse(language if _TAG.fullmatch(language) else "", sep="-")
    except (UnknownLocaleError, ValueError):
        raise BadValue("numbers", language, _ALLOWED) from None
    signs = locale.number_symbols.get("latn", {})
    last, more = locale.decimal_formats[None].grouping
    given = {"group": signs.get("group"), "decimal": signs.get("decimal")}
    return NumberFormat(**{k: str(v) for k, v in given.items() if v}, last=last, more=more)


def _language(_: str, text: str) -> str:
    number_format(text)
    return text


LANGUAGE = Values(_ALLOWED, _language, (("type", "string"), ("pattern", f"^{_TAG.pattern}$")))
_format: ContextVar[NumberFormat] = ContextVar("_format", default=IN_ENGLISH)
