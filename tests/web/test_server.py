"""The routes: what they answer, what they refuse, and how."""

import gzip
import json
import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from geo.atlas import current as current_module
from geo.atlas.current import CurrentAtlas
from geo.atlas.embeds import _page
from geo.atlas.uploads import Uploads
from geo.errors import TooSlow
from geo.maps import static
from geo.maps.templates import ASSETS
from geo.model.feature import feature_from_incident
from geo.model.incident import Incident, IncidentDate, Origin, Place
from geo.query.filters import FILTERS
from geo.store.store import Store
from geo.web import preview
from geo.web.headers import UPLOADS_HEADER
from samples import HOSTILE, ROOT, located, statement, with_ledger
from serving import atlas_of, client_of
from watching import Traffic

PARAMETERS = [filter_.name for filter_ in FILTERS]


def write(path: Path, *incidents: Incident) -> Path:
    features = [feature_from_incident(each) for each in incidents]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def day(text: str) -> IncidentDate:
    return IncidentDate(start=date.fromisoformat(text), precision="day")


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


def ids(client: TestClient, query: str) -> list[str]:
    return [feature["id"] for feature in client.get(f"/api/incidents?{query}").json()["features"]]


# --- the API ---------------------------------------------------------------------------------


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


def test_a_box_filters_the_cells_and_is_the_view_unless_told(client: TestClient) -> None:
    answer = client.get("/api/cells?bbox=50,30,60,31").json()
    assert (answer["numberMatched"], answer["numberInView"]) == (1, 1)
    elsewhere = client.get("/api/cells?bbox=50,30,60,31&view=0,0,10,10").json()
    assert (elsewhere["numberMatched"], elsewhere["numberInView"]) == (1, 0)


def test_cells_are_those_of_the_world_unless_told(client: TestClient) -> None:
    assert client.get("/api/cells").json()["numberInView"] == 2


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
        "rules",
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
        "code": "bad_value",
        "message": f"query='from=2020' is not allowed: {rule}: {remedy}",
        "parameter": "query",
        "value": "from=2020",
        "allowed": f"{rule}: {remedy}",
    }
    assert client.get("/api/rows?from=2024").status_code == 200


def test_health(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        ("/api/incidents?from=20x4", "from", "20x4"),
        ("/api/incidents?from=2010%3BDROP", "from", "2010;DROP"),
        ("/api/incidents?from=2010&from=2011", "from", "2011"),
        ("/api/incidents?from=2024&to=2017", "from", "2024"),
        ("/api/incidents?limit=0", "limit", "0"),
        ("/api/incidents?limit=1001", "limit", "1001"),
        ("/api/incidents?limit=%D9%A3", "limit", "٣"),
        ("/api/incidents?limit=5&limit=6", "limit", "6"),
        ("/api/incidents?offset=-1", "offset", "-1"),
        ("/api/incidents?offset=1e3", "offset", "1e3"),
        ("/api/incidents?group=", "group", ""),
        ("/api/incidents?status=guilty", "status", "guilty"),
        ("/api/cells?zoom=99", "zoom", "99"),
        ("/api/cells?zoom=%D9%A3", "zoom", "٣"),
        ("/api/cells?view=1,2,3", "view", "1,2,3"),
        ("/api/cells?view=1,2,3,4&view=1,2,3,4", "view", "1,2,3,4"),
        ("/api/cells?bbox=0,91,10,95", "bbox", "91.0"),
        ("/api/cells?bbox=10,nan,20,20", "bbox", "nan"),
        ("/api/cells?bbox=1,2,3", "bbox", "1,2,3"),
        ("/api/summary?country=Iran", "country", "Iran"),
    ],
)
def test_a_bad_value_is_named(client: TestClient, path: str, parameter: str, value: str) -> None:
    answer = client.get(path)
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert (error["code"], error["parameter"], error["value"]) == ("bad_value", parameter, value)
    assert error["allowed"]
    assert error["allowed"] in error["message"]


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/api/incidents", ["limit", "offset"]),
        ("/api/cells", ["view", "zoom"]),
        ("/api/summary", []),
        ("/api/rows", []),
        ("/api/caption", []),
        ("/api/incidents/A", []),
    ],
)
def test_an_unknown_parameter_is_named(client: TestClient, path: str, own: list[str]) -> None:
    answer = client.get(f"{path}?years=2024")
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": "unknown_parameter",
        "message": f"years='2024' is not allowed: {known([*PARAMETERS, *own])}",
        "parameter": "years",
        "value": "2024",
        "allowed": known([*PARAMETERS, *own]),
    }


