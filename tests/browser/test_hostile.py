"""Hostile texts in every place of a record: nothing runs, nothing is asked, the text survives."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import Server, free_port, running
from geo.model.feature import feature_from_incident
from geo.model.incident import (
    Actor,
    Assertion,
    Casualties,
    Incident,
    IncidentType,
    Place,
    Range,
    Site,
    Source,
    Speaker,
)
from samples import HOSTILE, id_from, incident
from test_browser import Dashboard, opened

pytestmark = pytest.mark.browser

GEO = Path(sys.executable).with_name("geo")
COLORED = HOSTILE[5:10]  # HTML and JavaScript
COMPUTED = "1337"  # what {{7*191}} would give
RAN = "'__x' in window"  # what every script among the hostile texts would set


def id_of(number: int, text: str) -> str:
    return id_from(f"{number} {text}")


def group_of(number: int) -> str:
    """Return a slug; those of COLORED come first and so get the five colours."""
    return f"group-{(number - HOSTILE.index(COLORED[0])) % len(HOSTILE):02}"


TITLES = {id_of(number, text): text for number, text in enumerate(HOSTILE)}


def hostile_incident(number: int, text: str) -> Incident:
    """Return an incident that has a text wherever the map, the table and the filters show one."""
    actor = Actor(id=group_of(number), name=text, kind="armed_group")
    return incident(
        id_of(number, text),
        title=text,
        place=Place(name=text, country="IR", sites=(Site(name=text, precision="settlement"),)),
        positions=((44.0 + 2 * (number % 8), 26.0 + 3 * (number // 8)),),
        types=(IncidentType(scheme="atlas", code=text, label=text),),
        actors=(actor,),
        assertions=(claim(number, text, actor.id),),
        casualties=Casualties(killed=Range(best=number + 1)),
    )


def claim(number: int, text: str, actor: str, source: str = "S") -> Assertion:
    return Assertion(
        id=f"claim-{number}",
        kind="claim",
        about=(actor,),
        by=Speaker(name=text, kind="armed_group"),
        stance="asserts",
        date="2024-03-22",
        says=text,
        basis=text,
        channel=text,
        sources=(source,),
    )


def hostile_record() -> Incident:
    """Return one record whose panel has every text in every line."""
    every = list(enumerate(HOSTILE))
    return incident(
        "all",
        title=HOSTILE[5],
        summary="\n".join(HOSTILE),
        place=Place(name=HOSTILE[5], names={text or "x": text for text in HOSTILE}),
        actors=tuple(Actor(id=f"last-{n}", name=text, kind="armed_group") for n, text in every),
        assertions=tuple(claim(n, text, f"last-{n}", f"S{n}") for n, text in every),
        sources=tuple(Source(id=f"S{n}", publisher=t, title=t, url=t) for n, t in every),
    )


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    incidents = [hostile_incident(n, text) for n, text in enumerate(HOSTILE)]
    features = [feature_from_incident(i) for i in [*incidents, hostile_record()]]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "hostile.geojson").write_text(json.dumps(collection), "utf-8")
    port = free_port()
    serve = [str(GEO), "serve", "hostile.geojson", "--port", str(port)]
    with running(serve, folder, port, folder) as server:
        yield server


def check_nothing_ran(page: Page) -> None:
    """In no frame a script or a template of the data ran."""
    for frame in page.frames:
        assert not frame.evaluate(RAN), frame.url
        assert COMPUTED not in frame.content(), frame.url


def plain(text: str) -> str:
    """Return text as a browser's reader has it: white space is one space."""
    return " ".join(text.split())


def check_tooltips(dashboard: Dashboard) -> None:
    tip = dashboard.frame.locator(".atlas-tip strong")
    for mark in dashboard.marks():
        (id_,) = mark["ids"]
        dashboard.page.mouse.move(*dashboard.on_page(mark))
        expect(tip).to_have_text(plain(TITLES[id_]))


def check_legend(dashboard: Dashboard, labels: set[str]) -> None:
    """The legend has exactly these labels."""
    names = dashboard.frame.locator(".atlas-legend-body li bdi")
    expect(names).to_have_count(len(labels))
    assert {plain(name) for name in names.all_text_contents()} == labels


def test_an_embed_that_filters_by_itself(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/embed/map")
    page.locator(".atlas-legend").hover()
    page.evaluate("IncidentAtlas.layer._source.bring().then(() => null)")
    page.locator(".atlas-legend li button", has_text="Claimed").click()
    expect(page.locator("#sentence")).to_have_text(
        f"{len(HOSTILE)} of {len(HOSTILE) + 1} records shown"
    )
    words = "IncidentAtlas.layer._data.features.map((feature) => feature.properties.title)"
    assert {plain(text) for text in page.evaluate(words)} == {plain(t) for t in TITLES.values()}
    for mark in page.locator(".atlas-mirror button").all():
        mark.focus()
    check_nothing_ran(page)


def test_map_legend_filters_and_table(page: Page, hostile_server: Server) -> None:
    dashboard = opened(page, f"{hostile_server.url}/")
    dashboard.sentence(f"{len(HOSTILE) + 1} attacks, 2024")
    check_tooltips(dashboard)
    check_legend(dashboard, {"Claimed"})
    group = page.get_by_role("combobox", name="Group")
    for text in ("![x](http://tracker.example/p.png)", ":red[spoof] **b** :material/home:"):
        group.fill(text)
        expect(page.get_by_role("option", name=text).first).to_be_visible()
    page.keyboard.press("Escape")
    check_nothing_ran(page)


def test_the_legend_of_groups_reads_as_it_is(page: Page, hostile_server: Server) -> None:
    dashboard = opened(page, f"{hostile_server.url}/")
    page.get_by_text("Colour by group").click()
    check_legend(dashboard, {*map(plain, COLORED), "Other or no group", "Claimed"})
    check_nothing_ran(page)


def test_the_cells_of_the_table_read_as_they_are(page: Page, hostile_server: Server) -> None:
    dashboard = opened(page, f"{hostile_server.url}/")
    page.get_by_test_id("stDataFrame").scroll_into_view_if_needed()
    expect(dashboard.rows().first).to_be_attached()
    shown = [plain(text) for text in dashboard.rows().all_text_contents()]
    assert shown
    assert set(shown) <= {plain(text) for text in HOSTILE}
    check_nothing_ran(page)


def test_the_panel_shows_every_text_as_it_is(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/?select=all")
    expect(page.locator(".atlas-detail h2")).to_have_text(HOSTILE[5])
    said = page.locator(".atlas-ledger li > p:first-of-type")
    assert [text.strip() for text in said.all_text_contents()] == [t.strip() for t in HOSTILE]
    assert page.locator(".atlas-detail img").count() == 0
    assert page.locator(".atlas-detail a").count() == 0  # none of them is a plain web address
    check_nothing_ran(page)


def test_the_embed_and_its_panel(page: Page, hostile_server: Server) -> None:
    page.goto(f"{hostile_server.url}/embed/map?q=onerror")
    page.wait_for_selector(".atlas-count")
    page.locator(".atlas-mirror button, .atlas-marks button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h1")).to_contain_text("<img src=x onerror=")
    check_nothing_ran(page)
