"""`geo check` asks an atlas that only readers who signed in may open, below a path of nginx."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from command_line import run
from front import Mistakes, front
from geo.cli.deployed.checks import CHECKS
from nginx import Site, running_site
from server_process import free_port

FILE = "incident-atlas-under-a-path.conf"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the bundled data to readers who sign in."""
    with running_site(tmp_path_factory.mktemp("closed"), FILE, "/atlas", sign_in=True) as site:
        yield site


def test_nothing_is_wrong_with_an_atlas_that_asks_for_sign_in(
    closed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(closed.nginx.certificate))
    result = run("check", closed.url)
    assert result.exit_code == 0, result.output
    found = dict(re.findall(r"^ok +(\S+) +(.*)$", result.output, re.M))
    assert list(found) == ["certificate", "atlas", *CHECKS]
    assert found["websocket"] == (
        "a WebSocket gets through; readers sign in before the dashboard opens it"
    )


@pytest.mark.parametrize(
    ("mistakes", "words"),
    [
        ({"unasked": {"upgrade", "connection"}}, "arrives as a plain request: let the proxy"),
        ({"asked": {"origin": "https://x.example"}}, "may not open a WebSocket: let the proxy"),
    ],
)
def test_a_proxy_that_forgets_the_websocket_is_still_told(
    closed: Site, mistakes: dict[str, Any], words: str
) -> None:
    assert words in wrong(closed, Mistakes(**mistakes), "/atlas", "websocket")


@pytest.mark.parametrize(
    ("base", "path", "words"),
    [
        ("/atlas", "/atlas", "the proxy takes /atlas off each path: let it pass the path on as it"),
        ("", "", "an atlas is at {here}/atlas, and none at {here}: use that address"),
    ],
)
def test_a_wrong_path_is_told_the_right_one(closed: Site, base: str, path: str, words: str) -> None:
    port = free_port()
    said = wrong(closed, Mistakes(base=base), path, "atlas", port)
    assert words.format(here=f"http://localhost:{port}") in said


def test_http_to_the_port_of_https_is_said(closed: Site) -> None:
    port = closed.nginx.port
    output = run("check", f"http://localhost:{port}").output
    (said,) = re.findall(r"^wrong +atlas +(.*)$", output, re.M)
    assert said == f"port {port} of localhost is for https: ask for https://localhost:{port}"


def wrong(closed: Site, mistakes: Mistakes, path: str, name: str, port: int | None = None) -> str:
    """Return what is wrong by one check, asked through a proxy with mistakes."""
    behind, asked = int(urlsplit(closed.server.url).port or 80), port or free_port()
    with front(asked, behind, mistakes):
        output = run("check", f"http://localhost:{asked}{path}").output
    (said,) = re.findall(rf"^wrong +{name} +(.*)$", output, re.M)
    return str(said)