def known(names: list[str]) -> str:
    return f"known parameters are {', '.join(names)}"


def test_an_unknown_incident_is_404(client: TestClient) -> None:
    answer = client.get("/api/incidents/nobody")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
    assert "nobody" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/x", "/assets", "/assets/", "/assets/x"])
@pytest.mark.parametrize("rest", ["", "/deeper"])
def test_unknown_paths_under_our_prefixes_are_404(client: TestClient, path: str, rest: str) -> None:
    answer = client.get(path + rest)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/embed", "/embed/", "/embed/x", "/embed/map/"])
def test_unknown_embeds_are_404_as_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "there is nothing at this address" in answer.text


@pytest.mark.parametrize("path", ["/health/", "/health/x", "/assets/..%2f..%2ferrors.py"])
def test_nothing_lies_beside_what_we_serve(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api/incidents", "/embed/map", "/assets/style.css", "/health"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_get_and_head_are_answered(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/api/cells", "/assets/style.css"])
def test_a_preflight_allows_reading_without_credentials(client: TestClient, path: str) -> None:
    asks = {"Origin": "null", "Access-Control-Request-Method": "GET"}
    answer = client.options(path, headers=asks)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/api/summary", "/embed/map"])
def test_readers_see_neither_path_nor_traceback_of_a_failure(
    current: CurrentAtlas,
    client: TestClient,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise OSError("/home/somebody/secret.db is locked")

    monkeypatch.setattr(current, "atlas", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get(path)
    assert answer.status_code == 500
    assert "internal error: details are in the server log" in answer.text
    assert not any(word in answer.text for word in ("secret", "Traceback", "OSError", ".py"))
    assert "secret.db is locked" in caplog.text


def test_refusals_carry_the_headers_of_their_path(client: TestClient) -> None:
    answer = client.get("/api/nothing")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


# --- rows that may not be passed on ----------------------------------------------------------


@pytest.fixture
def private(tmp_path: Path) -> TestClient:
    """Serve P of a dataset that forbids passing its rows on, and A of one that does not."""
    origin = Origin(dataset="secret rows", licence="none", redistributable=False, raw={"x": "raw"})
    p = located("P", (57.08, 30.28), origin=origin, place=Place(country="IR"))
    current = atlas_of(write(tmp_path / "p.geojson", p, located("A", (1.0, 2.0))))
    return client_of(current, base_url="http://localhost:8501")


DOORS = [
    "/api/incidents",
    "/api/incidents/P",
    "/api/cells",
    "/api/summary",
    "/api/rows",
    "/api/caption",
]


@pytest.mark.parametrize("site", [{}, *({"Sec-Fetch-Site": s} for s in ("cross-site", "none"))])
@pytest.mark.parametrize("path", [*DOORS, "/embed/map"])
def test_they_are_not_given_out(private: TestClient, path: str, site: dict[str, str]) -> None:
    answer = private.get(path, headers=site)
    assert answer.status_code == 403
    assert "the licence of secret rows forbids passing its rows on" in answer.text
    assert "P" not in ids_in(answer.text)
    if path != "/embed/map":
        assert answer.json()["error"]["code"] == "not_publishable"


@pytest.mark.parametrize("path", DOORS)
def test_the_dashboard_of_this_server_may_have_them(private: TestClient, path: str) -> None:
    answer = private.get(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert "raw" not in answer.text.replace("drawn", "")


@pytest.mark.parametrize("path", DOORS)
def test_a_stranger_s_name_for_this_machine_is_not_its_dashboard(
    private: TestClient, path: str
) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Host": "rebound.example:8501"}
    assert private.get(path, headers=headers).status_code == 403


def test_an_embed_has_no_dashboard_to_be_part_of(private: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert private.get("/embed/map", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "path", ["/api/incidents?id=A", "/api/incidents/A", "/api/caption?id=A", "/embed/map?id=A"]
)
def test_the_others_are_given_out(private: TestClient, path: str) -> None:
    assert private.get(path).status_code == 200


def test_a_summary_counts_beyond_its_query_and_is_not_given_out(private: TestClient) -> None:
    assert private.get("/api/summary?id=A").status_code == 403


def ids_in(text: str) -> list[str]:
    document = json.loads(text) if text.startswith("{") else {}
    return [feature["id"] for feature in document.get("features", [])]


# --- the embed -------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def skeleton(self) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(attributes)) for tag, attributes in self.tags]

    def tags_of(self, tag: str) -> list[tuple[str, str]]:
        """Return property and content of each tag that has both."""
        found = (attributes for name, attributes in self.tags if name == tag)
        return [(str(a["property"]), str(a["content"])) for a in found if "property" in a]

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def test_the_embed_says_its_query_and_leads_to_the_dashboard(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?from=2024&theme=dark").text)
    assert "1 attack, since 2024" in page.text
    assert "CC0-1.0" in page.text
    assert page.attributes("data-theme") == ["dark"]
    assert page.attributes("data-query") == ["from=2024"]
    assert "https://atlas.example/?from=2024" in page.attributes("href")


def test_the_embed_takes_its_own_parameters(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?legend=0&caption=0&years=0&at=35.7,51.4,6").text)
    assert page.attributes("data-legend") == ["0"]
    assert page.attributes("data-years") == [""]
    assert page.attributes("data-at") == ["35.7,51.4,6"]
    assert ("footer", ["class", "hidden"]) in page.skeleton
    assert not [href for href in page.attributes("href") if "/api/cells" in str(href)]


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", "2017,2024"),
        ("group=isis-k", "2023,2023"),
        ("from=2020-03", "2023,2024"),
        ("from=2017&to=2023-12", "2017,2023"),
        ("q=nothing+like+this", ""),
    ],
)
def test_the_embed_knows_the_years_of_what_it_shows(
    client: TestClient, query: str, years: str
) -> None:
    assert Reader(client.get(f"/embed/map?{query}").text).attributes("data-years") == [years]


def test_the_years_of_the_embed_keep_to_those_that_are_asked_for(tmp_path: Path) -> None:
    long = IncidentDate(start=date(2015, 12, 1), end=date(2019, 2, 1), precision="months")
    current = atlas_of(write(tmp_path / "long.geojson", located("L", (1.0, 2.0), date=long)))
    page = client_of(current).get("/embed/map?from=2016&to=2018").text
    assert Reader(page).attributes("data-years") == ["2016,2018"]


def test_the_embed_filters_by_itself_up_to_a_limit(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, few in (("3", "1"), ("2", "0")):
        monkeypatch.setenv("GEO_LIMIT_ROWS", most)
        assert Reader(client.get("/embed/map").text).attributes("data-rows") == [few]


def test_a_link_to_the_embed_is_shown_in_words_of_the_query(client: TestClient) -> None:
    tags = dict(Reader(client.get("/embed/map?group=islamic-state").text).tags_of("meta"))
    title = tags["og:title"]
    assert title == "1 attack, 2023, claimed by or attributed to islamic-state"
    assert tags["og:url"] == "https://atlas.example/embed/map?group=islamic-state"


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("legend=2", "legend='2' is not allowed: one of 1, 0"),
        ("years=2024", "years='2024' is not allowed: one of 1, 0"),
        ("at=35.7", "at='35.7' is not allowed: latitude,longitude,zoom"),
        ("from=20x4", "from='20x4' is not allowed"),
        ("theme=red", "theme='red' is not allowed: one of auto, light, dark"),
        ("title=%3Cscript%3E", "title='<script>' is not allowed: known parameters are"),
    ],
)
def test_a_bad_embed_says_the_fault_and_shows_no_data(
    client: TestClient, query: str, fault: str
) -> None:
    answer = client.get(f"/embed/map?{query}")
    page = Reader(answer.text)
    assert answer.status_code == 400
    assert fault in page.text
    assert page.attributes("data-query") == [""]
    assert "attack" not in page.text
    assert ("script", ["defer", "src"]) in page.skeleton
    assert ("script", []) not in page.skeleton


TEXTS = {"theme": "auto", "legend": True, "caption": True}
# Without and with a fault: data are asked for where there is none.
PLAIN_PAGES = {
    bool(error): Reader(_page(**TEXTS, sentence="x", query="x", error=error, title="x"))
    for error in ("", "x")
}


@given(st.text())
def test_no_text_changes_the_structure_of_the_embed(text: str) -> None:
    page = _page(**TEXTS, sentence=text, query=text, error=text, title=text, og_title=text)
    read = Reader(page.replace("\r", ""))
    assert read.skeleton == PLAIN_PAGES[bool(text)].skeleton
    assert read.attributes("data-query") == [text.replace("\r", "")]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("parameter", ["q", "from", "theme", "nonsense"])
def test_hostile_queries_are_shown_as_text(client: TestClient, text: str, parameter: str) -> None:
    answer = client.get(f"/embed/map?{urlencode({parameter: text})}")
    page = Reader(answer.text)
    assert answer.status_code == (200 if parameter == "q" else 400)
    assert page.skeleton == PLAIN_PAGES[parameter != "q"].skeleton
    assert "1337" not in answer.text
    assert text.strip() in page.text or repr(text) in page.text


# --- the picture -------------------------------------------------------------------------------


def test_the_picture_of_an_embed_is_named_in_its_head_and_there(client: TestClient) -> None:
    tags = dict(Reader(client.get("/embed/map?from=2024&theme=dark").text).tags_of("meta"))
    assert tags["og:image"] == "https://atlas.example/embed/map.png?from=2024"
    answer = client.get("/embed/map.png?from=2024")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).width == 1197
    again = client.get(
        "/embed/map.png?from=2024", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_a_picture_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Mock(return_value=b"png")
    monkeypatch.setattr(preview, "_picture", made)
    for path in ("?from=2023", "?from=2023", "?from=2023&at=35.7,51.4,6"):
        assert client.get(f"/embed/map.png{path}").content == b"png"
    assert made.call_count == 2


def test_while_one_picture_is_made_another_has_to_wait(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> bytes:
        begun.set()
        go_on.wait(60)
        return b"png"

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(preview, "_picture", slow)
        first = pool.submit(client.get, "/embed/map.png?from=2021")
        assert begun.wait(60)
        answer = client.get("/embed/map.png?from=2022")
        go_on.set()
        assert first.result().content == b"png"
    monkeypatch.undo()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/embed/map.png?from=2022").status_code == 200


def test_a_picture_shows_no_rows_that_may_not_be_passed_on(private: TestClient) -> None:
    assert private.get("/embed/map.png").status_code == 403


# --- oEmbed ------------------------------------------------------------------------------------


def asked_about(client: TestClient, url: str, **more: str) -> httpx2.Response:
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://atlas.example/embed/map?from=2024&theme=dark", "from=2024&theme=dark"),
        ("https://ATLAS.example/?from=2024&select=x&sort=oldest", "from=2024"),
        ("https://atlas.example?from=2024&at=35.7,51.4,6", "from=2024&at=35.7,51.4,6"),
    ],
)
def test_oembed_gives_what_the_specification_asks_of_rich(
    client: TestClient, url: str, shown: str
) -> None:
    answer = asked_about(client, url)
    found = answer.json()
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert (found["width"], found["height"]) == (800, 560)
    assert found["provider_url"] == "https://atlas.example/"
    [(tag, attributes)] = Reader(found["html"]).tags
    assert tag == "iframe"
    assert attributes["src"] == f"https://atlas.example/embed/map?{shown}"
    assert attributes["title"] == found["title"] == "1 attack, since 2024"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_oembed_keeps_to_the_room_that_there_is(client: TestClient) -> None:
    url = "https://atlas.example/embed/map"
    found = asked_about(client, url, maxwidth="320", maxheight="9999").json()
    assert (found["width"], found["height"]) == (320, 560)
    assert 'width="320"' in found["html"]


def test_an_embed_leads_to_its_oembed(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?from=2024").text)
    [link] = [a for tag, a in page.tags if a.get("type") == "application/json+oembed"]
    assert link["rel"] == "alternate"
    path = str(link["href"]).removeprefix("https://atlas.example")
    assert client.get(path).json()["html"].count("/embed/map?from=2024") == 1


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://other.example/embed/map", 404),
        ("http://atlas.example/embed/map", 404),
        ("https://atlas.example:8443/embed/map", 404),
        ("https://atlas.example@other.example/embed/map", 404),
        ("https://atlas.example/api/incidents", 404),
        ("https://atlas.example/embed/map?from=20x4", 400),
        ("javascript:alert(1)", 404),
        ("https://[", 404),
        ("", 400),
    ],
)
def test_oembed_answers_for_maps_of_this_server_alone(
    client: TestClient, url: str, status: int
) -> None:
    assert asked_about(client, url).status_code == status


def test_oembed_speaks_json_alone(client: TestClient) -> None:
    answer = asked_about(client, "https://atlas.example/embed/map", format="xml")
    assert answer.status_code == 501


def test_oembed_gives_out_no_rows_that_may_not_be_passed_on(private: TestClient) -> None:
    assert asked_about(private, "http://localhost:8501/embed/map").status_code == 401


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_addresses_stay_inside_their_attribute(client: TestClient, text: str) -> None:
    url = f"https://atlas.example/embed/map?{urlencode({'q': text.strip()})}"
    [(tag, attributes)] = Reader(asked_about(client, url).json()["html"]).tags
    assert tag == "iframe"
    assert attributes["src"] == url


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/assets/leaflet/leaflet.js", "text/javascript"),
        ("/assets/leaflet/images/layers.png", "image/png"),
        ("/assets/incident_map.js", "text/javascript"),
        ("/assets/atlas.js", "text/javascript"),
        ("/assets/style.css", "text/css"),
        ("/assets/basemap/110m.json", "application/json"),
        ("/assets/symbols.json", "application/json"),
    ],
)
def test_assets_have_their_media_type(client: TestClient, path: str, media_type: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type


def test_assets_are_not_sent_twice(client: TestClient) -> None:
    first = client.get("/assets/basemap/110m.json")
    again = client.get(
        "/assets/basemap/110m.json", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_is_kept_for_good_where_its_address_changes_with_it(client: TestClient) -> None:
    for name in ("atlas.js", "style.css", "symbols.json", "leaflet/leaflet.css"):
        ours, others, plain = (
            client.get(f"{base}/{name}") for base in (static.base(), "/assets/v-0", "/assets")
        )
        assert ours.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert others.headers["cache-control"] == plain.headers["cache-control"] == "no-cache"
        assert ours.content == others.content == plain.content
        policy = "default-src 'none'; frame-ancestors 'none'"
        assert ours.headers["content-security-policy"] == policy


def test_what_is_not_there_or_asked_for_with_a_token_is_not_kept(client: TestClient) -> None:
    missing = client.get(f"{static.base()}/nothing.js")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-cache")
    own = client.get(f"{static.base()}/atlas.js", headers={UPLOADS_HEADER: "0" * 32})
    assert own.headers["cache-control"] == "no-store"


def test_the_version_changes_with_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.css").write_text("a")
    monkeypatch.setattr(static, "FOLDERS", {"": tmp_path})
    versions = {static.version.__wrapped__()}
    (tmp_path / "a.css").write_text("b")
    versions.add(static.version.__wrapped__())
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    versions.add(static.version.__wrapped__())
    monkeypatch.setattr(static, "script", lambda: b"other")
    versions.add(static.version.__wrapped__())
    assert len(versions) == 4


def test_the_one_script_has_every_part_of_the_map_layer() -> None:
    of_pages = {"embed.js", "near.js", "years.js", "rows.js", "cells.js"}
    of_pages |= {"carried.js", "one_file.js", "notebook.js"}
    parts = {path.name for path in ASSETS.glob("*.js")} - of_pages
    script = static.script().decode()
    assert parts == {f"{name}.js" for name in (*static._SCRIPTS, "streamlit")}
    for part in parts:
        assert f"(function () {{\n{(ASSETS / part).read_text('utf-8')}\n}})();" in script
        assert '\n"use strict";\n' in (ASSETS / part).read_text("utf-8")


# --- what a reader has already -----------------------------------------------------------------

KEPT = [
    "/api/incidents?from=2017",
    "/api/incidents/A",
    "/api/cells?view=50,30,60,31&zoom=4",
    "/api/summary",
    "/api/rows?from=2017",
    "/api/caption?to=2023",
    "/embed/map",
]


def asked_again(client: TestClient, path: str, tag: str) -> httpx2.Response:
    return client.get(path, headers={"If-None-Match": f'"x", {tag}'})


@pytest.mark.parametrize("path", KEPT)
def test_what_is_unchanged_is_neither_sent_nor_counted_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    first = client.get(path)
    for name in ("incidents", "incident", "marks", "summary", "page_rows"):
        monkeypatch.setattr(Store, name, None)
    again = asked_again(client, path, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "Accept-Encoding" in again.headers["vary"]
    for name in ("cache-control", "content-security-policy", "access-control-allow-origin"):
        assert again.headers.get(name) == first.headers.get(name)
    assert first.headers["cache-control"] == "no-cache"


def test_no_two_answers_have_the_same_tag(client: TestClient) -> None:
    paths = [*KEPT, "/api/incidents?from=2018", "/api/cells?view=50,30,60,31&zoom=5"]
    assert len({client.get(path).headers["etag"] for path in paths}) == len(paths)


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[TestClient, Path]:
    """Serve a file with A in it, checked for each answer."""
    monkeypatch.setattr(current_module, "CHECK_SECONDS", 0.0)
    path = write(tmp_path / "data.geojson", located("A", (1.0, 2.0)))
    return client_of(atlas_of(path)), path


@pytest.mark.parametrize("path", KEPT)
def test_old_rows_are_never_taken_for_those_of_a_changed_file(
    changing: tuple[TestClient, Path], path: str
) -> None:
    client, file = changing
    first = client.get(path)
    write(file, located("A", (1.0, 2.0), title="changed"), located("B", (3.0, 4.0)))
    again = asked_again(client, path, first.headers["etag"])
    assert again.status_code == 200
    assert again.headers["etag"] != first.headers["etag"]
    write(file, located("B", (3.0, 4.0)))
    last = asked_again(client, path, again.headers["etag"])
    assert last.status_code == (404 if path.endswith("/A") else 200)
    assert "etag" not in last.headers or last.status_code == 200


def test_another_start_or_another_day_has_other_tags(
    changing: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = changing
    tags = [client.get("/api/cells").headers["etag"]]
    tags.append(client_of(atlas_of(file)).get("/api/cells").headers["etag"])
    monkeypatch.setattr("geo.web.conditional.date", Mock(today=lambda: date(2031, 1, 2)))
    tags.append(client.get("/api/cells").headers["etag"])
    assert len(set(tags)) == 3


def test_a_tag_opens_no_rows_that_may_not_be_passed_on(private: TestClient) -> None:
    for path in DOORS:
        first = private.get(path, headers={"Sec-Fetch-Site": "same-origin"})
        assert asked_again(private, path, first.headers["etag"]).status_code == 403


@pytest.mark.parametrize("path", ["/api/cells?zoom=99", "/api/incidents/nothing", "/api/nothing"])
def test_a_refusal_has_no_tag(client: TestClient, path: str) -> None:
    assert "etag" not in client.get(path).headers


# --- in the real server ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/incidents", "/assets/basemap/110m.json", "/embed/map"])
def test_answers_are_compressed_for_those_who_ask(server_url: str, path: str) -> None:
    with urlopen(Request(server_url + path, headers={"Accept-Encoding": "gzip"})) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["vary"]
        with urlopen(server_url + path) as plain:
            assert plain.headers["content-encoding"] is None
            assert plain.read() == gzip.decompress(packed.read())
    with urlopen(Request(server_url + path, method="HEAD")) as head:
        assert (head.status, head.read()) == (200, b"")


def test_a_part_of_a_file_is_sent_as_it_is(server_url: str) -> None:
    whole = (ASSETS / "basemap" / "110m.json").read_bytes()
    headers = {"Accept-Encoding": "gzip", "Range": "bytes=100-199"}
    with urlopen(Request(f"{server_url}/assets/basemap/110m.json", headers=headers)) as answer:
        assert (answer.status, answer.headers["content-encoding"]) == (206, None)
        assert answer.read() == whole[100:200]


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a folder as another site: its address and the folder."""
    (tmp_path / "favicon.ico").touch()
    handler = partial(QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://localhost:{site.server_port}", tmp_path
        site.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line on the terminal for each."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the name is given
        pass


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "?from=2024&q=a+%26+b"])
def test_the_embed_asks_for_each_thing_once(page: Page, server_url: str, query: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    with page.expect_response(lambda response: "/api/cells" in response.url):
        page.goto(f"{server_url}/embed/map{query}")
    expect(page.locator(".atlas-count")).to_be_visible()
    page.wait_for_load_state("networkidle")
    world = [url for url in asked if "view=-180" in url]
    assert len(world) == 1
    assert len(asked) == len(set(asked))
    files = [url.split("/")[3] for url in asked if url.startswith("/assets/v-")]
    scripts = {"atlas.js", "embed.js", "near.js", "rows.js", "years.js"}
    assert set(files) == {*scripts, "basemap", "leaflet", "style.css"}


@pytest.mark.browser
@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
@pytest.mark.parametrize("place", ["http", "file"])
def test_the_embed_works_in_frames(
    page: Page, server_url: str, other_site: tuple[str, Path], place: str, sandbox: str
) -> None:
    site, folder = other_site
    frame = f'<iframe {sandbox} width="700" height="500" src="{server_url}/embed/map?from=2024">'
    (folder / "report.html").write_text(f"<!doctype html>{frame}</iframe>", "utf-8")
    page.goto(f"{site}/report.html" if place == "http" else f"{folder.as_uri()}/report.html")
    embed = page.frame_locator("iframe")
    expect(embed.locator(".atlas-count")).to_contain_text("3 of 8 in view")
    expect(embed.locator("#sentence")).to_have_text("2 attacks and 6 context records, since 2024")


def documented_script() -> str:
    """Return the script of docs/api.md by which a page follows the embed's height."""
    lines = (ROOT / "docs" / "api.md").read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if "addEventListener" in line)
    return "\n".join(takewhile(lambda line: line.startswith("    "), lines[start:]))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1200])
def test_a_page_elsewhere_gives_the_embed_the_height_that_it_wishes(
    page: Page, server_url: str, other_site: tuple[str, Path], width: int
) -> None:
    site, folder = other_site
    sandbox = 'sandbox="allow-scripts"'
    frame = f'<iframe {sandbox} width="{width}" height="50" src="{server_url}/embed/map?from=2024">'
    script = f"<script>{documented_script()}</script>"
    (folder / "report.html").write_text(f"<!doctype html>{script}{frame}</iframe>", "utf-8")
    page.goto(f"{site}/report.html")
    page.wait_for_function("document.querySelector('iframe').height > 250")
    embed = page.frame_locator("iframe")
    expect(embed.locator(".atlas-count")).to_be_visible()
    stage, words = (embed.locator(name).bounding_box() for name in ("#map", ".atlas-caption"))
    assert stage
    assert words
    assert stage["height"] == pytest.approx(260 if width == 320 else 560, abs=2)
    assert embed.locator(".atlas-caption").evaluate("e => e.scrollHeight - e.clientHeight") <= 1


@pytest.mark.browser
def test_the_embed_looks_first_where_it_is_told_and_leaves_out_what_it_is_told(
    page: Page, server_url: str
) -> None:
    page.goto(f"{server_url}/embed/map?at=29.6,52.5,9&legend=0&caption=0")
    expect(page.locator(".atlas-count")).to_be_visible()
    seen = page.evaluate("(({lat, lng}) => [lat, lng])(IncidentAtlas.layer._map.getCenter())")
    assert seen == pytest.approx([29.6, 52.5], abs=0.01)
    assert page.evaluate("IncidentAtlas.layer._map.getZoom()") == 9
    assert page.locator(".atlas-legend").count() == 0
    expect(page.locator(".atlas-caption")).to_be_hidden()


@pytest.mark.browser
def test_a_bad_embed_draws_no_map(page: Page, server_url: str, traffic: Traffic) -> None:
    page.goto(f"{server_url}/embed/map?from=20x4")
    expect(page.get_by_role("alert")).to_contain_text("from='20x4' is not allowed")
    assert page.locator("canvas").count() == 0
    assert len(traffic.errors) == 1  # the status of the page itself
    traffic.errors.clear()


@pytest.mark.browser
def test_the_dashboard_cannot_be_framed_by_others(
    page: Page, server_url: str, other_site: tuple[str, Path], traffic: Traffic
) -> None:
    site, folder = other_site
    (folder / "trap.html").write_text(f'<!doctype html><iframe src="{server_url}/">', "utf-8")
    with page.expect_console_message(lambda said: "frame-ancestors 'self'" in said.text):
        page.goto(f"{site}/trap.html")
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors 'self'" in error for error in traffic.errors)
    traffic.errors.clear()


def test_an_answer_that_takes_too_long_says_when_to_ask_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise TooSlow("the answer takes longer than 1 s: ask for less")

    monkeypatch.setattr(Store, "_rows", slow)
    answer = client.get("/api/cells?q=never-asked-before")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["error"]["code"] == "too_slow"


# --- what a session brought --------------------------------------------------------------------


@pytest.fixture
def own(current: CurrentAtlas) -> Iterator[Uploads]:
    """Read rows that may not be passed on, into a session."""
    made = current.new_uploads()
    header = "id,date,latitude,longitude,place,redistributable\n"
    path = made.save("own.csv", f"{header}own-1,2024-01-02,33.3,44.4,Baghdad,no\n".encode())
    made.add(path, "table", {})
    yield made
    made.close()


OWN_PATHS = ["incidents", "incidents/own-1", "cells", "summary", "rows", "caption"]


@pytest.mark.parametrize("path", OWN_PATHS)
def test_the_api_shows_a_sessions_files_to_its_token_and_lets_nobody_keep_them(
    client: TestClient, own: Uploads, path: str
) -> None:
    answer = client.get(f"/api/{path}", headers={UPLOADS_HEADER: own.token})
    assert answer.status_code == 200
    assert names_own(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    tag = client.get(f"/api/{path.split('/')[0]}").headers["ETag"]
    asked = {UPLOADS_HEADER: own.token, "If-None-Match": tag}
    assert client.get(f"/api/{path.split('/')[0]}", headers=asked).status_code == 200
    assert not names_own(client.get(f"/api/{path.split('/')[0]}").text)


def names_own(text: str) -> bool:
    """Tell whether the dataset of `own` or its record is named in a text."""
    return re.search(r"\bown\b", text) is not None


@pytest.mark.parametrize("path", OWN_PATHS)
def test_a_token_that_stands_for_nothing_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/{path}", headers={UPLOADS_HEADER: "0" * 32})
    assert answer.status_code == 404
    assert "please add them again" in answer.json()["error"]["message"]


def test_only_the_api_takes_the_token_and_only_as_a_header(
    client: TestClient, own: Uploads
) -> None:
    with_token = client.get("/embed/map?id=own-1", headers={UPLOADS_HEADER: own.token})
    assert with_token.text == client.get("/embed/map?id=own-1").text
    for name in (UPLOADS_HEADER, "token"):
        assert client.get(f"/api/cells?{name}={own.token}").status_code == 400
    client.cookies.set(UPLOADS_HEADER, own.token)
    assert client.get("/api/incidents?id=own-1").json()["numberMatched"] == 0
    client.cookies.clear()


def test_no_other_page_may_send_a_token(client: TestClient, own: Uploads) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": UPLOADS_HEADER,
    }
    answer = client.options("/api/cells", headers=asked)
    assert answer.status_code == 400
    assert UPLOADS_HEADER.lower() not in answer.headers.get("Access-Control-Allow-Headers", "")


def test_a_token_opens_no_rows_of_others_that_may_not_be_passed_on(
    tmp_path: Path,
) -> None:
    private = Origin(dataset="GTD", licence="GTD EULA", redistributable=False)
    current = atlas_of(write(tmp_path / "gtd.geojson", located("G", (1.0, 2.0), origin=private)))
    client, made = client_of(current), current.new_uploads()
    path = made.save("own.csv", b"id,date,latitude,longitude\nown-1,2024-01-02,33.3,44.4\n")
    made.add(path, "table", {})
    headers = {UPLOADS_HEADER: made.token}
    assert client.get("/api/cells", headers=headers).status_code == 403
    assert client.get("/api/cells?dataset=own", headers=headers).status_code == 200
    made.close()
