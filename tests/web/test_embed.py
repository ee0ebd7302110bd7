"""The embed: its page, in frames of other pages, and hostile texts in its address."""

import json
import re
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from geo.atlas.current import CurrentAtlas
from geo.atlas.embed_params import EmbedParams
from geo.atlas.embeds import _page
from geo.atlas.link_tags import PICTURE, LinkTags
from geo.atlas.options import ServeOptions
from geo.errors import BadValue
from geo.formats.one_line import one_line
from geo.maps.tiles import Tiles
from geo.model.tolls import Casualties, Range
from geo.words.borders import BORDERS
from node import Node
from samples import HOSTILE, located
from serving import Reader, atlas_of, client_of, write
from watching import Traffic


def test_the_embed_says_its_query_and_leads_to_the_dashboard(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?from=2024&theme=dark").text)
    assert "1 attack, since 2024" in page.text
    assert "CC0-1.0" in page.text
    assert page.attributes("data-theme") == ["dark"]
    assert page.attributes("data-query") == ["from=2024"]
    assert "https://atlas.example/?from=2024" in page.attributes("href")


def test_the_embed_takes_its_own_parameters(client: TestClient) -> None:
    own = "legend=0&caption=0&years=0&at=35.7,51.4,6"
    page = Reader(client.get(f"/embed/map?from=2022&{own}").text)
    assert page.attributes("data-legend") == ["0"]
    assert page.attributes("data-switches") == [own]
    assert page.attributes("data-years") == ["0"]
    assert page.attributes("data-at") == ["35.7,51.4,6"]
    assert ("footer", ["class", "hidden"]) in page.skeleton
    assert not [href for href in page.attributes("href") if "/api/cells" in str(href)]


@pytest.mark.parametrize(("query", "view"), [("", "control"), ("borders=un", "un")])
def test_the_embed_has_a_view_of_the_borders_and_says_it(
    client: TestClient, query: str, view: str
) -> None:
    answer = client.get(f"/embed/map?{query}")
    page = Reader(answer.text)
    assert page.attributes("data-borders") == [view]
    assert [BORDERS[each].note in page.text for each in BORDERS] == [v == view for v in BORDERS]
    assert page.attributes("data-switches") == [query]
    dashboard = f"https://atlas.example/{'?' * bool(query)}{query}"
    assert dashboard in page.attributes("href")
    assert dict(page.tags_of("meta"))["og:image"].endswith(
        f"/embed/map.png?{query}{'&' * bool(query)}size=1200x630"
    )


def test_an_unknown_view_of_the_borders_is_refused_with_the_rule(client: TestClient) -> None:
    answer = client.get("/embed/map?borders=us")
    assert answer.status_code == 400
    assert "borders=&#39;us&#39; is not allowed: one of control, un" in answer.text


def test_a_server_has_a_view_of_the_borders_of_its_own() -> None:
    client = client_of(CurrentAtlas(ServeOptions(borders="un")))
    assert 'data-borders="un"' in client.get("/embed/map").text
    assert 'data-borders="control"' in client.get("/embed/map?borders=control").text
    tiled = ServeOptions(tiles=Tiles(url="https://tiles.example/{z}/{x}/{y}.png"))
    page = Reader(client_of(CurrentAtlas(tiled)).get("/embed/map").text)
    assert "Borders:" not in page.text  # those of the tiles are drawn
    with pytest.raises(BadValue, match="borders='us' is not allowed: one of control, un"):
        ServeOptions(borders="us")


@pytest.mark.parametrize(("query", "play"), [("", ""), ("play=moving,2", "moving")])
def test_the_embed_has_a_timeline_which_may_be_played(
    client: TestClient, query: str, play: str
) -> None:
    page = Reader(client.get(f"/embed/map?{query}").text)
    assert page.attributes("data-years") == ["1"]
    assert page.attributes("data-play") == [play]


def test_the_key_of_an_embed_is_that_of_all_that_is_open() -> None:
    client = client_of(atlas_of())
    whole, part = (
        json.loads(str(*Reader(client.get(f"/embed/map{query}").text).attributes("data-map-key")))
        for query in ("", "?country=IR&color=group")
    )
    assert whole["largest"] == 149
    assert [group["value"] for group in whole["groups"]] == ["islamic-state", "isis-k"]
    assert whole["colorBy"] == "status"
    assert part == whole | {"colorBy": "group"}


def test_the_colours_of_an_embed_are_in_its_links(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?color=group&theme=dark").text)
    assert page.attributes("data-switches") == ["theme=dark"]
    assert "https://atlas.example/?color=group" in page.attributes("href")
    assert dict(page.tags_of("meta"))["og:image"].endswith(
        "/embed/map.png?color=group&size=1200x630"
    )
    refused = client.get("/embed/map?color=red")
    assert refused.status_code == 400
    assert "color=&#39;red&#39; is not allowed: one of status, group" in refused.text


def test_the_words_of_a_publisher_stand_over_and_under_the_map(client: TestClient) -> None:
    words = {"title": "Ten years of attacks", "subtitle": "Since 2017", "credit": "Graphic: Daily"}
    answer = client.get(f"/embed/map?{urlencode(words)}")
    page = Reader(answer.text)
    tags = dict(page.tags_of("meta"))
    assert "<title>Ten years of attacks</title>" in answer.text
    assert tags["og:title"] == "Ten years of attacks"
    assert tags["og:description"] == "Since 2017"
    assert [tag for tag, _ in page.tags if tag in ("h1", "header")] == ["header", "h1"]
    assert page.text.index("Since 2017") < page.text.index("3 attacks") < page.text.index("Daily")
    assert page.attributes("data-switches") == [urlencode(words)]


def test_a_link_to_an_embed_with_a_title_says_its_query_under_it(client: TestClient) -> None:
    tags = dict(Reader(client.get("/embed/map?title=Iran&from=2024").text).tags_of("meta"))
    assert tags["og:description"].startswith("1 attack, since 2024 · ")


def test_the_embed_names_the_record_that_is_open_at_first(client: TestClient) -> None:
    page = Reader(client.get("/embed/map?select=B/1").text)
    assert page.attributes("data-select") == ["B/1"]
    assert page.attributes("data-switches") == [""]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("de", "1.234.567"), ("fr", "1\u202f234\u202f567"), ("en-IN", "12,34,567")],
)
def test_caption_and_page_write_numbers_as_a_language_does(
    tmp_path: Path, js: Node, language: str, shown: str
) -> None:
    toll = Range(low=1_234_567, best=1_234_567, high=1_234_567)
    deadly = located("A", (1.0, 2.0), casualties=Casualties(killed=toll))
    client = client_of(atlas_of(write(tmp_path / "a.geojson", deadly)))
    page = Reader(client.get(f"/embed/map?numbers={language}").text)
    assert f"{shown} people killed" in page.text
    assert dict(page.tags_of("meta"))["og:description"] == f"{shown} people killed"
    [asked] = [a["href"] for _, a in page.tags if "/api/cells" in str(a.get("href"))]
    assert str(asked).endswith(f"&zoom=2&numbers={language}")
    [feature] = client.get(str(asked)).json()["features"]
    assert feature["properties"]["killed_text"] == shown
    [format_] = page.attributes("data-format")
    assert js("test:numbers", "written", json.loads(str(format_)), 1_234_567) == shown


