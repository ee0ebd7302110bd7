"""Records: what is opened of a store is what the import made, for every importer and any row."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_rows import ACLED, GED_ROWS, GTD
from effort import amount
from geo.errors import UnreadableData
from geo.gazetteer.placed_feature import Placement, placed_incident
from geo.importers import read
from geo.importers.cells.cell_text import MARK
from geo.importers.published import Document, StoredDocument
from geo.importers.row import ImportedRow, StoredRow
from geo.importers.sources import stored_rows
from geo.importers.tables.columns import FIELDS
from geo.intake.listener import ImportListener
from geo.intake.run import import_file
from geo.model.feature import text_from_incident
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.documents import document_from_row, document_row
from geo.store.file import replacing
from geo.store.store import Store
from samples import DATA, curated, incident, located
from table_files import written_csv

DAY = date(2026, 3, 12)
ALL = Query()
TABLE_ROW = dict.fromkeys(FIELDS, "") | {"id": "E1", "date": "2024-03-22", "place": "Kerman"}
ROWS = {"ucdp": GED_ROWS[0], "gtd": GTD, "acled": ACLED, "table": TABLE_ROW}
CELLS = st.one_of(
    st.sampled_from(
        (
            *("0", "-99", "1", "2.5", "NaN", "2014-05-31", "2014-05", "31/12/2044", "a;b;;c", "ZZ"),
            *("'=1", "\x1fi5", "\x00", "https://a.example/b", "month", "context", "Iran", "2099"),
        )
    ),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def opened(store: Path) -> dict[str, Incident]:
    """Return the records of a store as it opens them one by one, all at once, and as a page."""
    found = Store(DAY)
    found.attach(store)
    records = {record.id: record for record in found.iter_incidents(ALL)}
    assert found.incidents(ALL, limit=10_000)[1] == list(records.values())
    assert all(found.incident(id_) == record for id_, record in records.items())
    return records


def check(source: str, path: Path, **options: Any) -> dict[str, Incident]:
    """Import a file, and check that each record is opened as it was made."""
    made = {row.incident.id: row.incident for row in read(source, path, **options) if row.incident}
    store = path.with_suffix(".duckdb")
    listener = ImportListener(confirm=lambda _: "replace")
    report = import_file(source, path, store, geocode=False, listener=listener, **options)
    assert report.imported == len(made)
    if made:
        assert opened(store) == made
    return made


def written_rows(path: Path, *rows: Mapping[str, str]) -> Path:
    buffer = io.StringIO(newline="")
    header = list(rows[0])
    lines = [header, *([row[name] for name in header] for row in rows)]
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(lines)
    path.write_bytes(buffer.getvalue().encode())
    return path


@pytest.mark.parametrize("source", ROWS)
def test_a_row_of_each_importer(source: str, tmp_path: Path) -> None:
    assert check(source, written_csv(tmp_path / f"{source}251.csv", ROWS[source]))


def test_the_rows_of_a_release(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "GEDEvent_v23_1.csv", *GED_ROWS[:200])
    (version,) = {each.origin.version for each in check("ucdp", path).values()}
    assert version == "23.1"
    other = {each.origin.version for each in check("ucdp", path, version="7").values()}
    assert other == {"7"}


@pytest.mark.parametrize("source", ROWS)
@given(data=st.data())
@settings(max_examples=amount(quick=20, thorough=300), deadline=None)
def test_whatever_stands_in_a_row(source: str, data: st.DataObject) -> None:
    row = ROWS[source]
    changes = st.dictionaries(st.sampled_from(sorted(row)), CELLS, max_size=5)
    rows = data.draw(st.lists(changes, min_size=1, max_size=4))
    check_rows(source, [row | each for each in (*rows, *rows)])


def check_rows(source: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Check rows without a store, which takes longer than all else."""
    with tempfile.TemporaryDirectory() as folder:
        found = read(source, written_rows(Path(folder) / "any.csv", *rows))
        document = found.stored_as(source)
        (_, again) = document_from_row(document_row(0, document))
        assert again == document
        check_stored(document, list(found))


def check_stored(document: StoredDocument, rows: Iterable[ImportedRow]) -> None:
    kept = stored_rows(document)
    for row in rows:
        assert (row.incident is None) == (row.stored is None)
        if row.stored:
            assert len(row.stored.cells) == document.width
            assert kept.incident(row.stored) == row.incident
            bare = kept.incident(row.stored, raw=False)
            assert bare == replace(row.incident, origin=replace(row.incident.origin, raw={}))


def test_cells_of_a_typed_file(tmp_path: Path) -> None:
    path = tmp_path / "typed.parquet"
    columns = {
        "title": ["Raid", "Raid", None],
        "date": [date(2024, 3, 22), date(2023, 1, 1), date(2022, 2, 2)],
        "lat": [35.25, 1.0, None],
        "lon": [51.5, 2.0, None],
        "killed": [3, None, 0],
        "place": ["Kerman", "کرمان", "Zenda"],
        "at": [datetime(2024, 3, 22, 1, 2, 3), None, None],
        "hour": [time(1, 2), None, time(3)],
        "is_sure": [True, False, None],
    }
    pyarrow.parquet.write_table(pa.table(columns), path)
    made = check("table", path)
    assert len(made) == 3
    assert {record.origin.raw["hour"] for record in made.values()} == {"01:02:00", None, "03:00:00"}


