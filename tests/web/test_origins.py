"""Answers are the same to the pages of every site, so that no cache keeps one for each."""

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.maps import static
from route_addresses import route_addresses
from serving import client_of

ORIGINS = ["https://one.example", "https://two.example", "null", "http://testserver"]
READ_BY_ANY = ("/api", "/assets", "/basemap", "/favicon.ico", "/oembed")


def said(answer: httpx2.Response) -> tuple[int, list[tuple[str, str]], str]:
    """Return status, headers and text, without the id that each error has."""
    id_ = answer.headers.pop("incident-atlas-error", "none")
    return answer.status_code, sorted(answer.headers.items()), answer.text.replace(id_, "")


@pytest.mark.parametrize("path", [*sorted(route_addresses()), f"{static.base('')}/style.css"])
def test_an_answer_is_the_same_to_every_site(client: TestClient, path: str) -> None:
    client.get(path)  # what never changes is compressed for those who ask next
    plain = said(client.get(path))
    for origin in ORIGINS:
        assert said(client.get(path, headers={"Origin": origin})) == plain
    answer = client.get(path)
    assert "origin" not in answer.headers.get("vary", "").lower()
    readers = answer.headers.get("access-control-allow-origin")
    assert readers == ("*" if path.startswith(READ_BY_ANY) else None)


def test_what_streamlit_says_to_one_site_is_not_kept_for_the_others(current: CurrentAtlas) -> None:
    def answer(request: Request) -> Response:
        named = {"Access-Control-Allow-Origin": request.headers.get("Origin", "")}
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        allowed = {"Access-Control-Allow-Credentials": "true"}
        return Response(
            "x = 1;" * 100, headers=named | kept | allowed, media_type="text/javascript"
        )

    client = client_of(current, Route("/{rest:path}", answer))
    for path in ("/static/js/a.js", "/component/x/main.js"):
        asked = said(client.get(path, headers={"Origin": ORIGINS[0]}))
        assert asked[0] == 200
        assert not any(name.startswith("access-control-") for name, _ in asked[1])


def test_a_browser_that_has_an_answer_keeps_it_for_every_site(client: TestClient) -> None:
    tag = {"If-None-Match": client.get("/api/summary").headers["etag"]}
    plain = said(client.get("/api/summary", headers=tag))
    assert plain[0] == 304
    for origin in ORIGINS:
        assert said(client.get("/api/summary", headers=tag | {"Origin": origin})) == plain
