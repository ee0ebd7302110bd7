"""The pages of sign-in, of faults and of refusals: for a screen reader, in both colours."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route
from starlette.testclient import TestClient

from accessible import grave
from geo.atlas.access.sign_in import SignIn
from serving import atlas_of, client_of

pytestmark = pytest.mark.browser
ADDRESS = "http://localhost:8501"
READER = ("203.0.113.7", 5000)  # of a network whose requests are counted
SIGN_IN = SignIn(
    redirect_uri=f"{ADDRESS}/oauth2callback",
    server_metadata_url="http://127.0.0.1:9/.well-known/openid-configuration",
)
PAGES = {
    "/": "Sign in to open the dashboard",
    "/oauth2callback?error=access_denied": "You are not signed in",
    "/embed/map?from=never": None,
    "/made/0/x": "This cannot be shown",
    "/nothing": "There is no page at this address",
    "/print?from=never": "This view cannot be printed",
    "/record/nothing": "This record cannot be shown",
}
LOOKS = [(1280, "light"), (390, "dark")]
FITS = "() => document.documentElement.scrollWidth <= innerWidth"
GROUND = "() => getComputedStyle(document.body).backgroundColor"
IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(35, 39, 44)"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Answer with the pages of an atlas that asks for sign-in."""
    current = atlas_of(sign_in=SIGN_IN, host="localhost")
    yield client_of(current, client=READER)
    current.close()


@pytest.fixture(params=LOOKS, ids=["desk", "phone"])
def page(browser: Browser, client: TestClient, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page that a client answers, under whatever name it asks for."""

    def answer(route: Route) -> None:
        got = client.get(route.request.url)
        headers = {n: v for n, v in got.headers.items() if n != "content-encoding"}
        route.fulfill(status=got.status_code, headers=headers, body=got.content)

    width, scheme = request.param
    look: dict[str, Any] = {
        "viewport": {"width": width, "height": 800},
        "color_scheme": scheme,
    }
    with closing(browser.new_context(**look)) as context:
        page = context.new_page()
        page.route("**/*", answer)
        yield page


def check(page: Page, heading: str | None) -> None:
    """Check that a page can be read by everyone, and is as wide as its screen."""
    if heading:
        assert page.get_by_role("heading", level=1).inner_text() == heading
    assert grave(page) == []
    assert page.evaluate(FITS)
    is_light = urlsplit(page.url).path == "/print" or not page.evaluate(IS_DARK)  # or on paper
    assert page.evaluate(GROUND) == (LIGHT if is_light else DARK)


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_a_page_can_be_read_by_everyone(page: Page, path: str, heading: str | None) -> None:
    page.goto(ADDRESS + path)
    check(page, heading)


@pytest.mark.parametrize("path", ["/", "/embed/map", "/record/nothing"])
def test_a_refusal_has_its_look_in_itself(
    page: Page, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    page.goto(f"http://rebound.example{path}")
    check(page, "This cannot be shown")
    monkeypatch.setenv("GEO_LIMIT_REQUESTS", "0")
    page.goto(ADDRESS + path)
    check(page, "Too many requests")
