"""Take the pictures of docs/screens from the real dashboard and the real embed.

Run after a change to what readers see::

    make screens

It serves the curated data and the worked examples of docs/attribution.md, opens the machine's
Chromium, and writes one PNG for each state, width and colour scheme, and the accessible text of the
panels of the worked examples.
"""

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.request import urlopen

from playwright.sync_api import (
    Browser,
    FilePayload,
    Frame,
    Page,
    ViewportSize,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from chromium import MISSING, find_chromium  # noqa: E402, the tests know where it is

WORKED = ROOT / "docs" / "examples" / "worked_cases.geojson"
MAP = ".st-key-map-frame iframe"
COUNT = ".atlas-count > span:not(:empty)"  # hidden over a low map with an open record
SETTLED = 1_500  # ms for the finer outlines, the table and the fade between two themes
PHONE = 640  # px of width below which the pictures are those of a touch screen

# A reader's own file: the order of its dates is open, a column is not known, a record looks known.
OWN = """\
When,Where,Country,Lat,Long,Dead,Wounded,Survivors
03/04/2024,Kabul,Afghanistan,34.53,69.17,2,5,30
05/06/2023,Herat,Afghanistan,34.35,62.2,1,0,12
07/06/2017,Tehran,Iran,35.695,51.42,17,52,40
"""

# What a newsroom may write around its map.
WORDS = (
    "title=Attacks+and+what+was+known+before+them&subtitle=Records+with+a+place,+2017+to+2024"
    "&credit=Graphic:+Example+Daily&numbers=de&years=0"
)

Scheme = Literal["light", "dark"]
Size = tuple[int, int]
DESK, TABLET, HAND = (1280, 800), (768, 1024), (390, 844)


def stay(_page: Page, _map: Frame) -> None:
    """Leave the page as it opened."""


def open_stack(page: Page, map_: Frame) -> None:
    """Click the first spot with several records."""
    mark = map_.evaluate("map.incidentAtlas.marks().find((mark) => mark.kind === 'stack')")
    box = page.locator(MAP).bounding_box()
    if not mark or not box:
        sys.exit("there is no stack in view: has the data changed?")
    page.mouse.click(box["x"] + mark["x"], box["y"] + mark["y"])


def zoom_to_kerman(_page: Page, map_: Frame) -> None:
    """Go where only the base map can say which town it is."""
    map_.evaluate("void map.setView([30.283, 57.079], 8, { animate: false })")


def drag_brush(page: Page, map_: Frame) -> None:
    """Drag the first end of the period to late 2022, and hold it there."""
    box = map_.get_by_role("slider", name="First month").bounding_box()
    if not box:
        sys.exit("there is no timeline under the map")
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 7, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 460, y, steps=10)
    page.get_by_text("of 11 records shown").wait_for()


def point_at_bin(page: Page, _map: Frame) -> None:
    """Point at the last bin of the period, next to its handle: January 2024 has most records."""
    box = page.get_by_role("slider", name="Last month").bounding_box()
    if not box:
        sys.exit("there is no timeline under the map")
    page.mouse.move(box["x"] - 2, box["y"] + 20)


def look_closer(page: Page, _map: Frame) -> None:
    """Look at the chosen period in finer bins, at the killed instead of the records."""
    page.get_by_role("button", name="Look closer").click()
    page.get_by_label("What is counted").select_option("killed")
    page.get_by_text("lines: lowest to highest").wait_for()


def open_options(page: Page, _map: Frame) -> None:
    """Unfold what a narrow timeline folds."""
    page.get_by_role("button", name="Options").click()


def scroll_to_who_says_what(page: Page, _map: Frame) -> None:
    """Go to the filters by who says what, which are open since one of them is used."""
    sidebar = page.get_by_test_id("stExpandSidebarButton")
    if sidebar.is_visible():  # on a phone it is closed
        sidebar.click()
    page.get_by_text("Disputed between", exact=True).scroll_into_view_if_needed()


def choose_file(page: Page, _map: Frame) -> None:
    """Choose a file of one's own, about which the dialog asks."""
    sidebar = page.get_by_test_id("stExpandSidebarButton")
    if sidebar.is_visible():  # on a phone it is closed
        sidebar.click()
    page.get_by_role("button", name="Add your own data").click()
    file: FilePayload = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Please say").wait_for()


def answer(page: Page, map_: Frame) -> None:
    """Answer what the dialog asks about a file, and look at its first rows."""
    choose_file(page, map_)
    page.get_by_text("the day first").first.click()
    page.get_by_role("button", name="Read the file").scroll_into_view_if_needed()


def read_file(page: Page, map_: Frame) -> None:
    """Read a file of one's own, and see its report."""
    answer(page, map_)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Show only mine").wait_for()


def show_own(page: Page, map_: Frame) -> None:
    """Show a file of one's own without the rest."""
    read_file(page, map_)
    page.get_by_role("button", name="Show only mine").click()
    page.get_by_text("3 attacks, 2017–2024, in own").wait_for()


