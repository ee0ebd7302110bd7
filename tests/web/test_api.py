"""The routes of the API: pages, records, cells, counts, columns and captions."""

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.atlas.map_views import FIRST_VIEW, MapView
from geo.mercator import Bounds
from geo.model.dates import in_words
from geo.web.headers import SESSION_HEADER
from samples import CROCUS
from serving import atlas_of, client_of


def ids(client: TestClient, query: str) -> list[str]:
    return [feature["id"] for feature in client.get(f"/api/incidents?{query}").json()["features"]]


def test_incidents_are_a_page_of_features_with_their_status(client: TestClient) -> None:
    answer = client.get("/api/incidents?limit=2")
    page = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    assert [feature["id"] for feature in page.pop("features")] == ["A", "C"]
    assert page == {
        "type": "FeatureCollection",
        "numberMatched": 3,
        "numberReturned": 2,
        "limit": 2,
        "offset": 0,
        "links": [
            link("self", "/api/incidents?limit=2&offset=0"),
            link("next", "/api/incidents?limit=2&offset=2"),
        ],
    }


def link(rel: str, href: str) -> dict[str, str]:
    return {"rel": rel, "type": "application/geo+json", "href": href}


def test_links_lead_through_all_pages_and_back(client: TestClient) -> None:
    href, seen = "/api/incidents?from=2017&limit=1", []
    while href:
        page = client.get(href).json()
        seen += [feature["id"] for feature in page["features"]]
        links = {each["rel"]: each["href"] for each in page["links"]}
        href = links.get("next", "")
    assert seen == ["A", "C", "B/1"]
    assert links["prev"] == "/api/incidents?from=2017&limit=1&offset=1"


def test_a_page_past_the_end_is_empty_and_still_counts(client: TestClient) -> None:
    page = client.get("/api/incidents?offset=50").json()
    assert (page["numberMatched"], page["numberReturned"], page["features"]) == (3, 0, [])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2024", ["A"]),
        ("to=2017", ["B/1"]),
        ("group=isis-k", ["C"]),
        ("group=islamic-state", ["C"]),
        ("bbox=50,30,60,31", ["A"]),
        ("id=A&id=C", ["A", "C"]),
        ("q=nothing+like+this", []),
    ],
)
def test_the_query_filters(client: TestClient, query: str, expected: list[str]) -> None:
    assert ids(client, query) == expected


@pytest.mark.parametrize("id_", ["A", "B/1"])
def test_an_incident_is_a_feature_with_its_status(client: TestClient, id_: str) -> None:
    feature = client.get(f"/api/incidents/{quote(id_, safe='')}").json()
    assert feature["id"] == id_
    assert feature["properties"]["status"]["code"] == "unattributed"


def test_cells_are_what_the_map_draws_in_the_box_in_view(client: TestClient) -> None:
    answer = client.get("/api/cells?view=50,30,60,31&zoom=4").json()
    assert [feature["properties"]["id"] for feature in answer["features"]] == ["A"]
    assert (answer["kind"], answer["numberMatched"], answer["numberInView"]) == ("incidents", 3, 1)
    assert answer["unplaced"] == {"country": 0, "none": 1, "countries": []}


def test_a_box_filters_the_cells_and_is_the_view_by_default(client: TestClient) -> None:
    answer = client.get("/api/cells?bbox=50,30,60,31").json()
    assert (answer["numberMatched"], answer["numberInView"]) == (1, 1)
    elsewhere = client.get("/api/cells?bbox=50,30,60,31&view=0,0,10,10").json()
    assert (elsewhere["numberMatched"], elsewhere["numberInView"]) == (1, 0)


def test_cells_note_where_the_map_of_a_session_looks(
    client: TestClient, current: CurrentAtlas
) -> None:
    views = current.map_views
    key = views.begin()
    for session in (key, "made up"):
        client.get("/api/cells?view=50,30,60,31&zoom=4", headers={SESSION_HEADER: session})
    client.get("/api/cells?view=0,0,1,1&zoom=9")
    bounds = Bounds(west=50, south=30, east=60, north=31)
    assert views.of(key) == MapView(bounds=bounds, zoom=4)
    assert views.of("made up") is FIRST_VIEW
    views.end(key)


