"""The words and phrases of a search as SQL, over the columns of what is said of a record."""

__all__ = ["SEARCH", "searched_in_sql"]

import re
from collections.abc import Iterable, Iterator
from typing import Any

from geo.model.dates import MONTHS
from geo.query.search_terms import Term, terms_of

# Of title and summary, places, actors and types, and what sources and statements say. Few places
# and parties are distinct, and DuckDB compares each of them once.
_TEXTS = ("search", "search_place", "search_parties", "search_sources")
_ID = "lower(id)"
# Days and tolls, of which a line has a space around each word: a number is not a part of another.
_DAYS, _TOLLS = "search_days", "search_tolls"
SEARCH = (*_TEXTS, _DAYS, _TOLLS)
_MONTHS = tuple(month.casefold() for month in MONTHS)
_SHORTEST_MONTH = 3  # letters of one that is not written out
_IN_LINES = re.compile(r"[^\w-]+")


def searched_in_sql(name: str, text: str) -> tuple[str, dict[str, Any]]:
    """Return the condition that a record has all terms of a text; `name` begins its parameters."""
    params = dict[str, Any]()
    terms = terms_of(text)
    conditions = [_any_of(_in_record(term, f"{name}{i}", params)) for i, term in enumerate(terms)]
    return " and ".join(conditions) or "true", params


def _any_of(expressions: Iterable[str]) -> str:
    return f"({' or '.join(expressions)})"


def _in_record(term: Term, name: str, params: dict[str, Any]) -> Iterator[str]:
    """Yield where a term may stand; its parameters are added."""
    params[name] = term.text
    if not term.is_number:
        yield from (f"contains({column}, ${name})" for column in (*_TEXTS, _ID))
        yield from _in_lines(term, f"{name}_line", params)
        return
    params[f"{name}_whole"] = rf"(^|\D){term.text}(\D|$)"
    params[f"{name}_line"] = f" {term.text} "
    for column in (*_TEXTS, _ID):
        yield f"contains({column}, ${name}) and regexp_matches({column}, ${name}_whole)"
    yield from (f"contains({column}, ${name}_line)" for column in (_DAYS, _TOLLS))


def _in_lines(term: Term, name: str, params: dict[str, Any]) -> Iterator[str]:
    """Yield where a term with a number or a month begins a word of a day, or of a toll."""
    line = _IN_LINES.sub(" ", term.text)
    has_number = any(char.isdigit() for char in line)
    if has_number or _is_month(line):
        params[name] = f" {line}"
        yield f"contains({_DAYS}, ${name})"
        if has_number:
            yield f"contains({_TOLLS}, ${name})"


def _is_month(word: str) -> bool:
    return len(word) >= _SHORTEST_MONTH and any(month.startswith(word) for month in _MONTHS)
