"""`geo check` asks an atlas that only readers who signed in may open, below a path of nginx."""

import re
from collections.abc import Iterator
from typing import Any

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
    port, behind = free_port(), int(closed.server.url.rpartition(":")[2].partition("/")[0])
    with front(port, behind, Mistakes(**mistakes)):
        output = run("check", f"http://localhost:{port}/atlas").output
    (said,) = re.findall(r"^wrong +websocket +(.*)$", output, re.M)
    assert words in said
