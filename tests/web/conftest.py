"""A small atlas with its client, and one with private rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from samples import located, statement, with_ledger
from serving import atlas_of, client_of, day, write, write_private


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CurrentAtlas]:
    """Open three incidents: A of 2024 and B/1 of 2017 with a place, C of 2023 claimed."""
    data = write(
        tmp_path_factory.mktemp("data") / "small.geojson",
        located("A", (57.08, 30.28), date=day("2024-01-03"), title="{{7*191}} <b>A</b>"),
        located("B/1", (51.42, 35.69), date=day("2017-06-07")),
        with_ledger(statement("c", "claim", "isis-k"), id_="C", date=day("2023-08-13")),
    )
    current = atlas_of(data, public_url="https://atlas.example")
    yield current
    current.close()


@pytest.fixture(scope="module")
def client(current: CurrentAtlas) -> TestClient:
    return client_of(current, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def private(tmp_path: Path) -> TestClient:
    """Serve P of a dataset that forbids passing its rows on, and A of one that does not."""
    current = atlas_of(write_private(tmp_path / "p.geojson"))
    return client_of(current, base_url="http://localhost:8501")
