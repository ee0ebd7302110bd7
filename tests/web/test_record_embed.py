"""A record in another page: its card, in frames, and the oEmbed answer for its addresses."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from accessible import grave
from geo.web.headers import headers_of
from samples import CROCUS, HOSTILE, located
from serving import Reader, atlas_of, client_of, write
from watching import Traffic

CARD = f"/embed/record/{CROCUS}"


@pytest.fixture(scope="module")
def curated() -> TestClient:
    """Serve the bundled records at a public address."""
    return client_of(atlas_of(public_url="https://atlas.example"))


def test_the_card_has_who_says_what_and_leads_to_the_page(curated: TestClient) -> None:
    page = Reader(curated.get(CARD).text)
    for words in ("Crocus City Hall attack", "Krasnogorsk", "22 March 2024", "denied", "CC BY 4.0"):
        assert words in page.text
    assert "draft: not checked by a person" in page.text
    assert f"https://atlas.example/record/{CROCUS}" in page.attributes("href")
    assert page.attributes("data-theme") == ["auto"]


def test_the_card_has_a_theme_and_ignores_what_others_add(curated: TestClient) -> None:
    plain = curated.get(f"{CARD}?theme=dark").text
    assert Reader(plain).attributes("data-theme") == ["dark"]
    assert curated.get(f"{CARD}?utm_source=x&theme=dark&from=20x4").text == plain


def test_the_card_says_of_which_day_it_is(curated: TestClient) -> None:
    page = Reader(curated.get(f"{CARD}?as_of=2024-03-23&theme=light").text)
    assert "The record as known on 23 March 2024" in page.text
    assert f"https://atlas.example/record/{CROCUS}?as_of=2024-03-23" in page.attributes("href")
    assert "2026" not in page.text
    assert curated.get(f"{CARD}?as_of=2024-03-01").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/embed/record/nobody", 404, "No record has the id 'nobody'"),
        ("/embed/record/", 404, "There is nothing at this address"),
        (f"{CARD}?theme=red", 400, "This record cannot be shown: its address has a mistake."),
    ],
)
def test_what_cannot_be_shown_is_a_page(
    curated: TestClient, path: str, status: int, words: str
) -> None:
    answer = curated.get(path)
    assert answer.status_code == status
    assert words in Reader(answer.text).text


def test_a_row_that_may_not_be_passed_on_has_no_card(private: TestClient) -> None:
    assert private.get("/embed/record/P").status_code == 403
    assert private.get("/embed/record/A").status_code == 200


def test_it_is_framed_anywhere_and_runs_only_our_file() -> None:
    policy = headers_of(CARD)["Content-Security-Policy"]
    assert "frame-ancestors * file: vscode-webview:" in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy


# --- oEmbed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"https://atlas.example/record/{CROCUS}", CARD),
        (f"https://atlas.example/record/{CROCUS}?fbclid=x", CARD),
        (f"https://atlas.example{CARD}?theme=dark", f"{CARD}?theme=dark"),
        (f"https://atlas.example/record/{CROCUS}?as_of=2024-04", f"{CARD}?as_of=2024-04"),
    ],
)
def test_an_address_of_a_record_is_shown_as_its_card(
    curated: TestClient, url: str, shown: str
) -> None:
    found = curated.get("/oembed", params={"url": url}).json()
    [(tag, attributes)] = Reader(found["html"]).tags
    assert tag == "iframe"
    assert attributes["src"] == f"https://atlas.example{shown}"
    assert attributes["title"] == found["title"] == "Crocus City Hall attack"


def test_the_page_of_a_record_names_its_answer(curated: TestClient) -> None:
    page = Reader(curated.get(f"/record/{CROCUS}").text)
    [address] = [href for href in page.attributes("href") if "/oembed?" in str(href)]
    assert str(address).startswith("https://atlas.example/oembed?url=")
    answer = curated.get(str(address).removeprefix("https://atlas.example"))
    assert answer.json()["title"] == "Crocus City Hall attack"


@pytest.mark.parametrize("path", ["/record/", "/record", "/record/nobody", "/embed/record/"])
def test_an_address_without_a_record_is_404(curated: TestClient, path: str) -> None:
    answer = curated.get("/oembed", params={"url": f"https://atlas.example{path}"})
    assert answer.status_code == 404


def test_a_row_that_may_not_be_passed_on_is_401(private: TestClient) -> None:
    answer = private.get("/oembed", params={"url": "http://localhost:8501/record/P"})
    assert answer.status_code == 401


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_and_ids_stay_texts(tmp_path: Path, text: str) -> None:
    id_ = " ".join(text.split()) or "x"
    client = client_of(
        atlas_of(write(tmp_path / "h.geojson", located(id_, (1.0, 2.0), title=text)))
    )
    url = f"http://testserver/record/{quote(id_, safe='')}"
    [(tag, attributes)] = Reader(client.get("/oembed", params={"url": url}).json()["html"]).tags
    assert tag == "iframe"
    assert str(attributes["title"]).split() == text.split()
    if "%" not in id_:  # the client of the tests decodes a path twice
        card = client.get(str(attributes["src"]).removeprefix("http://testserver"))
        assert card.status_code == 200
        assert "1337" not in card.text
        scripts = [each for tag, each in Reader(card.text).tags if tag == "script"]
        assert len(scripts) == 1


# --- frames ------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 700])
@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_a_page_elsewhere_gives_the_card_its_height(
    page: Page, server_url: str, other_site: tuple[str, Path], width: int, sandbox: str
) -> None:
    site, folder = other_site
    frame = f'<iframe {sandbox} width="{width}" height="50" src="{server_url}{CARD}"></iframe>'
    script = f'<script src="{server_url}/assets/frames.js"></script>'
    (folder / "report.html").write_text(f"<!doctype html>{script}{frame}", "utf-8")
    page.goto(f"{site}/report.html")
    page.wait_for_function("document.querySelector('iframe').offsetHeight > 200")
    card = page.frame_locator("iframe")
    expect(card.get_by_role("heading", level=1)).to_have_text("Crocus City Hall attack")
    hidden = "({ ownerDocument: { documentElement: e } }) => e.scrollHeight - e.clientHeight"
    assert card.locator("body").evaluate(hidden) <= 0
    before = page.evaluate("document.querySelector('iframe').offsetHeight")
    for part in ("who says what", "Tolls as they were reported"):
        card.get_by_text(part).click()
        page.wait_for_function(f"document.querySelector('iframe').offsetHeight > {before} + 300")
        card.get_by_text(part).click()
        page.wait_for_function(f"document.querySelector('iframe').offsetHeight == {before}")


@pytest.mark.browser
def test_links_of_the_head_unfold_what_they_lead_to(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}{CARD}")
    statement, chart = page.locator("#said-1"), page.locator("svg.atlas-toll").first
    expect(statement).to_be_hidden()
    page.get_by_role("link", name="Islamic State").first.click()
    expect(statement).to_be_visible()
    expect(chart).to_be_hidden()
    page.get_by_role("link", name="as it was reported").click()
    expect(chart).to_be_visible()
    targets = page.locator("a[href^='#']").evaluate_all("(all) => all.map((a) => a.hash.slice(1))")
    assert [id_ for id_ in targets if page.locator(f"[id='{id_}']").count() != 1] == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_a_card(page: Page, server_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{server_url}{CARD}")
    page.locator("summary").evaluate_all("(all) => all.forEach((each) => each.click())")
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 400


@pytest.mark.browser
def test_the_card_reads_where_no_script_runs(
    page: Page, server_url: str, other_site: tuple[str, Path], traffic: Traffic
) -> None:
    site, folder = other_site
    frame = f'<iframe sandbox="" width="400" height="500" src="{server_url}{CARD}"></iframe>'
    (folder / "report.html").write_text(f"<!doctype html>{frame}", "utf-8")
    page.goto(f"{site}/report.html")
    expect(page.frame_locator("iframe").get_by_text("denied").first).to_be_attached()
    assert all("sandboxed" in error for error in traffic.errors)  # the script that tells the height
    traffic.errors.clear()
