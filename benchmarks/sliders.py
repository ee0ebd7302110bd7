"""Maps with a timeline in Chromium, and the sliders of others: what a reader waits for."""

__all__ = [
    "BUDGET",
    "Sliding",
    "Timelines",
    "floor_moves",
    "measure_file",
    "measure_peer",
    "measure_timelines",
]

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as TooLate

from brush import Handle
from pages import PATIENCE, NothingDrawn
from peers import Peer, PeerMissing
from tabs import Tab, opened_tab

LOADS, MOVES = 3, 60
PEER_MOVES, BUDGET = 20, 40  # of a peer: moves, and the seconds after which it makes no more
PLAYED = 3_000  # ms of play
COLUMNS, COLLECTION = "/api/columns", r"/api/(columns|rows)\b"
OURS, HANDLE = "atlas", "[role=slider][data-part=to]"
HERE = "() => window.benchBrush?.here"
FLOOR = """<p id="words">0</p><button id="handle" style="margin-left: 800px">drag</button><script>
addEventListener("pointermove", ({ clientX }) => requestAnimationFrame(() => {
  document.getElementById("words").textContent = clientX;
}));
</script>"""


@dataclass(slots=True)
class Timelines:
    """What the embed of a collection takes: bytes, seconds, numbers and bytes of memory."""

    sent: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)  # from the address to the first picture
    ready: list[float] = field(default_factory=list)  # from the arrival of the columns
    moves: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)  # requests and frames of brush and play
    full: list[float] = field(default_factory=list)  # memory with the collection
    bare: list[float] = field(default_factory=list)  # and without it


@dataclass(slots=True)
class Sliding:
    """What a page takes to open, and each move of its slider; `fault` says why it has no figures.

    `undrawn` are moves in which WebGL drew nothing, as on a graphics card that takes no time.
    """

    opened: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    undrawn: list[float] = field(default_factory=list)
    fault: str = ""


def measure_timelines(browser: Browser, url: str) -> Timelines:
    """Open the embed of a server several times, with its collection and without; brush and play."""
    found = Timelines()
    for _ in range(LOADS):
        with opened_tab(browser, f"{url}/embed/map") as tab:
            _arrive(tab, found)
            _use(tab, found)
            found.full += tab.memory()
        with opened_tab(browser, f"{url}/embed/map", blocked=COLLECTION) as tab:
            _handle(tab).wait()
            tab.settle()
            found.bare += tab.memory()
    return found


def measure_file(browser: Browser, page: Path) -> Sliding:
    """Open a page from its file, without a network, until it has its collection; then brush."""
    with opened_tab(browser, page.as_uri(), blocked="^https?:") as tab:
        begin = tab.page.evaluate("performance.timeOrigin")
        opened = (_wait_until_here(tab) - begin) / 1000
        return Sliding(opened=[opened], moves=_handle(tab).drag(MOVES, BUDGET))


def measure_peer(browser: Browser, peer: Peer, rows: int) -> Sliding:
    """Open a peer with so many rows, and move its slider."""
    found = Sliding()
    try:
        with peer.serving(rows) as url, opened_tab(browser, url) as tab:
            handle = Handle(peer.kind, tab.page.locator(peer.handle))
            found.opened.append(handle.wait())
            tab.settle()
            found.moves += handle.drag(PEER_MOVES, BUDGET)
            if peer.draws_by_webgl:
                tab.page.evaluate("void (benchBrush.draws = false)")
                found.undrawn += handle.drag(PEER_MOVES, BUDGET)
    except (NothingDrawn, PeerMissing) as error:
        found.fault = str(error)
    return found


def floor_moves(browser: Browser) -> list[float]:
    """Return the seconds of moves on a page that only writes where the pointer is."""
    with opened_tab(browser, f"data:text/html,{quote(FLOOR)}") as tab:
        return Handle("floor", tab.page.locator("#handle")).drag(MOVES, BUDGET)


def _arrive(tab: Tab, found: Timelines) -> None:
    found.opened.append(_handle(tab).wait())
    here = _wait_until_here(tab)
    columns = tab.received(COLUMNS)
    found.sent.append(columns.size)
    found.ready.append((here - columns.at) / 1000)


def _use(tab: Tab, found: Timelines) -> None:
    """Brush and play, and count what is asked of the server meanwhile."""
    handle = _handle(tab)
    tab.settle()
    handle.press()
    before = tab.turns
    found.moves += handle.moves(MOVES // LOADS, BUDGET)
    brushed = tab.turns - before
    handle.release()
    tab.settle()
    before = tab.turns
    tab.page.get_by_role("button", name="Play", exact=True).click()
    tab.page.wait_for_timeout(PLAYED)
    found.turns.append(brushed + tab.turns - before)
    tab.page.get_by_role("button", name="Pause", exact=True).click()
    tab.settle()


def _wait_until_here(tab: Tab) -> float:
    """Return when the page had its collection, in milliseconds since 1970. Raises NothingDrawn."""
    try:
        tab.page.wait_for_function(HERE, timeout=1000 * PATIENCE)
    except TooLate as error:
        raise NothingDrawn(f"{tab.page.url} had no collection after {PATIENCE} s") from error
    here: float = tab.page.evaluate(HERE)
    return here


def _handle(tab: Tab) -> Handle:
    return Handle(OURS, tab.page.locator(HANDLE))
