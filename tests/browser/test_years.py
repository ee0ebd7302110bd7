"""The embed's years and legend in a real Chromium: once touched, the page filters by itself."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accessible import grave
from nearly import nearly
from samples import CROCUS, SHIRAZ, WORLD
from watching import Traffic

pytestmark = pytest.mark.browser

SOURCE = "IncidentAtlas.layer.source"
ALL = "5 attacks and 6 context records, 2017–2024"


def opened(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".atlas-count")).not_to_be_empty()


def brought(page: Page, url: str) -> None:
    """Open an embed, and wait for the collection that it then asks for."""
    opened(page, url)
    page.evaluate(f"{SOURCE}.bring()")


def alone(page: Page) -> list[str]:
    """Cut the page off from the API; return the list of what it asks there all the same."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/api/**", lambda route: route.abort())
    return asked


def drawn(page: Page) -> set[str]:
    marks = page.evaluate("IncidentAtlas.layer.marks()")
    return {id_ for mark in marks for id_ in mark["ids"]}


def has(page: Page, query: str) -> bool:
    found: bool = page.evaluate(f"(query) => {SOURCE}.has(query)", query)
    return found


# --- once the rows are here --------------------------------------------------------------------


def test_years_and_legend_filter_without_the_server(page: Page, server_url: str) -> None:
    brought(page, f"{server_url}/embed/map")
    sentence, link = page.locator("#sentence"), page.locator("#dashboard")
    sources = page.locator("#sources").text_content()
    asked, before = alone(page), drawn(page)
    page.get_by_label("First year").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#low")).to_have_text("2022")
    expect(sentence).to_have_text("10 of 11 records shown")
    expect(page.locator("#tolls")).to_contain_text("257–261 people killed (best 259)")
    expect(link).to_have_attribute("href", "/?from=2022")
    assert len(before - drawn(page)) == 1
    row = page.locator(".atlas-legend").get_by_role("button", name="Convictions")
    row.press("Enter")
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(row).to_be_focused()
    expect(sentence).to_have_text("2 of 11 records shown")
    expect(link).to_have_attribute("href", "/?from=2022&status=convictions")
    expect(page.locator(".atlas-legend li")).to_have_count(1)
    assert drawn(page) == {CROCUS, SHIRAZ}
    assert page.locator("#sources").text_content() == sources
    row.press("Enter")
    expect(sentence).to_have_text("10 of 11 records shown")
    page.get_by_label("First year").press("Home")
    expect(sentence).to_have_text(ALL)
    expect(link).to_have_attribute("href", "/")
    assert drawn(page) == before
    assert asked == []


def test_the_page_asks_for_the_rows_once_after_its_first_picture(
    page: Page, server_url: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    brought(page, f"{server_url}/embed/map?country=IR&theme=dark")
    page.locator(".atlas-legend").hover()
    page.get_by_label("Last year").focus()
    api = [path for path in asked if path.startswith("/api/")]
    assert api[0].startswith("/api/cells?country=IR&view=")
    assert api.count("/api/rows?country=IR") == 1
    assert api.index("/api/rows?country=IR") > 0


def test_one_end_of_the_years_takes_the_other_along(page: Page, server_url: str) -> None:
    brought(page, f"{server_url}/embed/map")
    page.get_by_label("Last year").fill("2019")
    page.get_by_label("First year").fill("2022")
    expect(page.locator("#low")).to_have_text("2022")
    expect(page.locator("#high")).to_have_text("2022")
    expect(page.locator("#sentence")).to_have_text("1 of 11 records shown")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?to=2022&from=2022")


def test_a_record_comes_from_the_server_with_its_sources(page: Page, server_url: str) -> None:
    brought(page, f"{server_url}/embed/map")
    page.locator(".atlas-legend").get_by_role("button", name="Convictions").click()
    expect(page.locator("#sentence")).to_have_text("2 of 11 records shown")
    page.locator(f".atlas-mirror [data-key^='{CROCUS}']").press("Enter")
    expect(page.locator("#panel h2", has_text="Sources")).to_be_visible()
    assert page.locator("#panel .atlas-sources a").count() > 1


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("", ""),
        ("", "status=convictions"),
        ("", "record=context&from=2024"),
        ("record=incident", "record=incident&from=2022&to=2023"),
        ("q=attack", "q=attack&to=2022"),
        ("bbox=40,20,70,45", "bbox=40,20,70,45&from=2023"),
        ("group=islamic-state&country=IR", "country=IR&group=islamic-state&status=claimed"),
        ("from=2017-06", "from=2022-10-26"),
        ("from=2017&to=2024-02", "from=2017&to=2023"),
        ("from=2022-10", "from=2022"),
        ("to=2023-08", "to=2024"),
        ("from=2024&record=incident", "record=incident"),
    ],
)
def test_the_page_answers_as_the_server_does(
    page: Page, server_url: str, own: str, asked: str
) -> None:
    opened(page, f"{server_url}/embed/map?{own}")
    page.evaluate(f"{SOURCE}.bring()")
    assert has(page, asked)
    for bounds, zoom in ((WORLD.as_tuple(), 2), ((40, 20, 70, 45), 5)):
        ours, theirs = (
            page.evaluate(
                f"([query, bounds, zoom]) => {source}.cells(query, bounds, zoom)",
                [asked, bounds, zoom],
            )
            for source in (SOURCE, "IncidentAtlas.httpSource('')")
        )
        assert ours == nearly(theirs)