@pytest.mark.parametrize("path", ["/api/caption", "/api/rows", "/api/cells", "/api/incidents/A"])
def test_the_words_of_the_api_have_the_numbers_of_a_language(tmp_path: Path, path: str) -> None:
    deadly = located("A", (1.0, 2.0), casualties=Casualties(killed=Range(best=1_234)))
    client = client_of(atlas_of(write(tmp_path / "a.geojson", deadly)))
    for numbers, shown in (("de", "1.234"), ("en", "1,234"), ("de", "1.234")):
        assert shown in client.get(f"{path}?numbers={numbers}").text
    refused = client.get(f"{path}?numbers=german").json()["error"]
    assert (refused["parameter"], refused["code"]) == ("numbers", "bad_value")


def test_the_embed_is_told_how_many_records_it_takes(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_COLUMNS", "12345")
    page = Reader(client.get("/embed/map").text)
    assert page.attributes("data-columns") == ["12345"]


def test_play_is_in_the_addresses_of_the_embed_and_not_in_that_of_the_dashboard(
    client: TestClient,
) -> None:
    page = Reader(client.get("/embed/map?from=2022&play=cumulative,4").text)
    tags = dict(page.tags_of("meta"))
    assert tags["og:url"] == "https://atlas.example/embed/map?from=2022&play=cumulative,4"
    picture = "https://atlas.example/embed/map.png?from=2022&size=1200x630"
    assert tags["og:image"] == picture
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert tags["og:image:alt"].startswith("Map: ")
    assert "https://atlas.example/?from=2022" in page.attributes("href")


def test_a_link_to_the_embed_is_shown_in_words_of_the_query(client: TestClient) -> None:
    tags = dict(Reader(client.get("/embed/map?group=islamic-state").text).tags_of("meta"))
    title = tags["og:title"]
    assert title == "1 attack, 2023, claimed by or attributed to Islamic State"
    assert tags["og:url"] == "https://atlas.example/embed/map?group=islamic-state"


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("legend=2", "legend='2' is not allowed: one of 1, 0"),
        ("play=fast", "play='fast' is not allowed: moving or cumulative, and after a comma"),
        ("years=2024", "years='2024' is not allowed: one of 1, 0"),
        ("at=35.7", "at='35.7' is not allowed: latitude,longitude,zoom"),
        ("from=20x4", "from='20x4' is not allowed"),
        ("theme=red", "theme='red' is not allowed: one of auto, light, dark"),
        ("q=%3Cscript%3E" + "x" * 200, "q='<script>xxx"),
        (
            "title=" + "x" * 201,
            "is not allowed: at most 200 characters, and it has 201",
        ),
        ("credit=" + "%20x" * 101, "at most 200 characters, and it has 201: shorten it"),
        ("numbers=german", "numbers='german' is not allowed: a language of Unicode CLDR as BCP 47"),
        ("select=" + "x" * 201, "select='xxx"),
        ("ref=x&amp;from=20x4&gclid=y", "from='20x4' is not allowed"),
    ],
)
def test_a_bad_embed_says_the_fault_and_shows_no_data(
    client: TestClient, query: str, fault: str
) -> None:
    answer = client.get(f"/embed/map?{query}")
    page = Reader(answer.text)
    assert answer.status_code == 400
    assert "This map cannot be shown: its address has a mistake." in page.text
    assert fault in page.text
    assert page.attributes("data-query") == [""]
    assert "attack" not in page.text
    assert ("script", ["defer", "src"]) in page.skeleton
    assert ("script", []) not in page.skeleton


