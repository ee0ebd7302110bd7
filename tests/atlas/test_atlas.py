"""The open files: their records, the findings, changes on disk, and who may see them."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from geo.atlas import atlas as atlas_module
from geo.atlas import current as current_module
from geo.atlas import opening
from geo.atlas.atlas import Answer, Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.errors import NotPublishable, UnreadableData
from geo.intake.dataset import load
from geo.mercator import WORLD
from geo.query.query import Query
from geo.store.file import replacing
from geo.store.store import Store
from samples import DATA, feature, incident
from serving import atlas_of

ALL = Query()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GEO_DATA", "GEO_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


def open_atlas(
    paths: Sequence[Path] = (), public_url: str | None = None, *, host: str | None = None
) -> Atlas:
    options = ServeOptions(paths=tuple(paths), public_url=public_url, host=host)
    return opening.open_atlas(options)


def from_environment() -> CurrentAtlas:
    return CurrentAtlas(ServeOptions.from_environment())


def file(path: Path, *ids: str, **properties: Any) -> Path:
    features = [feature(id=id_, **properties) | {"id": id_} for id_ in ids]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def ids(opened: Atlas) -> list[str]:
    return [row.id for row in opened.store.rows(ALL)[1]]


def test_without_a_file_the_curated_one_is_open() -> None:
    opened = open_atlas()
    assert [dataset.name for dataset in opened.datasets] == ["incidents.geojson"]
    assert (len(ids(opened)), opened.findings, opened.refused) == (11, (), 0)


@pytest.mark.parametrize("query", [ALL, Query(country=("IR",)), Query(q="Krasnogorsk")])
def test_a_view_of_all_matches_fits_a_phone_with_its_margins(query: Query) -> None:
    opened = open_atlas()
    bounds, view = opened.store.bounds(query), opened.viewpoint(query)
    assert bounds
    assert view
    west, south, east, north = view.bounds(340, 340).as_tuple()
    assert west < bounds.west <= bounds.east < east
    assert south < bounds.south <= bounds.north < north


def test_several_files_are_one_atlas(tmp_path: Path) -> None:
    paths = [file(tmp_path / "a.geojson", "A", "B"), file(tmp_path / "b.geojson", "C")]
    opened = open_atlas(paths)
    assert ids(opened) == ["A", "B", "C"]
    assert [dataset.name for dataset in opened.datasets] == ["a.geojson", "b.geojson"]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_opened(tmp_path: Path) -> None:
    empty = tmp_path / "empty.geojson"
    empty.touch()
    opened = open_atlas([tmp_path / "none.geojson", empty, file(tmp_path / "a.geojson", "A")])
    assert ids(opened) == ["A"]
    assert opened.refused == 2
    assert [(name, str(finding)) for name, finding in opened.findings] == [
        ("none.geojson", "none.geojson: does not exist: check the path."),
        ("empty.geojson", "empty.geojson: is empty: it must hold a FeatureCollection."),
    ]


def test_nothing_readable_is_an_empty_atlas(tmp_path: Path) -> None:
    opened = open_atlas([tmp_path / "none.geojson"])
    assert (opened.datasets, opened.store.newest_source(), ids(opened)) == ((), None, [])
    assert opened.caption(ALL).lines() == ["No records"]


def test_what_is_refused_of_a_file_is_told_with_its_name(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A", "B", title="", record_type="attack")
    opened = open_atlas([path])
    assert [(name, finding.record) for name, finding in opened.findings] == [
        ("a.geojson", "A"),
        ("a.geojson", "A"),
        ("a.geojson", "B"),
        ("a.geojson", "B"),
    ]
    assert opened.refused == 2


def test_an_id_of_two_files_is_refused_in_both(tmp_path: Path) -> None:
    paths = [file(tmp_path / "a.geojson", "A", "B"), file(tmp_path / "b.geojson", "B", "C")]
    opened = open_atlas(paths)
    assert ids(opened) == ["A", "C"]
    assert [(name, finding.record, finding.field) for name, finding in opened.findings] == [
        ("a.geojson", "B", "id"),
        ("b.geojson", "B", "id"),
    ]
    assert opened.refused == 2


@pytest.mark.parametrize(
    ("files", "open_ids", "refused"),
    [
        ({"a.duckdb": "AX", "b.duckdb": "XB"}, "AB", ["a.duckdb X", "b.duckdb X"]),
        ({"a.geojson": "AX", "b.geojson": "XB"}, "AB", ["a.geojson X", "b.geojson X"]),
        ({"a.duckdb": "AX", "b.geojson": "XB"}, "ABX", ["b.geojson X"]),
        ({"a.geojson": "AX", "b.duckdb": "XB"}, "ABX", ["a.geojson X"]),
        (
            {"a.duckdb": "AX", "b.duckdb": "XBY", "c.geojson": "XYC"},
            "ABCY",
            ["a.duckdb X", "b.duckdb X", "c.geojson X", "c.geojson Y"],
        ),
        (
            {"a.duckdb": "AX", "b.duckdb": "BY", "c.duckdb": "CXY"},
            "ABC",
            ["a.duckdb X", "b.duckdb Y", "c.duckdb X", "c.duckdb Y"],
        ),
    ],
)
def test_an_id_of_two_files_is_refused_by_their_rank_and_the_rest_is_open(
    tmp_path: Path, files: dict[str, str], open_ids: str, refused: list[str]
) -> None:
    write = {".duckdb": store, ".geojson": file}
    paths = [write[Path(name).suffix](tmp_path / name, *found) for name, found in files.items()]
    opened = open_atlas(paths)
    assert sorted(ids(opened)) == list(open_ids)
    assert opened.summary.matched == len(open_ids)
    assert sorted(f"{name} {finding.record}" for name, finding in opened.findings) == refused
    assert {str(finding.rule) for _, finding in opened.findings} == {
        "another open file has it too, and all are rejected"
    }
    assert opened.refused == len(refused)
    assert opened.unreadable == frozenset()


def test_opening_the_same_file_twice_refuses_its_records(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A")
    opened = open_atlas([path, path])
    assert ids(opened) == []
    assert {finding.rule for _, finding in opened.findings} == {
        "another open file has it too, and all are rejected"
    }


def test_marks_are_asked_for_once_until_the_data_change() -> None:
    opened = atlas_of().atlas()
    first = opened.marks(Query(), WORLD, 2)
    assert first == opened.store.marks(Query(), WORLD, 2)
    assert opened.marks(Query(), WORLD, 2) is first
    assert opened.marks(Query(country=("IR",)), WORLD, 2) != first
    assert replace(opened, edition="another").marks(Query(), WORLD, 2) is not first


def test_marks_of_a_session_s_own_files_are_not_kept() -> None:
    opened = replace(atlas_of().atlas(), own_files=("own.csv",))
    assert opened.marks(Query(), WORLD, 2) is not opened.marks(Query(), WORLD, 2)


def test_the_newest_source_of_all_files_dates_it(tmp_path: Path) -> None:
    source = {"id": "S", "publisher": "x", "title": "x"}
    old = file(tmp_path / "old.geojson", "A", sources=[source | {"date": "2020"}])
    new = file(tmp_path / "new.geojson", "B", sources=[source | {"date": "2026-03-12"}])
    assert open_atlas([old, new]).store.newest_source() == "2026-03-12"


def test_a_caption_names_each_dataset_once(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A", "B")
    caption = open_atlas([path]).caption(ALL)
    assert caption.lines() == [
        "2 attacks, 2024",
        "2 attacks without a figure · 2 records without place",
        "Data: tests, version 1. Base map: Natural Earth, GeoNames (CC BY 4.0).",
        "Newest source: 23 March 2024.",
        "Licences: tests: CC0-1.0.",
        "Borders: who controls what, after Natural Earth; dashed where disputed or unsettled.",
    ]


def test_a_caption_takes_the_summary_that_is_known(tmp_path: Path) -> None:
    opened = open_atlas([file(tmp_path / "a.geojson", "A")])
    query = Query(q="nothing")
    summary = opened.store.summary(query)
    assert opened.caption(query, summary) == opened.caption(query)


def test_what_is_private_is_not_publishable_and_the_rest_is(tmp_path: Path) -> None:
    secret = {"dataset": "secret rows", "licence": "none", "redistributable": False}
    paths = [file(tmp_path / "a.geojson", "A"), file(tmp_path / "p.geojson", "P", origin=secret)]
    opened = open_atlas(paths)
    assert [credit.redistributable for credit in opened.summary.credits].count(False) == 1
    opened.check_publishable(Query(id=("A",)))
    opened.check_publishable(Query(q="nothing like this"))
    for query in (ALL, Query(id=("P",)), Query(id=("A", "P"))):
        with pytest.raises(NotPublishable, match="the licence of secret rows forbids"):
            opened.check_publishable(query)


def test_a_query_without_private_matches_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = {"dataset": "secret rows", "licence": "none", "redistributable": False}
    paths = [file(tmp_path / "a.geojson", "A"), file(tmp_path / "p.geojson", "P", origin=secret)]
    opened = open_atlas(paths)
    monkeypatch.setattr(Store, "summary", None)
    opened.check_publishable(Query(id=("A",)))


def test_an_atlas_knows_the_summary_of_all(tmp_path: Path) -> None:
    opened = open_atlas([file(tmp_path / "a.geojson", "A", "B")])
    assert opened.summary == opened.store.summary(ALL)
    assert opened.summary.attacks == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        ("", None),
        ("https://atlas.example", "https://atlas.example"),
        ("https://atlas.example/", "https://atlas.example"),
        ("https://atlas.example/map/", "https://atlas.example/map"),
    ],
)
def test_the_public_address_has_no_slash_at_its_end(given: str | None, kept: str | None) -> None:
    assert open_atlas([DATA], given).public_url == kept


def test_an_atlas_stays_open_and_two_of_them_keep_apart(tmp_path: Path) -> None:
    first, second = atlas_of(file(tmp_path / "a.geojson", "A")), atlas_of(DATA)
    assert first.atlas() is first.atlas()
    assert (len(ids(first.atlas())), len(ids(second.atlas()))) == (1, 11)


def test_current_opens_what_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [file(tmp_path / "a.geojson", "A"), file(tmp_path / "b.geojson", "B")]
    monkeypatch.setenv("GEO_DATA", os.pathsep.join(["", *map(str, paths)]))
    monkeypatch.setenv("GEO_PUBLIC_URL", "https://atlas.example/")
    opened = from_environment().atlas()
    assert ids(opened) == ["A", "B"]
    assert opened.public_url == "https://atlas.example"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the files whenever the atlas is asked for."""
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)


