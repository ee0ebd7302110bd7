"""Names from right to left in a real browser: each is read in its own order, beside the English."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards import at_rest, opened
from geo.model.feature import feature_from_incident
from geo.model.incident import Actor, IncidentType, Place, Site, Speaker
from samples import incident, statement
from server_process import Server, free_port, running

pytestmark = pytest.mark.browser

GEO = Path(sys.executable).with_name("geo")
# Each ends in a sign that stands on the wrong side where the line's direction takes it.
PERSIAN = "بمب‌گذاری در کرمان (۱۴۰۲)…"
PERSIAN_FROM_LEFT = ("…", "۱۴۰۲", "کرمان", "بمب")
ARABIC = "تنظيم (أ)!"
ARABIC_FROM_LEFT = ("!", "أ", "تنظيم")
HEBREW = "כיכר 12 (צפון)"
HEBREW_FROM_LEFT = ("צפון", "12", "כיכר")
SQUARE_IN_ARABIC = "ميدان ١٢"
STRAY = "Raid \u202eon a town\u2069 (2)"
RAID_TITLE = "Raid on a town (2)"
KERMAN = Place(
    name="Kerman",
    admin1="Kerman Province",
    country="IR",
    names={"en": "Kerman", "fa": "کرمان", "ru": "Керман"},
    sites=(Site(precision="near_settlement"),),
)
SQUARE = Place(
    name=HEBREW,
    country="IL",
    names={"en": "A square", "he": HEBREW, "ar": SQUARE_IN_ARABIC},
    sites=(Site(name=HEBREW, precision="site"),),
)
GROUP = Actor(id="group", name=ARABIC, kind="armed_group")
CLAIM = statement(
    "claim",
    "claim",
    "group",
    by="armed_group",
    says=PERSIAN,
    basis=STRAY,
    channel=ARABIC,
)
KINDS = (IncidentType(scheme="atlas", code="attack", label=ARABIC),)
BOMBING = incident(
    "bombing",
    title=PERSIAN,
    place=KERMAN,
    positions=((57.08, 30.28),),
    types=KINDS,
    actors=(GROUP,),
    assertions=(replace(CLAIM, by=Speaker(name=ARABIC, kind="armed_group")),),
)
RAID = incident("raid", title=STRAY, place=SQUARE, positions=((35.0, 31.5),))

# Where a text begins and ends on the screen, in px from the left.
SPAN = """(node, text) => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walker.nextNode()) {
    const part = walker.currentNode;
    for (let i = 0; i < part.data.length; i++) letters.push([part, i]);
  }
  const start = letters.map(([part, i]) => part.data[i]).join("").indexOf(text);
  if (start < 0) throw new Error(`no ${text} in ${node.textContent}`);
  const range = document.createRange();
  const [last, i] = letters[start + text.length - 1];
  range.setStart(...letters[start]);
  range.setEnd(last, i + 1);
  const box = range.getBoundingClientRect();
  return [box.left, box.right];
}"""


def check_order(node: Locator, *texts: str) -> None:
    """On the screen these texts of one line follow one another from left to right."""
    spans = [node.evaluate(SPAN, text) for text in texts]
    for (_, right), (left, _) in pairwise(spans):
        assert right <= left + 1, (texts, spans)


@pytest.fixture(scope="module")
def names_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("names")
    features = [feature_from_incident(found) for found in (BOMBING, RAID)]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "names.geojson").write_text(json.dumps(collection), "utf-8")
    port = free_port()
    serve = [str(GEO), "serve", "names.geojson", "--port", str(port)]
    with running(serve, folder, port, folder) as server:
        yield server


def place_of(page: Page) -> Locator:
    return page.locator(".atlas-detail dt", has_text="Place").locator("+ dd")


def check_collection(collection: Any) -> None:
    """Every name is as it was given: no control added, none taken away."""
    found = {feature["id"]: feature["properties"] for feature in collection["features"]}
    for record in (BOMBING, RAID):
        given = feature_from_incident(record)["properties"]
        assert found[record.id] | given == found[record.id]


def test_panel_tooltip_table_and_download(page: Page, names_server: Server) -> None:
    dashboard = opened(page, f"{names_server.url}/?select=raid")
    expect(page.locator(".atlas-detail h2")).to_have_text(RAID_TITLE)
    check_order(place_of(page), HEBREW, "Israel", SQUARE_IN_ARABIC)
    check_order(place_of(page), *HEBREW_FROM_LEFT, "Israel")
    page.mouse.move(*dashboard.on_page(dashboard.mark("raid")))
    tip = dashboard.frame.locator(".atlas-tip")
    expect(tip.locator("strong")).to_have_text(RAID_TITLE)
    check_order(tip, *HEBREW_FROM_LEFT, SQUARE_IN_ARABIC, "Israel")
    page.mouse.move(*dashboard.on_page(dashboard.mark("bombing")))
    expect(tip.locator("strong")).to_have_text(PERSIAN)
    check_order(tip.locator("strong"), *PERSIAN_FROM_LEFT)
    check_order(tip.locator("span").nth(1), "Kerman ·", "کرمان", "Kerman Province")
    places = page.locator(".atlas-records td[data-heading=Place]")
    expect(places).to_have_count(2)  # the table comes after the map
    assert sorted(places.all_text_contents()) == [
        "Kerman · \u2068کرمان\u2069, Kerman Province, Iran",
        f"\u2068{HEBREW}\u2069 · \u2068{SQUARE_IN_ARABIC}\u2069, Israel",
    ]
    page.get_by_role("tab", name="Share").click()
    at_rest(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="GeoJSON").click()
    check_collection(json.loads(download.value.path().read_text("utf-8")))


def test_the_ledger_of_the_panel(page: Page, names_server: Server) -> None:
    page.goto(f"{names_server.url}/?select=bombing")
    expect(page.locator(".atlas-detail h2")).to_have_text(PERSIAN)
    check_order(page.locator(".atlas-detail h2"), *PERSIAN_FROM_LEFT)
    local = place_of(page).locator("bdi").first
    expect(local).to_have_text("کرمان")
    assert (local.get_attribute("lang"), local.get_attribute("dir")) == ("fa", "rtl")
    names = page.locator(".atlas-part", has_text="The place in other languages (1)")
    names.locator("summary").click()
    expect(names.locator("p")).to_have_text("Керман")
    line = page.locator(".atlas-ledger > li")
    check_order(line, *ARABIC_FROM_LEFT, "claimed")
    check_order(line.locator(".atlas-soft").first, f"Basis: {RAID_TITLE}.")
    check_order(line.locator(".atlas-soft").last, "Channel: ", *ARABIC_FROM_LEFT)
    check_order(line.locator("p").first, *PERSIAN_FROM_LEFT)


def test_the_embed_and_its_sentence(page: Page, names_server: Server) -> None:
    page.goto(f"{names_server.url}/embed/map?group=group&q={quote('کرمان')}")
    page.wait_for_selector(".atlas-count")
    sentence = page.locator("#sentence")
    check_order(sentence, "attributed to", *ARABIC_FROM_LEFT, ", with the words “", "کرمان", "”")
    page.locator(".atlas-mirror button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h1")).to_have_text(PERSIAN)
    place = page.locator("#panel dt", has_text="Place").locator("+ dd")
    check_order(place, "Kerman Province", "Iran ·", "کرمان")
    local = place.locator("bdi")
    assert (local.get_attribute("lang"), local.get_attribute("dir")) == ("fa", "rtl")
    line = page.locator("#panel .atlas-ledger > li")
    check_order(line, *ARABIC_FROM_LEFT, "claimed")
    check_order(line.locator("p").first, *PERSIAN_FROM_LEFT)


def test_the_api_gives_names_as_they_are(page: Page, names_server: Server) -> None:
    check_collection(page.request.get(f"{names_server.url}/api/incidents").json())
    words = page.request.get(f"{names_server.url}/api/incidents/raid").json()
    assert words["properties"]["place"]["name"] == HEBREW
    assert words["properties"]["in_words"]["place"] == f"\u2068{HEBREW}\u2069, Israel"
    local = {"language": "ar", "text": SQUARE_IN_ARABIC, "direction": "rtl"}
    assert words["properties"]["in_words"]["place_local"] == local