@pytest.mark.parametrize(
    ("added", "query"),
    [
        ("from=2020&igshid=Zm9v&group=isis-k", "from=2020&group=isis-k"),
        ("utm_medium=mail&from=2024&mc_eid=1", "from=2024"),
        ("ref=a&ref=b&sort=oldest&view=1,2,3,4", ""),
        ("from=2020&amp;to=2023", "from=2020&to=2023"),
        ("from=2020&AMP;group=isis-k&amp;amp;to=2023", "from=2020&to=2023&group=isis-k"),
        ("from=2020&amp%3Bto=2023&#038;country=IR", "from=2020&to=2023"),
        ("q=salt%26amp%3Bpepper", "q=salt%26amp%3Bpepper"),
        ("title=+%00&subtitle=&credit=%20&numbers=en&select=", ""),
    ],
)
@pytest.mark.parametrize("path", ["/embed/map", "/embed/map.png"])
def test_what_others_add_to_an_address_changes_nothing(
    client: TestClient, path: str, added: str, query: str
) -> None:
    answer, plain = client.get(f"{path}?{added}"), client.get(f"{path}?{query}")
    assert answer.status_code == 200
    assert answer.content == plain.content  # the addresses in it too
    if path == "/embed/map":
        assert Reader(answer.text).attributes("data-query") == [query]