def test_rows_that_say_the_same_keep_their_ids(tmp_path: Path) -> None:
    row = {"date": "2024-03-22", "place": "Kerman"}
    assert (
        len(check("table", written_csv(tmp_path / "same.csv", row, row, row | {"date": "2023"})))
        == 3
    )


def test_fields_that_were_mapped(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "own.csv", {"when": "2024-03-22", "wo": "Kerman"})
    (found,) = check("table", path, mapping={"when": "date", "wo": "place"}).values()
    assert found.place.name == "Kerman"


@pytest.mark.parametrize("mapping", [{}, {"label": "place"}])
def test_features(tmp_path: Path, mapping: dict[str, str]) -> None:
    point = {"type": "Point", "coordinates": [51.5, 35.25, 7]}
    properties = {"label": "Kerman ان", "date": "2024-03-22", "more": {"a": [1, 2.5, None]}}
    foreign = {"type": "Feature", "id": 7, "geometry": point, "properties": properties}
    path = tmp_path / "any.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [foreign]}), "utf-8")
    assert check("geojson", path, mapping=mapping)


def test_features_of_our_own(tmp_path: Path) -> None:
    path = tmp_path / "ours.geojson"
    path.write_bytes(DATA.read_bytes())
    assert check("geojson", path) == curated()


def test_a_record_is_opened_as_of_the_day_of_its_import(tmp_path: Path) -> None:
    row = {"date": "2024-03-22", "date_end": "2031-01-01", "place": "Kerman", "group": "A"}
    path = written_csv(tmp_path / "own.csv", row)
    read_on = Document(name="own.csv").read_on
    import_file("table", path, tmp_path / "own.duckdb", geocode=False)
    (found,) = opened(tmp_path / "own.duckdb").values()
    assert found.assertions[0].date == read_on.isoformat()
    document = StoredDocument(
        source="table",
        name="own.csv",
        header=tuple(row),
        mapping=dict(zip(row, row, strict=True)),
        read_on=date(2025, 5, 5),
    )
    (made,) = [each.stored for each in read("table", path)]
    assert made
    assert stored_rows(document).incident(made).assertions[0].date == "2025-05-05"


def test_a_place_that_was_found_stays_where_it_was_found(tmp_path: Path) -> None:
    path = written_csv(
        tmp_path / "own.csv", {"date": "2024-03-22", "place": "Kerman", "country": "IR"}
    )
    (bare,) = [row.incident for row in read("table", path)]
    assert bare
    report = import_file("table", path, tmp_path / "own.duckdb")
    assert report.placed == {"placed": 1}
    (found,) = opened(tmp_path / "own.duckdb").values()
    with duckdb.connect(tmp_path / "own.duckdb", read_only=True) as connection:
        ((text,),) = connection.execute("select placement from rows_0").fetchall()
    assert found == placed_incident(bare, Placement._make(json.loads(text)))
    assert found.positions


def test_other_datasets_keep_their_rows(tmp_path: Path) -> None:
    store = tmp_path / "both.duckdb"
    ged = written_csv(tmp_path / "GEDEvent_v23_1.csv", *GED_ROWS[:30])
    own = written_csv(tmp_path / "own.csv", TABLE_ROW, TABLE_ROW | {"id": "E2", "place": "کرمان"})
    import_file("ucdp", ged, store, geocode=False)
    before = opened(store)
    for _ in range(2):
        import_file("table", own, store, geocode=False)
    after = opened(store)
    assert after.items() >= before.items()
    assert after.keys() - before.keys() == {"own-E1", "own-E2"}
    with duckdb.connect(store, read_only=True) as connection:
        names = connection.execute("select document, source from documents order by 1").fetchall()
    assert names == [(0, "table"), (1, "ucdp")]


def test_rows_of_refused_records_do_not_stay(tmp_path: Path) -> None:
    rows = [TABLE_ROW, TABLE_ROW | {"id": "E2"}, TABLE_ROW | {"id": "E3", "date": "never"}]
    path, store = written_csv(tmp_path / "own.csv", *rows), tmp_path / "own.duckdb"
    with replacing(store, DAY) as fresh:
        fresh.add([incident("own-E2")])
        fresh.keep_others()
    import_file("table", path, store, geocode=False)
    with duckdb.connect(store, read_only=True) as connection:
        lines = connection.execute("select line from rows_0").fetchall()
    assert lines == [(2,)]


def test_files_next_to_each_other_open_their_own_rows(tmp_path: Path) -> None:
    paths = [tmp_path / "a.duckdb", tmp_path / "b.duckdb", tmp_path / "c.duckdb"]
    for path, ids in zip(paths, ("AB", "CD", "EF"), strict=True):
        with replacing(path, DAY) as fresh:
            fresh.add([located(id_, (1.0, 2.0)) for id_ in ids])
    store = Store(DAY)
    store.add([incident("M")])
    for path in paths[:2]:
        store.attach(path)
    store.add([incident("N")])
    session = store.with_file(paths[2])
    for id_ in "ABCDMNEF":
        assert session.incident(id_).id == id_
    assert [store.incident(id_).id for id_ in "ABCDMN"] == list("ABCDMN")
    assert {each.id for each in session.iter_incidents(ALL)} == set("ABCDMNEF")


