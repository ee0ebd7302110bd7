"""A manifest says what our builds say, or is refused: nothing in it becomes a statement."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import samples
import strategies
from geo.errors import UnreadableData
from geo.store.directory import part_files
from geo.store.directory.manifest import MANIFEST, Manifest, listed_manifest
from geo.store.documents import FEATURES, document_from_row, document_row
from geo.store.source_rows import rows_name
from geo.store.store import Store
from geo.store.tables import SCHEMAS
from samples import incident, located
from store_directories import build

At = tuple[str | int, ...]  # keys and places that lead to a value

# What may be any text: of a document, as it came.
FREE = {"source", "name", "version", "dataset", "header", "mapping", "fingerprint"}
OF_PROGRAM = {"format", "versions"}  # another program's are told in other words
SQL = (
    "0 (n int); copy (select 1) to '{}'; create table x",
    "incidents as select 1; copy (select 1) to '{}'; --",
    "'); copy (select 1) to '{}'; --",
    "../../etc/passwd",
    "build-20260101-00000000/sites/../../part.parquet",
    "build-20260101-00000000/sites/*.parquet",
    "build-20260101-00000000/sites/part-000000.parquet\n",
    "0",
    "1e3",
    "true",
)
HUGE = 10**400  # no float is as large
WRONG: tuple[Any, ...] = (
    -1,
    2**63,
    HUGE,
    1.5,
    float("nan"),
    float("inf"),
    [],
    {},
    [1],
    {"n": 1},
)
HOSTILE = (*SQL, *samples.HOSTILE, *strategies.HOSTILE)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a directory of some files a table: records with a place, with two, and without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_files, "ROWS", 2)
        patch.setattr(part_files, "ROW_GROUP", 2)
        placed = [located(f"A{n}", (10.0 * n, 2.0)) for n in range(5)]
        several = next(each for each in samples.curated().values() if len(each.positions) > 1)
        return build(
            tmp_path_factory.mktemp("built") / "watch", [*placed, several, incident("nowhere")]
        )


@pytest.fixture(scope="module")
def told(path: Path) -> str:
    return (path / MANIFEST).read_text()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copied") / "watch"
    folder.mkdir()
    return folder


def read(folder: Path, told: Any) -> Manifest:
    (folder / MANIFEST).write_text(json.dumps(told))
    return listed_manifest(folder)


def refused(folder: Path, told: Any) -> None:
    with pytest.raises(UnreadableData, match=r"^watch has a damaged manifest\.json: put the whole"):
        read(folder, told)


def values(told: Any, at: At = ()) -> Iterator[At]:
    """Yield what leads to each value in a manifest, also to those that have others."""
    if at:
        yield at
    if isinstance(told, dict | list):
        for key, value in told.items() if isinstance(told, dict) else enumerate(told):
            yield from values(value, (*at, key))


def replaced(told: Any, at: At, value: Any) -> Any:
    *way, last = at
    inner = told
    for key in way:
        inner = inner[key]
    inner[last] = value
    return told


def checked(told: Any) -> list[At]:
    return [at for at in values(told) if at[0] not in OF_PROGRAM and at[-1] not in FREE]


@given(data=st.data(), value=st.sampled_from((*HOSTILE, *WRONG)) | st.text(max_size=9))
def test_a_hostile_value_in_any_field_is_a_damaged_manifest(
    data: st.DataObject, value: Any, told: str, copied: Path
) -> None:
    at = data.draw(st.sampled_from(checked(json.loads(told))))
    can_be_a_side = isinstance(value, int | float) and value != HUGE
    assume(at[-2:-1] != ("bounds",) or not can_be_a_side)
    assume(at[-2:-1] != ("tables",) or value != [])  # it can be empty
    refused(copied, replaced(json.loads(told), at, value))


@given(data=st.data(), name=st.sampled_from(HOSTILE))
def test_a_hostile_name_of_a_table_is_a_damaged_manifest(
    data: st.DataObject, name: str, told: str, copied: Path
) -> None:
    manifest = json.loads(told)
    table = data.draw(st.sampled_from([*manifest["tables"], None]))
    manifest["tables"][name] = manifest["tables"].pop(table) if table else []
    refused(copied, manifest)


@given(data=st.data(), text=st.sampled_from(HOSTILE))
def test_a_text_of_a_document_stays_a_text(
    data: st.DataObject, text: str, told: str, copied: Path
) -> None:
    name = data.draw(st.sampled_from(["source", "name", "version", "dataset", "fingerprint"]))
    manifest = json.loads(told)
    manifest["documents"][0][name] = text
    assert getattr(read(copied, manifest).documents[0], name) == text
    for wrong in (1, True, [text]):
        manifest["documents"][0][name] = wrong
        refused(copied, manifest)


@pytest.mark.parametrize("sql", SQL[:3])
@pytest.mark.parametrize("at", [("documents", 0, "document"), ("build",), ("tables", "sites")])
def test_nothing_in_it_is_run(path: Path, told: str, tmp_path: Path, sql: str, at: At) -> None:
    folder, made = tmp_path / "watch", tmp_path / "made.csv"
    folder.mkdir()
    (folder / read(path, json.loads(told)).build).symlink_to(path / json.loads(told)["build"])
    manifest = replaced(json.loads(told), at, sql.format(made))
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(UnreadableData, match=r"has a damaged manifest\.json"):
        Store().attach(folder)
    assert not made.exists()


@pytest.mark.parametrize("number", [True, 1, None, 0.0, "0", -1])
def test_documents_are_numbered_from_0(told: str, copied: Path, number: Any) -> None:
    refused(copied, replaced(json.loads(told), ("documents", 0, "document"), number))
    twice = json.loads(told)
    refused(copied, {**twice, "documents": twice["documents"] * 2})


@pytest.mark.parametrize("number", [True, None, "0", 0.0, -1, "0; select 1"])
def test_a_number_of_a_document_is_a_whole_one(number: Any) -> None:
    with pytest.raises(ValueError, match="not the number of a document"):
        rows_name(number)
    with pytest.raises(ValueError, match="not one of ours"):
        document_from_row([number, *document_row(0, FEATURES)[1:]])


@pytest.mark.parametrize("table", [*SCHEMAS, "rows_0"])
def test_each_table_has_an_entry(told: str, copied: Path, table: str) -> None:
    manifest = json.loads(told)
    del manifest["tables"][table]
    refused(copied, manifest)


@pytest.mark.parametrize(
    ("table", "place"),
    [
        *((table, place) for table in ("incidents", "rows_0") for place in (0, 1, -1)),
        ("sites", 0),
        ("sites", 1),
    ],
)
def test_a_file_that_it_does_not_list_any_more_is_missed(
    told: str, copied: Path, table: str, place: int
) -> None:
    manifest = json.loads(told)
    del manifest["tables"][table][place]
    refused(copied, manifest)


@pytest.mark.parametrize("table", ["incidents", "sites", "rows_0", "credits", "tallies"])
def test_a_table_that_records_have_is_not_empty(told: str, copied: Path, table: str) -> None:
    refused(copied, replaced(json.loads(told), ("tables", table), []))


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("records",), 3),
        (("records",), True),
        (("tables", "incidents", 1, "first"), 1),
        (("tables", "incidents", 1, "last"), 9),
        (("tables", "incidents", 1, "rows"), 1),
        (("tables", "sites", 1, "last"), 900),
        (("tables", "sites", 0, "bounds"), None),
        (("tables", "sites", 0, "bounds"), [0, 91, 1, 92]),
        (("tables", "sites", 0, "bounds"), [-181.0, 0, 181.0, 1]),
        (("tables", "sites", 0, "bounds"), [5, 0, 4, 1]),
        (("tables", "sites", 0, "bounds"), [0, 0, 1]),
        (("tables", "sites", 0, "bounds"), [0, 0, True, 1]),
        (("tables", "sites", 0, "has_several"), 1),
        (("tables", "sites", 0, "sha256"), "A" * 64),
        (("tables", "credits", 0, "first"), 0),
        (("tables", "tallies", 0, "tally"), None),
        (("tables", "tallies", 0, "tally"), "others"),
        (("tables", "sites", 0, "tally"), "cells"),
    ],
)
def test_what_it_says_of_files_fits(told: str, copied: Path, at: At, value: Any) -> None:
    refused(copied, replaced(json.loads(told), at, value))


@pytest.mark.parametrize("tally", ["places", "types", "groups"])
def test_a_tally_that_records_have_is_missed(told: str, copied: Path, tally: str) -> None:
    manifest = json.loads(told)
    tallies = manifest["tables"]["tallies"]
    left = [part for part in tallies if part["tally"] != tally]
    assert len(left) < len(tallies)
    refused(copied, replaced(manifest, ("tables", "tallies"), left))


def test_files_of_another_table_or_listed_twice_are_refused(told: str, copied: Path) -> None:
    manifest = json.loads(told)
    refused(copied, replaced(json.loads(told), ("tables", "past"), manifest["tables"]["sites"]))
    refused(copied, replaced(json.loads(told), ("tables", "labels"), _twice(manifest, "credits")))
    refused(copied, replaced(json.loads(told), ("tables", "credits"), _twice(manifest, "credits")))


def _twice(manifest: Any, table: str) -> Any:
    return manifest["tables"][table] * 2


def test_lists_without_end_are_a_damaged_manifest(told: str, copied: Path) -> None:
    deep = "[" * 200_000
    refused(copied, replaced(json.loads(told), ("documents", 0, "header"), deep))
    (copied / MANIFEST).write_text(deep)
    with pytest.raises(UnreadableData, match=r"has a damaged manifest\.json"):
        listed_manifest(copied)


def test_a_manifest_is_read_as_it_was_written(told: str, copied: Path) -> None:
    manifest = read(copied, json.loads(told))
    assert manifest.to_text() == told
    assert manifest.built_on == date(2026, 3, 12)
    assert len(manifest.tables["incidents"]) == 4


def test_a_pipe_in_place_of_a_file_makes_nobody_wait(path: Path, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    shutil.copytree(path, folder)
    part = folder / json.loads(told)["tables"]["sites"][0]["path"]
    part.unlink()
    os.mkfifo(part)
    with pytest.raises(
        UnreadableData, match=r"^watch does not match .*000000\.parquet is not a file"
    ):
        Store().attach(folder)
    (folder / MANIFEST).unlink()
    os.mkfifo(folder / MANIFEST)
    with pytest.raises(UnreadableData, match=r"^manifest\.json is a pipe, and not a file"):
        Store().attach(folder)
