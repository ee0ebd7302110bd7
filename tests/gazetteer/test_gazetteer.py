"""The index: built once, whole or not at all."""

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from full_disk import full_disk
from geo.errors import BadValue, UnreadableData, Unwritable
from geo.formats.atomic import rebuilding
from geo.gazetteer.building import build
from geo.gazetteer.building.place_rows import PlaceRow, PlaceTable, town
from geo.gazetteer.file import describe, rebuild
from geo.gazetteer.index import (
    SCHEMA,
    VARIABLE,
    Gazetteer,
    add_country_file,
    country_code,
    data_version,
    default_path,
    gazetteer,
    open_gazetteer,
)

CITY = (
    *("geonameid", "name", "alternatenames", "countrycode", "admin1code"),
    *("longitude", "latitude", "population"),
)
TOWNS = [
    (
        1,
        "Kerman",
        ["Karman", "کرمان", "Керман", "kerman shhr", "KER"],
        "IR",
        "29",
        57.08,
        30.28,
        577_514,
    ),
    (2, "Kerman", [], "US", "CA", -120.06, 36.72, 15_000),
    (
        3,
        "Krasnogorsk",
        ["Красногорск", "ke la si nuo ge er si ke"],
        "RU",
        "47",
        37.33,
        55.82,
        116_738,
    ),
]
VILLAGE = (
    "77\tDeh Now\tDeh Now\tده نو\t30.1\t57.2\tP\tPPL\tIR\t\t29\t\t\t\t120\t\t1700\tAsia/Tehran"
    "\t2020-01-01"
)