def test_a_file_that_changes_is_read_again(tmp_path: Path, now: None) -> None:
    paths = [file(tmp_path / "a.geojson", "A"), file(tmp_path / "b.geojson", "B")]
    current = atlas_of(*paths, public_url="https://atlas.example")
    first = current.atlas()
    assert current.atlas() is first
    file(paths[0], "A", "A2")
    second = current.atlas()
    assert ids(second) == ["A", "A2", "B"]
    assert (second.revision, second.public_url) == (1, "https://atlas.example")
    assert current.atlas() is second
    assert ids(first) == ["A", "B"]  # whoever holds it reads on


def test_a_file_is_not_looked_at_twice_within_two_seconds(tmp_path: Path) -> None:
    path = file(tmp_path / "a.geojson", "A")
    current = atlas_of(path)
    first = current.atlas()
    file(path, "A", "A2")
    assert current.atlas() is first


@pytest.mark.parametrize("text", ["", "{", None])
def test_a_file_that_breaks_leaves_the_data_and_says_so(
    tmp_path: Path, now: None, text: str | None
) -> None:
    path = file(tmp_path / "a.geojson", "A")
    current = atlas_of(path)
    current.atlas()
    path.unlink() if text is None else path.write_text(text)
    kept = current.atlas()
    assert (ids(kept), kept.findings) == (["A"], ())
    assert [name for name, _ in kept.stale] == ["a.geojson"]
    assert current.atlas() is kept  # it is not read again until it changes again
    file(path, "A", "A3")
    assert (ids(current.atlas()), current.atlas().stale) == (["A", "A3"], ())


