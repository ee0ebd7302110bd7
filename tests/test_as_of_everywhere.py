"""`as_of` in every way in: the API, the embed, the command line and all exports agree."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import geo
from command_line import run
from geo.exports.carried.page_data import page_data
from geo.exports.export import export_bytes
from geo.query.query import Query
from geo.store.store import Store
from samples import CROCUS, KERMAN, curated
from serving import Reader, atlas_of, client_of

DAY, BEFORE = "2024-03-22", "2024-03-21"
THEN = "as known on 22 March 2024"


@pytest.fixture(scope="module")
def client() -> TestClient:
    """Serve the curated incidents."""
    return client_of(atlas_of())


@pytest.fixture(scope="module")
def store() -> Store:
    """Open the curated incidents."""
    found = Store()
    found.add(curated().values())
    return found


def get(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_api_counts_what_was_known(client: TestClient) -> None:
    found = get(client, f"/api/summary?record=incident&as_of={BEFORE}")
    assert (found["attacks"], found["not_known_yet"]) == (4, 1)
    assert found["sentence"].endswith("21 March 2024, 1 record not known yet on that day")
    statuses = {each["value"]: each["count"] for each in found["facets"]["status"]}
    assert sum(statuses.values()) == 4
    now = get(client, "/api/summary?record=incident")
    assert (now["attacks"], now["not_known_yet"]) == (5, 0)


def test_the_api_gives_records_as_they_were_known(client: TestClient) -> None:
    page = get(client, f"/api/incidents?record=incident&as_of={DAY}")
    assert page["numberMatched"] == 5
    for feature in page["features"]:
        properties = feature["properties"]
        assert properties["status"]["as_of"] == DAY
        assert all(each["date"] <= DAY for each in properties["assertions"])
    assert all(DAY in each["href"] for each in page["links"])


def test_a_record_is_asked_for_as_of_a_day(client: TestClient) -> None:
    then = get(client, f"/api/incidents/{CROCUS}?as_of={DAY}")["properties"]
    now = get(client, f"/api/incidents/{CROCUS}")["properties"]
    assert then["status"]["as_of"] == DAY
    assert "summary" not in then
    assert 0 < len(then["assertions"]) < len(now["assertions"])
    refused = client.get(f"/api/incidents/{CROCUS}?as_of={BEFORE}")
    assert refused.status_code == 404
    assert "nothing was known" in refused.json()["error"]["message"]
    assert client.get(f"/api/incidents/{CROCUS}?as_of=soon").status_code == 400


def test_the_map_draws_what_was_known(client: TestClient) -> None:
    def drawn(day: str) -> set[str]:
        marks = get(client, f"/api/cells?as_of={day}")
        return {feature["properties"]["id"] for feature in marks["features"]}

    assert drawn(DAY) - drawn(BEFORE) == {CROCUS}
    assert KERMAN in drawn(BEFORE)


def test_a_timeline_counts_what_was_known(client: TestClient) -> None:
    def killed(day: str) -> dict[str, float]:
        asked = f"unit=year&measure=killed&as_of={day}"
        timeline = get(client, f"/api/timeline?{asked}")
        return {each["value"]: each["exact"][-1] for each in timeline["series"]}

    assert killed(DAY)["claimed_and_attributed"] - killed(BEFORE)["claimed_and_attributed"] == 60


def test_rows_and_captions_are_of_the_day(client: TestClient) -> None:
    rows = get(client, f"/api/rows?record=incident&as_of={BEFORE}")
    assert len(rows["columns"]["title"]["codes"]) == 4
    assert "as_of" not in {each["name"] for each in rows["filters"]}
    caption = get(client, f"/api/caption?as_of={DAY}")
    assert THEN in caption["sentence"]
    assert "2026" not in caption["dated"]


def test_the_embed_says_and_asks_the_day(client: TestClient) -> None:
    page = Reader(client.get(f"/embed/map?as_of={DAY}").text)
    assert THEN in page.text
    assert page.attributes("data-query") == [f"as_of={DAY}"]


def test_the_command_line_has_an_option(tmp_path: Path) -> None:
    target = tmp_path / "then.geojson"
    done = run("export", "--record", "incident", "--as-of", BEFORE, "-o", target)
    assert ": 4 records, " in done.output
    features = json.loads(target.read_text("utf-8"))["features"]
    assert {each["properties"]["status"]["as_of"] for each in features} == {BEFORE}
    assert CROCUS not in {each["id"] for each in features}
    refused = run("export", "--as-of", "soon", "-o", target)
    assert "as_of='soon' is not allowed" in refused.output


@pytest.mark.parametrize("format_", ["csv", "geojson", "html", "md"])
def test_exports_have_nothing_of_a_later_day(store: Store, format_: str) -> None:
    then, now = (
        export_bytes(geo.select(store, query), format_).decode("utf-8", "replace")
        for query in (Query(as_of=DAY), Query())
    )
    for later in ("2026-03-12", "12 March 2026"):
        assert later not in then
    assert "12 March 2026" in now or "2026-03-12" in now


def test_a_page_of_its_own_holds_the_rows_of_the_day(store: Store) -> None:
    data = page_data(store.page_rows(Query(as_of=BEFORE, record=("incident",))))
    assert len(data["columns"]["title"]["codes"]) == 4
