"""A store directory: it answers as a store file of the same records, and is replaced as a whole."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest

from geo.errors import UnreadableData, Unwritable
from geo.mercator import WORLD
from geo.query.query import Query
from geo.store import building as building_module
from geo.store.building import building
from geo.store.directory.manifest import MANIFEST, read_manifest
from geo.store.file import is_store, replacing
from geo.store.store import Store
from samples import curated, incident, located
from store_directories import DAY, QUERIES, build, of


def opened(path: Path) -> Store:
    store = Store()
    store.attach(path)
    return store


def ids(path: Path) -> list[str]:
    return sorted(row.id for row in opened(path).rows(Query(), limit=1_000)[1])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "it's [a] store"


@pytest.mark.parametrize("query", QUERIES, ids=map(str, range(len(QUERIES))))
def test_it_answers_as_a_store_file_does(tmp_path: Path, query: Query) -> None:
    records = [*curated().values(), *of("other", "O1", "O2"), incident("nowhere")]
    file = tmp_path / "store.duckdb"
    with replacing(file, DAY) as fresh:
        fresh.add(records)
    folder = tmp_path / "country=TD" / "n=7"  # to DuckDB, columns of what is in it
    folder.mkdir(parents=True)
    one, other = opened(file), opened(build(folder / "store", records))
    assert one.summary(query) == other.summary(query)
    for zoom, most in ((2, 0), (6, 0), (6, None)):
        assert one.marks(query, WORLD, zoom, most=most) == other.marks(
            query, WORLD, zoom, most=most
        )
    assert one.timeline(query, unit="month") == other.timeline(query, unit="month")
    assert one.bounds(query) == other.bounds(query)
    assert one.newest_source(query) == other.newest_source(query)
    found = [sorted(each.iter_incidents(query), key=lambda i: i.id) for each in (one, other)]
    assert found[0] == found[1]


def test_records_are_numbered_along_the_curve_then_those_of_several_places(path: Path) -> None:
    tehran = next(each for each in curated().values() if len(each.positions) > 1)
    far, near, nearer = (
        located("far", (150.0, -30.0)),
        located("near", (51.0, 35.0)),
        located("nearer", (51.02, 35.0)),
    )
    build(path, [incident("nowhere"), tehran, far, nearer, near])
    manifest = read_manifest(path)
    (part,) = manifest.tables["incidents"]
    frame = geopandas.read_parquet(path / part.path)
    assert list(frame["id"]) == ["near", "nearer", "far", tehran.id, "nowhere"]
    assert list(frame["n"]) == [0, 1, 2, 3, 4]
    assert (part.rows, part.first, part.last) == (5, 0, 4)
    assert frame.crs == "OGC:CRS84"
    assert [geometry and geometry.geom_type for geometry in frame.geometry] == [
        *["Point"] * 3,
        "MultiPoint",
        None,
    ]
    assert frame.geometry[0].coords[0] == (51.0, 35.0)
    points = [point.coords[0] for point in frame.geometry[3].geoms]
    assert points == [tuple(position) for position in tehran.positions]
    (sites,) = manifest.tables["sites"]
    assert len(geopandas.read_parquet(path / sites.path)) == 3 + len(tehran.positions)
    west, south, east, north = sites.bounds or pytest.fail("no bounds")
    assert (west, south, east) == (51.0, -30.0, 150.0)
    assert north == max(35.0, *(lat for _, lat in tehran.positions))


def test_a_second_build_keeps_other_datasets_and_replaces_its_own(path: Path) -> None:
    build(path, of("a", "A1", "A2"))
    build(path, of("b", "B1"))
    build(path, of("a", "A2", "A3"))
    assert ids(path) == ["A2", "A3", "B1"]
    manifest = read_manifest(path)
    assert sorted(each.name for each in path.iterdir()) == sorted(
        [MANIFEST, manifest.build, manifest.before or ""]
    )


def test_who_has_it_open_goes_on_until_the_build_after_the_next(path: Path) -> None:
    store = opened(build(path, of("a", "A1")))
    build(path, of("a", "A2"))
    assert [row.id for row in store.rows(Query())[1]] == ["A1"]
    build(path, of("a", "A3"))
    with pytest.raises(UnreadableData, match="it's \\[a\\] store"):
        store.rows(Query(q="A1"))
    assert store.fault


def test_a_build_that_fails_leaves_the_directory_as_it_was(path: Path) -> None:
    build(path, of("a", "A1"))
    before = sorted(each.name for each in path.iterdir())
    with building(path, DAY) as fresh:
        fresh.add(of("a", "A2"))
        fresh.abandon()
    with pytest.raises(ZeroDivisionError), building(path, DAY):
        raise ZeroDivisionError
    assert (ids(path), sorted(each.name for each in path.iterdir())) == (["A1"], before)


def test_a_build_that_would_lose_records_is_not_swapped_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(path, of("a", "A1"))
    write = building_module._written
    without = {"incidents": ()}
    monkeypatch.setattr(building_module, "_written", lambda *args: write(*args) | without)
    words = "store cannot be written: its files have 0 records of 2, and nothing was swapped"
    with pytest.raises(Unwritable, match=words):
        build(path, of("a", "A1", "A2"))
    assert ids(path) == ["A1"]


def test_nothing_is_left_of_a_first_build_that_fails(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), building(path, DAY):
        raise ZeroDivisionError
    assert not path.exists()


def test_what_a_killed_build_has_left_is_removed(path: Path) -> None:
    build(path, of("a", "A1"))
    left = path / "build-20260101-00000000"
    left.mkdir()
    build(path, of("a", "A2"))
    assert not left.exists()


def test_two_builds_do_not_write_at_once(path: Path) -> None:
    with building(path, DAY) as fresh:
        fresh.add(of("a", "A1"))
        with pytest.raises(UnreadableData, match="another build: wait"), building(path, DAY):
            pass
    assert ids(path) == ["A1"]


def test_a_folder_or_a_file_of_others_stays(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("mine")
    with pytest.raises(Unwritable, match=r"mine\.txt"), building(tmp_path / "notes", DAY):
        pass
    with pytest.raises(Unwritable, match="is a file"), building(tmp_path / "notes/mine.txt", DAY):
        pass
    with pytest.raises(Unwritable, match="not a folder"), building(tmp_path / "no/dir", DAY):
        pass
    assert (tmp_path / "notes/mine.txt").read_text() == "mine"


def no_manifest(path: Path, _: dict[str, Any]) -> None:
    (path / MANIFEST).unlink()


def no_json(path: Path, _: dict[str, Any]) -> None:
    (path / MANIFEST).write_text("{")


def missing_part(path: Path, told: dict[str, Any]) -> None:
    (path / told["tables"]["sites"][0]["path"]).unlink()


def cut_part(path: Path, told: dict[str, Any]) -> None:
    part = path / told["tables"]["sites"][0]["path"]
    part.write_bytes(part.read_bytes()[:-1])


def overwritten_part(path: Path, told: dict[str, Any]) -> None:
    part = path / told["tables"]["sites"][0]["path"]
    part.write_bytes(b"x" * part.stat().st_size)


def another_table(path: Path, told: dict[str, Any]) -> None:
    told["tables"]["sites"] = told["tables"]["credits"]
    (path / MANIFEST).write_text(json.dumps(told))


def older(path: Path, told: dict[str, Any]) -> None:
    told["versions"]["store"] = 7
    (path / MANIFEST).write_text(json.dumps(told))


def elsewhere(path: Path, told: dict[str, Any]) -> None:
    told["tables"]["sites"][0]["path"] = "../sites.parquet"
    (path / MANIFEST).write_text(json.dumps(told))


def no_documents(path: Path, told: dict[str, Any]) -> None:
    del told["documents"]
    (path / MANIFEST).write_text(json.dumps(told))


FAULTS: dict[Callable[[Path, dict[str, Any]], None], str] = {
    no_manifest: "a folder without a manifest.json, and not a store directory",
    no_json: "has a damaged manifest.json",
    missing_part: r"does not have build-\S+/sites/part-000000.parquet, which its manifest lists",
    cut_part: r"does not match its manifest: build-\S+/sites/part-000000.parquet has [\d,]+ bytes",
    overwritten_part: r"sites/part-000000.parquet",
    another_table: "has a damaged manifest.json",
    older: r"was built by store version 7, and this program has \d+",
    elsewhere: "has a damaged manifest.json",
    no_documents: "has a damaged manifest.json",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_a_directory_that_is_not_whole_is_refused_by_name(
    path: Path, fault: Callable[[Path, dict[str, Any]], None]
) -> None:
    build(path, of("a", "A1"))
    fault(path, json.loads((path / MANIFEST).read_text()))
    with pytest.raises(UnreadableData, match=FAULTS[fault]) as caught:
        Store().attach(path)
    assert "it's [a] store" in str(caught.value)
    assert ":" in str(caught.value) or ". " in str(caught.value)


def test_a_directory_is_known_by_its_manifest(path: Path, tmp_path: Path) -> None:
    build(path, of("a", "A1"))
    assert is_store(path)
    assert not is_store(tmp_path)


def test_files_and_directories_are_open_together(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "store.duckdb"
    with replacing(file, DAY) as fresh:
        fresh.add(of("b", "B1", "A2"))
    store = Store()
    assert [store.attach(each) for each in (file, build(path, of("a", "A1", "A2")))] == [2, 1]
    assert store.files[1] == (path.name, 1, ("A2",))
    assert sorted(row.id for row in store.rows(Query())[1]) == ["A1", "A2", "B1"]
    assert {each.id for each in store.iter_incidents(Query())} == {"A1", "A2", "B1"}


def test_a_directory_can_be_moved(path: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.move(build(path, of("a", "A1")), moved)
    assert ids(moved) == ["A1"]
