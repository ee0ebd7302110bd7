"""A reader's tasks on an open record, in scrolls and clicks from the panel's first screen."""

import math
from datetime import date
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboards import opened
from geo.words.heads.head import head_of
from samples import curated
from watching import watched

pytestmark = pytest.mark.browser

ATTACKS = [id_ for id_, record in curated().items() if record.record_type != "context"]
SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
TASKS = ("Claimed by", "Accused", "Held liable", "Denied by", "Convicted")
FACTS = ("Date", "Place", "Killed", "Injured")
FIRST = 700  # px of the window in which head, place, day and toll are
SELECT = """(id) => {
  IncidentAtlas.layer.setState({ selected: id });
  IncidentAtlas.layer.options.onSelect(id);
}"""
# How far a part lies below what its panel, or else the window, shows of itself.
BELOW = """(part, panel) => {
  const box = document.querySelector(panel).getBoundingClientRect();
  return [part.getBoundingClientRect().bottom - Math.min(box.bottom, innerHeight), box.height];
}"""


class Effort(NamedTuple):
    """Screens to scroll until a line is seen, and clicks until its statement is."""

    scrolls: int
    clicks: int


def effort(page: Page, panel: str, label: str) -> Effort:
    """Read a line of the head, then follow its first name."""
    line = page.locator(f"{panel} .atlas-head li", has_text=label)
    scrolls = scrolls_to(line, panel)
    name = line.locator("a").first
    statement = page.locator(f"{panel} {name.get_attribute('href')}")
    name.click()
    expect(statement).to_be_focused()
    expect(statement.locator("em").first).to_be_in_viewport()
    return Effort(scrolls, clicks=1)


def scrolls_to(part: Locator, panel: str) -> int:
    measured: list[float] = part.evaluate(BELOW, panel)
    below, height = measured
    return max(0, math.ceil(below / height))


def bottom_of(page: Page, fact: str) -> float:
    """Return how far down the window a fact ends on the panel's first screen, in px."""
    page.locator(".st-key-detail").evaluate("(panel) => panel.scrollTo(0, 0)")
    value = page.locator(".atlas-detail dt", has_text=fact).locator("+ dd")
    bottom: float = value.evaluate("(value) => value.getBoundingClientRect().bottom")
    return bottom


def check_record(page: Page, id_: str, panel: str) -> None:
    """Each task takes one click at most and no scroll; place, day and toll none at all."""
    for fact in FACTS:
        term = page.locator(f"{panel} dt", has_text=fact).locator("+ dd")
        assert scrolls_to(term, panel) == 0, (id_, fact)
    head = head_of(curated()[id_], date.today())
    for label in [line.label for line in head if line.label in TASKS]:
        if label == "Claimed by" and not any(part.number for part in head[0].parts):
            continue  # no claim is recorded
        page.locator(panel).evaluate("(panel) => panel.scrollTo(0, 0)")
        assert effort(page, panel, label) == Effort(scrolls=0, clicks=1), (id_, label)


@pytest.mark.parametrize("size", SIZES)
def test_who_claims_who_is_accused_and_who_denies_is_on_the_first_screen(
    browser: Browser, server_url: str, size: str
) -> None:
    with watched(browser, **SIZES[size]) as page:
        for id_ in ATTACKS:
            opened(page, f"{server_url}/?select={id_}")
            expect(page.locator(".atlas-detail h2")).to_have_text(curated()[id_].title)
            check_record(page, id_, ".st-key-detail")
            assert size == "phone" or bottom_of(page, "Injured") <= FIRST, id_


@pytest.mark.parametrize("size", SIZES)
def test_the_panel_of_the_embed_takes_no_more(browser: Browser, server_url: str, size: str) -> None:
    with watched(browser, **SIZES[size], bypass_csp=True) as page:
        page.goto(f"{server_url}/embed/map")
        page.wait_for_function("IncidentAtlas.layer && IncidentAtlas.layer.answer")
        for id_ in ATTACKS:
            page.evaluate(SELECT, id_)
            expect(page.locator("#panel-title")).to_have_text(curated()[id_].title)
            check_record(page, id_, "#panel")
