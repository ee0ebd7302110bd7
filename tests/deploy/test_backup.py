"""Copies of a store, and another version of it: by the commands of docs/deploy.md, as they are."""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from stat import S_IMODE
from threading import Event, Thread

import duckdb
import pytest
from starlette.testclient import TestClient

from command_line import run
from geo.store.file import replacing
from samples import ROOT, incident
from serving import atlas_of, client_of, write

SECTION = (ROOT / "docs" / "deploy.md").read_text("utf-8").split("## Back up and upgrade")[1]
COMMANDS = re.findall(r"^    ((?:cp|mv) .*duckdb.*)$", SECTION.split("\n## ")[0], re.MULTILINE)
BACK_UP, PUT_NEXT_TO_IT, PUT_IN_PLACE, BEFORE_UPGRADE, AFTER_IMPORT = COMMANDS
OLD, NEW = [f"old-{n}" for n in range(30)], [f"new-{n}" for n in range(20)]

COPIES = 6  # that are looked at


@pytest.fixture
def state(tmp_path: Path) -> Path:
    for folder in ("state", "backup"):
        (tmp_path / folder).mkdir()
    return tmp_path / "state"


@pytest.fixture
def store(state: Path) -> Path:
    return stored(state / "atlas.duckdb", OLD)


def stored(path: Path, ids: list[str]) -> Path:
    with replacing(path, date(2026, 1, 1)) as fresh:
        fresh.add([incident(id_) for id_ in ids])
    return path


def do(command: str, folder: Path) -> None:
    """Run a command of the page, in the folder of a test."""
    command = command.replace("/var/lib/incident-atlas", str(folder / "state"))
    subprocess.run(command.replace("/srv/backup", str(folder / "backup")).split(), check=True)


def test_a_store_that_was_restored_is_its_owners_as_before(store: Path, state: Path) -> None:
    owner = 12_345 if os.geteuid() == 0 else os.geteuid()
    os.chown(store, owner, -1)
    store.chmod(0o640)  # as the service writes it
    for command in (BACK_UP, PUT_NEXT_TO_IT, PUT_IN_PLACE):
        do(command, state.parent)
    assert (store.stat().st_uid, S_IMODE(store.stat().st_mode)) == (owner, 0o640)


def test_the_folder_of_copies_is_made_before_there_is_one() -> None:
    assert "    mkdir -p /srv/backup\n" in SECTION.partition(BACK_UP)[0]


@pytest.fixture
def served(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Serve the store, and look at it at each request."""
    monkeypatch.setattr("geo.atlas.current.CHECK_SECONDS", 0.0)
    current = atlas_of(store)
    yield client_of(current)
    current.close()


def count(client: TestClient) -> int:
    answer = client.get("/api/incidents?limit=1")
    assert answer.status_code == 200, answer.text
    return int(answer.json()["numberMatched"])


def test_each_copy_is_a_whole_store_while_imports_replace_it(
    tmp_path: Path, store: Path, served: TestClient
) -> None:
    copies: list[Path] = []
    over = Event()

    def copy() -> None:
        while not copies or (not over.is_set() and len(copies) < COPIES):
            do(BACK_UP, tmp_path)
            made = tmp_path / "backup" / "atlas.duckdb"
            copies.append(made.rename(tmp_path / "backup" / f"{len(copies)}.duckdb"))

    copying = Thread(target=copy)
    copying.start()
    for ids in [NEW, OLD] * 2:
        stored(store, ids)
        assert count(served) == len(ids)
    over.set()
    copying.join()
    found = [client_of(atlas_of(copy)) for copy in copies]
    assert {count(client) for client in found} <= {len(OLD), len(NEW)}
    assert [client.get("/ready").status_code for client in found] == [200] * len(copies)


def test_a_copy_is_restored_while_the_store_is_served(
    tmp_path: Path, store: Path, served: TestClient
) -> None:
    do(BACK_UP, tmp_path)
    stored(store, NEW)
    assert count(served) == len(NEW)
    do(PUT_NEXT_TO_IT, tmp_path)
    assert count(served) == len(NEW)
    do(PUT_IN_PLACE, tmp_path)
    assert count(served) == len(OLD)
    assert store.read_bytes() == (tmp_path / "backup" / "atlas.duckdb").read_bytes()


@pytest.mark.parametrize("name", ["version", "importer"])
def test_a_store_of_another_version_is_named_and_imported_again(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("geo.atlas.current.CHECK_SECONDS", 0.0)
    (own := tmp_path / "own.csv").write_text("id,date,lat,lon\nA,2024-01-01,1,2\n", "utf-8")
    store = state / "atlas.duckdb"
    assert run("import", "table", own, "--store", store).exit_code == 0
    with duckdb.connect(str(store)) as connection:
        connection.execute(f"update about set value = '0' where name = '{name}'")
    do(BEFORE_UPGRADE, tmp_path)
    other = write(tmp_path / "other.geojson", incident("B"), incident("C"))
    current = atlas_of(store, other)
    client = client_of(current)
    answer = client.get("/ready")
    assert answer.status_code == 503
    fault, none = (file["fault"] for file in answer.json()["files"])
    assert none is None
    assert "of version 0, and th" in fault
    assert "import your data again" in fault
    assert count(client) == 2  # of the other file
    new = state / "new.duckdb"
    assert run("import", "table", own, "--store", new).exit_code == 0
    do(AFTER_IMPORT, tmp_path)
    assert client.get("/ready").status_code == 200
    assert count(client) == 3
    current.close()
