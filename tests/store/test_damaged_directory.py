"""A directory that loses a file, or has one changed, while it is open: named, and never a part."""

import os
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from damage import DAMAGES, Damage
from geo.errors import UnreadableData
from geo.query.query import Query
from geo.store.attached import watched_parts
from geo.store.attached.watched_parts import WatchedDirectory
from geo.store.building import building
from geo.store.directory.manifest import MANIFEST, read_manifest
from geo.store.store import Store
from samples import incident, located

ALL = Query()
REMEDY = "put the whole directory back, or build it again with geo build"


def build(path: Path, *ids: str) -> Path:
    with building(path, date(2026, 1, 1)) as fresh:
        fresh.add([located(id_, (float(n), 2.0)) for n, id_ in enumerate(ids)])
    return path


def opened(path: Path) -> Store:
    store = Store()
    store.attach(path)
    return store


@pytest.fixture(autouse=True)
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be looked at after each statement."""
    monkeypatch.setattr(watched_parts, "LOOK_SECONDS", 0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build(tmp_path / "it's [a] store", "A", "B")


def part_of(path: Path, table: str) -> Path:
    (part,) = read_manifest(path).tables[table]
    return path / part.path


def another(part: Path) -> None:
    """Copy the file of another build over it, as cp does: the engine could not tell."""
    other = build(part.parents[2].with_name("other"), "C", "D")
    part.write_bytes(part_of(other, part.parent.name).read_bytes())


def moved_over(part: Path) -> None:
    """Put the same bytes in its place: only who wrote them could tell."""
    copy = part.with_name("copy")
    copy.write_bytes(part.read_bytes())
    copy.replace(part)


@pytest.mark.parametrize("table", ["incidents", "sites", "rows_0"])
@pytest.mark.parametrize("damage", [*DAMAGES, another, moved_over, Path.unlink])
def test_nothing_is_answered_from_files_that_are_not_those_opened(
    path: Path, table: str, damage: Damage
) -> None:
    store = opened(path)
    assert store.fault is None
    part = part_of(path, table)
    damage(part)
    verb = "has lost" if damage is Path.unlink else "was changed while it was open, in"
    for ask in (
        lambda: store.rows(ALL),
        lambda: store.incident("A"),
        lambda: store.site_rows(ALL),
        lambda: store.timeline(ALL),
        lambda: list(store.iter_incidents(ALL)),
    ):
        with pytest.raises(UnreadableData) as caught:
            ask()
        said = str(caught.value)
        assert said.startswith(f"it's [a] store {verb} {part.relative_to(path)}")
        assert REMEDY in said
        assert str(path.parent) not in said
    assert store.fault == said


def test_it_is_read_on_where_its_manifest_is_gone_or_another(path: Path) -> None:
    store = opened(path)
    build(path, "C")
    assert {row.id for row in store.rows(ALL)[1]} == {"A", "B"}
    (path / MANIFEST).unlink()
    assert {row.id for row in store.rows(ALL)[1]} == {"A", "B"}
    assert store.fault is None


def test_it_answers_again_once_the_same_file_is_back(path: Path) -> None:
    store, part = opened(path), part_of(path, "sites")
    away = part.rename(path.parent / "away")
    with pytest.raises(UnreadableData, match="has lost"):
        store.rows(ALL)
    away.rename(part)
    assert {row.id for row in store.rows(ALL)[1]} == {"A", "B"}


@pytest.mark.parametrize("table", ["incidents", "past", "labels", "rows_0"])
def test_a_file_of_the_right_length_and_other_bytes_is_refused_at_its_opening(
    path: Path, table: str
) -> None:
    part = part_of(path, table)
    part.write_bytes(bytes(part.stat().st_size))
    with pytest.raises(UnreadableData) as caught:
        opened(path)
    said = str(caught.value)
    assert said.startswith(f"it's [a] store does not match its manifest: {part.relative_to(path)}")
    assert REMEDY in said


def test_a_copy_whose_files_have_the_times_of_the_copying_is_opened(path: Path) -> None:
    for part in read_manifest(path).files():
        os.utime(path / part.path)
    assert {row.id for row in opened(path).rows(ALL)[1]} == {"A", "B"}


def test_damage_from_before_is_named_when_it_is_met(path: Path) -> None:
    """Its time says that nothing was written since: only who reads it can tell."""
    part = part_of(path, "incidents")
    size, manifest = part.stat().st_size, (path / MANIFEST).stat()
    part.write_bytes(bytes(size))
    os.utime(part, ns=(0, manifest.st_mtime_ns - 1))
    with pytest.raises(UnreadableData) as caught:
        opened(path)
    said = str(caught.value)
    assert f"cannot be read, and {part.relative_to(path)} may be damaged" in said
    assert REMEDY in said


def test_a_store_in_memory_is_not_hurt_by_one_that_is_refused(path: Path) -> None:
    part_of(path, "sites").unlink()
    store = Store()
    store.add([incident("Z")])
    with pytest.raises(UnreadableData, match="does not have build-"):
        store.attach(path)
    assert [row.id for row in store.rows(ALL)[1]] == ["Z"]
    assert store.fault is None


def test_files_are_looked_at_once_in_a_while_and_at_once_after_a_failure(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_parts, "LOOK_SECONDS", 1000.0)
    looks, state = Counter[str](), watched_parts._state

    def counted(file: str) -> watched_parts.State:
        looks[file] += 1
        return state(file)

    monkeypatch.setattr(watched_parts, "_state", counted)
    store = opened(path)
    store.rows(ALL)
    looks.clear()
    for n in range(9):
        store.rows(Query(q=f"A{n}"))
    assert not looks
    part = part_of(path, "sites")
    part.unlink()
    with pytest.raises(UnreadableData, match="has lost"):
        store.site_rows(ALL)
    assert looks[str(part)] == 1


def test_a_time_passes_and_they_are_looked_at_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(watched_parts, "LOOK_SECONDS", 0.25)
    monkeypatch.setattr(watched_parts, "monotonic", lambda: now)
    watched = WatchedDirectory(path, read_manifest(path).files())
    assert watched.fault() is None
    part = part_of(path, "sites")
    away = part.rename(path / "away")
    now = 100.2
    assert watched.fault() is None
    now = 100.3
    assert "has lost" in (watched.fault() or "")
    away.rename(part)
    assert watched.fault() is None


def test_another_inode_by_itself_is_no_change(path: Path) -> None:
    """As network file systems give it: the same file, with its size and time."""
    store, part = opened(path), part_of(path, "sites")
    before = part.stat()
    copy = part.with_name("copy")
    shutil.copy2(part, copy)
    copy.replace(part)
    assert (part.stat().st_ino, part.stat().st_mtime_ns) != (before.st_ino, before.st_mtime_ns)
    assert part.stat().st_mtime_ns == before.st_mtime_ns
    assert {row.id for row in store.rows(ALL)[1]} == {"A", "B"}
