"""Groups under the names that datasets give them are those of the curated incidents."""

import csv
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import pytest

from dataset_rows import ACLED, GED_SAMPLE, GTD, acled_event, gtd_attack
from geo.importers.actors import PART_OF, WHOLES
from geo.importers.registry import DATASETS
from geo.model.attribution import groups_of
from geo.query.query import Query
from geo.store.store import Store
from samples import curated
from table_files import incidents_of, read_all, written_csv

ISLAMIC_STATE = Query(group=("islamic-state",))
CURATED = {actor.id: actor for actor in chain(*(i.actors for i in curated().values()))}


def test_wholes_and_parts_are_those_of_the_curated_incidents() -> None:
    assert {id_: CURATED[id_].name for id_ in WHOLES} == WHOLES
    assert {CURATED[part].part_of: whole for part, whole in PART_OF.items() if part in CURATED} == {
        whole: whole for whole in WHOLES
    }
    assert set(PART_OF.values()) <= set(CURATED)
    named = {id_ for dataset in DATASETS.values() for id_ in dataset.groups.values()}
    assert named
    assert named <= set(CURATED) | set(PART_OF)


def test_the_filter_of_the_curated_group_matches_that_of_ucdp() -> None:
    with GED_SAMPLE.open(encoding="utf-8", newline="") as file:
        named = {r["id"] for r in csv.DictReader(file) if "IS" in (r["side_a"], r["side_b"])}
    store = Store()
    store.add(incidents_of(read_all("ucdp", GED_SAMPLE)))
    _, rows = store.rows(ISLAMIC_STATE, limit=500)
    assert len(rows) == 42
    assert {row.id.removeprefix("ucdp-") for row in rows} == named
    assert labels(store)["islamic-state"] == "IS"
    store.add(curated().values())
    assert labels(store)["islamic-state"] == "Islamic State"


def labels(store: Store) -> dict[str, str]:
    return {value.value: value.label for value in store.summary(Query()).facets["group"]}


ROWS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "gtd": (GTD, "gname"),
    "acled": (ACLED, "actor2"),
}


@pytest.mark.parametrize(
    ("source", "name"), [(s, name) for s in ROWS for name in DATASETS[s].groups]
)
def test_a_datasets_own_name_stays_the_label(tmp_path: Path, source: str, name: str) -> None:
    row, column = ROWS[source]
    (found,) = incidents_of(
        read_all(source, written_csv(tmp_path / "x.csv", {**row, column: name}))
    )
    assert found.origin.raw[column] == name
    group = next(actor for actor in found.actors if actor.name == name)
    assert group.id == DATASETS[source].groups[name]
    groups = {each.id: each for each in groups_of(found)}
    assert groups[group.id] == group
    assert groups["islamic-state"].name == (name if group.id in WHOLES else "Islamic State")


def test_the_name_of_another_dataset_is_another_name(tmp_path: Path) -> None:
    (actor,) = gtd_attack(tmp_path, gname="IS").actors
    assert actor.id == "is"


def test_a_whole_that_is_named_too_stands_once(tmp_path: Path) -> None:
    khorasan, isil = "Khorasan Chapter of the Islamic State", "Islamic State of Iraq and the Levant"
    found = gtd_attack(tmp_path, gname=khorasan, gname2=f"{isil} (ISIL)")
    assert [(actor.id, actor.part_of) for actor in found.actors] == [
        ("isis-k", "islamic-state"),
        ("islamic-state", None),
    ]
    assert found.actors[1].name == f"{isil} (ISIL)"


def test_a_whole_below_its_part_makes_no_circle(tmp_path: Path) -> None:
    khorasan, isil = "Khorasan Chapter of the Islamic State", "Islamic State of Iraq and the Levant"
    found = gtd_attack(tmp_path, gname=khorasan, gsubname=f"{isil} (ISIL)")
    assert found.assertions[0].about == ("isis-k",)


def test_who_stands_beside_an_actor_is_known_too(tmp_path: Path) -> None:
    found = acled_event(tmp_path, assoc_actor_2="Islamic State (Iraq)")
    assert [(actor.id, actor.role) for actor in found.actors][2:] == [
        ("islamic-state-iraq", "with actor 2"),
        ("islamic-state", None),
    ]
