"""The columns that a page carries."""

import pytest

from geo.exports.carried.columns import columns_from_rows
from geo.query.query import Query
from geo.store.store import Store
from samples import incident


@pytest.mark.parametrize(
    ("ids", "prefix", "rest"),
    [
        (("own-1", "own-2"), "own-", ["1", "2"]),
        (("own-10", "own-11"), "own-", ["10", "11"]),
        (("a-b-1", "a-c-1"), "a-", ["b-1", "c-1"]),
        (("A1", "A2"), "", ["A1", "A2"]),
        (("own-1",), "own-", ["1"]),
        ((), "", []),
    ],
)
def test_what_all_ids_begin_with_is_written_once(
    ids: tuple[str, ...], prefix: str, rest: list[str]
) -> None:
    store = Store()
    store.add(map(incident, ids))
    columns = columns_from_rows(store.page_rows(Query()))
    assert (columns["prefix"], sorted(columns["id"])) == (prefix, rest)
