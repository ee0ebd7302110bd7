"""Records of two datasets that look like the same event, and the box of a query's sites."""

from datetime import date
from typing import Any

import pytest

from geo.mercator import Bounds
from geo.model.incident import Incident, IncidentDate, Origin
from geo.query.query import Query
from geo.store.store import Store
from samples import located

DAY = IncidentDate(start=date(2024, 3, 22), precision="day")
THEIRS = (69.2, 34.5)


def record(id_: str, position: tuple[float, float], dataset: str, **changes: Any) -> Incident:
    origin = Origin(dataset=dataset, licence="x", redistributable=True)
    given: dict[str, Any] = {"date": DAY, "origin": origin, **changes}
    return located(id_, position, **given)


def similar(mine: Incident) -> list[tuple[str, str, str]]:
    store = Store()
    store.add([record("T", THEIRS, "theirs", title="Theirs"), mine])
    return store.similar({"mine"})


@pytest.mark.parametrize("position", [THEIRS, (69.24, 34.52), (69.2, 34.544)])
def test_records_of_one_day_close_to_each_other_are_similar(position: tuple[float, float]) -> None:
    assert similar(record("M", position, "mine")) == [("M", "T", "Theirs")]


@pytest.mark.parametrize(
    "mine",
    [
        record("M", (69.2, 34.546), "mine"),
        record("M", (69.27, 34.5), "mine"),
        record("M", THEIRS, "mine", date=IncidentDate(start=date(2024, 3, 23), precision="day")),
        record("M", THEIRS, "mine", date=IncidentDate(start=date(2024, 3, 1), precision="month")),
        record("M", THEIRS, "mine", record_type="aggregate"),
    ],
    ids=["north", "east", "day", "month", "type"],
)
def test_others_are_not(mine: Incident) -> None:
    assert similar(mine) == []


def test_records_of_the_same_dataset_are_not_compared() -> None:
    store = Store()
    store.add([record("A", THEIRS, "mine"), record("B", THEIRS, "mine")])
    assert store.similar({"mine"}) == []


def test_the_bounds_are_those_of_the_matches() -> None:
    store = Store()
    store.add([record("A", (10, 20), "a"), record("B", (11, 22), "a"), record("C", (50, 60), "c")])
    assert store.bounds(Query(dataset=("a",))) == Bounds(west=10, south=20, east=11, north=22)
    assert store.bounds(Query(dataset=("none",))) is None


def test_the_bounds_go_over_the_antimeridian_where_that_is_narrower() -> None:
    store = Store()
    store.add([record("A", (178, -18), "a"), record("B", (-172, -14), "a")])
    assert store.bounds(Query()) == Bounds(west=178, south=-18, east=-172, north=-14)
