"""How a toll was reported, in the panel of the dashboard and of the embed."""

import pytest
from playwright.sync_api import Page, expect

from accessible import grave
from geo.words.detail import Detail, detail_of
from samples import KERMAN, curated
from watching import Traffic

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def detail() -> Detail:
    return detail_of(curated()[KERMAN])


def opened(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/embed/map")
    page.locator(f".atlas-mirror [data-key^='{KERMAN}']").press("Enter")
    expect(page.locator("#panel-title")).to_be_visible()


def test_the_embed_draws_the_same_chart(page: Page, server_url: str, detail: Detail) -> None:
    opened(page, server_url)
    chart = detail.histories[0].chart
    assert chart
    drawn = page.locator("#panel svg.atlas-toll").first
    assert drawn.locator("text").all_text_contents() == [each.text for each in chart.letters]
    assert drawn.locator("circle").count() == len(chart.dots)
    assert drawn.locator("line").count() == len(chart.lines)
    assert drawn.locator("rect").count() == len(chart.bands)
    assert detail.histories[0].sentence in (drawn.get_attribute("aria-label") or "")


def test_the_embed_leads_to_it_and_has_the_table(
    page: Page, server_url: str, detail: Detail
) -> None:
    opened(page, server_url)
    page.get_by_role("link", name="as it was reported").click()
    expect(page.locator("#toll-history")).to_be_focused()
    expect(page.locator("#panel svg.atlas-toll").first).to_be_in_viewport()
    page.locator("summary", has_text="All reported figures").click()
    rows = page.locator(".atlas-figures tbody tr")
    expect(rows).to_have_count(len(detail.figures))
    expect(rows.first).to_contain_text(detail.figures[0].fate)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_charts_and_table(
    page: Page, server_url: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    opened(page, server_url)
    page.locator("#panel details").evaluate_all(
        "(all) => all.forEach((each) => (each.open = true))"
    )
    expect(page.locator("#panel svg.atlas-toll")).to_have_count(2)
    assert grave(page) == []


def test_nothing_of_the_picture_is_cut_off(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/?select={KERMAN}")
    page.wait_for_selector(".atlas-detail")  # longer than other waits: the page begins here
    chart = page.locator("img.atlas-toll").first
    expect(chart).to_be_visible()
    page.goto(chart.get_attribute("src") or "")
    box = "(nodes) => nodes.map((node) => node.getBoundingClientRect())"
    (picture,) = page.locator(":root").evaluate_all(box)
    assert (picture["x"], picture["y"]) == (0, 0)
    for words in page.locator("text").evaluate_all(box):
        assert words["bottom"] <= picture["height"]
        assert words["right"] <= picture["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_click_leads_to_it_in_the_dashboard(
    page: Page, server_url: str, scheme: str, traffic: Traffic
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal there
    page.goto(f"{server_url}/?select={KERMAN}")
    page.wait_for_selector(".atlas-detail")  # longer than other waits: the page begins here
    link = page.get_by_role("link", name="as it was reported")
    expect(link).to_be_in_viewport()
    link.click()
    chart = page.locator("img.atlas-toll").first
    expect(chart).to_be_in_viewport()
    assert chart.evaluate("(node) => node.complete && node.naturalWidth") == 300
    assert traffic.errors == []
