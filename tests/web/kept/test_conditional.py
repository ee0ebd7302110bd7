"""Answers that a browser has already: 304 while nothing has changed, and only then."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from unittest.mock import Mock

import httpx2
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from geo.atlas import current as current_module
from geo.store.store import Store
from geo.web.kept import conditional
from samples import located
from serving import ROW_PATHS, asked_again, atlas_of, client_of, write

KEPT = [
    "/api/incidents?from=2017",
    "/api/incidents/A",
    "/api/cells?view=50,30,60,31&zoom=4",
    "/api/timeline?unit=year",
    "/api/summary",
    "/api/rows?from=2017",
    "/api/columns?from=2017",
    "/api/caption?to=2023",
    "/embed/map",
]


@pytest.mark.parametrize("path", KEPT)
def test_what_is_unchanged_is_neither_sent_nor_counted_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    first = client.get(path)
    for name in ("incidents", "incident", "marks", "summary", "timeline", "page_rows", "site_rows"):
        monkeypatch.setattr(Store, name, None)
    again = asked_again(client, path, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "Accept-Encoding" in again.headers["vary"]
    for name in ("cache-control", "content-security-policy", "access-control-allow-origin"):
        assert again.headers.get(name) == first.headers.get(name)
    assert first.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "lines", [["*"], ["{strong}"], ['"other"', "{strong}"], ['W/"other", {weak}'], [" {weak} ,"]]
)
def test_a_tag_counts_in_each_of_its_forms(client: TestClient, lines: list[str]) -> None:
    weak = client.get("/api/summary").headers["etag"]
    said = [line.format(weak=weak, strong=weak.removeprefix("W/")) for line in lines]
    again = client.get("/api/summary", headers=[("If-None-Match", line) for line in said])
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", weak)
    others = [("If-None-Match", line) for line in ('"other"', "", weak.strip('W/"'))]
    assert client.get("/api/summary", headers=others).status_code == 200


def test_any_answer_is_one_that_there_is(client: TestClient) -> None:
    for path in ("/api/incidents/none", "/api/cells?view=x"):
        expected = client.get(path).status_code
        assert expected in (400, 404)
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == expected


@pytest.mark.parametrize("path", [*KEPT, "/embed/map.png"])
def test_the_same_question_of_another_reader_is_answered_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    first = client.get(path)
    for name in ("incidents", "incident", "marks", "timeline", "page_rows", "site_rows"):
        monkeypatch.setattr(Store, name, None)
    again = client.get(path)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers == first.headers


def test_other_limits_are_other_answers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get(KEPT[0])
    monkeypatch.setenv("GEO_LIMIT_MARKS", "1")
    assert client.get(KEPT[0]).headers["etag"] != first.headers["etag"]


def test_a_page_names_addresses_of_the_scheme_that_it_was_asked_by() -> None:
    client = client_of(atlas_of())
    for address in ("http://testserver/embed/map", "https://testserver/embed/map"):
        assert f'"{address}' in client.get(address).text


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


def test_another_start_has_the_same_tags_and_another_day_others(
    changing: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, file = changing
    first = client.get("/api/cells").headers["etag"]
    assert client_of(atlas_of(file)).get("/api/cells").headers["etag"] == first
    monkeypatch.setattr("geo.web.kept.conditional.date", Mock(today=lambda: date(2031, 1, 2)))
    assert client.get("/api/cells").headers["etag"] != first


def test_a_tag_opens_no_rows_that_may_not_be_passed_on(private: TestClient) -> None:
    for path in ROW_PATHS:
        first = private.get(path, headers={"Sec-Fetch-Site": "same-origin"})
        assert asked_again(private, path, first.headers["etag"]).status_code == 403


@pytest.mark.parametrize("path", ["/api/cells?zoom=99", "/api/incidents/nothing", "/api/nothing"])
def test_a_refusal_has_no_tag(client: TestClient, path: str) -> None:
    assert "etag" not in client.get(path).headers


@pytest.mark.parametrize("path", [*KEPT, "/about", "/health", "/assets/atlas.js", "/api/nothing"])
def test_a_query_of_any_bytes_is_a_question_like_others(client: TestClient, path: str) -> None:
    def answer_to(query: bytes) -> httpx2.Response:
        async def asked(scope: Scope, receive: Receive, send: Send) -> None:
            await client.app({**scope, "query_string": query}, receive, send)

        return TestClient(asked).get(path, headers={"Sec-Fetch-Site": "same-origin"})

    answers = [answer_to(query) for query in (b"q=\xe9", b"q=\xff", b"x=\xe9")]
    assert {answer.status_code for answer in answers} <= {200, 400, 404}
    tags = [answer.headers["etag"] for answer in answers if "etag" in answer.headers]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("path", KEPT)
def test_a_tag_is_worked_out_once_for_a_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client = client_of(atlas_of(write(tmp_path / "a.geojson", located("A", (1.0, 2.0)))))
    tags = Mock(side_effect=sha256)
    monkeypatch.setattr(conditional, "sha256", tags)
    for number in (1, 2):  # it has to be made, and is at hand
        assert client.get(path).status_code == 200
        assert tags.call_count == number


def test_a_request_that_meets_other_data_has_another_tag(tmp_path: Path) -> None:
    asked = {"path": "/api/summary", "query_string": b"", "headers": []}
    request = Request({"type": "http", "scheme": "http", "server": ("x", 80), **asked})
    atlases = [
        atlas_of(write(tmp_path / f"{id_}.geojson", located(id_, (1.0, 2.0)))).atlas()
        for id_ in ("A", "B")
    ]
    one, two, again = (conditional._tag(request, atlases[number]) for number in (0, 1, 0))
    assert one == again != two
