"""The parameters of an address: those of a route, those of the query, and those of nobody here."""

__all__ = ["check_amount", "own_params", "split_params", "with_plain_ampersands"]

import re
from collections import Counter
from collections.abc import Iterable

from geo.atlas.links import Pairs
from geo.errors import BadValue, UnknownParameter, shortened
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.query.values import MOST_VALUES

MOST_NAMES = 100  # of parameters in an address, those of others included
# HTML writes & in these ways, and more than once where it is escaped twice.
_ESCAPES = "(?:(?:amp|#0*38|#x0*26);)+"
_ESCAPED = re.compile(f"&{_ESCAPES}", re.IGNORECASE)
_BEFORE_NAME = re.compile(f"^{_ESCAPES}", re.IGNORECASE)


def own_params(pairs: Pairs, others: Iterable[str] = ()) -> Pairs:
    """Return the parameters of the query and those named in `others`.

    Addresses that are passed on gather parameters (`utm_source`, `fbclid`), and `&` becomes
    `&amp;`, which leaves `amp;` in front of a name.

    >>> own_params([("fbclid", "x"), ("amp;country", "IR"), ("zoom", "7")], ["zoom"])
    [('country', 'IR'), ('zoom', '7')]
    """
    names = {*(filter_.name for filter_ in FILTERS), *others}
    plain = ((_BEFORE_NAME.sub("", name), text) for name, text in pairs)
    return [(name, text) for name, text in plain if name in names]


def check_amount(pairs: Pairs) -> Pairs:
    """Return the parameters of an address, also those of others.

    Raises BadValue where they have too many names, or a name too many values.
    """
    counts = Counter(name for name, _ in pairs)
    if len(counts) > MOST_NAMES:
        rule = f"at most {MOST_NAMES} different parameters in one address"
        raise BadValue("parameters", f"{len(counts):,} parameters", rule)
    for name, count in counts.items():
        if count > MOST_VALUES:
            rule = f"at most {MOST_VALUES} values of one parameter"
            raise BadValue(shortened(name), f"{count:,} values", rule)
    return pairs


def with_plain_ampersands(url: str) -> str:
    """Return an address that was copied from HTML with `&` between its parameters.

    >>> with_plain_ampersands("/embed/map?from=2022&amp;to=2023&#038;country=IR")
    '/embed/map?from=2022&to=2023&country=IR'
    """
    return _ESCAPED.sub("&", url)


def split_params(pairs: Pairs, **defaults: str) -> tuple[dict[str, str], Query]:
    """Return a route's parameters, which are named with their defaults, and the query of the rest.

    Raises BadValue.

    >>> split_params([("zoom", "7"), ("country", "IR")], view="", zoom="2")[0]
    {'view': '', 'zoom': '7'}
    """
    given: dict[str, str] = {}
    rest: Pairs = []
    for name, text in pairs:
        if name not in defaults:
            rest.append((name, text))
        elif name in given:
            raise BadValue(name, text, "one value only")
        else:
            given[name] = text
    return defaults | given, _query(rest, tuple(defaults))


def _query(pairs: Pairs, others: tuple[str, ...]) -> Query:
    try:
        return Query.parse(pairs)
    except UnknownParameter as fault:
        known = dict.fromkeys([*(f.name for f in FILTERS), *others])
        raise UnknownParameter(fault.parameter, fault.value, list(known)) from None
