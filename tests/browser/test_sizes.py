"""A toll has one size wherever it is drawn, and the key of sizes has the shape of the marks."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from dashboards import opened
from geo.exports import export_bytes
from geo.exports.selection import select
from geo.model.feature import feature_from_incident
from geo.model.incident import Casualties, Incident, Range
from geo.query.query import Query
from geo.store.store import Store
from samples import ROOT, located
from server_process import free_port, running

pytestmark = pytest.mark.browser

KILLED = {"most": 587, "many": 269, "some": 145, "few": 9}
SIZES_OF = (
    "Object.fromEntries(map.incidentAtlas._picture.visible().map((m) => [m.ids[0], 2 * m.r]))"
)
IN_PAGE = f"(() => {{ const map = IncidentAtlas.layer.map; return {SIZES_OF}; }})()"
EXPECTED = {"most": 27.70, "many": 18.75, "some": 13.76, "few": 5.0}


def records() -> tuple[Incident, ...]:
    return tuple(
        located(id_, (40.0 + 8 * n, 10.0), casualties=Casualties(killed=toll(best)))
        for n, (id_, best) in enumerate(KILLED.items())
    )


def toll(best: int) -> Range:
    return Range(low=best, best=best, high=best)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    path = home / "records.geojson"
    features = [feature_from_incident(record) for record in records()]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    port = free_port()
    geo = Path(sys.executable).with_name("geo")
    command = [str(geo), "serve", str(path), "--host", "127.0.0.1", "--port", str(port)]
    with running(command, ROOT, port, home) as server:
        yield server.url


def sizes(place: Page | Frame) -> dict[str, float]:
    place.locator(".atlas-legend").wait_for()
    place.wait_for_function(f"() => Object.keys({IN_PAGE}).length > 0")
    found: dict[str, float] = place.evaluate(IN_PAGE)
    return found


def test_a_toll_has_one_size_in_dashboard_embed_and_file(
    page: Page, url: str, tmp_path: Path
) -> None:
    dashboard = opened(page, url)
    drawn: dict[str, Any] = dashboard.frame.evaluate(SIZES_OF)
    assert drawn == pytest.approx(EXPECTED, abs=0.01)
    page.goto(f"{url}/embed/map")
    assert sizes(page) == pytest.approx(EXPECTED, abs=0.01)
    page.goto(f"{url}/embed/map?id=some")
    assert sizes(page) == pytest.approx({"some": EXPECTED["some"]}, abs=0.01)
    expect(page.locator(".atlas-sizes > span")).to_have_text(
        ["Killed (best)", "40", "200", "600", "? unknown"]
    )
    store = Store()
    store.add(records())
    path = tmp_path / "some.html"
    path.write_bytes(export_bytes(select(store, Query(id=("some",)))))
    page.goto(path.as_uri())
    assert sizes(page) == pytest.approx({"some": EXPECTED["some"]}, abs=0.01)


def test_a_view_without_a_sized_mark_has_no_key_of_sizes(page: Page, url: str) -> None:
    page.goto(f"{url}/embed/map?id=nothing")
    page.locator(".atlas-legend").wait_for()
    expect(page.locator(".atlas-count")).to_have_text("No record matches")
    expect(page.locator(".atlas-sizes")).to_have_count(0)
