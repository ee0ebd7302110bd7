"""The one question that a reader asks: which incidents.

The same `Query` is the address of the dashboard and of the embed, the parameters of the API and
the options of the command line. Its fields are those of the table in filters.py.
"""

__all__ = ["Query"]

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from geo.errors import BadValue, UnknownParameter, shortened
from geo.model import dates
from geo.model.precision import LOCATED
from geo.query.filters import FILTERS, Filter, Filters, Kind
from geo.query.values import MOST_VALUES


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Filters):
    """Filters over incidents; an empty field does not filter.

    `from_` and `to` are partial ISO 8601 dates ("2017", "2024-03"), `q` is a text of up to 200
    characters, `bbox` is in degrees, `as_of` is a partial date, at whose end records are given as
    they were known, and the others are tuples of up to MOST_VALUES codes, of which a record has to
    match one.
    docs/api.md describes each of them. Raises BadValue for a value that is not allowed.

    >>> query = Query(from_="2017", group=("islamic-state", "isis-k"))
    >>> str(query)
    'from=2017&group=islamic-state&group=isis-k'
    >>> Query.parse([("from", "2017"), ("group", "islamic-state"), ("group", "isis-k")]) == query
    True
    >>> Query(country=("Iran",))
    Traceback (most recent call last):
    ...
    geo.errors.BadValue: country='Iran' is not allowed: an ISO 3166-1 alpha-2 code such as IR
    """

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
        """Read URL parameters, and leave out the bad ones; returns them next to the query.

        >>> query, faults = Query.parse_leniently([("q", "hall"), ("form", "2017")])
        >>> str(query), [fault.parameter for fault in faults]
        ('q=hall', ['form'])
        """
        values: dict[str, Any] = {}
        faults: list[BadValue] = []
        counts = Counter[str]()
        for name, text in pairs:
            counts[name] += 1
            if counts[name] > MOST_VALUES:
                continue
            try:
                _put(values, name, text)
            except BadValue as fault:
                faults.append(fault)
        faults += [_too_many(*each) for each in counts.items() if each[1] > MOST_VALUES]
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

    def filters(self) -> list[tuple[Filter, Any]]:
        """Return the filters that are set, each with its value or values."""
        return [(f, value) for f in FILTERS if (value := getattr(self, f.field))]

    def active(self) -> list[str]:
        """Return the names of the parameters that filter."""
        return [filter_.name for filter_, _ in self.filters()]

    def without(self, *names: str) -> "Query":
        """Return the query without some of its parameters."""
        if set(names).isdisjoint(self.active()):
            return self
        dropped = {f.field for f in FILTERS if f.name in names}
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in dropped}
        return Query(**kept)

    def parts(self) -> list["Query"]:
        """Return each filter as a query of its own; `from` and `to` are one.

        >>> [str(part) for part in Query(from_="2017", to="2024", country=("IR",)).parts()]
        ['from=2017&to=2024', 'country=IR']
        """
        dated = [f.name for f, _ in self.filters() if f.kind in _DATED]
        names = [*([dated] if dated else []), *([n] for n in self.active() if n not in dated)]
        return [self.without(*(n for n in self.active() if n not in part)) for part in names]

    @property
    def day(self) -> date | None:
        """Return the day at whose end records are as they were known; None for what is known now.

        >>> Query(as_of="2024-02").day
        datetime.date(2024, 2, 29)
        """
        return dates.last_day(self.as_of) if self.as_of else None

    @property
    def period(self) -> tuple[date, date]:
        """Return the first and the last day of `from_` and `to`, or of the calendar.

        >>> Query(to="2024-02").period
        (datetime.date(1, 1, 1), datetime.date(2024, 2, 29))
        """
        first = dates.first_day(self.from_) if self.from_ else date.min
        return first, dates.last_day(self.to) if self.to else date.max

    @property
    def is_located(self) -> bool:
        """Tell whether it asks for records that are located to a town or better."""
        return set(self.precision) == set(LOCATED)

    @property
    def has_whole_years(self) -> bool:
        """Tell whether its dates, where it has any, begin and end with a year."""
        begin, end = dates.first_day(self.from_ or "2000"), dates.last_day(self.to or "2000")
        return (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31)


_DATED: tuple[Kind, ...] = ("since", "until")
_BY_NAME = {filter_.name: filter_ for filter_ in FILTERS}


def _check(filter_: Filter, value: Any) -> None:
    """Refuse a value that parsing would not have given."""
    if filter_.repeatable and not isinstance(value, tuple):
        raise BadValue(filter_.name, value, "a tuple of texts")
    if filter_.repeatable and len(value) > MOST_VALUES:
        raise _too_many(filter_.name, len(value))
    for text in _texts(value):
        if filter_.parse(text) not in (value, text):
            raise BadValue(filter_.name, text, filter_.allowed)


def _too_many(name: str, count: int) -> BadValue:
    rule = f"at most {MOST_VALUES} values of one parameter"
    return BadValue(shortened(name), f"{count:,} values", rule)


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
