"""A store directory at an address: the same answers, in few bytes, and faults in words."""

import os
import random
import socket
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
from geo.store.attached.directory import attach_directory
from geo.store.attached.intact import intact
from geo.store.building import building
from geo.store.directory import part_files, remote
from geo.store.directory.manifest import MANIFEST, listed_manifest, read_manifest
from geo.store.directory.remote import (
    RemoteDirectory,
    RemoteFiles,
    location_from_text,
    locations_from_text,
)
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
    texts = (random.Random(n).randbytes(300).hex() for n in range(100))
    build(tmp_path / "watch", [located(f"A{n}", summary=text) for n, text in enumerate(texts)])
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


def test_a_build_of_the_same_length_is_noticed_without_etag(
    tmp_path: Path, server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "CHECK_SECONDS", 0.0)
    server.has_etag = False
    path = build(tmp_path / "watch", of("a", "A1"))
    manifest = path / MANIFEST
    atlas, size = atlas_of(location_from_text(f"{server.url}/watch")), manifest.stat().st_size
    os.utime(manifest, ns=(0, 10**18))
    first = atlas.atlas()
    content = manifest.read_text().replace('"rejected": 0', '"rejected": 7')
    manifest.write_text(content)
    assert manifest.stat().st_size == size
    os.utime(manifest, ns=(0, 2 * 10**18))
    assert atlas.atlas().revision > first.revision


HOST = "example.org"


@pytest.mark.skipif(os.pathsep != ":", reason="; stands in no address")
@pytest.mark.parametrize(
    "names",
    [
        ["a.geojson", f"https://{HOST}:8443/watch", "s3://bucket/watch", "/b/c.duckdb"],
        [f"https://user:secret@{HOST}/x", f"https://user:secret@{HOST}:8443/x"],
        ["/a.csv", "2024/b.csv", "2024", "//a/b.csv"],
        [f"https://{HOST}/x", "2024/b.csv", f"HTTPS://{HOST}", "b.csv", f"http://{HOST}:80"],
        [f"https://{HOST}", "/b.csv", "https://[::1]:8000/x", "https://[2001:db8::1]/x", "b.csv"],
        ["s3://bucket", "b.csv", "az://box/a@b", "c@d.csv"],
        ["a.csv"],
    ],
    ids=lambda names: names[0],
)
def test_addresses_stand_among_paths(monkeypatch: pytest.MonkeyPatch, names: list[str]) -> None:
    monkeypatch.setenv("GEO_DATA", os.pathsep.join(names))
    expected = tuple(RemoteDirectory(name) if "://" in name else Path(name) for name in names)
    assert ServeOptions.from_environment().paths == expected


def test_a_list_of_paths_has_no_empty_one() -> None:
    assert locations_from_text("") == ()
    assert locations_from_text(os.pathsep.join(["", "a.csv", "", "b.csv", ""])) == (
        Path("a.csv"),
        Path("b.csv"),
    )


@pytest.mark.parametrize("end", ["?token=secret", "#secret", "/?", "#"])
def test_an_address_that_has_more_than_a_folder_is_refused(end: str) -> None:
    with pytest.raises(UnreadableData, match=r"^watch has a \? or # in its address") as caught:
        Store().attach(f"https://{HOST}/watch{end}")
    assert "give the address of the folder only" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_go_on_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "READ_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/watch"
        with pytest.raises(UnreadableData, match=r"^watch: manifest\.json cannot be read\. check"):
            Store().attach(address)


def test_a_connection_has_a_limit_of_its_own() -> None:
    timeout = RemoteDirectory(f"http://{HOST}/watch")._options()["client_kwargs"]["timeout"]
    assert (timeout.sock_connect, timeout.sock_read) == (10, 30)


def test_nothing_is_left_of_a_remote_directory_that_is_refused(
    tmp_path: Path, server: RangeServer
) -> None:
    path = build(tmp_path / "watch", of("a", "A1"))
    text = (path / MANIFEST).read_text()
    (path / MANIFEST).write_text(text.replace('"source": ""', '"source": "unheard-of"'))
    connection = duckdb.connect()
    with pytest.raises(UnreadableData, match="has rows of unheard-of"):
        attach_directory(connection, RemoteDirectory(f"{server.url}/watch"), "files")
    assert not [name for name in connection.list_filesystems() if name.startswith("atlas")]
    (path / MANIFEST).write_text(text)
    connection.execute("attach ':memory:' as files")
    with pytest.raises(duckdb.Error, match="files"):  # the name is taken
        attach_directory(connection, RemoteDirectory(f"{server.url}/watch"), "files")
    assert not [name for name in connection.list_filesystems() if name.startswith("atlas")]
