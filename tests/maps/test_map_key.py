"""What sizes and colours stand for: one rule for all maps of a collection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.mark_rules import TOLLS_AT_MAX
from geo.maps.marks.map_key import MapKey
from geo.maps.symbols import GROUP_COLORS, GROUP_OTHER, STATUS_SYMBOLS
from geo.model.incident import Incident
from geo.query.query import Query
from geo.query.summary import FacetValue
from geo.store.store import Store
from samples import curated

GROUPS = tuple(FacetValue(value=f"g{n}", label=f"Group {n}", count=9 - n) for n in range(7))


@pytest.mark.parametrize(
    ("largest", "tolls"),
    [
        (0, (2, 10, 30)),
        (30, (2, 10, 30)),
        (31, (5, 25, 75)),
        (145, (10, 50, 150)),
        (151, (20, 100, 300)),
        (587, (40, 200, 600)),
        (2977, (40, 200, 600)),
    ],
)
def test_the_largest_symbol_is_for_the_largest_toll(largest: int, tolls: tuple[int, ...]) -> None:
    assert MapKey(largest_toll=largest).tolls == tolls


def test_an_attack_with_587_killed_is_four_times_one_with_145() -> None:
    key = MapKey(largest_toll=587)
    sizes = [key.diameter(killed) for killed in (145, 269, 587)]
    assert sizes == pytest.approx([13.76, 18.75, 27.70], abs=0.01)
    areas = [(size / sizes[0]) ** 2 for size in sizes]
    assert areas == pytest.approx([1, 269 / 145, 587 / 145])


@given(st.floats(0, 5000), st.floats(0, 5000), st.integers(0, 5000))
def test_more_killed_is_never_smaller(one: float, other: float, largest: int) -> None:
    key = MapKey(largest_toll=largest)
    less, more = sorted([one, other])
    assert 5 == key.diameter(None) <= key.diameter(less) <= key.diameter(more) <= 28


def test_key_tolls_are_whole_numbers() -> None:
    assert all(full % 15 == 0 for full in TOLLS_AT_MAX)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"attributed": 2, "claimed": 1}, "attributed"),
        ({"not_applicable": 9, "unattributed": 1}, "unattributed"),
        ({"disputed": 2, "convictions": 2}, "convictions"),
    ],
)
def test_sizes_are_explained_in_the_shape_of_most_marks(counts: dict[str, int], code: str) -> None:
    assert MapKey().gauge(counts) is STATUS_SYMBOLS[code]


@pytest.mark.parametrize("counts", [{}, {"not_applicable": 3}])
def test_without_a_sized_mark_no_sizes_are_explained(counts: dict[str, int]) -> None:
    assert MapKey().gauge(counts) is None


def test_the_part_of_a_group_has_its_own_colour() -> None:
    key = MapKey(groups=GROUPS[:5])
    assert key.colored(["g0", "g3", "g6"]) == "g3"
    assert key.colored(["g6"]) == ""
    assert [key.color_of(slug) for slug in ("g3", "g6", "")] == [
        GROUP_COLORS[3],
        GROUP_OTHER,
        GROUP_OTHER,
    ]


def toll_of(incident: Incident) -> int:
    killed = incident.casualties and incident.casualties.killed
    return (killed and killed.best) or 0


def test_a_collection_has_one_key() -> None:
    store = Store()
    store.add(curated().values())
    summary = store.summary(Query())
    key = MapKey.of(summary, store.largest_toll())
    best = [toll_of(each) for each in curated().values() if each.record_type != "context"]
    assert key.largest_toll == max(best)
    assert key.groups == summary.facets["group"][:5]
    assert MapKey.of(Store().summary(Query()), Store().largest_toll()) == MapKey()


def test_added_records_change_the_scale() -> None:
    store = Store()
    assert store.largest_toll() == 0
    store.add(curated().values())
    assert store.largest_toll() > 100
