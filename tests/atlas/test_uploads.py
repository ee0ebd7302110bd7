"""The files of a session: seen by it only, whole, within limits, and gone at its end."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from full_disk import full_disk
from geo.atlas import current as current_module
from geo.atlas import uploads
from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.uploads import Uploads
from geo.errors import NotFound, UnreadableData
from geo.intake.command import Reading
from geo.mercator import Bounds
from geo.query.query import Query
from geo.store.file import replacing
from samples import DATA, incident
from serving import atlas_of

OWN = b"id,date,latitude,longitude,place\n1,2024-01-02,33.3,44.4,Baghdad\n"
ALL = Query()
WORLD = Bounds(west=-180, south=-90, east=180, north=90)


@pytest.fixture
def current() -> Iterator[CurrentAtlas]:
    current = atlas_of()
    yield current
    current.close()


@pytest.fixture
def session(current: CurrentAtlas) -> Uploads:
    return current.new_uploads()


def read(session: Uploads, name: str, data: bytes, source: str = "table") -> uploads.Upload:
    return session.add(session.save(name, data), Reading(source=source))


def folder_of(session: Uploads) -> Path:
    """Return the folder of a session's files, with one more file in it."""
    return session.save("one.csv", b"x").parent.parent


def matched(opened: Atlas) -> int:
    return opened.store.incidents(ALL)[0]


def test_a_file_is_shown_with_the_open_data_for_its_session_only(
    current: CurrentAtlas, session: Uploads
) -> None:
    done = read(session, "own.csv", OWN)
    assert (done.report.read, done.report.imported) == (1, 1)
    assert matched(session.atlas()) == matched(current.atlas()) + 1
    assert session.atlas().own_files == ("own.csv",)
    assert session.atlas().store.incident("own-1").place.name == "Baghdad"
    with pytest.raises(NotFound):
        current.atlas().store.incident("own-1")


def test_two_sessions_do_not_see_each_other(current: CurrentAtlas, session: Uploads) -> None:
    other = current.new_uploads()
    read(session, "own.csv", OWN)
    read(other, "other.csv", OWN)
    with pytest.raises(NotFound):
        session.atlas().store.incident("other-1")
    other.close()
    assert session.atlas().store.existing_ids(["own-1", "other-1"]) == {"own-1"}


def test_several_files_add_up_and_each_is_another_revision(session: Uploads) -> None:
    read(session, "own.csv", OWN)
    before = session.atlas().revision
    read(session, "more.csv", OWN)
    assert session.atlas().own_files == ("own.csv", "more.csv")
    assert session.atlas().revision > before
    # Both have an id 1, which belongs to the dataset of each.
    assert session.atlas().store.existing_ids(["own-1", "more-1", "1"]) == {"own-1", "more-1"}


def test_the_same_file_twice_is_the_same_as_once(current: CurrentAtlas, session: Uploads) -> None:
    read(session, "own.csv", OWN)
    before = session.atlas().revision
    again = read(session, "own.csv", OWN)
    assert matched(session.atlas()) == matched(current.atlas()) + 1
    assert session.atlas().own_files == again.replaced == ("own.csv",)
    assert session.atlas().revision > before


def test_files_are_saved_until_another_one_comes(session: Uploads) -> None:
    read(session, "own.csv", OWN)
    are_saved = [session.is_saved]
    session.note_saved(session.store_bytes()[0])
    are_saved.append(session.is_saved)
    read(session, "more.csv", OWN)
    assert [*are_saved, session.is_saved] == [False, True, False]


def test_a_file_of_the_same_dataset_takes_the_place_of_the_one_before(session: Uploads) -> None:
    read(session, "more.csv", OWN)
    read(session, "own.csv", OWN.replace(b"\n1,", b"\n2,"))
    done = read(session, "own.tsv", OWN.replace(b"\n1,", b"\n3,"))
    assert done.replaced == ("own.csv",)
    assert session.atlas().own_files == ("more.csv", "own.tsv")
    assert session.atlas().store.existing_ids(["more-1", "own-2", "own-3"]) == {"more-1", "own-3"}


def test_warnings_are_given_by_row_up_to_a_number_of_each_kind(
    session: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WARNINGS", 2)
    rows = "".join(f"own-{n},2024-01-02,IQ,33.3,44.4,city,many\n" for n in range(5))
    data = f"id,date,country,latitude,longitude,precision,killed\n{rows}".encode()
    done = read(session, "own.csv", data)
    (kind,) = done.report.warnings
    assert (kind.count, kind.line, kind.example.value) == (5, 2, "'many'")
    assert [(each.line, each.is_kept) for each in done.findings] == [
        (2, True),
        (3, True),
        (None, True),
    ]
    assert done.findings[-1].finding.record == "… and 3 more"


def test_what_is_open_already_is_left_out_and_said(session: Uploads) -> None:
    done = read(session, "copy.geojson", DATA.read_bytes(), "geojson")
    assert done.report.imported == 0
    rejects = [each for each in done.findings if not each.is_kept]
    assert len(rejects) == done.report.read
    assert "an open file has this id too" in rejects[0].finding.rule
    with pytest.raises(NotFound):
        session.atlas()


def test_a_file_that_changes_under_it_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    path = tmp_path / "open.geojson"
    features = json.loads(DATA.read_text("utf-8"))["features"]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features[:1]}))
    current = atlas_of(path)
    session = current.new_uploads()
    read(session, "own.csv", OWN)
    assert matched(session.atlas()) == 2
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features[:3]}))
    assert matched(session.atlas()) == 4
    current.close()


