"""How much an answer may be, whatever is asked: the cells of a map, bytes, values of filters."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.mercator import MAX_ZOOM, Bounds, cell_bounds, cell_of, deepest_zoom
from samples import located
from serving import atlas_of, client_of, write

# Positions of a lattice, each in a cell of its own at the zoom levels from 5 on.
LATTICE = list(product(range(-174, 180, 12), range(-78, 80, 6)))


@pytest.fixture(scope="module")
def lattice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve a record for each position of the lattice, of which the map draws 10 one by one."""
    records = [located(f"{lon} {lat}", (lon, lat)) for lon, lat in LATTICE]
    current = atlas_of(write(tmp_path_factory.mktemp("data") / "lattice.geojson", *records))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_MARKS", "10")
        yield client_of(current)
    current.close()


def drawn(client: TestClient, query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/cells?{query}").json()
    return found


@pytest.mark.parametrize("most", [1, 40, 300, 4_096])
@pytest.mark.parametrize("zoom", [0, 3, 12, MAX_ZOOM])
@pytest.mark.parametrize("view", ["-180,-90,180,90", "-180,-85,180,85", "150,-60,-130,80"])
def test_a_view_of_too_many_cells_has_those_of_a_coarser_grid(
    lattice: TestClient, monkeypatch: pytest.MonkeyPatch, most: int, zoom: int, view: str
) -> None:
    monkeypatch.setenv("GEO_LIMIT_CELLS", str(most))
    answer, bounds = drawn(lattice, f"zoom={zoom}&view={view}"), Bounds.parse(view)
    deepest = deepest_zoom(bounds, zoom, most)
    inside = [cell_of(*each, deepest) for each in LATTICE if bounds.contains(*each)]
    assert (answer["kind"], answer["zoom"]) == ("cells", deepest)
    assert answer["numberReturned"] == len(answer["features"]) <= max(most, 32)
    counts = {
        tuple(cell["properties"]["bounds"]): cell["properties"]["count"]
        for cell in answer["features"]
    }
    expected = {cell_bounds(*cell, deepest).as_tuple(): inside.count(cell) for cell in set(inside)}
    assert counts == expected


def test_a_cell_of_a_coarser_grid_leads_to_its_records(lattice: TestClient) -> None:
    cell = drawn(lattice, f"zoom={MAX_ZOOM}&view=-180,-90,180,90")["features"][0]["properties"]
    sides = ",".join(map(str, cell["bounds"]))
    closer = drawn(lattice, f"zoom={MAX_ZOOM}&view={sides}")
    assert (closer["kind"], closer["numberReturned"]) == ("incidents", cell["count"])
    listed = lattice.get(f"/api/incidents?bbox={sides}").json()
    assert listed["numberMatched"] == cell["count"]


def test_single_sites_are_drawn_at_any_zoom(lattice: TestClient) -> None:
    answer = drawn(lattice, "zoom=22&view=-180,-90,180,90&bbox=-175,-79,-165,-60")
    assert (answer["kind"], "zoom" in answer) == ("incidents", False)