def build_embed(page: Page, _map: Frame) -> None:
    """Give an embed words of its own, and look at the preview."""
    page.get_by_role("tab", name="Share, cite, download").evaluate("tab => tab.click()")
    fold = page.get_by_text("Title, size, parts and look")
    fold.evaluate("words => words.closest('summary').click()")
    for label, words in (("Title", "Attacks, 2017 to 2024"), ("Credit", "Graphic: Example Daily")):
        field = page.locator(".st-key-embed-builder").get_by_label(label, exact=True)
        field.fill(words)
        field.press("Tab")
        page.locator("code", has_text=words.split()[-1]).first.wait_for()
    map_ = page.frame_locator(".st-key-embed-builder iframe").frame_locator("iframe")
    map_.get_by_role("heading", name="Attacks, 2017 to 2024").wait_for()
    page.get_by_text("Embed this map", exact=True).evaluate("title => title.scrollIntoView()")


def show_table(page: Page, _map: Frame) -> None:
    """Look at the rows of the table with all of their text."""
    page.locator(".atlas-bar").get_by_text("Full text").evaluate("button => button.click()")
    page.locator(".stTabs").evaluate("tabs => tabs.scrollIntoView()")


def find_place(_page: Page, map_: Frame) -> None:
    """Look for a place by a name in another script."""
    map_.get_by_role("button", name="Find a place").click()
    map_.get_by_role("combobox", name="Find a place").fill("Маріуполь")
    map_.get_by_role("option", name="Mariupol").first.wait_for()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a page: its address, what is done in it, and at which sizes it is taken.

    `data` is a file that is served instead of the curated data, with `sign_in` to readers who sign
    in. With `is_told` the accessible text of the panel is written too. A page that `waits_for`
    something has that in place of a map; one that `is_cut_off` gets no WebSocket.
    """

    path: str
    sizes: tuple[Size, ...] = (DESK,)
    act: Callable[[Page, Frame], None] = stay
    data: Path | None = None
    sign_in: bool = False
    waits_for: str = ""
    is_cut_off: bool = False
    schemes: tuple[Scheme, ...] = ("light", "dark")
    is_told: bool = False


def worked(id_: str, data: Path | None = None) -> State:
    """Return the state in which the panel of a worked example is open."""
    path, sizes = f"/?select={id_}", (DESK, HAND)
    return State(path=path, sizes=sizes, data=data, schemes=("light",), is_told=True)


STATES = {
    "first": State(path="/", sizes=(DESK, TABLET, HAND)),
    "brushed": State(path="/?from=2022-03&to=2024-02", sizes=(DESK, (600, 800), HAND)),
    "brushing": State(path="/", act=drag_brush),
    "selected": State(path="/?select=RU-2024-03-22-crocus", sizes=(DESK, TABLET, HAND)),
    "then": State(path="/?as_of=2024-03-23&select=RU-2024-03-22-crocus", sizes=(DESK, HAND)),
    "empty": State(path="/?country=TJ&group=isis-k&q=nothing", sizes=(DESK, HAND)),
    "search": State(path="/?q=крокус", sizes=(DESK, HAND)),
    "table": State(path="/", sizes=((1440, 900), TABLET, HAND), act=show_table),
    "stack": State(path="/", act=open_stack),
    "town": State(path="/", act=zoom_to_kerman),
    "says": State(
        path="/?attribution=iran--islamic-state", sizes=(DESK, HAND), act=scroll_to_who_says_what
    ),
    "asked": State(path="/", sizes=(DESK, HAND), act=choose_file),
    "answered": State(path="/", act=answer),
    "report": State(path="/", act=read_file),
    "own": State(path="/", act=show_own),
    "embed": State(path="/embed/map?group=islamic-state", sizes=((320, 300), (1200, 700))),
    "embed-period": State(path="/embed/map?from=2022&to=2024-01", sizes=((390, 600), (800, 560))),
    "embed-words": State(path=f"/embed/map?{WORDS}", sizes=((390, 700), (680, 720))),
    "embed-open": State(
        path="/embed/map?select=RU-2024-03-22-crocus", sizes=((390, 700), (680, 600))
    ),
    "near": State(path="/embed/map?at=55.8,37.5,8", sizes=((390, 600), (1200, 700))),
    "borders": State(path="/embed/map?at=46.4,35,6&borders=un", sizes=((800, 600),)),
    "groups": State(path="/?color=group"),
    "place": State(path="/embed/map", sizes=((800, 600),), act=find_place),
    "time-bin": State(
        path="/embed/map?from=2022&to=2024-01", sizes=((800, 560),), act=point_at_bin
    ),
    "time-closer": State(
        path="/embed/map?from=2024-01&to=2024-03", sizes=((800, 560),), act=look_closer
    ),
    "time-options": State(path="/embed/map", sizes=((390, 640),), act=open_options),
    "builder": State(path="/", sizes=((1280, 1500), (390, 1700)), act=build_embed),
    "sign-in": State(path="/", sizes=(DESK, HAND), sign_in=True, waits_for=".atlas-button:visible"),
    "unconnected": State(
        path="/", sizes=(DESK, HAND), waits_for=".atlas-unconnected", is_cut_off=True
    ),
    "about": State(path="/about", sizes=(DESK, HAND)),
    "print": State(
        path="/print?select=IR-2023-08-13-shiraz", sizes=((900, 1270),), schemes=("light",)
    ),
    "page": State(path="/record/RU-2024-03-22-crocus", sizes=(DESK, HAND)),
    "card": State(path="/embed/record/RU-2024-03-22-crocus", sizes=((400, 800),)),
    "worked-krasnogorsk": worked("RU-2024-03-22-crocus"),
    "worked-shiraz": worked("IR-2023-08-13-shiraz"),
    "worked-tehran": worked("IR-2017-06-07-tehran"),
    "worked-magnitogorsk": worked("RU-2018-12-31-magnitogorsk", WORKED),
    "worked-danghara": worked("TJ-2018-07-29-danghara", WORKED),
    "worked-ahvaz": worked("IR-2018-09-22-ahvaz", WORKED),
}


def main() -> None:
    """Take every picture, or those of the states that are named."""
    parser = argparse.ArgumentParser(description="Take the pictures of docs/screens.")
    parser.add_argument("states", nargs="*", metavar="STATE", help=f"of {', '.join(STATES)}")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "screens")
    arguments = parser.parse_args()
    if unknown := set(arguments.states) - set(STATES):
        parser.error(f"no state {', '.join(unknown)}: there are {', '.join(STATES)}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    names = arguments.states or list(STATES)
    with sync_playwright() as playwright:
        chromium = find_chromium() or sys.exit(MISSING)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for (data, sign_in), of_server in groupby(names, server_of):
            with served(data, sign_in=sign_in) as url:
                for name in of_server:
                    take_all(browser, url, name, arguments.output)
        browser.close()


def server_of(name: str) -> tuple[Path | None, bool]:
    """Return what tells the server of a state from the others."""
    return STATES[name].data, STATES[name].sign_in


def take_all(browser: Browser, url: str, name: str, output: Path) -> None:
    """Take one state at all its sizes."""
    for size in STATES[name].sizes:
        take(browser, url, name, size, output)


def take(browser: Browser, url: str, name: str, size: Size, output: Path) -> None:
    """Take one state at one size in every colour scheme, in one page that follows the scheme."""
    state, touch = STATES[name], size[0] < PHONE
    viewport = ViewportSize(width=size[0], height=size[1])
    context = browser.new_context(viewport=viewport, has_touch=touch, is_mobile=touch)
    page = context.new_page()
    if state.is_cut_off:
        page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    page.goto(url + state.path)
    state.act(page, ready(page, state.waits_for))
    if state.is_told:
        (output / f"{name}.aria.yml").write_text(accessible_text(page) + "\n", "utf-8")
    for scheme in state.schemes:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(SETTLED)
        page.screenshot(path=output / f"{name}-{size[0]}-{scheme}.png")
    context.close()


def ready(page: Page, waits_for: str = "") -> Frame:
    """Wait for the map, and return its frame: the page itself in the embed, and without a map."""
    if waits_for:
        page.locator(waits_for).wait_for()
        return page.main_frame
    if any(path in page.url for path in ("/record/", "/about", "/print")):
        return page.main_frame
    if "/embed" in page.url:
        page.locator(COUNT).first.wait_for(state="attached")
        return page.main_frame
    page.frame_locator(MAP).locator(COUNT).first.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(SETTLED)
    return next(frame for frame in page.frames if "/component/" in frame.url)


def accessible_text(page: Page) -> str:
    """Return what a screen reader has of the open panel."""
    return page.locator(".atlas-detail").aria_snapshot()


@contextmanager
def served(data: Path | None, *, sign_in: bool = False) -> Iterator[str]:
    """Serve a file, or the curated data, on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    geo, url = Path(sys.executable).with_name("geo"), f"http://localhost:{port}"
    files = [data] if data else []
    command: list[str | Path] = [geo, "serve", *files, "--port", str(port)]
    with TemporaryDirectory() as folder:
        if sign_in:
            write_secrets(Path(folder) / ".streamlit", url)
        process = subprocess.Popen(command, cwd=folder if sign_in else None)
        try:
            wait_for(f"{url}/health")
            yield url
        finally:
            process.terminate()
            process.wait()


def write_secrets(folder: Path, url: str) -> None:
    """Write the sample of deploy/ with values: nobody is asked for the page of sign-in."""
    text = (ROOT / "deploy" / "sign-in" / "secrets.toml").read_text("utf-8")
    text = text.replace('= ""', f'= "{"x" * 32}"').replace("https://atlas.example.org", url)
    folder.mkdir()
    (folder / "secrets.toml").write_text(text, "utf-8")


def wait_for(url: str) -> None:
    """Wait until an address answers, half a minute at most."""
    for _ in range(300):
        try:
            with urlopen(url, timeout=1):
                return
        except OSError:  # refused, reset, or no answer yet
            time.sleep(0.1)
    sys.exit("the server did not start")


if __name__ == "__main__":
    main()
