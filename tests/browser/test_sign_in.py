"""Readers sign in for the dashboard, at a provider on this machine; all else stays public."""

import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards import opened
from forgetful_proxy import forgetful_proxy
from oidc_provider import CLIENT, EMAIL, SECRET, Provider, running_provider
from samples import ROOT
from server_process import Server, free_port, running
from watching import DEFAULTS, Traffic

pytestmark = pytest.mark.browser
GEO = Path(sys.executable).with_name("geo")
SAMPLE = ROOT / "deploy" / "sign-in" / "secrets.toml"
COOKIE_SECRET = "0123456789abcdef" * 4
ID = "IR-2017-06-07-tehran"
A_TEXT = "Tehran"  # of a record, and of no page without records


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInAtlas:
    """A server with sign-in, and the provider that it sends readers to."""

    server: Server
    provider: Provider


def secrets_of(provider: Provider) -> str:
    """Return the sample of the documentation with the values of a provider."""
    text = SAMPLE.read_text("utf-8")
    values = {
        "redirect_uri": provider.redirect_uri,
        "cookie_secret": COOKIE_SECRET,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": provider.metadata_url,
    }
    assert list(tomllib.loads(text)["auth"]) == list(values)
    for key, value in values.items():
        text = re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', text, flags=re.MULTILINE)
    return text


@contextmanager
def signing_in(folder: Path, base_path: str = "") -> Iterator[SignedInAtlas]:
    """Serve the bundled data with sign-in until the block ends."""
    port = free_port()
    command = [str(GEO), "serve", "--port", str(port)]
    if base_path:
        command += ["--base-path", base_path]
    with running_provider(f"http://127.0.0.1:{port}{base_path}/oauth2callback") as provider:
        (folder / ".streamlit").mkdir()
        (folder / ".streamlit" / "secrets.toml").write_text(secrets_of(provider), "utf-8")
        with running(command, folder, port, folder, base_path=base_path) as server:
            yield SignedInAtlas(server=server, provider=provider)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedInAtlas]:
    with signing_in(tmp_path_factory.mktemp("sign-in")) as atlas:
        yield atlas


@pytest.fixture
def page(browser: Browser, atlas: SignedInAtlas, traffic: Traffic) -> Iterator[Page]:
    """Open a page of a reader who has never been here."""
    atlas.provider.faults.clear()
    atlas.provider.asked.clear()
    with closing(browser.new_context(**DEFAULTS)) as context:
        page = context.new_page()
        with traffic.watch(page):
            yield page


def sign_in(page: Page, answer: str | None = "Yes") -> None:
    """Go to the provider, and answer it, where it has a question."""
    page.get_by_role("link", name="Sign in").click()
    if answer:
        page.get_by_role("link", name=answer).click()


def signed_in(page: Page) -> None:
    """Wait for the name of the reader, at the end of the sidebar."""
    expect(page.locator(".atlas-reader")).to_have_text(f"Signed in as {EMAIL}", timeout=30_000)


def test_a_reader_signs_in_sees_the_data_and_signs_out(page: Page, atlas: SignedInAtlas) -> None:
    page.goto(atlas.server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to open the dashboard")
    expect(page).to_have_title("Sign in – Incident Atlas")
    sign_in(page)
    opened(page, page.url)
    signed_in(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to open the dashboard")
    assert atlas.provider.asked[-1] == "/end"
    assert page.url == f"{atlas.server.url}/"
    assert [each["name"] for each in page.context.cookies() if "user" in each["name"]] == []


BELOW = "/atlas"
# What lies at the host itself: Streamlit's two that hold no reader, and those that it takes back.
OF_HOST = {"_streamlit_session", "_streamlit_xsrf"}


def test_all_of_the_way_is_below_a_base_path(
    browser: Browser, traffic: Traffic, tmp_path: Path
) -> None:
    asked: list[str] = []
    with (
        signing_in(tmp_path, BELOW) as atlas,
        closing(browser.new_context(**DEFAULTS)) as context,
    ):
        page, home = context.new_page(), f"{atlas.server.url}/"
        page.on("request", lambda request: asked.append(request.url))
        with traffic.watch(page):
            page.goto(f"{home}?q={A_TEXT}")
            expect(page.get_by_role("link", name="About")).to_have_attribute(
                "href", f"{BELOW}/about"
            )
            page.get_by_role("link", name="Sign in").click()
            assert {cookie["path"] for cookie in own_cookies(page)} == {BELOW}
            page.get_by_role("link", name="Yes").click()
            page.wait_for_url(f"{home}?q={A_TEXT}")
            opened(page, page.url)
            signed_in(page)
            kept = own_cookies(page)
            assert {cookie["path"] for cookie in kept} == {BELOW}
            assert "_streamlit_user" in {cookie["name"] for cookie in kept}
            page.get_by_role("button", name="Sign out").click()
            expect(page.get_by_role("heading", level=1)).to_have_text(
                "Sign in to open the dashboard"
            )
            assert page.url == home
            assert own_cookies(page) == []
    outside = [url for url in asked if not url.startswith((home, f"{atlas.provider.url}/"))]
    assert outside == []


def own_cookies(page: Page) -> list[Any]:
    """Return the cookies of an atlas, except those that say nothing of its reader."""
    return [each for each in page.context.cookies() if each.get("name") not in OF_HOST]


CONNECT = """() => new Promise((resolve) => {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/_stcore/stream");
  socket.onopen = () => resolve("open");
  socket.onclose = () => resolve("closed");
})"""


def test_nothing_of_the_data_comes_before(browser: Browser, atlas: SignedInAtlas) -> None:
    frames: list[str | bytes] = []
    with closing(browser.new_context()) as context:  # not watched: it says that it is refused
        page = context.new_page()
        page.on("websocket", lambda socket: socket.on("framereceived", lambda f: frames.append(f)))
        answer = page.goto(atlas.server.url)
        assert answer
        assert A_TEXT not in answer.text()
        assert page.evaluate(CONNECT) == "closed"
    assert frames == []


def test_its_text_comes_with_the_connection_after(page: Page, atlas: SignedInAtlas) -> None:
    frames: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: frames.append(f)))
    page.goto(f"{atlas.server.url}/?q={A_TEXT}")
    sign_in(page)
    page.locator(".atlas-records tbody th", has_text=A_TEXT).first.wait_for()
    assert page.url == f"{atlas.server.url}/?q={A_TEXT}"
    assert any(A_TEXT.encode() in bytes(frame) for frame in frames if isinstance(frame, bytes))


