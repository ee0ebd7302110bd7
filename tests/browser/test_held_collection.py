"""A page that holds a collection of columns: a worker answers, the server tells only names."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, Position, Request, Route, expect

import synthetic
from geo.intake.run import import_file
from server_process import free_port, running
from watching import Traffic, watched

pytestmark = pytest.mark.browser

SOURCE = "IncidentAtlas.layer.source"
LAYER = "IncidentAtlas.layer"
ROWS = 3_000
FEW = "SMALL = 5e6"  # of held.js
# Steps that follow on each other as a brush that is dragged makes them, each drawn.
STEPS = f"""async () => {{
  const {{ layer }} = IncidentAtlas;
  for (let at = 1990; at < 2020; at++) await layer.moveTime(`from=${{at}}&to=${{at + 2}}`);
  return {LAYER}.answer.numberMatched;
}}"""
# A step, and whether a task that was due before it ran meanwhile: a frame is painted later still.
STEP_AND_TASK = f"""async (query) => {{
  const {{ port1, port2 }} = new MessageChannel();
  let isLater = false;
  port1.onmessage = () => (isLater = true);
  port2.postMessage(0);
  await {LAYER}.moveTime(query);
  return [{LAYER}.answer.numberMatched, isLater];
}}"""
SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
CLOSE = "40,35,9"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve more records than travel with their words; return the address."""
    folder = tmp_path_factory.mktemp("many")
    synthetic.write_table(folder / "many.csv", ROWS)
    import_file("table", folder / "many.csv", folder / "many.duckdb", geocode=False)
    port = free_port()
    geo = Path(sys.executable).with_name("geo")
    serve = [str(geo), "serve", "--port", str(port), "many.duckdb"]
    with running(serve, folder, port, folder) as server:
        yield server.url


