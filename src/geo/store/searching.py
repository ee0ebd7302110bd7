"""The words and phrases of a search as SQL, over the columns of what is said of a record."""

__all__ = ["SEARCH", "searched_in_sql"]

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from geo.gazetteer.likeness.by_sound import latin_pattern
from geo.gazetteer.likeness.other_names import NamedPlace, places_named
from geo.model.dates import MONTHS
from geo.query.search_terms import Term, terms_of

# Of title and summary, places, actors and types, and what sources and statements say. Few places
# and parties are distinct, and DuckDB compares each of them once.
_TEXTS = ("search", "search_place", "search_parties", "search_sources")
_ID = "lower(id)"  # of each record another text: it is asked for what has a digit only
# Days and tolls, of which a line has a space around each word: a number is not a part of another.
_DAYS, _TOLLS = "search_days", "search_tolls"
SEARCH = (*_TEXTS, _DAYS, _TOLLS)
_MONTHS = tuple(month.casefold() for month in MONTHS)
_SHORTEST_MONTH = 3  # letters of one that is not written out
_LONGEST_NAME = 4  # words
_IN_LINES = re.compile(r"[^\w-]+")


def searched_in_sql(name: str, text: str) -> tuple[str, dict[str, Any]]:
    """Return the condition that a record has all terms of a text; `name` begins its parameters."""
    terms, params = terms_of(text), dict[str, Any]()
    shared = _of_runs(terms, name, params)
    conditions = [
        _any_of([*_in_record(term, f"{name}{i}", params), *shared[i]])
        for i, term in enumerate(terms)
    ]
    return " and ".join(conditions) or "true", params


def _any_of(expressions: Iterable[str]) -> str:
    return f"({' or '.join(expressions)})"


def _in_record(term: Term, name: str, params: dict[str, Any]) -> Iterator[str]:
    """Yield where a term may stand; its parameters are added."""
    params[name] = term.text
    if not term.is_number:
        yield from (f"contains({column}, ${name})" for column in _TEXTS)
        yield from _in_lines(term.text, name, params)
        yield from _by_sound(term, f"{name}_sound", params)
        return
    params[f"{name}_whole"] = rf"(^|\D){term.text}(\D|$)"
    params[f"{name}_line"] = f" {term.text} "
    for column in (*_TEXTS, "id"):
        yield f"contains({column}, ${name}) and regexp_matches({column}, ${name}_whole)"
    yield from (f"contains({column}, ${name}_line)" for column in (_DAYS, _TOLLS))


def _in_lines(text: str, name: str, params: dict[str, Any]) -> Iterator[str]:
    """Yield where a text with a number or a month begins a word of a day, or of a toll."""
    line = _IN_LINES.sub(" ", text)
    has_number = any(char.isdigit() for char in line)
    if has_number or _is_month(line):
        params[f"{name}_line"] = f" {line}"
        yield f"contains({_DAYS}, ${name}_line)"
    if has_number:
        yield f"contains({_TOLLS}, ${name}_line)"
        yield f"contains({_ID}, ${name})"


def _is_month(word: str) -> bool:
    return len(word) >= _SHORTEST_MONTH and any(month.startswith(word) for month in _MONTHS)


def _by_sound(term: Term, name: str, params: dict[str, Any]) -> Iterator[str]:
    """Yield where a word of another script stands in Latin letters."""
    if not term.is_phrase and (pattern := latin_pattern(term.text)):
        params[name] = pattern
        yield from (f"regexp_matches({column}, ${name})" for column in _TEXTS)


def _of_runs(
    terms: Sequence[Term], name: str, params: dict[str, Any]
) -> Mapping[int, Sequence[str]]:
    """Return for each term the places that it names, by itself or with its neighbours."""
    shared = defaultdict[int, list[str]](list)
    for first, last in combinations(range(len(terms) + 1), 2):
        run = terms[first:last]
        if len(run) <= _LONGEST_NAME and _may_be_name(run):
            places = places_named(" ".join(term.text for term in run))
            found = list(_of_places(places, f"{name}{first}_{last}", params))
            for place in range(first, last):
                shared[place] += found
    return shared


def _may_be_name(run: Sequence[Term]) -> bool:
    has_phrase = len(run) > 1 and any(term.is_phrase for term in run)
    return not has_phrase and not any(term.is_number for term in run)


def _of_places(places: Sequence[NamedPlace], name: str, params: dict[str, Any]) -> Iterator[str]:
    """Yield the conditions that a record lies in one of some countries, or places in these."""
    if countries := [place.country for place in places if not place.name]:
        params[f"{name}_in"] = countries
        yield f"country = any(${name}_in)"
    for i, place in enumerate(place for place in places if place.name):
        params[f"{name}_in{i}"] = place.country
        params[f"{name}_at{i}"] = rf"(^|\W){re.escape(place.name)}(\W|$)"
        at = f"regexp_matches(search_place, ${name}_at{i})"
        yield f"country = ${name}_in{i} and {at}"
