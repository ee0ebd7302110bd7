"""Only this user has the temporary places, and what killed processes left there is removed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.errors import Unwritable
from geo.formats import temporary
from geo.formats.temporary import hold, private_folder, process_folder, remove_if_left

HOLDING = """
import sys
from geo.formats.temporary import process_folder
folder = process_folder()
(folder / "saved").mkdir()
(folder / "saved" / "own.csv").write_text("a reader's own rows")
print(folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary files be here, as in a process that has made none."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(temporary, "_made", {})
    return tmp_path


@contextmanager
def another_process(place: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """Run a process that has something in its folder."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING],
        env=os.environ | {"TMPDIR": str(place)},
        stdin=pipe,
        stdout=pipe,
        text=True,
    )
    with process:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_the_folder_is_for_this_user_only(place: Path) -> None:
    folder = process_folder()
    assert folder.parent == private_folder()
    assert folder.parent.parent == place
    assert [path.stat().st_mode & 0o777 for path in (folder, folder.parent)] == [0o700, 0o700]
    assert process_folder() == folder


def test_a_folder_that_was_tidied_up_is_made_again() -> None:
    folder = process_folder()
    folder.rmdir()
    assert process_folder() != folder
    assert process_folder().is_dir()


def test_what_a_killed_process_left_is_removed_and_a_running_one_s_stays(place: Path) -> None:
    with another_process(place) as (running, kept), another_process(place) as (killed, left):
        killed.kill()
        killed.wait()
        assert (left / "saved" / "own.csv").exists()
        process_folder()
        assert not left.exists()
        assert (kept / "saved" / "own.csv").read_text("utf-8") == "a reader's own rows"
        assert running.poll() is None


def test_a_process_that_ends_well_leaves_nothing(place: Path) -> None:
    with another_process(place) as (process, folder):
        assert process.stdin
        process.stdin.close()
        process.wait()
        assert list(folder.parent.iterdir()) == []


def make_link(place: Path, folder: Path) -> None:
    (place / "elsewhere").mkdir()
    folder.symlink_to(place / "elsewhere")


def make_open(_: Path, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def make_file(_: Path, folder: Path) -> None:
    folder.write_text("", "utf-8")


@pytest.mark.parametrize("make", [make_link, make_open, make_file])
def test_a_folder_that_others_may_have_made_is_not_used(place: Path, make: object) -> None:
    assert callable(make)
    folder = place / f"incident-atlas-{os.getuid()}"
    make(place, folder)
    with pytest.raises(
        Unwritable,
        match=r"^the temporary folder incident-atlas-\d+ .* Or set TMPDIR to a folder of",
    ):
        private_folder()
    used = process_folder()  # in a folder whose name nobody could know
    assert folder not in used.parents
    assert used.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_of_another_user_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = private_folder()
    monkeypatch.setattr(temporary, "_user", lambda: os.getuid())
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    mine.rename(mine.with_name("incident-atlas-12345"))
    with pytest.raises(Unwritable, match="belongs to another user"):
        private_folder()


def test_what_is_held_is_not_removed(place: Path) -> None:
    held, left, link = place / "held", place / "left", place / "link"
    left.write_text("", "utf-8")
    link.symlink_to(left)
    with held.open("xb") as file:
        assert hold(file.fileno(), held)
        for path in (link, held, left, place / "missing"):
            remove_if_left(path)
        assert {path.name for path in place.iterdir()} == {"held", "link"}
    remove_if_left(held)
    assert not held.exists()


def test_what_was_removed_before_it_was_held_is_known(place: Path) -> None:
    path = place / "file"
    with path.open("xb") as file:
        path.unlink()
        assert not hold(file.fileno(), path)
