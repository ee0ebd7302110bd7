"""Pages on paper: Chromium prints them, and all that they say is found in the PDF, on A4."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from accessible import grave
from effort import amount
from geo.model.feature import feature_from_incident
from geo.model.incident import Incident
from hostile import check_nothing_ran, hostile_incident, hostile_record, plain
from printed import LETTER, check_paper, joined, printed
from samples import CROCUS, HOSTILE, curated, incident
from server_process import Server, free_port, running
from watching import Traffic

pytestmark = pytest.mark.browser

GEO = Path(sys.executable).with_name("geo")

VIEW = f"/print?select={CROCUS}&sort=killed"
HEADS = "Record Date Place Killed Injured Status Group Type"
ROWS = amount(quick=5_000, thorough=50_000)


def said(record: Incident) -> list[str]:
    """Return what speakers say in a record, and the addresses of its sources."""
    texts = [each.says for each in record.assertions if each.says]
    return [*texts, *(source.url for source in record.sources if source.url)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_view_record_and_table_are_whole_on_a4(page: Page, server_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    page.goto(f"{server_url}{VIEW}")
    paper = printed(page)
    check_paper(paper)
    record = curated()[CROCUS]
    for text in [*(each.title for each in curated().values()), *said(record)]:
        assert paper.has(text), text
    assert len(said(record)) > 30
    for words in ("5 attacks and 6 context records", "Newest source:", "Made on", "Licences:"):
        assert paper.has(words)
    assert f"1 of {len(paper.pages)}" in paper.pages[0]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_paper_of_america_cuts_nothing(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}{VIEW}")
    paper = printed(page, paper="Letter")
    check_paper(paper, LETTER)
    for text in said(curated()[CROCUS]):
        assert paper.has(text)


def test_the_map_is_there_before_it_is_printed(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/print?from=2022&color=group")
    picture = page.get_by_role("img", name="Map with legend and timeline")
    assert picture.evaluate("(image) => image.complete && image.naturalWidth") > 600
    box = picture.bounding_box()
    assert box
    # Of 265 mm of height and 178 mm of width it leaves room for the sentence on its page.
    assert box["height"] / box["width"] * 178 < 265 - 20


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_screen_it_is_readable(page: Page, server_url: str, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server_url}{VIEW}")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert grave(page) == []


def test_the_button_prints(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/print")
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    page.get_by_role("button", name="Print, or save as PDF").click()
    expect(page).to_have_title("printed")


def test_it_asks_nobody_else(page: Page, server_url: str, traffic: Traffic) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server_url}{VIEW}")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(server_url) for url in asked)
    assert not any("/api/" in url for url in asked)
    assert traffic.errors == []


# --- other data --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    records = [hostile_incident(number, text) for number, text in enumerate(HOSTILE)]
    yield from _served(tmp_path_factory, [*records, hostile_record()])


@pytest.fixture(scope="module")
def large_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _served(tmp_path_factory, [_small(number) for number in range(ROWS)])


def _small(number: int) -> Incident:
    return incident(f"R{number}", title=f"Record {number:05}")


def _served(factory: pytest.TempPathFactory, records: list[Incident]) -> Iterator[Server]:
    folder, port = factory.mktemp("print"), free_port()
    features = [feature_from_incident(record) for record in records]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "data.geojson").write_text(json.dumps(collection), "utf-8")
    serve = [str(GEO), "serve", "data.geojson", "--port", str(port)]
    with running(serve, folder, port, factory.mktemp("home")) as server:
        yield server


def test_hostile_texts_are_printed_as_they_are(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/print?select=all")
    paper = printed(page)
    check_paper(paper)
    check_nothing_ran(page)
    titles = page.locator(".atlas-sheet th bdi").all_text_contents()
    assert sorted(map(plain, titles)) == sorted(map(plain, [*HOSTILE, HOSTILE[5]]))
    letters = [text for text in HOSTILE if text.isascii() and text.isprintable()]
    assert len(letters) > 10
    for text in letters:
        assert paper.has(plain(text)), text


def test_many_rows_say_what_is_left_out(page: Page, large_server: Server) -> None:
    page.goto(f"{large_server.url}/print?sort=record")
    paper = printed(page)
    check_paper(paper)
    assert paper.has(f"The first 2,000 of {ROWS:,}; {ROWS - 2_000:,} are left out here.")
    assert paper.has("Record 01999")
    assert not paper.has("Record 02000")
    heads = [joined(HEADS) in joined(text) for text in paper.pages]
    assert len(heads) > 30
    assert all(heads)


def test_a_map_that_a_busy_server_did_not_draw_is_asked_for_again(
    page: Page, server_url: str, traffic: Traffic
) -> None:
    answers = iter([503, 503])

    def busy_at_first(route: Route) -> None:
        if status := next(answers, None):
            route.fulfill(status=status)
        else:
            route.continue_()

    page.clock.install()
    page.route("**/print/map.svg*", busy_at_first)
    page.goto(f"{server_url}/print")
    drawn = "() => document.querySelector('.atlas-picture img').naturalWidth > 0"
    assert not page.evaluate(drawn)
    for _ in range(2):
        with page.expect_response("**/print/map.svg*"):
            page.clock.run_for(5_000)
    page.wait_for_function(drawn)
    traffic.errors.clear()  # those of the two answers
