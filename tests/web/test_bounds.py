"""How much an answer may be, whatever is asked: the cells of a map, bytes, values of filters."""

from collections.abc import Iterator
from itertools import chain, product
from typing import Any

import pytest
from starlette.testclient import TestClient

from effort import amount
from geo.atlas.current import CurrentAtlas
from geo.maps.page_rules import COLLECTION_BYTES
from geo.mercator import MAX_ZOOM, Bounds, cell_bounds, cell_of, deepest_zoom
from geo.store import questions
from geo.store.statements.asking import asking
from geo.web.bounds import facets
from geo.web.bounds.sizes import PICTURE_BYTES
from geo.web.server import make_table
from samples import located
from serving import atlas_of, client_of, write
from worst import HERE, NAMES, REFUSED, STORES, WORST

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


# --- the worst of every route --------------------------------------------------------------------

SAID = ("MB, and one has at most", "from offset=1", "are given at once")
OTHER_BOUNDS = {
    "/api/columns": 2 * COLLECTION_BYTES,  # it is not compressed here
    "/embed/map.png": PICTURE_BYTES,
    "/print/map.svg": PICTURE_BYTES,
}
BYTES = amount(quick=400_000, thorough=2_500_000)


@pytest.fixture(scope="module", params=STORES)
def worst(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, TestClient]]:
    """Serve data that make answers large; the quick form has less of them, and lower limits."""
    path = tmp_path_factory.mktemp("data") / "worst.geojson"
    current = atlas_of(write(path, *STORES[request.param]()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_LIMIT_BYTES", str(BYTES))
        patch.setenv("GEO_LIMIT_CELLS", str(amount(quick=600, thorough=4_096)))
        patch.setenv("GEO_LIMIT_MARKS", str(amount(quick=300, thorough=2_000)))
        patch.setattr(facets, "MOST_BYTES", BYTES * 2 // 25)
        yield request.param, client_of(current, base_url=HERE)
    current.close()


def test_each_route_is_asked_for_the_most(current: CurrentAtlas) -> None:
    assert {getattr(route, "path", "") for route in make_table(current)} == set(WORST)


@pytest.mark.parametrize("address", list(chain.from_iterable(WORST.values())))
def test_no_answer_is_larger_than_its_bound(worst: tuple[str, TestClient], address: str) -> None:
    name, client = worst
    answer = client.get(address, headers={"Accept-Encoding": "identity"})
    path = address.partition("?")[0]
    assert len(answer.content) <= OTHER_BOUNDS.get(path, BYTES)
    is_refused = (name, address) in REFUSED
    assert answer.status_code == (400 if is_refused else 200), answer.text[:300]
    if is_refused:
        assert any(words in answer.text for words in SAID)


def test_the_whole_is_there_in_pages(worst: tuple[str, TestClient]) -> None:
    name, client = worst
    found, path = list[str](), "/api/incidents?limit=1000&id=0&id=1&id=A"
    while path:
        page = client.get(path).json()
        if "error" in page:
            assert name == "long record"
            return
        assert page["numberReturned"] == len(page["features"])
        found += [feature["id"] for feature in page["features"]]
        path = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert len(found) == len(set(found)) == page["numberMatched"]


def test_a_summary_says_how_many_values_it_leaves_out(
    worst: tuple[str, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_BYTES", "40000")
    monkeypatch.setattr(facets, "MOST_BYTES", 5_000)
    name, client = worst
    answer = client.get("/api/summary?group=group-7&group=nobody")
    assert len(answer.content) <= 40_000
    summary = answer.json()
    if name == "many names":
        listed = {each["value"]: each["count"] for each in summary["facets"]["group"]}
        assert (listed["group-7"], listed["nobody"]) == (1, 0)
        assert summary["unlisted"] == {"group": NAMES + 1 - len(listed)}
    else:
        assert not summary["unlisted"]


def test_marks_with_long_texts_are_cells(worst: tuple[str, TestClient]) -> None:
    name, client = worst
    kinds = {"long texts": "cells", "scattered": "cells", "many names": "cells"}
    answer = drawn(client, "zoom=22&view=-180,-90,180,90")
    assert answer["kind"] == kinds.get(name, "incidents")


def test_a_print_says_how_many_rows_it_leaves_out(worst: tuple[str, TestClient]) -> None:
    name, client = worst
    page = client.get("/print").text
    rows = page.count('<tr><th scope="row">')
    matched = client.get("/api/cells").json()["numberMatched"]
    assert (f"{matched - rows:,} are left out here" in page) == (rows < matched)
    assert (rows < matched) == (name in ("long texts", "many names", "scattered"))


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", list(chain.from_iterable(WORST.values())))
def test_an_answer_asks_so_many_statements_at_most(
    lattice: TestClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert drawn(lattice, "zoom=3")["kind"] == "cells"  # the file is open
    asked = list[str]()

    def counted(*given: Any) -> Any:
        asked.append(address)
        return asking(*given)

    monkeypatch.setattr(questions, "asking", counted)
    path, _, query = address.partition("?")
    most = 3 if path.startswith("/api/") else 14 if path in OTHER_BOUNDS else 8
    lattice.get(f"{path}?{query}" if query else path)
    assert len(asked) <= most
