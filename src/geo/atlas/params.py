"""Split the parameters of an address into those of a route and those of the query."""

__all__ = ["split_params"]

from geo.atlas.links import Pairs
from geo.errors import BadValue, UnknownParameter
from geo.query.filters import FILTERS
from geo.query.query import Query


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
