"""The one question that a reader asks, which incidents, and its three forms.

The same `Query` is the address of the dashboard and of the embed, the parameters of the API and
the options of the command line. FILTERS is its table: a row gives a parameter's name, what it
allows, and the SQL condition that it becomes over the columns of `store`.
"""

__all__ = ["FILTERS", "SEPARATOR", "Condition", "Query", "bounds_condition", "fold_text"]

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import urlencode

from geo.errors import BadValue, UnknownParameter
from geo.mercator import Bounds
from geo.model import dates
from geo.model.attribution import STATUSES
from geo.model.incident import RecordType
from geo.model.precision import LOCATED, PRECISIONS

Condition = tuple[str, dict[str, Any]]  # an SQL expression and the values of its $parameters
Table = Literal["both", "incidents", "sites"]
SEPARATOR = "\x1e\x1f"  # between the values of one column; a text is counted far faster than a list
MAX_TEXT = 200  # characters of a search text


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A filter over incidents; what is empty does not filter."""

    from_: str | None = None
    to: str | None = None
    group: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    precision: tuple[str, ...] = ()
    q: str | None = None
    bbox: Bounds | None = None
    id: tuple[str, ...] = ()
    dataset: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for filter_ in FILTERS:
            _check(filter_, getattr(self, filter_.field))
        if self.from_ and self.to and dates.first_day(self.from_) > dates.last_day(self.to):
            raise BadValue("from", self.from_, f"a date before to={self.to}")

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]]) -> "Query":
        """Read URL parameters. Raises BadValue or UnknownParameter for the first bad one."""
        query, faults = cls.parse_leniently(pairs)
        if faults:
            raise faults[0]
        return query

    @classmethod
    def parse_leniently(cls, pairs: Iterable[tuple[str, str]]) -> tuple["Query", list[BadValue]]:
        """Read URL parameters, leaving out the bad ones; returns them beside the query."""
        values: dict[str, Any] = {}
        faults: list[BadValue] = []
        for name, text in pairs:
            try:
                _put(values, name, text)
            except BadValue as fault:
                faults.append(fault)
        try:
            return cls(**values), faults
        except BadValue as fault:
            without_from = {key: value for key, value in values.items() if key != "from_"}
            return cls(**without_from), [*faults, fault]

    def params(self) -> list[tuple[str, str]]:
        """Return URL parameters in the order of FILTERS; parsing them gives this query again."""
        return [(f.name, text) for f in FILTERS for text in _texts(getattr(self, f.field))]

    def __str__(self) -> str:
        return urlencode(self.params())

    def active(self) -> list[str]:
        """Return the names of the parameters that filter."""
        return [f.name for f in self._active()]

    def without(self, *names: str) -> "Query":
        """Return the query without some of its parameters."""
        dropped = {f.field for f in FILTERS if f.name in names}
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in dropped}
        return Query(**kept)

    @property
    def is_located(self) -> bool:
        """Tell whether it asks for what is located to a town or better."""
        return set(self.precision) == set(LOCATED)

    @property
    def has_whole_years(self) -> bool:
        """Tell whether its dates, where it has any, begin and end with a year."""
        begin, end = dates.first_day(self.from_ or "2000"), dates.last_day(self.to or "2000")
        return (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31)

    def condition(self) -> Condition:
        """Return one SQL expression over what the tables `incidents` and `sites` both have.

        It comes with its parameters; `found` tells the rest. A query and the same query `without` a
        filter share the names and values of parameters, so their expressions can stand in one
        statement.
        """
        asked = self._asked("both")
        return " and ".join(sql for sql, _ in asked) or "true", _merged(asked)

    def found(self) -> Condition | None:
        """Return the SQL statement of the numbers that pass what only one table tells, if any does.

        It is worth asking once: it reads long texts, or all sites.
        """
        parts = [
            (f"select n from {table} where {' and '.join(sql for sql, _ in asked)}", _merged(asked))
            for table in ("incidents", "sites")
            if (asked := self._asked(table))
        ]
        return (" intersect ".join(sql for sql, _ in parts), _merged(parts)) if parts else None

    def _asked(self, table: Table) -> list[Condition]:
        return [f.sql(getattr(self, f.field)) for f in self._active() if f.table == table]

    def _active(self) -> list["Filter"]:
        return [f for f in FILTERS if getattr(self, f.field)]


class Filter(NamedTuple):
    """One parameter: its name in addresses, its field, what it allows and its SQL.

    The SQL is over columns of `table`; "both" have those that the map filters by.
    """

    name: str
    field: str
    allowed: str
    parse: Callable[[str], Any]
    sql: Callable[[Any], Condition]
    repeatable: bool = False
    table: Table = "both"


def fold_text(text: str) -> str:
    """Return text as search compares it: without case, marks and invisible controls.

    >>> fold_text("Kermān")
    'kerman'
    """
    if text.isascii():  # it has none of these, and most text has no other letters
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not _is_unseen(char))


def bounds_condition(bounds: Bounds, prefix: str) -> Condition:
    """Return the SQL expression for positions `lon`, `lat` in a box; `prefix` names parameters."""
    boxes, params = [], dict[str, Any]()
    for i, box in enumerate(bounds.split()):
        west, south, east, north = (f"{prefix}{side}{i}" for side in "wsen")
        boxes.append(f"lon between ${west} and ${east} and lat between ${south} and ${north}")
        params |= dict(zip((west, south, east, north), box.as_tuple(), strict=True))
    return f"({' or '.join(boxes)})", params


@lru_cache(maxsize=4096)
def _is_unseen(char: str) -> bool:
    return unicodedata.combining(char) != 0 or unicodedata.category(char) == "Cf"


def _merged(conditions: Iterable[Condition]) -> dict[str, Any]:
    return {name: value for _, params in conditions for name, value in params.items()}


def _check(filter_: Filter, value: Any) -> None:
    """Refuse what parsing would not have given."""
    if filter_.repeatable and not isinstance(value, tuple):
        raise BadValue(filter_.name, value, "a tuple of texts")
    for text in _texts(value):
        if filter_.parse(text) not in (value, text):
            raise BadValue(filter_.name, text, filter_.allowed)


def _put(values: dict[str, Any], name: str, text: str) -> None:
    filter_ = _BY_NAME.get(name)
    if filter_ is None:
        raise UnknownParameter(name, text, list(_BY_NAME))
    value = filter_.parse(text)
    if filter_.repeatable:
        earlier = values.get(filter_.field, ())
        values[filter_.field] = earlier if value in earlier else (*earlier, value)
    elif filter_.field in values:
        raise BadValue(name, text, "one value only")
    else:
        values[filter_.field] = value


def _texts(value: object) -> Sequence[str]:
    if not value:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _date(name: str, text: str) -> str:
    try:
        dates.first_day(text)
    except BadValue as error:
        raise BadValue(name, text, error.allowed) from None
    return text


def _one_of(name: str, allowed: Sequence[str], text: str) -> str:
    if text not in allowed:
        raise BadValue(name, text, f"one of {', '.join(allowed)}")
    return text


def _matching(name: str, pattern: str, allowed: str, text: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise BadValue(name, text, allowed)
    return text


def _text(name: str, text: str) -> str:
    if not 0 < len(text.strip()) <= MAX_TEXT:
        raise BadValue(name, text[:MAX_TEXT], f"a text of 1 to {MAX_TEXT} characters")
    return text.strip()


def _country(text: str) -> str:
    allowed = "an ISO 3166-1 alpha-2 code such as IR"
    return _matching("country", "[A-Za-z]{2}", allowed, text).upper()


def _since(value: str) -> Condition:
    return "last_day >= $from", {"from": dates.first_day(value)}


def _until(value: str) -> Condition:
    return "first_day <= $to", {"to": dates.last_day(value)}


def _any_among(column: str, name: str, values: tuple[str, ...]) -> Condition:
    separator = " || ".join(f"chr({ord(char)})" for char in SEPARATOR)
    among = f"string_split({column}, {separator})"
    return f"list_has_any({among}, ${name})", {name: list(values)}


def _equals_any(column: str, name: str, values: tuple[str, ...]) -> Condition:
    return f"{column} = any(${name})", {name: list(values)}


def _words(value: str) -> Condition:
    words = {f"q{i}": word for i, word in enumerate(fold_text(value).split())}
    expression = " and ".join(f"contains(search, ${name})" for name in words)
    return expression or "true", dict(words)


def _in_bounds(value: Bounds) -> Condition:
    inside, params = bounds_condition(value, "")
    return inside, params


SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_SLUG_ALLOWED = "a slug such as islamic-state"

FILTERS: tuple[Filter, ...] = (
    Filter("from", "from_", dates.ALLOWED, partial(_date, "from"), _since),
    Filter("to", "to", dates.ALLOWED, partial(_date, "to"), _until),
    Filter(
        "group",
        "group",
        _SLUG_ALLOWED,
        partial(_matching, "group", SLUG, _SLUG_ALLOWED),
        partial(_any_among, "groups", "group"),
        repeatable=True,
    ),
    Filter(
        "record",
        "record",
        ", ".join(get_args(RecordType)),
        partial(_one_of, "record", get_args(RecordType)),
        partial(_equals_any, "record_type", "record"),
        repeatable=True,
    ),
    Filter(
        "type",
        "type",
        "a type's code such as attack",
        partial(_text, "type"),
        partial(_any_among, "types", "type"),
        repeatable=True,
    ),
    Filter(
        "country",
        "country",
        "an ISO 3166-1 alpha-2 code such as IR",
        _country,
        partial(_equals_any, "country", "country"),
        repeatable=True,
    ),
    Filter(
        "status",
        "status",
        ", ".join(STATUSES),
        partial(_one_of, "status", tuple(STATUSES)),
        partial(_equals_any, "status", "status"),
        repeatable=True,
    ),
    Filter(
        "precision",
        "precision",
        ", ".join((*PRECISIONS, "none")),
        partial(_one_of, "precision", (*PRECISIONS, "none")),
        partial(_equals_any, "finest", "precision"),
        repeatable=True,
    ),
    Filter(
        "q",
        "q",
        f"a text of 1 to {MAX_TEXT} characters",
        partial(_text, "q"),
        _words,
        table="incidents",
    ),
    Filter(
        "bbox",
        "bbox",
        "west,south,east,north in degrees",
        Bounds.parse,
        _in_bounds,
        table="sites",
    ),
    Filter(
        "id",
        "id",
        "an incident's id",
        partial(_text, "id"),
        partial(_equals_any, "id", "id"),
        repeatable=True,
        table="incidents",
    ),
    Filter(
        "dataset",
        "dataset",
        "the name of a dataset such as Incident Atlas",
        partial(_text, "dataset"),
        partial(_equals_any, "dataset", "dataset"),
        repeatable=True,
    ),
)
_BY_NAME = {filter_.name: filter_ for filter_ in FILTERS}