@pytest.mark.parametrize("path", ["/api/incidents", "/embed/map", f"/record/{ID}", "/health"])
def test_what_is_public_stays_so(atlas: SignedInAtlas, path: str) -> None:
    with urlopen(atlas.server.url + path, timeout=20) as answer:
        assert answer.status == 200


# What goes wrong, what the reader answers, what is said, and what the log has for the operator.
FAULTS = [
    ("", "No", "The sign-in was cancelled, or your account may not", "access_denied"),
    ("nonce", "Yes", "did not understand each other", "check client_id, client_secret"),
    ("secret", "Yes", "did not understand each other", "check client_id, client_secret"),
    ("down", None, "The sign-in service does not answer.", "check server_metadata_url"),
]


@pytest.mark.parametrize(("fault", "answer", "said", "logged"), FAULTS)
def test_a_fault_is_said_and_the_next_sign_in_succeeds(
    page: Page,
    atlas: SignedInAtlas,
    traffic: Traffic,
    fault: str,
    answer: str | None,
    said: str,
    logged: str,
) -> None:
    page.goto(f"{atlas.server.url}/?q={A_TEXT}")
    atlas.provider.faults.add(fault)
    sign_in(page, answer)
    expect(page.get_by_role("alert")).to_contain_text(said)
    id_ = re.findall(r"Error ([A-Z2-7]{8})\.", page.get_by_role("alert").inner_text())[0]
    log = atlas.server.log.read_text("utf-8")
    assert re.search(rf"error {id_}: sign-in: .*{logged}", log)
    assert SECRET not in log
    assert COOKIE_SECRET not in log
    atlas.provider.faults.clear()
    traffic.errors.clear()  # the status of the page
    sign_in(page)
    page.wait_for_url(f"{atlas.server.url}/?q={A_TEXT}")
    signed_in(page)


def test_a_state_of_another_browser_is_refused(
    page: Page, atlas: SignedInAtlas, traffic: Traffic
) -> None:
    page.goto(f"{atlas.server.url}/oauth2callback?state=another&code=stolen")
    expect(page.get_by_role("alert")).to_contain_text("was begun in another browser")
    assert "/token" not in atlas.provider.asked
    traffic.errors.clear()  # the status of the page


# A page keeps no list of its connections.
COUNT_SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    window.sockets.push(this);
  }
};"""
CUT = "() => window.sockets.forEach((socket) => socket.close())"


def test_a_reader_whose_sign_in_ended_is_told_when_the_connection_is_lost(
    browser: Browser, atlas: SignedInAtlas
) -> None:
    with closing(browser.new_context(**DEFAULTS)) as context:  # not watched: it is refused
        page = context.new_page()
        page.add_init_script(COUNT_SOCKETS)
        page.goto(f"{atlas.server.url}/?q={A_TEXT}")
        sign_in(page)
        signed_in(page)
        context.clear_cookies()  # as in another window that signed out
        page.evaluate(CUT)
        notice = page.get_by_role("alert").and_(page.locator(".atlas-unconnected"))
        expect(notice.get_by_role("heading")).to_have_text("You are signed out", timeout=40_000)
        expect(notice).to_contain_text("Your view is in its address.")
        expect(notice).not_to_contain_text("If you run this server")
        notice.get_by_role("link", name="Load the page again").click()
        sign_in(page)
        page.wait_for_url(f"{atlas.server.url}/?q={A_TEXT}")
        signed_in(page)


def test_a_reader_at_another_address_of_the_atlas_is_led_to_its_own(
    page: Page, atlas: SignedInAtlas
) -> None:
    page.goto(atlas.server.url)
    sign_in(page)
    signed_in(page)
    with forgetful_proxy(urlsplit(atlas.server.url).port or 80) as other:  # it gets the cookie too
        page.goto(other.url)
        said = page.get_by_role("alert").filter(has_text="for another address of this atlas")
        expect(said).to_contain_text(f"Open {atlas.server.url}.", timeout=30_000)
        expect(page.locator(".atlas-reader")).to_have_count(0)
        expect(page.locator(".atlas-records")).to_have_count(0)
