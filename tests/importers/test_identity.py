"""Ids of tables: each belongs to its dataset, except in a table that this program wrote."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exported_tables import NAMES, everything
from geo.errors import BadValue
from geo.exports import export_file
from geo.importers import read
from geo.importers.published import Document
from geo.importers.tables.identity import EXPORTED, identified
from geo.intake.dataset import load
from geo.model.incident import IncidentType, Origin
from geo.query.query import Query
from geo.store.store import Store
from samples import DATA, incident
from table_files import incidents_of, read_all, written_csv

ROWS = [{"id": str(n), "date": "2024-03-22", "place": "Kerman"} for n in (1, 2)]


def table(path: Path, *more: str) -> Path:
    return written_csv(path, *ROWS, *({"id": id_, "date": "2024"} for id_ in more))


def foreign(path: Path) -> Path:
    features = [
        {"type": "Feature", "id": 1, "geometry": None, "properties": {"date": "2024"}},
        {"type": "Feature", "geometry": None, "properties": {"date": "2024", "id": "b 2"}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def ids(source: str, path: Path, dataset: str | None = None) -> list[str]:
    return [found.id for found in incidents_of(read_all(source, path, dataset=dataset))]


def test_tables_that_number_their_rows_from_one_have_different_ids(tmp_path: Path) -> None:
    assert ids("table", table(tmp_path / "north.csv")) == ["north-1", "north-2"]
    assert ids("table", table(tmp_path / "South 2024.csv")) == ["south-2024-1", "south-2024-2"]


def test_features_of_others_have_ids_of_their_dataset(tmp_path: Path) -> None:
    assert ids("geojson", foreign(tmp_path / "points.json")) == ["points-1", "points-b 2"]


@pytest.mark.parametrize(("source", "write"), [("table", table), ("geojson", foreign)])
def test_a_dataset_is_called_as_is_said(tmp_path: Path, source: str, write: object) -> None:
    assert callable(write)
    path = write(tmp_path / "jan.json")
    found = incidents_of(read_all(source, path, dataset=" Border  watch "))
    assert {each.origin.dataset for each in found} == {"Border watch"}
    assert all(each.id.startswith("border-watch-") for each in found)
    assert found[0].origin.record_id == "1"


def test_two_months_of_a_dataset_know_a_row_without_an_id_again(tmp_path: Path) -> None:
    rows = [{"date": "2024-01-05", "place": "Kerman"}]
    months = [written_csv(tmp_path / f"{month}.csv", *rows) for month in ("jan", "feb")]
    of_files = {found for month in months for found in ids("table", month)}
    of_dataset = {found for month in months for found in ids("table", month, "watch")}
    assert (len(of_files), len(of_dataset)) == (2, 1)


def test_a_table_that_this_program_wrote_keeps_its_ids(tmp_path: Path) -> None:
    assert set(NAMES) >= EXPORTED
    for name in ("one.csv", "two.xlsx"):
        export_file(everything(), tmp_path / name)
        assert [each.id for each in load(tmp_path / name)] == [
            each.id for each in everything().incidents()
        ]


NAMES_OF_FILES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=90)


def prefix(name: str) -> str:
    return identified(Document(name="x.csv", dataset=name), ["id"]).id_prefix


@given(NAMES_OF_FILES, NAMES_OF_FILES)
def test_other_letters_are_another_dataset(one: str, other: str) -> None:
    folded = ["".join(filter(str.isalnum, name.casefold())) for name in (one, other)]
    assert prefix(one).isascii()
    assert len(prefix(one)) <= 70
    if folded[0] != folded[1]:
        assert prefix(one) != prefix(other)


@pytest.mark.parametrize("name", ["", " ", "a\0b", "x" * 101])
def test_a_dataset_has_a_name_that_can_be_shown(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadValue, match="a name of 1 to 100 printable characters"):
        read("table", table(tmp_path / "x.csv"), dataset=name)


def test_a_published_dataset_and_records_of_ours_have_their_names(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "data" / "ucdp_ged231_sample_500.csv"
    with pytest.raises(BadValue, match="these rows are of UCDP GED"):
        read("ucdp", sample, dataset="mine")
    with pytest.raises(BadValue, match="say themselves of which dataset"):
        read("geojson", DATA, dataset="mine")


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        (" .csv", "table"),
        (" ends\N{NO-BREAK SPACE}.csv", "ends"),
        ("a\x1b[2Jb\n.csv", "a [2Jb"),
        (f"{'n' * 201}.csv", f"{'n' * 60}-"),
        ("\udcff\udcfe.csv", "\N{REPLACEMENT CHARACTER}" * 2),
    ],
)
def test_each_dataset_and_type_of_a_file_can_be_asked_for(
    tmp_path: Path, name: str, dataset: str
) -> None:
    kinds = [" bombing ", "x" * 201, "x" * 202, "爆" * 150, "\N{NO-BREAK SPACE}é\u2003", "a\tb"]
    rows = [f"{i},2024-01-01,there,1,{i},{kind}\n" for i, kind in enumerate(kinds)]
    path = tmp_path / name
    path.write_text("id,date,name,lat,lon,type\n" + "".join(rows), "utf-8")
    store = Store()
    store.add([*load(path)])
    facets = store.summary(Query()).facets
    assert [each.value[: len(dataset)] for each in facets["dataset"]] == [dataset]
    assert len(facets["type"]) == len(kinds)
    for facet in ("dataset", "type"):
        for each in facets[facet]:
            query = Query.parse([(facet, each.value)])
            assert store.summary(query).attacks == each.count


def test_a_model_s_names_have_no_space_at_their_ends_and_a_length() -> None:
    own = incident(
        types=(IncidentType(scheme="s", code="\x1c attack\N{NO-BREAK SPACE}", label=" Attack "),),
        origin=Origin(dataset=" My data\n", licence="x", redistributable=True),
    )
    assert (own.types[0].code, own.origin.dataset) == ("attack", "My data")
    for bad in (" \t", "x" * 201):
        with pytest.raises(ValidationError):
            replace(own.origin, dataset=bad)