# --- what the server goes on answering ----------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("status=convictions", ""),
        ("status=convictions", "status=claimed"),
        ("status=convictions", "status=convictions&status=claimed"),
        ("q=attack", "q=attacks"),
    ],
)
def test_what_is_wider_or_other_is_not_the_pages_to_answer(
    page: Page, server_url: str, own: str, asked: str
) -> None:
    opened(page, f"{server_url}/embed/map?{own}")
    page.evaluate(f"{SOURCE}.bring()")
    assert has(page, own)
    assert not has(page, asked)


def test_a_filter_of_the_page_that_is_taken_away_asks_the_server(
    page: Page, server_url: str
) -> None:
    brought(page, f"{server_url}/embed/map?status=convictions")
    row = page.locator(".atlas-legend").get_by_role("button", name="Convictions")
    with page.expect_response(lambda response: "/api/cells" in response.url):
        row.click()
    expect(page.locator("#sentence")).to_have_text(ALL)
    row.click()
    expect(page.locator("#sentence")).to_have_text("2 attacks, 2023–2024, status convictions")


def test_with_too_many_rows_the_server_is_asked_when_the_years_rest(
    page: Page, server_url: str, traffic: Traffic
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))

    refusal = {"error": {"message": "12 records match, and at most 11 are given at once"}}
    page.route("**/api/rows*", lambda route: route.fulfill(status=400, json=refusal))
    opened(page, f"{server_url}/embed/map")
    page.evaluate(f"{SOURCE}.bring()")
    assert page.evaluate(f"{SOURCE}.status") == {
        "state": "refused",
        "words": "12 records match, and at most 11 are given at once. "
        "The map goes on by asking the server.",
    }
    assert "Failed to load resource" in traffic.errors.pop()
    page.get_by_label("First year").fill("2019")
    page.get_by_label("First year").fill("2022")
    expect(page.locator("#low")).to_have_text("2022")
    expect(page.locator("#sentence")).to_have_text("4 attacks and 6 context records, since 2022")
    assert [path for path in asked if "/api/caption" in path] == ["/api/caption?from=2022"]
    assert [path for path in asked if "/api/rows" in path] == ["/api/rows?"]


# --- the row of years -----------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["years=0", "from=2024", "q=nothing+like+this"])
def test_without_years_to_choose_from_there_is_no_slider(
    page: Page, server_url: str, query: str
) -> None:
    opened(page, f"{server_url}/embed/map?{query}")
    expect(page.locator("#years")).to_be_hidden()
    assert page.locator("#years input").count() == 0


@pytest.mark.parametrize(
    ("width", "height", "shown"), [(320, 300, 0), (390, 600, 28), (800, 560, 28)]
)
def test_the_years_take_one_slim_row_where_there_is_room(
    page: Page, server_url: str, width: int, height: int, shown: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, f"{server_url}/embed/map")
    assert page.locator("#years").evaluate("(row) => row.offsetHeight") == shown
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_years_of_a_query_with_dates_end_with_them(page: Page, server_url: str) -> None:
    brought(page, f"{server_url}/embed/map?from=2022-10-27&to=2024-01")
    expect(page.locator("#low")).to_have_text("2023")
    page.get_by_label("Last year").press("ArrowLeft")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?from=2022-10-27&to=2023")
    page.get_by_label("Last year").press("ArrowRight")
    expect(page.locator("#dashboard")).to_have_attribute("href", "/?from=2022-10-27&to=2024-01")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_while_years_filter(
    page: Page, server_url: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    brought(page, f"{server_url}/embed/map")
    page.get_by_label("First year").fill("2023")
    expect(page.locator("#sentence")).to_contain_text("records shown")
    assert grave(page) == []