def towns() -> Iterator[PlaceRow]:
    return (town(dict(zip(CITY, row, strict=True))) for row in TOWNS)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return where a tiny index is to be built."""
    monkeypatch.setattr(build, "TABLES", {"towns": PlaceTable(lambda: len(TOWNS), towns)})
    monkeypatch.setenv(VARIABLE, str(tmp_path / "index.sqlite"))
    gazetteer.cache_clear()
    yield tmp_path / "index.sqlite"
    gazetteer.cache_clear()


def found(index: Gazetteer, key: str, country: str = "") -> set[tuple[int, float]]:
    return {(place.id, place.penalty) for place in index.named(key, country)}


def test_a_name_counts_by_how_it_is_written(path: Path) -> None:
    index = open_gazetteer(path)
    assert found(index, "kerman") == {(1, 0.0), (2, 0.0)}
    assert found(index, "kerman", "US") == {(2, 0.0)}
    assert found(index, "كرمان") == {(1, 0.0)}
    assert found(index, "karman") == {(1, 0.5)}  # a spelling of its own name
    assert found(index, "kermanshhr") == {(1, 3.0)}
    assert found(index, "ker") == {(1, 3.0)}
    assert found(index, "kelasinuogeersike") == {(3, 3.0)}
    assert found(index, "moscow") == set()


def test_a_misspelt_key_meets_what_was_meant(path: Path) -> None:
    index = open_gazetteer(path)
    assert "kerman" in index.similar("kermann", "IR")
    assert "krasnogorsk" in index.similar("krasnoggorsk", "RU")
    assert "krasnogorsk" in index.similar("krasngoorsk", "")
    assert "красногорск" in index.similar("красногосрк", "RU")


def test_towns_are_known_by_their_present_names(path: Path) -> None:
    index = open_gazetteer(path)
    assert index.town_names("IR") == ("kerman",)
    assert set(index.town_names("")) == {"kerman", "krasnogorsk"}  # the large ones


def test_progress_is_reported(path: Path) -> None:
    steps: list[tuple[float, int]] = []
    open_gazetteer(path, lambda *step: steps.append(step))
    rows = [0, 3, 3 + 10, 3 + 10 + 38]  # places, names, blocks
    assert [(round(share, 6), done) for share, done in steps] == list(
        zip((0, 0.55, 0.85, 1), rows, strict=True)
    )


def test_an_index_is_built_once(path: Path) -> None:
    open_gazetteer(path).close()
    built = path.stat().st_mtime_ns
    open_gazetteer(path).close()
    assert path.stat().st_mtime_ns == built


@pytest.mark.parametrize("kept", [0, 10, 5000])
def test_a_file_cut_short_is_built_again(path: Path, kept: int) -> None:
    open_gazetteer(path).close()
    path.write_bytes(path.read_bytes()[:kept])
    assert found(open_gazetteer(path), "kerman", "US") == {(2, 0.0)}


def test_a_file_damaged_inside_is_built_again_when_that_shows(path: Path) -> None:
    open_gazetteer(path).close()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    assert found(open_gazetteer(path), "kerman", "US") == {(2, 0.0)}


def test_an_index_without_its_last_word_is_built_again(path: Path) -> None:
    open_gazetteer(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM about")
    connection.close()
    assert open_gazetteer(path).about("data") == data_version()


def test_a_file_that_never_was_an_index_is_put_aside(path: Path) -> None:
    path.write_text("my notes", "utf-8")
    open_gazetteer(path).close()
    assert path.with_name("index.sqlite.old").read_text("utf-8") == "my notes"


def test_a_failed_build_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[PlaceRow]:
        yield from towns()
        raise RuntimeError("power cut")

    monkeypatch.setattr(build, "TABLES", {"towns": PlaceTable(lambda: 3, broken)})
    with pytest.raises(RuntimeError, match="power cut"):
        open_gazetteer(path)
    assert files_in(path.parent) == []


@pytest.mark.parametrize("rows", [0, 3, 13, 51])
def test_a_build_that_is_cancelled_leaves_the_old_index(path: Path, rows: int) -> None:
    def cancel(_: float, done: int) -> None:
        if done == rows:
            raise KeyboardInterrupt

    open_gazetteer(path).close()
    built = path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        rebuild(path, cancel)
    assert path.read_bytes() == built
    assert files_in(path.parent) == [path.name]


def files_in(folder: Path) -> list[str]:
    """List the files but for locks, which stay."""
    return sorted(file.name for file in folder.iterdir() if file.suffix != ".lock")


def test_an_index_that_is_built_again_is_another_file(path: Path) -> None:
    open_gazetteer(path).close()
    built = path.stat().st_ino
    with path.open("rb"):  # else the number may be used again
        rebuild(path, lambda *_: None)
        assert path.stat().st_ino != built
    assert sorted(file.name for file in path.parent.iterdir()) == [f".{path.name}.lock", path.name]


def test_indexes_of_earlier_versions_go(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(path.parent))
    stay = ["gazetteer-999-00000000.sqlite", "gazetteer-1-mine.sqlite", "notes.sqlite"]
    for name in ("gazetteer-4-0123abcd.sqlite", f"gazetteer-{SCHEMA}-00000000.sqlite", *stay):
        (path.parent / name).write_text("", "utf-8")
    open_gazetteer(default_path()).close()
    assert files_in(path.parent) == sorted([*stay, default_path().name])


def test_what_killed_builds_of_other_versions_left_goes_after_a_day(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(path.parent))
    old, young = (path.parent / f".gazetteer-4-0123abcd.sqlite.0123abc{n}" for n in range(2))
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    open_gazetteer(default_path()).close()
    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("most", [100, 20_000])
def test_a_full_disk_is_told_and_the_old_index_stays(path: Path, most: int) -> None:
    open_gazetteer(path).close()
    before = path.read_bytes()
    told = pytest.raises(Unwritable, match=rf"cannot be built at {path}: .*Set {VARIABLE}")
    with full_disk(most), told:
        rebuild(path, lambda *_: None)
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == [f".{path.name}.lock", path.name]


@pytest.mark.usefixtures("path")
def test_a_pipe_is_not_taken_for_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe.sqlite"
    os.mkfifo(pipe)
    with pytest.raises(Unwritable, match="it is not a regular file"):
        open_gazetteer(pipe)
    with pytest.raises(UnreadableData, match="is a pipe, and not a file"):
        describe(pipe)


def test_an_index_that_cannot_be_removed_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(path.parent))
    (path.parent / "gazetteer-4-0123abcd.sqlite").mkdir()  # is refused like an open file of Windows
    open_gazetteer(default_path()).close()
    assert files_in(path.parent) == ["gazetteer-4-0123abcd.sqlite", default_path().name]


def test_an_index_with_a_name_of_its_own_removes_none(path: Path) -> None:
    (path.parent / "gazetteer-4-0123abcd.sqlite").write_text("", "utf-8")
    open_gazetteer(path).close()
    assert files_in(path.parent) == ["gazetteer-4-0123abcd.sqlite", path.name]


# Builds a small index as the command line does, and says how often.
BUILD = """
import sys
from pathlib import Path
from geo.gazetteer.building import build
from geo.gazetteer.index import open_gazetteer
build.TABLES = {"places": build.TABLES["venues and regions"]}
print("ready", flush=True)
sys.stdin.readline()
steps = []
open_gazetteer(Path(sys.argv[1]), lambda *step: steps.append(step)).close()
print(bool(steps))
"""


def test_two_processes_build_it_once(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    pipes: dict[str, Any] = {"stdin": PIPE, "stdout": PIPE, "text": True}
    builders = [Popen([sys.executable, "-c", BUILD, str(path)], **pipes) for _ in range(2)]
    with rebuilding(path, 0):  # both must wait
        for builder in builders:
            assert builder.stdin is not None
            assert builder.stdout is not None
            assert builder.stdout.readline() == "ready\n"
            builder.stdin.write("go\n")
            builder.stdin.flush()
    said = sorted(builder.communicate()[0] for builder in builders)
    assert (said, [builder.returncode for builder in builders]) == (["False\n", "True\n"], [0, 0])
    assert files_in(tmp_path) == [path.name]


def test_many_threads_build_it_once_and_read_alike(path: Path) -> None:
    seen: list[set[tuple[int, float]]] = []

    def read() -> None:
        seen.append(found(open_gazetteer(path), "kerman"))

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [{(1, 0.0), (2, 0.0)}] * 6


def test_a_folder_may_be_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(path.parent))
    assert default_path().parent == path.parent
    assert data_version() in default_path().name


def test_a_cache_that_cannot_be_written_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("a file where a folder should be", "utf-8")
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert default_path().parent.parent == tmp_path


def test_a_place_that_cannot_be_written_is_named(path: Path) -> None:
    path.parent.joinpath("file").write_text("", "utf-8")
    with pytest.raises(Unwritable, match=VARIABLE):
        open_gazetteer(path.parent / "file" / "index.sqlite")


def test_a_country_file_adds_villages_once(path: Path) -> None:
    file = path.parent / "IR.txt"
    file.write_text(f"{VILLAGE}\n{VILLAGE.replace('77', '78').replace('PPL', 'MT')}\n", "utf-8")
    assert add_country_file(file) == 2
    assert add_country_file(file) == 0
    index = open_gazetteer(path)
    assert {place.gazetteer_id for place in index.named("dehnow")} == {"geonames:77", "geonames:78"}
    assert [place.country for place in index.named("دهنو")] == ["IR", "IR"]


def test_another_file_is_refused_and_changes_nothing(path: Path) -> None:
    file = path.parent / "IR.txt"
    file.write_text("a,b,c\n", "utf-8")
    with pytest.raises(UnreadableData, match="line 1: 1 columns"):
        add_country_file(file)
    assert found(open_gazetteer(path), "kerman", "US") == {(2, 0.0)}


def test_an_unknown_country_is_refused_with_close_codes() -> None:
    assert country_code(None) == country_code(" ") == ""
    assert country_code("ir") == "IR"
    with pytest.raises(BadValue, match=r"GB \(United Kingdom\)"):
        country_code("UK")
    with pytest.raises(BadValue, match=r"IR \(Iran\)"):
        country_code("IRAN")
    with pytest.raises(BadValue):
        country_code("'; DROP TABLE places; --")