def test_cells_that_are_equal_are_not_the_same(tmp_path: Path) -> None:
    days = [date(2024, 3, day) for day in (1, 2, 3)]
    whole, real = pa.array([1, 0, 1]), pa.array([1.0, 0.0, -0.0])
    flags = pa.array([True, False, True])
    for name, column in {"whole": whole, "real": real, "flags": flags}.items():
        table = pa.table({"date": days, "place": ["A", "A", "A"], "killed": column, "id": column})
        path = tmp_path / f"{name}.parquet"
        pyarrow.parquet.write_table(table, path)
        read_rows = read("table", path)
        document = read_rows.stored_as("table")
        check_stored(document, list(read_rows))


def test_long_texts_are_compressed_without_a_dictionary(tmp_path: Path) -> None:
    rows = [TABLE_ROW | {"id": f"E{n}", "summary": f"{n} " * 30} for n in range(3_000)]
    store = tmp_path / "own.duckdb"
    import_file("table", written_csv(tmp_path / "own.csv", *rows), store, geocode=False)
    with replacing(store, DAY) as fresh:
        fresh.add([incident("other")])
        fresh.keep_others()
    with duckdb.connect(store, read_only=True) as connection:
        info = connection.execute(
            "select distinct column_name, compression from pragma_storage_info('rows_1')"
            " where segment_type = 'VARCHAR'"
        ).fetchall()
    long = f"c{list(TABLE_ROW).index('summary')}"
    assert [name for name, compression in info if compression == "ZSTD"] == [long]


def test_a_record_without_the_row_of_its_source(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "own.csv", TABLE_ROW)
    import_file("table", path, tmp_path / "own.duckdb", geocode=False)
    store = Store(DAY)
    store.attach(tmp_path / "own.duckdb")
    (whole,), (bare,) = store.iter_incidents(ALL), store.iter_incidents(ALL, raw=False)
    assert whole.origin.raw
    assert not bare.origin.raw
    assert text_from_incident(bare) != text_from_incident(whole)


def test_a_record_of_a_dataset_is_opened_as_its_columns_were_mapped(tmp_path: Path) -> None:
    row = dict(ROWS["ucdp"])
    row["north"] = row.pop("latitude")
    path, store = written_rows(tmp_path / "ged.csv", row), tmp_path / "s.duckdb"
    mapping = {"north": "latitude"}
    import_file("ucdp", path, store, mapping=mapping, geocode=False)
    (read_row,) = read("ucdp", path, mapping=mapping)
    assert list(opened(store).values()) == [read_row.incident]


def test_a_row_that_cannot_be_read_again_is_told() -> None:
    document = StoredDocument(
        source="table", name="own.csv", header=("date",), mapping={"date": "date"}
    )
    row = StoredRow(2, is_repeated=False, cells=("never",))
    with pytest.raises(UnreadableData, match="cannot be read"):
        stored_rows(document).incident(row)
    with pytest.raises(UnreadableData, match="'other', which this version does not know"):
        stored_rows(StoredDocument(source="other", name="own.csv"))


DAMAGES = {
    "the row is gone": "delete from rows_0 where n = 0",
    "cells of the row are gone": "update rows_0 set c0 = null, c1 = null where n = 0",
    "a cell of no kind": f"update rows_0 set c1 = '{MARK}z2024' where n = 0",
    "a mark only": f"update rows_0 set c1 = '{MARK}' where n = 0",
    "a day that is none": f"update rows_0 set c1 = '{MARK}dnever' where n = 0",
    "a placement that is no JSON": "update rows_0 set placement = 'x' where n = 0",
    "a placement without values": "update rows_0 set placement = '{}' where n = 0",
    "a placement outside the world": (
        """update rows_0 set placement = '[999, 0, "site", 1, "x", "exact"]' where n = 0"""
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_row_that_is_damaged_is_told_and_the_others_open(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.duckdb"
    file = tmp_path / "own.csv"
    file.write_text("id,date\nA,2024\nB,2023\n")
    import_file("table", file, path, geocode=False)
    with duckdb.connect(path) as connection:
        connection.execute(DAMAGES[name])
    store = Store()
    store.attach(path)
    with pytest.raises(UnreadableData, match=r"import (it|its file|the file) again"):
        store.incident("own-A")
    assert store.incident("own-B").id == "own-B"


def test_a_feature_that_is_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    with replacing(path, date(2026, 1, 1)) as fresh:
        fresh.add([located("A", (1.0, 2.0))])
    with duckdb.connect(path) as connection:
        connection.execute("update rows_0 set c0 = '{}'")
    store = Store()
    store.attach(path)
    for raw in (True, False):
        with pytest.raises(UnreadableData, match="import the file again"):
            list(store.iter_incidents(Query(), raw=raw))
