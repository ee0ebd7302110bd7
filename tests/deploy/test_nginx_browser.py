"""The dashboard and an embed in a browser, through nginx and its encryption."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import FilePayload, Page, WebSocket

from dashboards import at_rest, opened
from nginx import PAGE, Site, running_nginx
from server_process import free_port

pytestmark = pytest.mark.browser

PROTOCOL = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
FORGOTTEN = {
    "proxy_set_header Upgrade $http_upgrade;": "",
    "proxy_set_header Connection upgrade;": "",
}
OWN = "date,latitude,longitude,killed,id\n2021-05-01,34.53,69.17,2,OWN-1\n"


def test_the_dashboard_hears_of_a_filter_through_its_websocket(site: Site, trusting: Page) -> None:
    sockets: list[WebSocket] = []
    trusting.on("websocket", lambda socket: sockets.append(socket))
    dashboard = opened(trusting, site.url)
    assert trusting.evaluate(PROTOCOL) == "h2"
    at_rest(trusting)
    dashboard.choose("Group", "ISIS-K")
    dashboard.sentence(re.compile("^2 attacks, 2024, claimed by or attributed to ISIS-K"))
    stream = f"{site.url.replace('https', 'wss')}/_stcore/stream"
    assert [(each.url, each.is_closed()) for each in sockets] == [(stream, False)]


def test_without_its_websocket_the_stream_is_not_found_as_the_page_says(
    site: Site, tmp_path: Path
) -> None:
    behind = int(site.server.url.rpartition(":")[2])
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    with (
        running_nginx(tmp_path / "nginx", behind, free_port(), changes=FORGOTTEN) as nginx,
        httpx2.Client(base_url=nginx.url, verify=nginx.trust) as client,
    ):
        answer = client.get("/_stcore/stream", headers=asked)
    assert answer.status_code == 404
    assert "`/_stcore/stream` gives 404" in PAGE.read_text("utf-8")


def test_an_embed_shows_in_a_page_of_another_site(
    site: Site, check_shown_elsewhere: Callable[[Site], None]
) -> None:
    check_shown_elsewhere(site)


def test_a_file_is_added_and_shown_to_its_reader_only(site: Site, trusting: Page) -> None:
    file: FilePayload = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN.encode()}
    dashboard = opened(trusting, site.url)
    trusting.get_by_role("button", name="Add your own data").click()
    trusting.locator("input[type=file]").set_input_files(file)
    trusting.get_by_role("button", name="Read the file").click()
    trusting.get_by_role("button", name="Show only mine").wait_for(timeout=20_000)
    trusting.keyboard.press("Escape")
    at_rest(trusting)
    dashboard.frame.wait_for_function("map.incidentAtlas.answer.numberMatched === 12")
    with site.client() as client:
        assert client.get("/api/summary").json()["attacks"] == 5
