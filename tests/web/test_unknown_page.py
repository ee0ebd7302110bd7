"""An address that nothing answers has a page of ours, and no dashboard."""

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from geo.atlas.current import CurrentAtlas
from serving import client_of

SHELL = "<!doctype html><html><head><title>Streamlit</title></head><body>app</body></html>"


def streamlits(request: Request) -> Response:
    if request.url.path.startswith("/_stcore"):
        return JSONResponse({"status": "ok"})
    return HTMLResponse(SHELL)


@pytest.mark.parametrize("path", ["/nonsense", "/Method", "/a/b.html", "/index.html", "/%3Cb%3E"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_unknown_address_has_a_page_of_ours(
    current: CurrentAtlas, path: str, method: str
) -> None:
    client = client_of(current, Route("/{rest:path}", streamlits))
    answer = client.request(method, path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src" in answer.headers["Content-Security-Policy"]
    assert "Streamlit" not in answer.text
    if method == "GET":
        assert "There is no page at this address" in answer.text
        assert '<a href="/">The dashboard</a>' in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/?from=2024", "/_stcore/health", "/component/x/index.html", "/about"]
)
def test_known_addresses_are_answered_as_before(current: CurrentAtlas, path: str) -> None:
    client = client_of(current, Route("/{rest:path}", streamlits))
    assert client.get(path).status_code == 200


def test_browsers_find_an_icon(current: CurrentAtlas) -> None:
    answer = client_of(current, Route("/{rest:path}", streamlits)).get("/favicon.ico")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