def test_a_map_that_has_its_answer_only_says_where_it_looks(
    client: TestClient, current: CurrentAtlas
) -> None:
    key = current.map_views.begin()
    headers = {SESSION_HEADER: key}
    answer = client.head("/api/cells?view=50,30,60,31&zoom=4", headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert current.map_views.of(key).zoom == 4
    current.map_views.end(key)


def test_a_request_that_is_refused_is_not_noted(client: TestClient, current: CurrentAtlas) -> None:
    key = current.map_views.begin()
    headers = {SESSION_HEADER: key}
    assert client.get("/api/cells?zoom=99", headers=headers).status_code == 400
    assert current.map_views.of(key) is FIRST_VIEW
    current.map_views.end(key)


def test_cells_are_those_of_the_world_by_default(client: TestClient) -> None:
    assert client.get("/api/cells").json()["numberInView"] == 2


def test_the_timeline_counts_all_days_of_a_query(client: TestClient) -> None:
    asked = "unit=year&by=group&series=isis-k,islamic-state"
    answer = client.get(f"/api/timeline?from=2023&to=2023&{asked}")
    assert answer.json() == {
        "unit": "year",
        "by": "group",
        "measure": "records",
        "first": "2017",
        "bins": 8,
        "series": [
            {"value": "isis-k", "exact": [0, 0, 0, 0, 0, 0, 1, 0], "spread": [0] * 8},
            {"value": "", "exact": [1, 0, 0, 0, 0, 0, 0, 1], "spread": [0] * 8},
        ],
        "undated": 0,
        "unknown": 0,
    }


def test_the_timeline_follows_a_view(client: TestClient) -> None:
    answer = client.get("/api/timeline?view=50,30,60,31&measure=killed").json()
    assert (answer["first"], answer["bins"], answer["series"]) == ("2024-01", 1, [])
    assert (answer["low"], answer["high"], answer["unknown"]) == ([0], [0], 1)


def test_the_summary_counts(client: TestClient) -> None:
    summary = client.get("/api/summary?from=2020").json()
    assert summary["sentence"] == "2 attacks, since 2020"
    assert summary["killed"] == {"low": 0, "best": 0, "high": 0, "without_figure": 2}
    assert summary["facets"]["group"][0]["value"] == "islamic-state"
    assert summary["facets"]["group"][1]["part_of"] == "islamic-state"
    assert {each["value"]: each["count"] for each in summary["facets"]["year"]} == {
        2017: 1,
        2023: 1,
        2024: 1,
    }


def test_rows_are_all_that_matches_as_columns(client: TestClient) -> None:
    found = client.get("/api/rows?from=2020").json()
    assert found["columns"]["id"] == ["A", "C"]
    assert found["columns"]["sites"] == [1, 0]
    assert (found["columns"]["lon"], found["columns"]["lat"]) == ([5_708_000], [3_028_000])
    assert found["limit"] == 2_000
    assert set(found) == {
        "columns",
        "filters",
        "limit",
        "precisions",
        "countries",
        "noAttacks",
    }


def test_more_rows_than_are_given_at_once_are_refused_with_the_remedy(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_ROWS", "1")
    answer = client.get("/api/rows?from=2020")
    rule = "2 records match, and at most 1 are given at once"
    remedy = "narrow it, or ask /api/incidents for pages"
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "id": answer.headers["Incident-Atlas-Error"],
        "code": "bad_value",
        "message": f"query='from=2020' is not allowed: {rule}: {remedy}",
        "parameter": "query",
        "value": "from=2020",
        "allowed": f"{rule}: {remedy}",
    }
    assert client.get("/api/rows?from=2024").status_code == 200


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


@pytest.fixture(scope="module")
def bundled() -> TestClient:
    """Serve the bundled data."""
    return client_of(atlas_of())


@pytest.mark.parametrize(("day", "killed"), [("2024-03-22", 60), ("2024-03-24", 137)])
def test_all_answers_are_of_the_day_and_say_it(bundled: TestClient, day: str, killed: int) -> None:
    said = f"as known on {in_words(day)}"
    record = bundled.get(f"/api/incidents/{CROCUS}?as_of={day}").json()["properties"]
    assert record["status"]["as_of"] == day
    assert record["in_words"]["killed"] == str(killed)
    page = bundled.get(f"/api/incidents?as_of={day}").json()
    assert page["numberMatched"] == 9
    assert {each["properties"]["status"]["as_of"] for each in page["features"]} == {day}
    summary = bundled.get(f"/api/summary?as_of={day}").json()
    assert said in summary["sentence"]
    assert (summary["not_known_yet"], summary["killed"]["best"]) == (2, 127 + killed)
    assert said in bundled.get(f"/api/caption?as_of={day}").json()["sentence"]
    assert bundled.get(f"/api/incidents/{CROCUS}?as_of=2024-03-21").status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", ""),
        ("from=2024", ""),
        ("as_of=2999", ""),
        ("from=2025", "This record is outside the filter “since 2025”."),
        (
            "country=RU&to=2017&status=unattributed",
            "This record is outside the filters “until 2017” and “in Russia”.",
        ),
    ],
)
def test_a_record_says_which_filters_of_a_query_leave_it_out(
    client: TestClient, asked: str, said: str
) -> None:
    answer = client.get(f"/api/incidents/A?{asked}").json()
    assert answer["properties"]["in_words"]["outside"] == said
