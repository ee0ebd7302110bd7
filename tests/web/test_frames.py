"""Embeds in the pages of others: the snippet, its script, and others who read their heights."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from geo.atlas.current import CurrentAtlas
from geo.atlas.embed_params import EmbedParams
from geo.atlas.embeds import EmbedPage
from geo.atlas.snippets import Frame, iframe, snippet
from geo.errors import BadValue
from geo.query.query import Query
from node import Node
from samples import HOSTILE
from serving import Reader

BASE = "https://atlas.example"
Site = tuple[str, Path]
AROUND = """(body) => [...body.children].filter((part) => part.localName !== "main")
  .reduce((sum, part) => sum + Math.ceil(part.getBoundingClientRect().height), 0)"""
COLLECT = "addEventListener('message', ({ data }) => window.told.push(JSON.parse(data).height));"
# What Embedly's documentation says a page does, and how pym.js takes a message and sets a frame.
EMBEDLY = """
addEventListener("message", (event) => {
  let data = {};
  try { data = JSON.parse(event.data); } catch (error) { return; }
  if (data.context !== "iframe.resize") return;
  const frame = document.querySelector('iframe[src="' + data.src + '"]');
  if (frame && data.height) frame.height = data.height;
});
"""
PYM = r"""
const frame = document.createElement("iframe");
const parentUrl = encodeURIComponent(location.href);
frame.src = `${address}initialWidth=400&childId=atlas-1&parentTitle=x&parentUrl=${parentUrl}`;
frame.width = "100%";
document.getElementById("atlas-1").append(frame);
addEventListener("message", (event) => {
  if (typeof event.data !== "string") return;
  const match = event.data.match(/^pymxPYMxatlas-1xPYMx(\S+)xPYMx(.*)$/);
  if (match && match[1] === "height") frame.setAttribute("height", `${parseInt(match[2])}px`);
});
"""


def page_of(current: CurrentAtlas, title: str = "") -> EmbedPage:
    return EmbedPage(current.atlas(), EmbedParams(query=Query(from_="2024"), title=title), BASE)


# --- the HTML ------------------------------------------------------------------------------------


def test_the_snippet_has_a_frame_its_script_and_a_link(current: CurrentAtlas) -> None:
    page = page_of(current, title="Attacks & claims")
    frame, script, noscript, link = Reader(snippet(page)).tags
    assert frame == (
        "iframe",
        {
            "src": f"{BASE}/embed/map?from=2024&title=Attacks+%26+claims",
            "title": "Attacks & claims",
            "width": "640",
            "height": "600",
            "loading": "lazy",
            "allow": "fullscreen",
            "style": "border:0;width:100%",
        },
    )
    assert script == ("script", {"src": f"{BASE}/assets/frames.js", "async": None})
    assert noscript == ("noscript", {})
    assert link == ("a", {"href": f"{BASE}/?from=2024"})
    assert Reader(snippet(page)).text.strip() == "Attacks & claims"


def test_a_plain_frame_has_a_height_or_a_ratio(current: CurrentAtlas) -> None:
    page = page_of(current)
    [(_, low)] = Reader(iframe(page, frame=Frame.parse("480"))).tags
    assert (low["height"], low["style"]) == ("480", "border:0;width:100%")
    [(_, wide)] = Reader(iframe(page, frame=Frame.parse("16:9"))).tags
    assert wide["height"] == "600"
    assert wide["style"] == "border:0;width:100%;aspect-ratio:16/9;height:auto;min-height:360px"
    assert low["title"] == "1 attack, since 2024"


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [("16:9", 1200, 675), ("16:9", 320, 360), ("1:1", 680, 680), ("480", 320, 480)],
)
def test_a_frame_has_room_for_caption_and_credit_on_a_phone(
    text: str, width: int, height: int
) -> None:
    assert Frame.parse(text).height_at(width) == height


@pytest.mark.parametrize("text", ["", "149", "3001", "16/9", "0:9", "16:", "1e3", "-480", "480px"])
def test_another_size_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(BadValue, match="a height of 150 to 3000 px such as 480, or a ratio"):
        Frame.parse(text)


@given(st.text())
def test_no_title_changes_the_structure_of_a_snippet(current: CurrentAtlas, text: str) -> None:
    page = page_of(current)
    text = text.replace("\r", "") or "x"  # readers of HTML make another sign of it
    shown = Reader(snippet(page, text))
    assert shown.skeleton == Reader(snippet(page, "x")).skeleton
    assert shown.tags[0][1]["title"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_an_address_stay_in_their_attributes(
    current: CurrentAtlas, text: str
) -> None:
    page = replace(page_of(current), params=EmbedParams(query=Query(q=text.strip()), title=text))
    shown = Reader(snippet(page))
    assert shown.skeleton == Reader(snippet(page_of(current))).skeleton
    assert str(shown.tags[0][1]["src"]).startswith(f"{BASE}/embed/map?q=")


# --- the messages --------------------------------------------------------------------------------


@given(st.integers(50, 10_000), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_height_is_told_in_the_forms_of_those_who_read_it(
    js: Node, height: int, child: str
) -> None:
    src = f"{BASE}/embed/map?from=2024"
    [plain] = js("furniture/frame_messages", "heightMessages", src, height)
    assert json.loads(plain) == {"src": src, "context": "iframe.resize", "height": height}
    assert js("furniture/frame_messages", "heightOf", plain) == height
    framed = f"{src}&{urlencode({'childId': child})}"
    _, pym = js("furniture/frame_messages", "heightMessages", framed, height)
    assert pym == f"pymxPYMx{child}xPYMxheightxPYMx{height}"


@pytest.mark.parametrize(
    "data",
    [
        None, 512, {}, "", "{", "{}", "null", "pymxPYMxaxPYMxheightxPYMx512",
        '{"context": "iframe.resize"}', '{"context": "iframe.resize", "height": "512"}',
        '{"context": "iframe.resize", "height": 49}', '{"context": "x", "height": 512}',
        '{"context": "iframe.resize", "height": 1e9}',
        '{"context": "iframe.resize", "height": 55.5}',
    ],
)  # fmt: skip
def test_another_message_tells_no_height(js: Node, data: object) -> None:
    assert js("furniture/frame_messages", "heightOf", data) == 0


# --- in a browser --------------------------------------------------------------------------------


def report(site: Site, html: str, name: str = "report.html") -> str:
    """Write a page of the other site, and return its address."""
    address, folder = site
    (folder / name).write_text(f"<!doctype html><meta charset=utf-8>{html}", "utf-8")
    return f"{address}/{name}"


def frame_of(server: str, *, width: int = 700, sandbox: str = "", query: str = "from=2024") -> str:
    size = f'width="{width}" height="150" style="border:0"'
    return f'<iframe {sandbox} {size} src="{server}/embed/map?{query}"></iframe>'


def script_of(server: str) -> str:
    return f'<script src="{server}/assets/frames.js" async></script>'


def fits(page: Page, number: int = 0) -> None:
    """Wait until a frame shows all that its page has, and the map in proportion."""
    frame = page.locator("iframe").nth(number)
    frame.scroll_into_view_if_needed()  # a browser lays out no frame that is not in view
    embed = frame.content_frame
    expect(embed.locator(".atlas-count")).to_be_visible()
    expect(embed.locator("#timeline canvas")).to_be_visible()
    width = frame.evaluate("(frame) => frame.clientWidth")
    page.wait_for_function(
        "(number) => document.querySelectorAll('iframe')[number].clientHeight > 300", arg=number
    )
    stage = embed.locator("#map").bounding_box()
    assert stage
    assert stage["height"] == pytest.approx(min(560, max(260, 0.62 * width)), abs=2)
    assert embed.locator("html").evaluate("(html) => html.scrollHeight - html.clientHeight") <= 0
    assert embed.locator(".atlas-caption").evaluate("e => e.scrollHeight - e.clientHeight") <= 1


@pytest.mark.browser
@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
@pytest.mark.parametrize("width", [320, 680, 1200])
def test_the_script_gives_a_frame_the_height_that_its_page_wishes(
    page: Page, server_url: str, other_site: Site, width: int, sandbox: str
) -> None:
    query = "from=2024&title=Who+claims+what,+and+who+accuses+whom&credit=Graphic:+Daily"
    frame = frame_of(server_url, width=width, sandbox=sandbox, query=query)
    page.goto(report(other_site, frame + script_of(server_url)))
    fits(page)


@pytest.mark.browser
def test_the_script_follows_frames_before_and_after_it_and_late_ones(
    page: Page, server_url: str, other_site: Site
) -> None:
    frames = [frame_of(server_url, query=f"from={year}") for year in (2023, 2024)]
    script = script_of(server_url)
    page.goto(report(other_site, "".join([frames[0], script, frames[1], script])))
    fits(page, 0)
    fits(page, 1)
    assert page.evaluate("window.incidentAtlasFrames.length") == 1
    page.evaluate(
        "(html) => document.body.insertAdjacentHTML('beforeend', html)",
        frame_of(server_url, query="from=2022"),
    )
    fits(page, 2)


@pytest.mark.browser
def test_the_script_asks_frames_that_were_there_before_it(
    page: Page, server_url: str, other_site: Site
) -> None:
    page.goto(report(other_site, frame_of(server_url)))
    expect(page.frame_locator("iframe").locator(".atlas-count")).to_be_visible()
    assert page.locator("iframe").evaluate("(frame) => frame.clientHeight") == 150
    page.add_script_tag(url=f"{server_url}/assets/frames.js")
    fits(page)


@pytest.mark.browser
def test_the_script_obeys_no_frame_but_ours(page: Page, server_url: str, other_site: Site) -> None:
    told = json.dumps({"src": f"{server_url}/embed/map", "context": "iframe.resize", "height": 999})
    stranger = report(other_site, f"<script>parent.postMessage('{told}', '*')</script>", "ad.html")
    frames = frame_of(server_url) + f'<iframe id="ad" height="100" src="{stranger}"></iframe>'
    page.goto(report(other_site, script_of(server_url) + frames))
    fits(page)
    assert page.locator("#ad").evaluate("(frame) => frame.clientHeight") == 100
    assert page.locator("iframe").first.evaluate("(frame) => frame.clientHeight") < 999
    # Its own page, and a stranger's in a frame of ours.
    page.evaluate("(told) => postMessage(told, '*')", told)
    page.evaluate(
        "(url) => (document.querySelector('iframe').contentWindow.location = url)", stranger
    )
    page.frame_locator("iframe >> nth=0").locator("script").wait_for(state="attached")
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")
    assert page.locator("iframe").first.evaluate("(frame) => frame.clientHeight") < 999


@pytest.mark.browser
@pytest.mark.parametrize("order", [0, 1])
def test_embedly_and_medium_read_the_height(
    page: Page, server_url: str, other_site: Site, order: int
) -> None:
    parts = [
        f"<script>{EMBEDLY}</script>",
        frame_of(server_url, query="from=2024&utm_source=x&theme=dark"),
    ]
    page.goto(report(other_site, "".join(parts)))
    fits(page)


@pytest.mark.browser
def test_pym_reads_the_height(page: Page, server_url: str, other_site: Site) -> None:
    address = f"<script>const address = '{server_url}/embed/map?from=2024&';"
    page.goto(
        report(other_site, f'<div id="atlas-1" style="width: 640px"></div>{address}{PYM}</script>')
    )
    fits(page)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 600, 1000])
def test_the_height_that_is_told_does_not_depend_on_that_of_the_frame(
    page: Page, server_url: str, other_site: Site, width: int
) -> None:
    collect = f"<script>window.told = []; {COLLECT}</script>"
    wished = 0
    for height in (1500, 120, 300, 360, 420, 700):
        frame = frame_of(server_url, width=width, query="title=Who+claims")
        page.goto(report(other_site, collect + frame.replace("150", str(height))))
        embed = page.frame_locator("iframe")
        expect(embed.locator(".atlas-count")).not_to_be_empty()
        embed.locator("body").evaluate("() => IncidentAtlas.layer.source.bring().then(() => null)")
        expect(embed.get_by_role("slider", name="First", include_hidden=True)).to_be_attached()
        wished = wished or embed.locator("body").evaluate(AROUND) + round(
            min(560, max(260, 0.62 * width))
        )
        page.wait_for_function("(wished) => window.told.at(-1) === wished", arg=wished)