def test_an_open_file_that_gains_one_of_its_ids_is_shown_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    path = tmp_path / "own.csv"
    path.write_bytes(OWN.replace(b"\n1,", b"\na,"))
    current = atlas_of(path)
    session = current.new_uploads()
    read(session, "own.csv", OWN)
    path.write_bytes(OWN)
    assert matched(session.atlas()) == 1
    assert "own-1" in session.atlas().stale[0][1].rule
    session.close()


def test_only_rows_whose_id_an_open_file_gains_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    path = tmp_path / "own.csv"
    header, row = OWN.splitlines(keepends=True)
    path.write_bytes(header + row.replace(b"1,", b"a,", 1))
    current = atlas_of(path)
    session = current.new_uploads()
    own = [row.replace(b"1,", b"%d," % number, 1) for number in range(8)]
    read(session, "own.csv", header + b"".join(own))
    path.write_bytes(header + b"".join(own[:7]))
    opened = session.atlas()
    assert matched(opened) == 8
    assert opened.store.incident("own-7").place.name == "Baghdad"
    ((name, stale),) = opened.stale
    listed = "own-0, own-1, own-2, own-3, own-4 …"
    rule = f"7 rows left out, since an open file has the id: {listed}"
    assert (name, stale.rule) == ("own.csv", rule)
    refused = [(name, found.record, found.field) for name, found in opened.findings]
    assert refused == [("own.csv", f"own-{number}", "id") for number in range(7)]
    assert opened.refused == 7
    session.close()


def test_a_row_with_an_id_of_the_open_data_is_refused_and_the_others_are_shown(
    tmp_path: Path,
) -> None:
    header, row = OWN.splitlines(keepends=True)
    paths = [tmp_path / "a.duckdb", tmp_path / "b.duckdb"]
    for path, id_ in zip(paths, ("a", "b"), strict=True):
        with replacing(path, date(2026, 3, 12)) as fresh:
            fresh.add([incident("own-1"), incident(f"own-{id_}")])
    current = atlas_of(*paths)
    session = current.new_uploads()
    # "own-a" is open, and "own-1" of both files is not: it is unknown which one is right.
    own = [row.replace(b"1,", id_ + b",", 1) for id_ in (b"1", b"a", b"2")]
    done = read(session, "own.csv", header + b"".join(own))
    assert {each.finding.record for each in done.findings if not each.is_kept} == {"own-1", "own-a"}
    assert sorted(each.id for each in session.atlas().store.iter_incidents(Query())) == [
        *("own-2", "own-a", "own-b")
    ]
    session.close()


def test_limits(current: CurrentAtlas, session: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_ADDED_ROWS", "1")
    with pytest.raises(UnreadableData, match="more than 1 rows"):
        read(session, "own.csv", OWN + b"2,2024-01-03,33.3,44.4,Baghdad\n")
    monkeypatch.setenv("GEO_LIMIT_ADDED_MEGABYTES", "0")
    with pytest.raises(UnreadableData, match=r"own.csv has \d+ bytes.*geo serve"):
        session.save("own.csv", OWN)
    monkeypatch.setattr(current_module, "MOST_SESSIONS", 1)
    with pytest.raises(UnreadableData, match="try again later"):
        current.new_uploads()


def test_one_client_leaves_places_for_others(
    current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_UPLOADS", "2")
    first, _ = (current.new_uploads("203.0.113.9") for _ in range(2))
    with pytest.raises(UnreadableData, match="2 pages with own files are open from your network"):
        current.new_uploads("203.0.113.9")
    assert all(current.new_uploads(client).is_open for client in ("203.0.113.10", "", "", ""))
    first.close()
    assert current.new_uploads("203.0.113.9").is_open


def test_a_file_that_is_refused_leaves_nothing(session: Uploads) -> None:
    read(session, "own.csv", OWN)
    folder = folder_of(session)
    kept = set(folder.glob("*.duckdb"))
    with pytest.raises(UnreadableData):
        read(session, "own.csv", b"")
    assert set(folder.glob("*.duckdb")) == kept


@pytest.mark.parametrize("most", [16, 1 << 16])  # bytes: the file itself, and its store
def test_a_full_disk_is_told_and_what_is_shown_stays(session: Uploads, most: int) -> None:
    read(session, "own.csv", OWN)
    shown = matched(session.atlas())
    with full_disk(most), pytest.raises(UnreadableData, match="cannot keep your file now"):
        read(session, "own.csv", OWN.replace(b"\n1,", b"\n2,"))
    assert matched(session.atlas()) == shown
    assert len(list(folder_of(session).glob("*.duckdb"))) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\own.csv", "own.csv"),
        ("a" * 500 + ".csv", "a" * 100 + ".csv"),
        ("...", "file"),
        ("", "file"),
        ("nul\0 and\nline.csv", "nul_ and_line.csv"),
        ("غزة.geojson", "غزة.geojson"),
        ("事" * 200 + ".csv", "事" * 33 + ".csv"),  # three bytes each, and a disk takes 255
    ],
)
def test_a_name_is_no_path(session: Uploads, name: str, kept: str) -> None:
    path = session.save(name, b"x")
    assert path.name == kept
    assert path.parent.parent == session.save("own.csv", b"x").parent.parent


