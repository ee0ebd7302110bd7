"""The panels of the worked examples: their accessible text, and what axe says of them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessible import grave
from dashboards import at_rest, opened
from samples import CROCUS, ROOT, TEHRAN
from server_process import Server, free_port, running

pytestmark = pytest.mark.browser

GEO = Path(sys.executable).with_name("geo")
SHIRAZ = "IR-2023-08-13-shiraz"
FILE = ROOT / "docs" / "examples" / "worked_cases.geojson"
SCREENS = ROOT / "docs" / "screens"
# The id of a record → the name of its pictures and of its accessible text.
CASES = {
    "TJ-2018-07-29-danghara": "worked-danghara",
    "IR-2018-09-22-ahvaz": "worked-ahvaz",
    "RU-2018-12-31-magnitogorsk": "worked-magnitogorsk",
}
CURATED = {CROCUS: "worked-krasnogorsk", SHIRAZ: "worked-shiraz", TEHRAN: "worked-tehran"}


@pytest.fixture(scope="module")
def cases_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the worked examples; return their address."""
    folder, port = tmp_path_factory.mktemp("worked"), free_port()
    command = [str(GEO), "serve", str(FILE), "--port", str(port)]
    with running(command, folder, port, folder) as server:
        yield address(server)


def address(server: Server) -> str:
    return f"{server.url}/?select="


@pytest.mark.parametrize(("id_", "name"), CASES.items(), ids=CASES.values())
def test_the_panel_is_as_it_is_shown(id_: str, name: str, page: Page, cases_url: str) -> None:
    check_panel(page, cases_url + id_, name)


@pytest.mark.parametrize(("id_", "name"), CURATED.items(), ids=CURATED.values())
def test_the_panel_of_a_curated_example_too(
    id_: str, name: str, page: Page, server_url: str
) -> None:
    check_panel(page, f"{server_url}/?select={id_}", name)


def check_panel(page: Page, url: str, name: str) -> None:
    """A record's panel is what `make screens` wrote of it, and axe finds nothing grave."""
    opened(page, url)
    panel = page.locator(".atlas-detail")
    expect(panel).to_be_visible()
    at_rest(page)
    told = (SCREENS / f"{name}.aria.yml").read_text("utf-8")
    assert panel.aria_snapshot() + "\n" == told, "make screens, and look at the difference"
    assert grave(page) == []


def test_the_worked_cases_are_apart_from_what_opens_by_default(page: Page, server_url: str) -> None:
    opened(page, f"{server_url}/?select={next(iter(CASES))}")
    expect(page.locator(".atlas-detail")).to_have_count(0)