def test_a_file_that_could_not_be_read_is_opened_when_it_can(tmp_path: Path, now: None) -> None:
    path = tmp_path / "a.geojson"
    current = atlas_of(path)
    assert current.atlas().refused == 1
    file(path, "A")
    assert (ids(current.atlas()), current.atlas().findings) == (["A"], ())


def test_requests_are_answered_while_files_are_read_again(
    tmp_path: Path, now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path / "a.geojson", "A")
    current = atlas_of(path)
    first = current.atlas()
    begun, go_on = Event(), Event()

    def slow(opened: Atlas) -> Atlas:
        begun.set()
        go_on.wait(60)
        return opening.refreshed(opened)

    monkeypatch.setattr(current_module, "refreshed", slow)
    file(path, "A", "A2")
    with ThreadPoolExecutor(1) as pool:
        refreshed = pool.submit(current.atlas)
        assert begun.wait(60)
        assert current.atlas() is first
        go_on.set()
        assert ids(refreshed.result()) == ["A", "A2"]


def store(path: Path, *ids: str, **changes: Any) -> Path:
    with replacing(path, date(2026, 3, 12)) as fresh:
        fresh.add([incident(id_, **changes) for id_ in ids])
    return path


def test_stores_and_files_are_one_atlas(tmp_path: Path) -> None:
    paths = [file(tmp_path / "a.geojson", "A"), store(tmp_path / "s.duckdb", "S", "T")]
    opened = open_atlas(paths)
    assert sorted(ids(opened)) == ["A", "S", "T"]
    assert [(d.name, len(d)) for d in opened.datasets] == [("s.duckdb", 2), ("a.geojson", 1)]
    assert opened.store.newest_source() == "2024-03-23"


def test_a_store_that_is_replaced_is_read_again(tmp_path: Path, now: None) -> None:
    path = store(tmp_path / "s.duckdb", "S")
    current = atlas_of(path)
    current.atlas()
    store(path, "S2")
    assert ids(current.atlas()) == ["S2"]
    (broken := tmp_path / "broken").write_bytes(b"no store")
    broken.replace(path)
    assert ids(current.atlas()) == ["S2"]
    assert [name for name, _ in current.atlas().stale] == ["s.duckdb"]


