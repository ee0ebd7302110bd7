"""A store directory at an address: the same answers, in few bytes, and faults in words."""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import duckdb
import pytest

from geo.atlas import current
from geo.atlas.options import ServeOptions
from geo.errors import UnreadableData
from geo.mercator import WORLD, Bounds
from geo.query.query import Query
from geo.store.attached.intact import intact
from geo.store.building import building
from geo.store.directory import part_files, remote
from geo.store.directory.manifest import MANIFEST, listed_manifest, read_manifest
from geo.store.directory.remote import RemoteDirectory, RemoteFiles, location_from_text
from geo.store.store import Store
from range_server import RangeServer, range_server
from samples import curated, located
from serving import atlas_of
from store_directories import DAY, QUERIES, build, of

T = TypeVar("T")
KERMAN = Bounds(west=56, south=29, east=58, north=31)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RangeServer]:
    with range_server(tmp_path) as server:
        yield server


def opened(url: str | Path) -> Store:
    store = Store()
    store.attach(url)
    return store


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be so small that a view meets some of many."""
    monkeypatch.setattr(part_files, "ROWS", 4)
    monkeypatch.setattr(part_files, "ROW_GROUP", 2)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("query", QUERIES, ids=map(str, range(len(QUERIES))))
def test_it_answers_as_the_folder_does(tmp_path: Path, server: RangeServer, query: Query) -> None:
    grid = [located(f"G{n}", (-170.0 + 17 * n, 60.0 - 6 * n)) for n in range(20)]
    path = build(tmp_path / "a watch", [*curated().values(), *grid])
    here, there = opened(path), opened(f"{server.url}/a%20watch/")
    assert len(read_manifest(path).tables["sites"]) > 3
    assert here.files == ((path.name, here.summary(Query()).matched, ()),)
    assert here.summary(query) == there.summary(query)
    for bounds, zoom, most in ((WORLD, 2, 0), (KERMAN, 6, 0), (KERMAN, 6, None)):
        marks = [each.marks(query, bounds, zoom, most=most) for each in (here, there)]
        assert marks[0] == marks[1]
    assert here.timeline(query, bounds=KERMAN) == there.timeline(query, bounds=KERMAN)
    assert here.rows(query) == there.rows(query)
    assert list(here.iter_incidents(query)) == list(there.iter_incidents(query))


@pytest.mark.usefixtures("small")
def test_a_view_reads_the_files_that_it_meets(tmp_path: Path, server: RangeServer) -> None:
    path = build(tmp_path / "watch", of("a", *(f"A{n:02}" for n in range(40))))
    store = opened(f"{server.url}/watch")
    server.sent.clear()
    found = store.marks(Query(), Bounds(west=9.5, south=1, east=10.5, north=3), 8)
    (mark,) = found.to_geojson()["features"]
    assert mark["properties"]["id"] == "A10"
    (met,) = (
        part
        for part in read_manifest(path).tables["sites"]
        if part.bounds and part.bounds[0] <= 10 <= part.bounds[2]
    )
    asked = {name for name, _ in server.sent if "/sites/" in name}
    assert asked == {f"/watch/{met.path}"}


def test_what_was_read_is_not_asked_for_again(tmp_path: Path, server: RangeServer) -> None:
    build(tmp_path / "watch", of("a", "A1", "A2"))
    store, query = opened(f"{server.url}/watch"), Query(q="A1")
    first, _ = store.rows(query), server.sent_bytes()
    assert store.rows(query) == first
    assert server.sent_bytes() == 0


def test_a_server_without_ranges_is_told(tmp_path: Path, server: RangeServer) -> None:
    build(tmp_path / "watch", of("a", "A1"))
    server.has_ranges = False
    with pytest.raises(UnreadableData, match=r"watch .*does its server answer requests for ranges"):
        opened(f"{server.url}/watch")


def test_what_is_not_there_is_told(tmp_path: Path, server: RangeServer) -> None:
    with pytest.raises(UnreadableData, match=r"^watch: manifest\.json is not there\. check"):
        opened(f"{server.url}/watch")
    path = build(tmp_path / "watch", of("a", "A1"))
    (part,) = read_manifest(path).tables["incidents"]
    (path / part.path).unlink()
    with pytest.raises(UnreadableData, match=rf"^watch: {part.path} is not there"):
        opened(f"{server.url}/watch")


def test_a_server_that_is_down_is_told_and_asked_again(
    tmp_path: Path, server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MOST_KEPT", 0)
    texts = (random.Random(n).randbytes(300).hex() for n in range(100))
    build(tmp_path / "watch", [located(f"A{n}", summary=text) for n, text in enumerate(texts)])
    store = opened(f"{server.url}/watch")
    server.is_down = True
    with pytest.raises(UnreadableData, match=r"^watch: build-\S+ cannot be read\. check the"):
        store.rows(Query(q="A"))
    assert store.fault
    server.is_down = False
    assert store.rows(Query(q="A1"))[0]


class Reading:
    """Statements that read files of a remote directory of two, one of which does not come."""

    def __init__(self, server: RangeServer, path: Path) -> None:
        part, lost = (each.path for each in listed_manifest(path).tables["sites"][:2])
        (path / lost).unlink()
        self.lost = lost
        sizes = {each.path: each.bytes for each in listed_manifest(path).files()}
        self.files = RemoteFiles(RemoteDirectory(f"{server.url}/watch"), sizes)
        self._connection = duckdb.connect()
        self._connection.register_filesystem(self.files.system)
        self._right, self._wrong = map(self.files.address, (part, lost))

    def ask(self) -> int:
        return self._count(self._right)

    def fail(self) -> int:
        return self._count(self._wrong)

    def _count(self, file: str) -> int:
        found = self._connection.cursor().execute("select count(lon) from read_parquet(?)", [file])
        ((count,),) = found.fetchall()
        return int(count)


@pytest.fixture
def reading(tmp_path: Path, server: RangeServer, small: None) -> Reading:
    path = build(tmp_path / "watch", of("a", *(f"A{n:02}" for n in range(9))))
    return Reading(server, path)


def in_a_thread(do: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do).result()


def test_a_right_answer_stays_one_while_another_thread_meets_a_fault(reading: Reading) -> None:
    @intact([reading.files])
    def failing() -> None:
        reading.fail()

    with intact([reading.files]):
        assert reading.ask() == 4
        with pytest.raises(UnreadableData, match=rf"^watch: {reading.lost} is not there"):
            in_a_thread(failing)


def test_a_fault_is_told_though_another_thread_is_answered(reading: Reading) -> None:
    @intact([reading.files])
    def failing() -> None:
        try:
            reading.fail()
        finally:
            assert in_a_thread(reading.ask) == 4

    with pytest.raises(UnreadableData, match=rf"^watch: {reading.lost} is not there\. check the"):
        failing()


def test_many_threads_are_each_told_what_is_theirs(reading: Reading) -> None:
    def asked(is_right: bool) -> str:
        try:
            with intact([reading.files]):
                return str(reading.ask() if is_right else reading.fail())
        except UnreadableData as error:
            return str(error).partition(" is ")[0]

    turns = [n % 2 == 0 for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(asked, turns))
    assert said == ["4" if is_right else f"watch: {reading.lost}" for is_right in turns]


def test_a_password_in_an_address_is_not_told() -> None:
    directory = RemoteDirectory("http://me:secret@127.0.0.1:9/watch")
    with pytest.raises(UnreadableData) as caught:
        Store().attach(directory)
    assert "secret" not in str(caught.value)
    assert directory.name == "watch"


def test_a_new_build_is_noticed(
    tmp_path: Path, server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "CHECK_SECONDS", 0.0)
    path = build(tmp_path / "watch", of("a", "A1"))
    atlas = atlas_of(location_from_text(f"{server.url}/watch"))
    assert atlas.atlas().summary.matched == 1
    with building(path, DAY) as fresh:
        fresh.add(of("a", "A1", "A2"))
    os.utime(path / MANIFEST, ns=(1, 1))
    assert atlas.atlas().summary.matched == 2


def test_addresses_stand_among_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ["a.geojson", "https://example.org:8443/watch/", "s3://bucket/watch", "/b/c.duckdb"]
    monkeypatch.setenv("GEO_DATA", os.pathsep.join(parts))
    assert ServeOptions.from_environment().paths == (
        Path("a.geojson"),
        RemoteDirectory("https://example.org:8443/watch"),
        RemoteDirectory("s3://bucket/watch"),
        Path("/b/c.duckdb"),
    )