@given(
    st.lists(st.tuples(st.text(), st.text())),
    st.lists(
        st.sampled_from([("from", "2024"), ("group", "isis-k"), ("theme", "dark")]), unique=True
    ),
    st.randoms(use_true_random=False),
)
def test_an_address_keeps_its_own_parameters_among_others(
    added: list[tuple[str, str]], own: list[tuple[str, str]], random: Random
) -> None:
    foreign = [(f"x-{name}", text) for name, text in added]
    mixed = [("amp;" * random.randrange(3) + name, text) for name, text in own]
    for pair in foreign:
        mixed.insert(random.randrange(len(mixed) + 1), pair)
    assert EmbedParams.parse(mixed) == EmbedParams.parse(own)
    assert not [name for name, _ in EmbedParams.parse(mixed).pairs() if name.startswith("x-")]


SWITCHES = {"theme": "auto", "legend": True, "caption": True}
OWN = ("title", "subtitle", "credit")
SHOWN = ("sentence", "query", "page_title", "select", "numbers")


def page_of(text: str, *, own: str = "", error: str = "") -> Reader:
    """Read an embed that has a text everywhere, and `own` where its address can give one."""
    texts = {"dashboard_url": "/", **dict.fromkeys(SHOWN, text), **dict.fromkeys(OWN, own)}
    tags = LinkTags(title=text, url="x", picture_url="x", picture_alt=text, oembed_url="x")
    page = _page("", **SWITCHES, years=not error, error=error, tags=tags, size=PICTURE, **texts)
    return Reader(page.replace("\r", ""))


# Without and with a fault: data are asked for where there is none.
PLAIN_PAGES = {bool(error): page_of("x", error=error) for error in ("", "x")}


@given(st.text())
def test_no_text_changes_the_structure_of_the_embed(text: str) -> None:
    for own in ("", "x"):
        read = page_of(text, own=own and (text or "x"))
        assert read.skeleton == page_of("x", own=own).skeleton
        assert read.attributes("data-query") == [text.replace("\r", "")]
    assert page_of(text, error=text or "x").skeleton == PLAIN_PAGES[True].skeleton


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_are_text_wherever_they_stand(client: TestClient, text: str) -> None:
    asked = urlencode({**dict.fromkeys(OWN, text), "from": "2024"})
    page = Reader(client.get(f"/embed/map?{asked}").text)
    plain = Reader(client.get("/embed/map?from=2024&title=x&subtitle=x&credit=x").text)
    line, tags = one_line(text), dict(page.tags_of("meta"))
    assert page.skeleton == plain.skeleton
    assert (tags["og:title"], tags["og:description"]) == (line, line)
    assert page.text.count(line) >= len((*OWN, "page_title"))
    assert urlencode({"title": line}, safe=",") in tags["og:url"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("parameter", ["q", "from", "theme"])
def test_hostile_queries_are_shown_as_text(client: TestClient, text: str, parameter: str) -> None:
    answer = client.get(f"/embed/map?{urlencode({parameter: text})}")
    page = Reader(answer.text)
    assert answer.status_code == (200 if parameter == "q" else 400)
    plain_text = "nothing" if "atlas-missing" in answer.text else "191"
    plain = Reader(client.get(f"/embed/map?q={plain_text}").text)
    assert page.skeleton == (plain if parameter == "q" else PLAIN_PAGES[True]).skeleton
    assert "1337" not in answer.text
    assert text.strip() in page.text or repr(text) in page.text


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "?from=2024&q=a+%26+b"])
def test_the_embed_asks_for_each_thing_once(page: Page, server_url: str, query: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server_url)))
    with page.expect_response(lambda response: "/api/cells" in response.url):
        page.goto(f"{server_url}/embed/map{query}")
    expect(page.locator(".atlas-count")).to_be_visible()
    page.wait_for_load_state("networkidle")
    world = [url for url in asked if "view=-180" in url]
    assert len(world) == (2 if "from" in query else 1)  # and how many there are in all of time
    assert sorted(asked) == sorted(set(asked))
    files = [url.split("/")[3] for url in asked if url.startswith("/assets/v-")]
    styles = {"article.css", "paper.css", "style.css", "timeline.css", "toll_chart.css"}
    assert set(files) == {"embed.js", "basemap", "icon.png", "leaflet", *styles}


