"""What readers ask for: the mix of addresses as a table, and the addresses one by one.

Most readers see what others see too, since an article shows all of them the same map. One request
in `ONE_IN` is for what nobody asked before.
"""

__all__ = ["MIX", "NEW", "ONE_IN", "Kind", "addresses", "queries"]

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple
from urllib.parse import quote

ONE_IN = 10  # requests; 1 is all
NEW = ", new"  # what the name of its kind ends with
POPULAR = 40  # queries of the others
FIRST_DAY, DAYS = date(1990, 1, 1), 12_000  # of which queries choose their first and last
SEED = 23


class Kind(NamedTuple):
    """One kind of request: how many of a hundred it is, and its address."""

    name: str
    share: int
    address: str


MIX = (
    Kind("embed", 20, "/embed/map?{query}"),
    Kind("cells", 40, "/api/cells?{query}&view={view}&zoom={zoom}"),
    Kind("summary", 20, "/api/summary?{query}"),
    Kind("page of the API", 10, "/api/incidents?{query}&limit=20"),
    Kind("record", 5, "/api/incidents/{id}"),
    Kind("page of a record", 5, "/record/{id}"),
)
# What maps show: zoom and bounds.
VIEWS = (
    (2, "-180,-90,180,90"),
    (3, "-30,0,80,65"),
    (5, "35,20,65,42"),
    (7, "48,33,54,38"),
    (9, "51,35,52,36"),
)


def addresses(ids: Sequence[str], one_in: int = ONE_IN) -> Iterator[tuple[str, str]]:
    """Yield kind and address of one request after another, always the same ones.

    `ids` are records that are there; one request in `one_in` has a query of its own, and is NEW.
    """
    chance = Random(SEED)
    popular = [_query(chance) for _ in range(POPULAR)]
    shares = [kind.share for kind in MIX]
    while True:
        (kind,) = chance.choices(MIX, shares)
        is_new = chance.randrange(one_in) == 0
        zoom, view = chance.choice(VIEWS)
        query = _query(chance) if is_new else chance.choice(popular)
        id_ = quote(chance.choice(ids), safe="")
        name = f"{kind.name}{NEW}" if is_new and "{query}" in kind.address else kind.name
        yield name, kind.address.format(query=query, view=view, zoom=zoom, id=id_)


def queries() -> Iterator[str]:
    """Yield one query after another, always the same ones."""
    chance = Random(SEED)
    while True:
        yield _query(chance)


def _query(chance: Random) -> str:
    first, last = sorted(chance.sample(range(DAYS), 2))
    return f"from={FIRST_DAY + timedelta(first)}&to={FIRST_DAY + timedelta(last)}"