def asked(page: Page) -> list[str]:
    """Return the list of what the page asks the API from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        _, is_api, rest = request.url.partition("/api/")
        if is_api:
            found.append(rest)

    page.on("request", note)
    return found


def take_for_many(page: Page) -> None:
    """Have pages hold their columns as if they were of millions: in a worker."""

    def answer(route: Route) -> None:
        script = route.fetch().text()
        assert script.count(FEW) == 1
        route.fulfill(body=script.replace(FEW, "SMALL = 0"), content_type="text/javascript")

    page.route(re.compile(r"/embed\.js$"), answer)


def opened(page: Page, url: str) -> None:
    take_for_many(page)
    page.goto(url)
    expect(page.locator(".atlas-count")).not_to_be_empty()
    page.evaluate(f"{SOURCE}.bring()")


def state(page: Page | Frame) -> Any:
    return page.evaluate(f"{SOURCE}.status.state")


def matched(page: Page, query: str) -> Any:
    ask = "(query) => IncidentAtlas.httpSource('').cells(query, [-180, -85, 180, 85], 2)"
    return page.evaluate(f"(query) => ({ask})(query).then((said) => said.numberMatched)", query)


# --- without the server --------------------------------------------------------------------------


def test_steps_of_a_brush_ask_the_server_nothing(page: Page, many: str) -> None:
    opened(page, f"{many}/embed/map")
    assert state(page) == "here"
    assert len(page.workers) == 1
    assert page.workers[0].url.startswith("blob:")
    requests = asked(page)
    found = page.evaluate(STEPS)
    assert [path for path in requests if path] == []
    assert found == matched(page, "from=2019&to=2021")


def test_few_columns_answer_before_the_frame_that_asks_is_painted(page: Page, many: str) -> None:
    page.goto(f"{many}/embed/map")
    expect(page.locator(".atlas-count")).not_to_be_empty()
    page.evaluate(f"{SOURCE}.bring()")
    assert state(page) == "here"
    assert page.workers == []
    assert page.evaluate(STEP_AND_TASK, "from=2019&to=2021") == [
        matched(page, "from=2019&to=2021"),
        False,
    ]


def test_the_view_stays_where_a_step_leaves_nothing_in_it(page: Page, many: str) -> None:
    opened(page, f"{many}/embed/map?at={CLOSE}")
    before = page.evaluate(f"String({LAYER}._view)")
    page.evaluate(f"{LAYER}.moveTime('from=2030')")
    assert page.evaluate(f"{LAYER}.answer.numberMatched") == 0
    assert page.evaluate(f"String({LAYER}._view)") == before


def test_marks_get_their_names_when_the_map_rests(page: Page, many: str) -> None:
    opened(page, f"{many}/embed/map")
    page.evaluate(f"{LAYER}.moveTime('from=2019')")
    bare = page.evaluate(f"{LAYER}.answer")
    assert bare["bare"] is True
    assert {feature["properties"]["title"] for feature in bare["features"]} == {None}
    expect(page.locator(".atlas-mirror button").first).to_have_attribute(
        "aria-label", re.compile("\\w+.*,")
    )
    named = page.evaluate(f"{LAYER}.answer")
    assert "bare" not in named
    for side in (0, 1):
        assert sides(named, side) == pytest.approx(sides(bare, side), abs=1e-4)


def test_a_click_on_a_mark_without_a_name_asks_at_once(page: Page, many: str) -> None:
    opened(page, f"{many}/embed/map?legend=0")
    requests = asked(page)
    page.evaluate(f"{LAYER}.moveTime('from=2015')")
    mark = page.evaluate(f"{LAYER}.marks().find(({{ kind }}) => kind === 'incident')")
    assert mark["id"] is None
    page.locator("#map").click(position={"x": mark["x"], "y": mark["y"]})
    expect(page.locator("#panel h1, #panel h2").first).to_be_visible()
    assert [path.split("?")[0].split("/")[0] for path in requests] == ["cells", "incidents"]


def test_a_click_without_an_answer_is_told_and_the_next_one_asks_again(
    page: Page, many: str, traffic: Traffic
) -> None:
    opened(page, f"{many}/embed/map?legend=0")
    page.route("**/api/cells*", lambda route: route.abort())
    page.evaluate(f"{LAYER}.moveTime('from=2015')")
    mark = page.evaluate(f"{LAYER}.marks().find(({{ kind }}) => kind === 'incident')")
    click: Position = {"x": mark["x"], "y": mark["y"]}
    page.locator("#map").click(position=click)
    notice = page.locator(".atlas-notice")
    expect(notice).to_have_text("The server does not answer. Please try again.")
    page.unroute("**/api/cells*")
    page.locator("#map").click(position=click)
    expect(page.locator("#panel h1, #panel h2").first).to_be_visible()
    expect(notice).to_be_hidden()
    traffic.errors.clear()  # the lost answers


def test_the_tip_of_a_mark_without_a_name_says_date_toll_and_status(page: Page, many: str) -> None:
    opened(page, f"{many}/embed/map?legend=0")
    page.route("**/api/**", lambda _route: None)  # names are asked for, and never come
    page.evaluate(f"{LAYER}.moveTime('from=2015')")
    mark = page.evaluate(f"{LAYER}.marks().find(({{ kind }}) => kind === 'incident')")
    page.locator("#map").hover(position={"x": mark["x"], "y": mark["y"]})
    tip = page.locator(".atlas-tip")
    expect(tip.locator("strong")).to_have_text(re.compile(r"^(\d+ \w+ )?20\d\d"))
    expect(tip).to_contain_text("illed")
    assert "null" not in (tip.text_content() or "")


def test_the_legend_and_the_list_of_a_corner_follow_and_stay_as_they_are(
    page: Page, many: str
) -> None:
    opened(page, f"{many}/embed/map")
    page.evaluate(f"{LAYER}.moveTime('from=2014')")
    row = page.locator(".atlas-legend li").first
    row.evaluate("(node) => (node.isFirst = true)")
    before = row.locator("b").text_content()
    page.evaluate(f"{LAYER}.moveTime('from=2015')")
    assert row.locator("b").text_content() != before
    assert row.evaluate("(node) => node.isFirst")
    corner = page.locator(".atlas-unplaced")
    corner.locator("summary").click()
    is_open = corner.evaluate("(node) => node.open")
    page.evaluate(f"{LAYER}.moveTime('from=2018')")
    assert corner.evaluate("(node) => node.open") == is_open


# --- what a page is not given --------------------------------------------------------------------


def changed(change: Callable[[bytes], bytes]) -> Callable[[Route], None]:
    """Return how the columns file is answered with a change."""

    def answer(route: Route) -> None:
        response = route.fetch()
        body = change(response.body())
        route.fulfill(status=200, body=body, headers={"Access-Control-Allow-Origin": "*"})

    return answer


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file[: len(file) // 2], "The columns file is cut short"),
        (
            lambda file: file.replace(b'"version":1', b'"version":9'),
            "The columns file is of version 9",
        ),
        (lambda _: b"<!doctype html>", "This is not a columns file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_map_goes_on(
    page: Page, many: str, change: Callable[[bytes], bytes], words: str
) -> None:
    page.route("**/api/columns*", changed(change))
    opened(page, f"{many}/embed/map")
    assert state(page) == "refused"
    said = page.evaluate(f"{SOURCE}.status.words")
    assert said.startswith(words)
    assert said.endswith("The map goes on by asking the server.")
    requests = asked(page)
    page.evaluate(f"{LAYER}.moveTime('from=2019')")
    assert len(requests) == 1
    assert requests[0].startswith("cells?from=2019&view=")
    assert page.evaluate(f"{LAYER}.answer.numberMatched") == matched(page, "from=2019")


def test_a_connection_that_breaks_is_told(page: Page, many: str, traffic: Traffic) -> None:
    page.route("**/api/columns*", lambda route: route.abort())
    opened(page, f"{many}/embed/map")
    said = page.evaluate(f"{SOURCE}.status.words")
    assert said == "The collection did not arrive whole. The map goes on by asking the server."
    assert len(traffic.errors) == 1
    traffic.errors.clear()


def test_a_reader_who_saves_data_is_asked_first(browser: Browser, many: str) -> None:
    with watched(browser, locale="en-GB") as page:
        page.add_init_script(SAVE_DATA)
        opened(page, f"{many}/embed/map")
        assert page.evaluate(f"{SOURCE}.status") == {"state": "asking", "bytes": 6 * ROWS}
        requests = asked(page)
        page.evaluate(f"{LAYER}.moveTime('from=2019')")
        assert [path.split("?")[0] for path in requests] == ["cells"]
        page.evaluate(f"{SOURCE}.bring({{ asked: true }})")
        assert state(page) == "here"
        assert "columns?" in requests
        page.context.close()


# --- where a worker runs -------------------------------------------------------------------------


def test_a_frame_without_an_origin_holds_its_collection_in_a_worker(
    page: Page, many: str, tmp_path: Path
) -> None:
    frame = f'<iframe sandbox="allow-scripts" width="700" height="500" src="{many}/embed/map">'
    (tmp_path / "report.html").write_text(f"<!doctype html>{frame}</iframe>", "utf-8")
    take_for_many(page)
    page.goto(f"{tmp_path.as_uri()}/report.html")
    expect(page.frame_locator("iframe").locator(".atlas-count")).not_to_be_empty()
    embed = page.frames[1]
    embed.evaluate(f"{SOURCE}.bring()")
    assert state(embed) == "here"
    assert [worker.url.split(":")[0] for worker in page.workers] == ["blob"]
    requests = asked(page)
    assert embed.evaluate(STEPS) > 0
    assert [path for path in requests if path] == []


def test_where_no_worker_starts_the_page_itself_answers(browser: Browser, many: str) -> None:
    with watched(browser, locale="en-AU") as page:
        page.add_init_script("delete window.Worker;")
        opened(page, f"{many}/embed/map")
        assert state(page) == "here"
        assert page.workers == []
        assert page.evaluate(STEPS) == matched(page, "from=2019&to=2021")
        page.context.close()


def test_a_worker_that_breaks_leaves_the_questions_to_the_server(page: Page, many: str) -> None:
    opened(page, f"{many}/embed/map")
    page.evaluate(f"{SOURCE}._fetching.collectionOf('')._place._worker.onerror({{}})")
    assert state(page) == "refused"
    requests = asked(page)
    page.evaluate(f"{LAYER}.moveTime('from=2019')")
    assert requests[0].startswith("cells?from=2019&view=")


def sides(answer: dict[str, Any], side: int) -> list[float]:
    """Return the longitudes or the latitudes of an answer, in their order."""
    return sorted(each["geometry"]["coordinates"][side] for each in answer["features"])