@pytest.mark.browser
@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
@pytest.mark.parametrize("place", ["http", "file"])
def test_the_embed_works_in_frames(
    page: Page, server_url: str, other_site: tuple[str, Path], place: str, sandbox: str
) -> None:
    site, folder = other_site
    frame = f'<iframe {sandbox} width="700" height="500" src="{server_url}/embed/map?from=2024">'
    (folder / "report.html").write_text(f"<!doctype html>{frame}</iframe>", "utf-8")
    page.goto(f"{site}/report.html" if place == "http" else f"{folder.as_uri()}/report.html")
    embed = page.frame_locator("iframe")
    expect(embed.locator(".atlas-count")).to_contain_text("3 of 8 in view")
    expect(embed.locator("#sentence")).to_have_text("2 attacks and 6 context records, since 2024")
    embed.locator("body").evaluate("() => IncidentAtlas.layer.source.bring().then(() => null)")
    first = embed.get_by_role("slider", name="First")
    expect(first).to_have_attribute("aria-valuemin", "0")  # the bins are there
    first.press("End")
    expect(embed.locator("#dashboard")).to_have_attribute("href", "/?from=2024-04")
    expect(embed.locator("#sentence")).to_have_text("2 of 11 records shown")
    embed.get_by_role("button", name="Clear").click()  # beyond the period of its address
    expect(embed.locator("#sentence")).to_have_text("11 records shown")
    expect(embed.locator("#dashboard")).to_have_attribute("href", "/")


@pytest.mark.browser
def test_the_embed_has_the_first_view_and_the_parts_of_its_address(
    page: Page, server_url: str
) -> None:
    page.goto(f"{server_url}/embed/map?at=29.6,52.5,9&legend=0&caption=0")
    expect(page.locator(".atlas-count")).to_be_visible()
    seen = page.evaluate("(({lat, lng}) => [lat, lng])(IncidentAtlas.layer.map.getCenter())")
    assert seen == pytest.approx([29.6, 52.5], abs=0.01)
    assert page.evaluate("IncidentAtlas.layer.map.getZoom()") == 9
    assert page.locator(".atlas-legend").count() == 0
    expect(page.locator(".atlas-caption")).to_be_hidden()


@pytest.mark.browser
def test_a_bad_embed_draws_no_map(page: Page, server_url: str, traffic: Traffic) -> None:
    page.goto(f"{server_url}/embed/map?from=20x4")
    expect(page.get_by_role("alert")).to_contain_text("from='20x4' is not allowed")
    assert page.locator("canvas").count() == 0
    assert len(traffic.errors) == 1  # the status of the page itself
    traffic.errors.clear()


@pytest.mark.browser
def test_the_link_to_the_dashboard_keeps_the_borders_as_a_reader_filters(
    page: Page, server_url: str
) -> None:
    page.goto(f"{server_url}/embed/map?at=35.7,51.4,4&borders=un")
    page.locator(".atlas-legend li button").first.click()
    link = page.locator("#dashboard")
    expect(link).to_have_attribute(
        "href", re.compile(r"/\?status=[a-z_]+&at=35\.7,51\.4,4&borders=un$")
    )
    expect(page.locator("#borders")).to_have_text(BORDERS["un"].note)
