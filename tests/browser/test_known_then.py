"""What was known at the end of a day: with the keyboard, in an embed, in a file from a folder."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import geo
from accessible import grave
from dashboards import Dashboard, at_rest, opened
from samples import CROCUS, KERMAN
from watching import watched

pytestmark = pytest.mark.browser

DAY = geo.Query(as_of="2024-03-23")
SELECT = """(id) => {
  IncidentAtlas.layer.setState({ selected: id });
  IncidentAtlas.layer.options.onSelect(id);
}"""
FILTER = "void IncidentAtlas.layer.options.onFilter('status', 'convictions')"


def check_panel(page: Page) -> None:
    """The panel of Krasnogorsk is that of 23 March 2024: 133 killed, no court, no summary."""
    panel = page.locator("#panel")
    expect(panel.locator("h1")).to_have_text("Crocus City Hall attack")
    expect(panel).to_contain_text("Record as known on 23 March 2024.")
    expect(panel.locator("dt:text-is('Killed') + dd")).to_contain_text("133; attackers")
    expect(panel).not_to_contain_text("Military Court")
    expect(panel.locator(".atlas-summary")).to_have_count(0)


def slider_of(page: Page, label: str) -> Locator:
    """Return the slider of a group: Streamlit says the label of both."""
    return page.get_by_role("slider", name=f"{label} {label}", exact=True)


def slide(dashboard: Dashboard, label: str, key: str, day: str) -> None:
    slider = slider_of(dashboard.page, label)
    slider.press(key)
    expect(slider).to_have_attribute("aria-valuetext", day)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sliders_speak_days_and_move_by_keys(
    browser: Browser, server_url: str, scheme: str
) -> None:
    with watched(browser, color_scheme=scheme) as page:
        dashboard = opened(page, f"{server_url}/?as_of=2024-03-22&select={CROCUS}")
        record = slider_of(page, "Day of the record")
        expect(record).to_have_attribute("aria-valuetext", "22 March 2024")
        slide(dashboard, "Day of the record", "ArrowRight", "23 March 2024")
        killed = page.locator(".atlas-detail dt:text-is('Killed') + dd").first
        expect(killed).to_contain_text("133; attackers")
        expect(slider_of(page, "Day")).to_have_attribute("aria-valuetext", "23 March 2024")
        expect(page.locator(".atlas-sentence")).to_contain_text("260–261 people killed")
        assert KERMAN in dashboard.drawn()
        assert grave(page) == []
        slide(dashboard, "Day", "ArrowRight", "24 March 2024")
        expect(killed).to_contain_text("137; attackers")
        expect(page).to_have_url(re.compile("as_of=2024-03-24"))
        at_rest(page)
        page.go_back()
        expect(page).to_have_url(re.compile("as_of=2024-03-23"))
        expect(killed).to_contain_text("133; attackers")
        slide(dashboard, "Day of the record", "End", "Today")
        expect(killed).to_contain_text("147–149 (best 149)")
        assert "as_of" not in page.url


def test_the_embed_is_as_of_its_day_in_panel_and_sentence(
    browser: Browser, server_url: str
) -> None:
    with watched(browser, bypass_csp=True) as page:
        page.goto(f"{server_url}/embed/map?{DAY}")
        page.wait_for_function("IncidentAtlas.layer && IncidentAtlas.layer.answer")
        sentence = page.locator("#sentence")
        expect(sentence).to_contain_text("as known on 23 March 2024, 2 records not known yet")
        page.evaluate(SELECT, CROCUS)
        check_panel(page)
        page.wait_for_function("IncidentAtlas.layer.source.has('as_of=2024-03-23')")
        page.evaluate(FILTER)  # which the page answers by itself
        expect(sentence).to_have_text("1 of 9 records shown, as known on 23 March 2024")


def test_a_file_is_as_of_its_day_and_its_filters_stay_in_it(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    store = geo.Store()
    store.add(geo.load(geo.default_path()))
    geo.export_file(geo.select(store, DAY), path)
    with watched(browser, offline=True) as page:
        page.goto(path.as_uri())
        expect(page.locator("#title")).to_contain_text(
            "5 attacks and 4 context records, 2017–2024, as known on 23 March 2024"
        )
        expect(page.locator("footer")).to_contain_text("Statuses as of 23 March 2024.")
        expect(page.locator("#rows tbody tr")).to_have_count(9)
        page.evaluate(SELECT, CROCUS)
        check_panel(page)
        page.evaluate(FILTER)
        expect(page.locator("#shown")).to_contain_text(
            "1 of 9 records shown, as known on 23 March 2024: Convictions"
        )
        expect(page.locator("#rows tbody tr")).to_have_count(1)
        page.locator("#reset").click()
        expect(page.locator("#shown")).to_contain_text("260–261 people killed")


def test_the_map_of_a_notebook_says_its_day_also_when_it_is_filtered(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "notebook.html"
    page_html = geo.incident_map(geo.load(geo.default_path()), DAY).get_root().render()
    path.write_text(page_html, "utf-8")
    with watched(browser, offline=True) as page:
        page.goto(path.as_uri())
        expect(page.locator(".atlas-count")).not_to_be_empty()
        sentence = page.locator(".atlas-sentence")
        expect(sentence).to_contain_text("as known on 23 March 2024, 2 records not known yet")
        page.locator(f".atlas-mirror [data-key^='{CROCUS}']").press("Enter")
        expect(page.locator(".atlas-panel")).to_contain_text("Record as known on 23 March 2024.")
        expect(page.locator(".atlas-panel")).to_contain_text("133")
        page.get_by_role("button", name="Convictions").first.click()
        expect(sentence).to_have_text("1 of 9 records shown, as known on 23 March 2024")
