"""What is wrong with a file is said while it lasts: by /ready, by the API, by pages."""

import os
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from damage import DAMAGES, Damage, cut, empty
from geo.atlas.current import CurrentAtlas
from geo.store.attached import watched_parts
from geo.store.building import building
from geo.store.directory.manifest import MANIFEST, read_manifest
from geo.store.file import replacing
from samples import incident, located
from serving import atlas_of, client_of, write


@pytest.fixture(autouse=True)
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the files at each request."""
    monkeypatch.setattr("geo.atlas.current.CHECK_SECONDS", 0.0)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return stored(tmp_path / "a.duckdb", "A1", "A2")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return write(tmp_path / "b.geojson", incident("B1"))


@pytest.fixture
def current(store: Path, other: Path) -> CurrentAtlas:
    return atlas_of(store, other)


@pytest.fixture
def client(current: CurrentAtlas) -> TestClient:
    return client_of(current)


def stored(path: Path, *ids: str) -> Path:
    with replacing(path, date(2026, 1, 1)) as fresh:
        fresh.add([incident(id_) for id_ in ids])
    return path


def faults(client: TestClient, status: int) -> dict[str, str | None]:
    answer = client.get("/ready")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (status == 503)
    body = answer.json()
    assert body["status"] == ("ready" if status == 200 else "not ready")
    return {each["name"]: each["fault"] for each in body["files"]}


def test_whole_files_are_ready(client: TestClient) -> None:
    assert faults(client, 200) == {"a.duckdb": None, "b.geojson": None}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_store_that_is_damaged_in_its_place_is_named_until_it_is_whole(
    client: TestClient, store: Path, damage: Damage
) -> None:
    whole = store.read_bytes()
    assert client.get("/api/incidents").json()["numberMatched"] == 3
    damage(store)
    found = faults(client, 503)
    assert found["a.duckdb"]
    assert found["a.duckdb"].startswith("a.duckdb ")
    assert found["b.geojson"] is None
    answer = client.get("/api/incidents?limit=7")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    error = answer.json()["error"]
    assert error["code"] == "unreadable"
    assert error["message"].startswith("a.duckdb was changed in its place while it was open")
    for page in ("/embed/map?country=IR", "/print?country=IR", "/record/A1"):
        assert "was changed in its place" in client.get(page).text, page
    assert client.get("/health").json() == {"status": "ok"}
    store.write_bytes(whole)
    assert faults(client, 200) == {"a.duckdb": None, "b.geojson": None}
    assert client.get("/api/incidents?limit=7").json()["numberMatched"] == 3


def test_a_file_that_is_gone_or_broken_is_named_and_what_was_read_stays(
    client: TestClient, store: Path, other: Path
) -> None:
    client.get("/ready")
    store.unlink()
    other.write_text("{", "utf-8")
    found = faults(client, 503)
    assert found["a.duckdb"] == "a.duckdb does not exist: check the path"
    assert found["b.geojson"]
    assert found["b.geojson"].startswith("b.geojson is not complete JSON")
    assert client.get("/api/incidents").json()["numberMatched"] == 3
    stored(store, "A3")
    write(other, incident("B2"))
    assert faults(client, 200) == {"a.duckdb": None, "b.geojson": None}
    assert client.get("/api/incidents").json()["numberMatched"] == 2


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "big"
    with building(path, date(2026, 1, 1)) as fresh:
        fresh.add([located("A1", (51.0, 35.0)), located("A2", (52.0, 36.0))])
    return path


def away(path: Path) -> None:
    path.rename(path.with_name("away"))


@pytest.mark.parametrize("table", ["incidents", "sites", "rows_0"])
@pytest.mark.parametrize("damage", [*DAMAGES, away])
def test_a_file_of_a_directory_is_named_until_it_is_whole(
    directory: Path,
    other: Path,
    damage: Damage,
    table: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watched_parts, "LOOK_SECONDS", 0.0)
    client = client_of(atlas_of(directory, other))
    assert client.get("/api/incidents").json()["numberMatched"] == 3
    (listed,) = read_manifest(directory).tables[table]
    part = directory / listed.path
    whole, times = part.read_bytes(), part.stat()
    damage(part)
    found = faults(client, 503)
    assert listed.path in (found["big"] or "")
    assert "geo build" in (found["big"] or "")
    assert found["b.geojson"] is None
    for page in ("/api/incidents?limit=7", "/embed/map?country=IR", "/print?country=IR"):
        answer = client.get(page)
        assert answer.status_code == 503
        assert answer.text.count(listed.path) >= 1
        assert str(directory.parent) not in answer.text
    part.write_bytes(whole)
    os.utime(part, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert faults(client, 200) == {"big": None, "b.geojson": None}
    assert client.get("/api/incidents?limit=7").json()["numberMatched"] == 3


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (Path.unlink, "big is a folder without a manifest.json, and not a store directory"),
        (cut, "big has a damaged manifest.json: put the whole directory back, or build it again"),
        (empty, "big has a damaged manifest.json"),
    ],
)
def test_what_was_read_stays_where_a_manifest_is_gone_or_broken(
    directory: Path, damage: Damage, said: str
) -> None:
    client = client_of(atlas_of(directory))
    client.get("/ready")
    manifest = directory / MANIFEST
    whole = manifest.read_bytes()
    damage(manifest)
    found = faults(client, 503)
    assert (found["big"] or "").startswith(said)
    assert client.get("/api/incidents").json()["numberMatched"] == 2
    manifest.write_bytes(whole)
    assert faults(client, 200) == {"big": None}


def test_a_disk_that_goes_away_is_said_until_it_is_back(directory: Path) -> None:
    client = client_of(atlas_of(directory))
    client.get("/ready")
    away(directory)
    assert faults(client, 503)["big"]
    answer = client.get("/api/incidents?limit=7")
    assert answer.status_code == 503
    assert "big has lost build-" in answer.text
    directory.with_name("away").rename(directory)
    assert faults(client, 200) == {"big": None}
    assert client.get("/api/incidents?limit=7").json()["numberMatched"] == 2


def test_a_file_that_could_never_be_read_is_named_without_its_path(tmp_path: Path) -> None:
    path = tmp_path / "never.geojson"
    found = client_of(atlas_of(path)).get("/ready")
    assert found.status_code == 503
    assert "never.geojson does not exist" in found.text
    assert str(tmp_path) not in found.text


def test_an_engine_that_met_damage_is_tried_again(
    client: TestClient, current: CurrentAtlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/ready")
    before = current.atlas()
    before.store._faults.last = "a.duckdb cannot be read, and may be damaged"
    assert faults(client, 503)["a.duckdb"] == "a.duckdb cannot be read, and may be damaged"
    assert current.atlas() is before
    monkeypatch.setattr("geo.atlas.opening.RETRY_SECONDS", 0.0)
    assert faults(client, 200)["a.duckdb"] is None


def test_records_that_are_refused_do_not_make_a_file_unready(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", incident("A1"))
    text = path.read_text("utf-8").replace('"id": "A1"', '"id": ""')
    path.write_text(text, "utf-8")
    found = client_of(atlas_of(path)).get("/ready")
    assert (found.status_code, found.json()["files"][0]["fault"]) == (200, None)
