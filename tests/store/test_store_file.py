"""A store as a file: written anew, swapped in whole, opened beside others, refused if foreign."""

import gc
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import duckdb
import pyarrow as pa
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from full_disk import full_disk
from geo.errors import BadValue, UnreadableData, Unwritable
from geo.importers.published import IMPORTER_VERSION
from geo.mercator import Bounds
from geo.model.incident import Incident, Origin
from geo.query.query import Query
from geo.store.building import building
from geo.store.changes import Changes, Choice
from geo.store.file import DoubtfulRow, is_store, replacing
from geo.store.store import Store
from geo.store.tables import VERSION
from samples import DATA, curated, incident, located

DAY = date(2026, 3, 12)
ALL = Query()
WORLD = Bounds(west=-180, south=-90, east=180, north=90)


def of(dataset: str, *ids: str, version: str = "1") -> list[Incident]:
    origin = Origin(dataset=dataset, version=version, licence="CC0-1.0", redistributable=True)
    return [located(id_, (float(n), 2.0), origin=origin) for n, id_ in enumerate(ids)]


def write(path: Path, incidents: Sequence[Incident]) -> tuple[list[DoubtfulRow], int]:
    """Import incidents; return the doubtful ones, and how many others were kept."""
    with replacing(path, DAY) as fresh:
        fresh.add(incidents)
        return fresh.drop_doubtful(), fresh.keep_others()