def test_at_the_end_nothing_is_left(current: CurrentAtlas, session: Uploads) -> None:
    read(session, "own.csv", OWN)
    opened, folder = session.atlas(), folder_of(session)
    assert current.uploads_of(session.token) is session
    session.close()
    session.close()  # twice is once
    assert not folder.exists()
    assert not session.is_open
    for ask in (session.atlas, lambda: current.uploads_of(session.token)):
        with pytest.raises(NotFound, match="please add them again"):
            ask()
    schema = opened.store._schema
    del opened
    schemas = current.atlas().store._rows("select schema_name from duckdb_schemas()", {})
    assert not [name for (name,) in schemas if name == schema]


def test_queries_run_on_while_files_come_and_go(session: Uploads) -> None:
    read(session, "own.csv", OWN)
    stop = threading.Event()

    def ask() -> int:
        queries = 0
        while not stop.is_set():
            try:
                opened = session.atlas()
            except NotFound:  # the end
                break
            assert opened.store.marks(ALL, WORLD, 2).matched
            assert opened.store.summary(Query(from_=str(1900 + queries % 100))).matched
            queries += 1
        return queries

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(ask) for _ in range(3)]
        for number in range(6):
            read(session, f"own-{number}.csv", OWN.replace(b"\n1,", b"\n%d," % number))
        session.close()
        stop.set()
        assert all(reader.result() for reader in readers)


def test_an_hour_without_use_is_the_end(
    current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uploads.SECONDS == 3600
    monkeypatch.setattr(uploads, "SECONDS", 0.3)
    session = current.new_uploads()
    deadline = time.monotonic() + 20
    while session.is_open and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not session.is_open


def test_one_file_is_kept_as_it_was_sent_however_many_were(session: Uploads) -> None:
    first = session.save("own.csv", OWN)
    second = session.save("more.csv", OWN)
    assert not first.exists()
    assert second.read_bytes() == OWN


def test_a_session_that_cannot_begin_does_not_count(
    current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(current_module, "MOST_SESSIONS", 1)
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "TemporaryDirectory", full)
        with pytest.raises(OSError, match="No space"):
            current.new_uploads()
    assert current.new_uploads().is_open


def test_an_end_while_a_file_is_read_leaves_nothing(session: Uploads) -> None:
    path = session.save("own.csv", OWN)
    folder = path.parent.parent

    def end(_: int) -> None:
        session.close()
        folder.mkdir()
        (folder / "written meanwhile").touch()

    with pytest.raises((NotFound, UnreadableData, OSError)):
        session.add(path, Reading(source="table"), end)
    assert not folder.exists()
    with pytest.raises(NotFound):
        session.atlas()
    with pytest.raises(NotFound, match="please add them again"):
        session.save("own.csv", OWN)


def test_choosing_and_reading_a_file_put_the_end_off_too(session: Uploads) -> None:
    for use in (lambda: session.save("own.csv", OWN), lambda: read(session, "own.csv", OWN)):
        session._used -= 2 * uploads.SECONDS
        use()
        session._end_if_idle()
        assert session.is_open


def test_use_puts_the_end_off(session: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    read(session, "own.csv", OWN)
    session._end_if_idle()
    assert session.is_open
    monkeypatch.setattr(uploads, "SECONDS", 0.0)
    session._end_if_idle()
    assert not session.is_open


def test_a_token_has_128_bits_and_is_new_each_time(current: CurrentAtlas, session: Uploads) -> None:
    other = current.new_uploads()
    assert len(bytes.fromhex(session.token)) == 16
    assert session.token != other.token
    other.close()


def test_the_end_of_an_atlas_is_that_of_its_sessions(
    current: CurrentAtlas, session: Uploads
) -> None:
    folder = folder_of(session)
    current.close()
    assert not current.is_open
    assert not session.is_open
    assert not folder.exists()
