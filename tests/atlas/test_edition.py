"""The mark of what is open: the same in each process that answers the same, and else another."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.atlas.opening import open_atlas, refreshed
from geo.atlas.options import ServeOptions
from geo.atlas.serving import edition
from geo.store.building import building
from geo.store.directory.manifest import MANIFEST, read_manifest
from geo.words.notices.contact import Contact
from samples import incident
from serving import write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "a.geojson", incident("A1"))


def edition_with(file: Path, **options: Any) -> str:
    return open_atlas(ServeOptions(paths=(file,), **options)).edition


def test_another_process_has_the_same(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from geo.atlas.opening import open_atlas\n"
        "from geo.atlas.options import ServeOptions\n"
        "print(open_atlas(ServeOptions(paths=(Path(sys.argv[1]),))).edition)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(file)]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == edition_with(file)


@pytest.mark.parametrize(
    "options",
    [
        {"host": "127.0.0.1"},
        {"access_log": Path("access.log")},
        {"public_url": "https://atlas.example.org", "has_dashboard": False},
    ],
    ids=str,
)
def test_what_no_answer_shows_changes_nothing(file: Path, options: dict[str, Any]) -> None:
    url = options.get("public_url")
    assert edition_with(file, **options) == edition_with(file, public_url=url)


@pytest.mark.parametrize(
    "options",
    [
        {"public_url": "https://atlas.example.org"},
        {"base_path": "/atlas"},
        {"borders": "un"},
        {"corrections": Contact.parse("corrections", "desk@paper.example")},
        {"has_dashboard": False},
    ],
    ids=str,
)
def test_what_an_answer_shows_changes_it(file: Path, options: dict[str, Any]) -> None:
    assert edition_with(file, **options) != edition_with(file)


def test_a_changed_file_changes_it_and_the_same_one_again_does_not(file: Path) -> None:
    opened = open_atlas(ServeOptions(paths=(file,)))
    assert refreshed(opened).edition == opened.edition
    kept = file.rename(file.with_name("kept"))
    write(file, incident("A1"), incident("A2"))
    changed = refreshed(opened)
    assert changed.edition != opened.edition
    kept.replace(file)
    assert refreshed(changed).edition == opened.edition


def test_a_file_that_one_process_cannot_read_is_another_state(file: Path) -> None:
    found, seen = edition_with(file), file.stat()
    file.write_bytes(b"x" * seen.st_size)
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))  # it looks the same
    assert edition_with(file) != found


def build(path: Path, *ids: str) -> Path:
    with building(path, date(2026, 1, 1)) as fresh:
        fresh.add([incident(id_) for id_ in ids])
    return path


def test_a_copy_of_a_directory_has_the_same_wherever_it_lies(tmp_path: Path) -> None:
    store = build(tmp_path / "store", "A1")
    copy = Path(shutil.copytree(store, tmp_path / "elsewhere" / "store", copy_function=shutil.copy))
    assert edition_with(copy) == edition_with(store)
    build(store, "A1")
    assert edition_with(copy) != edition_with(store)


def test_a_directory_that_is_built_again_changes_it_and_the_build_before_changes_it_back(
    tmp_path: Path,
) -> None:
    store = build(tmp_path / "store", "A1")
    opened = open_atlas(ServeOptions(paths=(store,)))
    build(store, "A2")
    changed = refreshed(opened)
    assert changed.edition != opened.edition
    before = read_manifest(store).before or ""
    shutil.copy(store / before / MANIFEST, store / MANIFEST)
    back = refreshed(changed)
    assert back.edition == opened.edition
    assert back.store.existing_ids(["A1", "A2"]) == {"A1"}
    build(store, "A3")
    assert read_manifest(store).before == before


def test_the_same_program_on_another_machine_has_the_same(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "geo"
    source.mkdir()
    (source / "errors.py").touch()
    monkeypatch.setattr(edition, "_SOURCE", source)
    found = set()
    for seconds in (1, 2):
        os.utime(source / "errors.py", (seconds, seconds))
        edition._program.cache_clear()
        found.add(edition_with(file))
    edition._program.cache_clear()
    assert len(found) == 1


def test_another_version_of_the_program_changes_it(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = edition_with(file)
    source = tmp_path / "geo"
    source.mkdir()
    (source / "errors.py").touch()
    monkeypatch.setattr(edition, "_SOURCE", source)
    edition._program.cache_clear()
    try:
        assert edition_with(file) != before
    finally:
        edition._program.cache_clear()