def ids(*paths: Path) -> list[str]:
    store = Store()
    for path in paths:
        store.attach(path)
    return sorted(row.id for row in store.rows(ALL, limit=1_000)[1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "it's [a] store.duckdb"


def test_a_store_file_answers_as_memory_does(path: Path) -> None:
    incidents = list(curated().values())
    write(path, incidents)
    memory, file = Store(DAY), Store(DAY)
    memory.add(incidents)
    assert file.attach(path) == 11
    assert file.summary(ALL) == memory.summary(ALL)
    assert file.incidents(ALL) == memory.incidents(ALL)
    assert file.marks(ALL, WORLD, 3) == memory.marks(ALL, WORLD, 3)
    assert file.newest_source() == memory.newest_source()


def test_files_and_memory_are_one_store(tmp_path: Path) -> None:
    paths = [tmp_path / "a.duckdb", tmp_path / "b.duckdb"]
    write(paths[0], of("a", "A1", "A2"))
    write(paths[1], of("b", "B1", "B2", "B3"))
    store = Store()
    store.add(of("own", "M"))
    assert [store.attach(path) for path in paths] == [2, 3]
    store.add(of("own", "N"))
    assert {row.id for row in store.rows(ALL)[1]} == {"A1", "A2", "B1", "B2", "B3", "M", "N"}
    marks = store.marks(ALL, WORLD, 3).marks
    assert sorted(str(mark.properties["id"]) for mark in marks) == [
        *("A1", "A2", "B1", "B2", "B3", "M", "N")
    ]
    counts = {value.value: value.count for value in store.summary(ALL).facets["dataset"]}
    assert counts == {"a": 2, "b": 3, "own": 2}
    assert store.summary(Query(dataset=("b",))).attacks == 3
    assert store.incident("B3").id == "B3"


def test_an_import_replaces_its_own_datasets_and_keeps_the_others(path: Path) -> None:
    write(path, of("a", "A1", "A2"))
    assert write(path, of("b", "B1")) == ([], 2)
    assert write(path, of("a", "A2", "A3", version="2")) == ([], 1)
    assert ids(path) == ["A2", "A3", "B1"]
    store = Store()
    store.attach(path)
    assert [(c.dataset, c.version) for c in store.summary(ALL).credits] == [("a", "2"), ("b", "1")]


IDS = st.lists(st.sampled_from("ABCDE"), unique=True, min_size=1)
IMPORTS = st.tuples(st.sampled_from("ab"), IDS, st.sampled_from(get_args(Choice)))


@settings(deadline=None, max_examples=amount(quick=15, thorough=200))
@given(st.lists(IMPORTS, max_size=4))
def test_whatever_is_replaced_or_added_is_what_a_dictionary_would_hold(
    imports: list[tuple[str, list[str], Choice]],
) -> None:
    held: dict[str, str] = {}  # id → version
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.duckdb"
        for turn, (dataset, names, choice) in enumerate(imports):
            given_ids = [f"{dataset}-{name}" for name in names]
            with replacing(path, DAY) as fresh:
                fresh.add(of(dataset, *given_ids, version=str(turn)))
                assert fresh.drop_doubtful() == []
                before = {id_ for id_ in held if id_.startswith(dataset)}
                changes = fresh.changes()
                kept = fresh.keep_others(choice)
            if choice == "replace":
                held = {id_: held[id_] for id_ in held.keys() - before}
            size = len(held.keys() - given_ids)
            held |= dict.fromkeys(given_ids, str(turn))
            assert kept == size
            replaced = len(before & set(given_ids))
            assert changes == (
                Changes(
                    datasets=(dataset,),
                    replaced=replaced,
                    added=len(given_ids) - replaced,
                    rest=len(before) - replaced,
                )
                if before
                else None
            )
            store = Store(DAY)
            store.attach(path)
            found = store.iter_incidents(ALL)
            assert {each.id: each.origin.version for each in found} == held
            credited = {(each.dataset, each.version) for each in store.summary(ALL).credits}
            assert credited == {(id_[0], version) for id_, version in held.items()}


def test_twice_is_the_same_as_once(path: Path) -> None:
    write(path, of("a", "A1", "A2"))
    store = Store(DAY)
    store.attach(path)
    once = store.summary(ALL)
    write(path, of("a", "A1", "A2"))
    again = Store(DAY)
    again.attach(path)
    assert again.summary(ALL) == once


def test_numbers_stay_small_however_often_it_is_written(path: Path) -> None:
    for turn in range(4):
        write(path, of(f"set {turn % 2}", f"X{turn % 2}", f"Y{turn % 2}"))
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("select list(n order by n) from incidents").fetchall() == [
            ([0, 1, 2, 3],)
        ]


def test_what_is_added_is_not_held_in_memory_until_the_end(path: Path) -> None:
    with replacing(path, DAY) as fresh:
        held = pa.total_allocated_bytes()
        fresh.add(of("a", *map(str, range(50))))
        assert pa.total_allocated_bytes() == held


def test_an_id_that_is_not_a_row_s_own_is_told(path: Path) -> None:
    write(path, of("a", "A1", "A2"))
    doubtful, kept = write(path, of("b", "B1", "B2", "B2", "A1"))
    assert doubtful == [
        (0, 1, "B2", "another row of this file"),
        (0, 2, "B2", "another row of this file"),
        (0, 3, "A1", "a"),
    ]
    assert (ids(path), kept) == (["A1", "A2", "B1"], 2)


def test_what_is_open_already_is_not_opened_again(path: Path, tmp_path: Path) -> None:
    write(path, of("a", "A1"))
    copy = tmp_path / "copy.duckdb"
    shutil.copy(path, copy)
    store = Store()
    store.attach(path)
    assert store.attach(copy) == 0
    assert store.files == ((path.name, 1, ()), ("copy.duckdb", 0, ("A1",)))
    assert [row.id for row in store.rows(ALL)[1]] == ["A1"]
    with pytest.raises(BadValue, match="A1"):
        store.add(of("own", "A1"))
    assert store.existing_ids(["A1", "Z"]) == {"A1"}


def answers(store: Store) -> tuple[Any, ...]:
    """Return what a store answers, from its tallies and from its rows."""
    box = Query(bbox=WORLD)
    return (
        *(store.summary(query) for query in (ALL, box, Query(from_="2024-02"))),
        *(store.marks(query, WORLD, zoom) for query in (ALL, box) for zoom in (3, 9)),
        store.rows(ALL),
        list(store.iter_incidents(ALL)),
        store.newest_source(),
    )


@pytest.mark.parametrize("few", ["0", "2000"])
def test_a_row_whose_id_is_open_is_left_out_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: str
) -> None:
    monkeypatch.setenv("GEO_LIMIT_MARKS", few)
    paths = [tmp_path / "a.duckdb", tmp_path / "b.duckdb", tmp_path / "plain.duckdb"]
    curated_ones = list(curated().values())
    write(paths[0], [replace(each, title="Another") for each in curated_ones[:3]])
    write(paths[1], curated_ones)
    write(paths[2], curated_ones[3:])
    store, plain = Store(DAY), Store(DAY)
    assert [store.attach(path) for path in paths[:2]] == [3, 8]
    for path in (paths[0], paths[2]):
        plain.attach(path)
    assert answers(store) == answers(plain)
    ids_out = tuple(sorted(each.id for each in curated_ones[:3]))
    assert store.files == (("a.duckdb", 3, ()), ("b.duckdb", 8, ids_out))
    assert store.existing_ids([*ids_out, curated_ones[5].id, "Z"]) == {
        *ids_out,
        curated_ones[5].id,
    }


def test_what_is_left_out_of_all_files_is_counted_nowhere(tmp_path: Path) -> None:
    paths = [tmp_path / "a.duckdb", tmp_path / "b.duckdb", tmp_path / "c.duckdb"]
    write(paths[0], of("a", "A1", "A2", "X", "Y"))
    write(paths[1], of("b", "X", "B1", "Y"))
    write(paths[2], of("c", "C1", "A2", "C2"))
    store = Store(DAY)
    assert [store.attach(path) for path in paths] == [4, 1, 2]
    store.leave_out(["X", "A2"])
    store.leave_out(["Y", "nobody"])
    store.leave_out([])
    assert [(file.size, set(file.left_out)) for file in store.files] == [
        (1, {"X", "A2", "Y"}),
        (1, {"X", "Y"}),
        (2, {"A2"}),
    ]
    assert {row.id for row in store.rows(ALL)[1]} == {"A1", "B1", "C1", "C2"}
    assert store.summary(ALL).matched == store.summary(Query(bbox=WORLD)).matched == 4
    assert {each.id for each in store.iter_incidents(ALL)} == {"A1", "B1", "C1", "C2"}
    assert store.existing_ids("XY") == {"X", "Y"}
    schemas = "select count(*) from duckdb_schemas() where schema_name like 'open_%'"
    assert store._connection.execute(schemas).fetchall() == [(3,)]


def test_the_file_of_a_session_yields_to_what_is_open(tmp_path: Path) -> None:
    paths = [tmp_path / "a.duckdb", tmp_path / "own.duckdb"]
    write(paths[0], of("a", "A1", "A2"))
    write(paths[1], of("own", "A2", "O1"))
    store = Store(DAY)
    store.attach(paths[0])
    session = store.with_file(paths[1])
    assert session.files == (("a.duckdb", 2, ()), ("own.duckdb", 1, ("A2",)))
    assert {each.id for each in session.iter_incidents(ALL)} == {"A1", "A2", "O1"}
    counts = {value.value: value.count for value in session.summary(ALL).facets["dataset"]}
    assert counts == {"a": 2, "own": 1}
    assert store.files == (("a.duckdb", 2, ()),)
    assert store.summary(ALL).matched == 2
    del session
    gc.collect()
    left = "select schema_name from duckdb_schemas() where schema_name similar to '(open|with)_.*'"
    assert store._connection.execute(left).fetchall() == []


def test_what_is_open_is_read_on_while_the_file_is_replaced(path: Path) -> None:
    write(path, of("a", "A1"))
    old = Store()
    old.attach(path)
    write(path, of("a", "A2"))
    assert [row.id for row in old.rows(ALL)[1]] == ["A1"]
    assert ids(path) == ["A2"]


def test_an_import_that_fails_leaves_the_old_file_and_nothing_beside_it(path: Path) -> None:
    write(path, of("a", "A1"))
    with pytest.raises(ZeroDivisionError), replacing(path, DAY) as fresh:
        fresh.add([each for each in of("a", "A2") if 1 / 0])
    assert ids(path) == ["A1"]
    assert {found.name for found in path.parent.iterdir()} == {path.name, f".{path.name}.lock"}


@pytest.mark.parametrize("name", ["what?/own.duckdb", "wh\\at/own.duckdb", "own?.duckdb"])
@pytest.mark.parametrize("writing", [replacing, building], ids=["file", "directory"])
def test_a_path_that_duckdb_misreads_is_refused(tmp_path: Path, writing: Any, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    sign = "?" if "?" in name else r"\\"
    words = rf"^{re.escape(path.name)} .* misreads the [{sign}] in"
    with pytest.raises(Unwritable, match=words), writing(path, DAY) as fresh:
        fresh.add(of("own", "A1"))
    assert [each for each in path.parent.iterdir() if each.is_file()] == []
    path.write_bytes(b"")
    with pytest.raises(UnreadableData, match=rf"DuckDB misreads the [{sign}] in its path: rename"):
        Store().attach(path)


@pytest.mark.parametrize("most", [1 << 16, 1 << 20])  # the first block, and one of the last
def test_a_full_disk_is_told_in_words_and_the_old_file_stays(path: Path, most: int) -> None:
    write(path, of("a", "A"))
    before = path.read_bytes()
    assert len(before) > most
    with full_disk(most), pytest.raises(Unwritable, match="cannot be written, and stays"):
        write(path, of("a", "B"))
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {path.name, f".{path.name}.lock"}


def test_what_an_ended_import_left_is_removed_by_the_next(path: Path) -> None:
    rests = [path.with_name(f".{path.name}.0123abcd{end}") for end in ("", ".wal")]
    foreign = path.with_name(f".{path.name}.backup")
    for rest in (*rests, foreign):
        rest.write_text("x")
    path.with_name(f".{path.name}.0123abcd.tmp").mkdir()
    write(path, of("a", "A1"))
    left = {found.name for found in path.parent.iterdir()}
    assert left == {path.name, f".{path.name}.lock", foreign.name}


def test_two_imports_into_one_file_do_not_lose_each_other_s_rows(path: Path) -> None:
    with (
        FileLock(path.with_name(f".{path.name}.lock")),
        pytest.raises(UnreadableData, match="is being written by another import"),
        replacing(path, DAY),
    ):
        pass


def other_version(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update about set value = '99' where name = 'version'")


def other_columns(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("alter table sites drop column x")


def a_view(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table labels_ as from labels")
    connection.execute("drop table labels")
    connection.execute("create view labels as from labels_")


def another_view(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create view more as from labels")


def another_table(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table more as from labels")


def other_rows(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("alter table rows_0 add column c1 text")


def no_rows(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("drop table rows_0")


def other_importers(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update about set value = '99' where name = 'importer'")


def another_source(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update documents set source = 'later'")


def a_document_of_no_names(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update documents set header = '{'")


def a_document_mapped_by_a_list(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update documents set mapping = '[]'")


def no_about(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("drop table about")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            other_version,
            f"is a store of version 99, and this program reads version {VERSION}: "
            "import your data again with geo import, and name a new file after --store",
        ),
        (other_columns, "has other columns.*name a new file after --store"),
        (a_view, "has other columns"),
        (another_view, "has views"),
        (another_table, "has other columns"),
        (other_rows, "has other columns"),
        (no_rows, "has other columns"),
        (
            other_importers,
            f"made by importers of version 99, and these are {IMPORTER_VERSION}: "
            "import your data again",
        ),
        (a_document_of_no_names, "is damaged"),
        (a_document_mapped_by_a_list, "is damaged"),
        (another_source, "has rows of later, which this version cannot read"),
        (no_about, "is not a store of incidents: make one with geo import"),
    ],
)
def test_a_foreign_file_is_refused_in_words(
    path: Path, change: Callable[[duckdb.DuckDBPyConnection], None], reason: str
) -> None:
    write(path, of("a", "A1"))
    with duckdb.connect(path) as connection:
        change(connection)
    store = Store()
    with pytest.raises(UnreadableData, match=reason):
        store.attach(path)
    store.add([incident("Z")])
    assert store.summary(ALL).attacks == 1


@pytest.mark.parametrize("content", [b"", b"no database", b"\0" * 8 + b"DUCK" + b"\0" * 9_000])
def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(UnreadableData, match="cannot be opened by this version"):
        Store().attach(path)


def test_a_file_that_was_cut_short_is_refused(path: Path) -> None:
    write(path, of("a", "A1"))
    path.write_bytes(path.read_bytes()[: 3 * 4096])
    with pytest.raises(UnreadableData):
        Store().attach(path)


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(UnreadableData, match="does not exist"):
        Store().attach(path)


def test_a_folder_is_not_said_to_be_missing(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Unwritable, match="is not a regular file"):
        write(path, of("a", "A"))


@pytest.mark.parametrize(("made", "told"), [(True, True), (False, False)])
def test_a_store_is_known_by_its_content(path: Path, made: Any, told: bool) -> None:
    if made:
        write(path, of("a", "A1"))
    assert is_store(path) is told
    assert not is_store(DATA)
