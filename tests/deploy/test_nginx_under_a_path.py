"""The atlas below a path of a site that has other pages."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, expect

from command_line import run
from dashboards import at_rest, opened
from nginx import Site, running_nginx, running_site, unchanged
from server_process import free_port
from upstream import running_upstream

FILE = "incident-atlas-under-a-path.conf"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("below"), FILE, "/atlas") as site:
        yield site


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/about",
        "/api/summary",
        "/assets/atlas.js",
        "/embed/map",
        "/nope",
        "/_stcore/health",
    ],
)
def test_answers_are_those_of_the_server(below: Site, path: str) -> None:
    with below.client() as client, below.direct() as direct:
        # Whole addresses, since a client of a path would add a slash to none.
        expected = direct.get(f"{below.server.url}{path}")
        found = client.get(f"{below.url}{path}")
    assert (found.status_code, unchanged(found)) == (expected.status_code, unchanged(expected))
    if found.status_code < 400:
        assert found.content == expected.content


def test_geo_check_finds_nothing_wrong(below: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(below.nginx.certificate))
    result = run("check", below.url)
    assert result.exit_code == 0, result.output


def test_the_other_pages_of_the_site_are_not_the_atlas(below: Site) -> None:
    with below.client() as client:
        for path in ("/embed/map", "/api/summary", "/atlases"):
            answer = client.get(f"{below.nginx.url}{path}")
            assert answer.status_code == 404
            assert "incident-atlas-error" not in answer.headers


def test_maps_and_scripts_are_kept(below: Site) -> None:
    with below.client() as client:
        for path in ("/embed/map?from=2023", "/assets/frames.js?b=1"):
            found = [client.get(f"{below.url}{path}").headers["cache-status"] for _ in range(2)]
            assert found[0] == "nginx; fwd=uri-miss"
            assert found[1] in ("nginx; hit", "nginx; fwd=stale; detail=REVALIDATED")


def test_a_cookie_of_streamlit_is_for_the_whole_site_as_the_page_says(below: Site) -> None:
    with below.client() as client:
        (cookie,) = client.get(f"{below.url}/_stcore/health").headers.get_list("set-cookie")
    assert cookie.startswith("_streamlit_xsrf=")
    assert cookie.endswith("; Path=/; SameSite=Lax; Secure")


@pytest.mark.browser
def test_the_dashboard_works_and_asks_for_nothing_outside(below: Site, trusting: Page) -> None:
    asked: set[str] = set()
    trusting.on("request", lambda request: asked.add(urlsplit(request.url).path))
    trusting.on("websocket", lambda socket: asked.add(urlsplit(socket.url).path))
    dashboard = opened(trusting, f"{below.url}/")
    at_rest(trusting)
    dashboard.choose("Group", "ISIS-K")
    dashboard.sentence(re.compile("^2 attacks, 2024, claimed by or attributed to ISIS-K"))
    expect(trusting).to_have_url(re.compile(r"/atlas/\?group=isis-k$"))
    assert "/atlas/_stcore/stream" in asked
    assert [path for path in asked if not path.startswith("/atlas/")] == []


@pytest.mark.browser
def test_an_embed_below_a_path_shows_in_a_page_of_another_site(
    below: Site, check_shown_elsewhere: Callable[[Site], None]
) -> None:
    check_shown_elsewhere(below)


def test_the_path_is_passed_on_as_it_is(tmp_path: Path) -> None:
    with (
        running_upstream() as upstream,
        running_nginx(tmp_path / "nginx", upstream.port, free_port(), FILE) as nginx,
        httpx2.Client(base_url=nginx.url, verify=nginx.trust) as client,
    ):
        for path in ("/atlas", "/atlas/", "/atlas/embed/map?a=%20", "/atlas//x"):
            client.get(path)
    assert [path for _, path, _ in upstream.asked] == [
        "/atlas",
        "/atlas/",
        "/atlas/embed/map?a=%20",
        "/atlas//x",
    ]
