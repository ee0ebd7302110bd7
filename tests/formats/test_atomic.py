"""A file that is replaced is the old one or the new one, and nothing is left next to it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from full_disk import full_disk
from geo.errors import Unwritable
from geo.formats.atomic import rebuilding, replacing, writing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "file.txt"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    return path


def names(path: Path) -> set[str]:
    return {found.name for found in path.parent.iterdir()} - {f".{path.name}.lock"}


def test_a_file_is_replaced_and_keeps_its_mode(path: Path) -> None:
    with writing(path) as file:
        file.write("new\r\nline")
        assert path.read_text("utf-8") == "old"
    assert path.read_bytes() == b"new\r\nline"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(path) == {"file.txt"}


def test_a_link_stays(path: Path) -> None:
    link = path.with_name("link.txt")
    link.symlink_to(path)
    with replacing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert path.read_text("utf-8") == "new"


def failed_replacing(path: Path) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise ZeroDivisionError


def failed_rebuilding(path: Path) -> None:
    with rebuilding(path, wait=0) as fresh:
        fresh.write_bytes(b"half")
        raise ZeroDivisionError


@pytest.mark.parametrize("fail", [failed_replacing, failed_rebuilding])
def test_a_failure_keeps_the_old_file(path: Path, fail: Callable[[Path], None]) -> None:
    with pytest.raises(ZeroDivisionError):
        fail(path)
    assert path.read_text("utf-8") == "old"
    assert names(path) == {"file.txt"}


def test_a_rebuilt_file_replaces_the_old_one(path: Path) -> None:
    with rebuilding(path, wait=0) as fresh:
        fresh.write_bytes(b"new")
        fresh.with_name(f"{fresh.name}.tmp").mkdir()
    assert path.read_text("utf-8") == "new"
    assert names(path) == {"file.txt"}


def test_where_nothing_is_built_the_old_file_stays(path: Path) -> None:
    with rebuilding(path, wait=0):
        pass
    assert path.read_text("utf-8") == "old"


def test_files_of_a_killed_process_are_removed(path: Path) -> None:
    killed = (".file.txt.0123abcd", ".file.txt.0123abcd.wal", ".file.txt.0123abcd-journal")
    others = ("file.txt.0123abcd", ".file.txt.old", ".other.txt.0123abcd")
    for name in (*killed, *others):
        path.with_name(name).write_bytes(b"")
    with rebuilding(path, wait=0):
        pass
    assert names(path) == {"file.txt", *others}


def test_only_one_rebuilds_at_a_time(path: Path) -> None:
    with rebuilding(path, wait=0), pytest.raises(TimeoutError), rebuilding(path, wait=0):
        pass
    with rebuilding(path, wait=0) as fresh:
        fresh.write_bytes(b"new")
    assert path.read_text("utf-8") == "new"


def test_what_was_left_of_a_file_goes_when_it_is_written_again(path: Path) -> None:
    path.with_name(".file.txt.0123abcd").write_bytes(b"left")
    for other in (".file.txt.old", ".other.txt.0123abcd"):
        path.with_name(other).write_bytes(b"")
    with replacing(path) as file, replacing(path) as again:  # as another process at once
        file.write(b"one")
        again.write(b"two")
    assert path.read_bytes() == b"one"
    assert names(path) == {"file.txt", ".file.txt.old", ".other.txt.0123abcd"}


def test_a_full_disk_is_said_with_the_path(path: Path) -> None:
    with (
        full_disk(1 << 16),
        pytest.raises(Unwritable, match=rf"{path} cannot be written: File too large"),
        replacing(path) as file,
    ):
        file.write(b"x" * (1 << 20))
    assert path.read_text("utf-8") == "old"
    assert names(path) == {"file.txt"}


def test_an_error_of_something_else_keeps_its_words(path: Path) -> None:
    with pytest.raises(OSError, match="another file") as raised, replacing(path):
        raise OSError("another file")
    assert not isinstance(raised.value, Unwritable)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "typo" / "store.duckdb"
    with (
        pytest.raises(Unwritable, match=r"typo is not a folder\. Make it first"),
        rebuilding(path, 0),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    for write in (replacing, lambda pipe: rebuilding(pipe, 0)):
        with pytest.raises(Unwritable, match="it is not a regular file"), write(path):
            pass
    assert [found.name for found in tmp_path.iterdir()] == ["pipe"]