def test_a_store_that_is_overwritten_in_its_place_is_not_read(tmp_path: Path, now: None) -> None:
    path = store(tmp_path / "s.duckdb", "S")
    current = atlas_of(path)
    current.atlas()
    path.write_bytes(b"no store")
    assert [name for name, _ in current.atlas().stale] == ["s.duckdb"]
    with pytest.raises(UnreadableData, match="was changed in its place"):
        ids(current.atlas())


def test_a_record_that_an_open_store_has_is_refused(tmp_path: Path) -> None:
    opened = open_atlas([store(tmp_path / "s.duckdb", "A"), file(tmp_path / "a.geojson", "A", "B")])
    assert ids(opened) == ["A", "B"]
    assert [(name, finding.record) for name, finding in opened.findings] == [("a.geojson", "A")]


def test_a_frame_kept_as_geoparquet_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    load(DATA).to_geodataframe().to_parquet(path)
    opened = open_atlas([path])
    assert (opened.findings, opened.store.incidents(ALL)) == (
        (),
        open_atlas([DATA]).store.incidents(ALL),
    )


def test_a_table_is_opened_and_its_faults_are_told(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,title,date,lat,lon\n1,One,2024-03-22,1.5,2.5\n2,Two,2024-03-22,95,2.5\n")
    opened = open_atlas([path])
    assert [found.positions for found in opened.store.incidents(ALL)[1]] == [((2.5, 1.5),)]
    assert [name for name, _ in opened.findings] == ["own.csv"]


@pytest.fixture
def private(tmp_path: Path) -> Path:
    secret = {"dataset": "GTD", "licence": "none", "redistributable": False}
    return file(tmp_path / "gtd.geojson", "G", origin=secret)


WHY = "the licence of GTD forbids .* allows no redistribution .*: ask START at the University"


@pytest.mark.parametrize(
    ("host", "url"),
    [("localhost", None), ("127.0.0.1", None), ("::1", None), ("localhost", "http://127.0.0.1:80")],
)
def test_they_are_open_on_this_machine(private: Path, host: str, url: str | None) -> None:
    assert ids(open_atlas([private], url, host=host)) == ["G"]


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", None),
        ("::", None),
        ("192.168.1.2", None),
        ("atlas.example", None),
        ("localhost", "https://atlas.example"),
    ],
)
def test_they_are_not_opened_for_others(private: Path, host: str, url: str | None) -> None:
    with pytest.raises(NotPublishable, match=f"{WHY}.*listen on localhost only"):
        open_atlas([private], url, host=host)
    assert ids(open_atlas([DATA], url, host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "", None])
def test_a_server_that_others_reach_does_not_start_with_them(
    private: Path, monkeypatch: pytest.MonkeyPatch, host: str | None
) -> None:
    monkeypatch.setenv("GEO_DATA", str(private))
    with pytest.raises(NotPublishable, match=WHY):
        from_environment().listen_on(host)


def test_a_server_of_this_machine_starts_with_them(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_DATA", str(private))
    current = from_environment()
    current.listen_on("localhost")
    assert ids(current.atlas()) == ["G"]


def test_they_are_not_taken_over_while_others_read(
    private: Path, tmp_path: Path, now: None
) -> None:
    path = file(tmp_path / "a.geojson", "A")
    current = atlas_of(path)
    current.listen_on("0.0.0.0")
    path.write_bytes(private.read_bytes())
    assert ids(current.atlas()) == ["A"]
    assert "the licence of GTD" in str(current.atlas().stale)


def test_why_rows_are_not_passed_on_is_said_of_each_dataset(private: Path, tmp_path: Path) -> None:
    mine = {"dataset": "mine", "licence": "none", "redistributable": False}
    opened = open_atlas([private, file(tmp_path / "m.geojson", "M", origin=mine)])
    with pytest.raises(NotPublishable) as caught:
        opened.check_publishable(ALL)
    assert str(caught.value).endswith(
        "start.umd.edu/gtd; the licence of mine forbids passing its rows on: ask whoever publishes "
        "it; or leave them out of the query"
    )


def test_the_environment_opens_the_curated_file_by_default() -> None:
    assert len(ids(from_environment().atlas())) == 11


def test_answers_without_a_match_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas_module, "MOST_MARKS", 30)
    opened = open_atlas()
    for year in range(1900, 1920):
        assert opened.marks(Query(from_=f"{year}", to=f"{year}"), WORLD, 2).matched == 0
    assert len(opened.kept_marks._answers) <= 10
    assert opened.kept_columns._size_of(b"") > 1_000
    assert opened.kept_answers._size_of(Answer(b"", "", False)) > 1_000
