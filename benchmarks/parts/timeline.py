"""The timeline of an embed and of one file in Chromium, next to sliders of other programs."""

__all__ = ["section"]

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from document import Section
from paths import BUILD, ROOT
from peers import PEERS
from processes import geo_command, ran
from results import Comparison, Figures, Line, Unit, count, in_ms, in_size, percentile
from servers import APP, page_of, serving
from sliders import (
    Sliding,
    Timelines,
    floor_moves,
    measure_file,
    measure_peer,
    measure_timelines,
)
from targets import aim_of

QUESTIONS = 12  # of /api/timeline, no two the same
FLOOR = "page that writes where the pointer is"
MOVED = "brush moved → map, chart and counts redrawn"
PACKING = ROOT / "benchmarks" / "packing.py"
SOFTWARE = (
    "Here Chromium draws WebGL by the processor. `drawing left out` is kepler.gl with calls that "
    "draw nothing, as on a graphics card that takes no time for them."
)


def section(browser: Browser, rows: int, data: Path) -> Section:
    """Measure the timeline of some data, and the sliders of peers with the same points."""
    with serving(APP, GEO_DATA=str(data)) as server:
        embed = measure_timelines(browser, server.url)
        asked = seconds_of_questions(server.url)
    floor = floor_moves(browser)
    sliding = {peer.name: measure_peer(browser, peer, rows) for peer in PEERS}
    comparisons = [
        Comparison("the embed in Chromium, two cores", FLOOR, tuple(of_embed(embed, floor, rows))),
        *(compared(embed, name, peer, rows) for name, peer in sliding.items()),
        Comparison("one file, without a network", "", tuple(of_file(browser, rows, data))),
        Comparison("in Python", "", tuple(of_python(asked, data))),
    ]
    faults = [f"{name}: {peer.fault}." for name, peer in sliding.items() if peer.fault]
    version = f"The browser was Chromium {browser.version}."
    remarks = (version, SOFTWARE, *faults)
    return Section(part="timeline", rows=rows, remarks=remarks, comparisons=tuple(comparisons))


def of_embed(embed: Timelines, floor: list[float], rows: int) -> Iterator[Line]:
    """Yield what a reader of the embed waits for."""
    yield aimed("columns on the wire", f"sent {rows}", embed.sent, unit=in_size)
    yield Line("address opened → first picture", embed.opened)
    yield aimed("columns arrived → brush ready", f"ready {rows}", embed.ready, unit=in_ms)
    yield aimed(MOVED, f"brush {rows}", embed.moves, floor, unit=in_ms)
    slowest = ([percentile(moves)] for moves in (embed.moves, floor))
    yield aimed(f"{MOVED}: p95", f"brush p95 {rows}", *slowest, unit=in_ms)
    what = "requests and frames of sockets during brush and play"
    yield aimed(what, f"turns {rows}", embed.turns, unit=count)
    beyond = [median(embed.full) - median(embed.bare)] if embed.bare else []
    what = "memory of the tab beyond the bare map"
    yield aimed(what, f"tab {rows}", beyond, unit=in_size)
    yield Line("memory of the tab", embed.full, unit=in_size)


def aimed(what: str, target: str, *figures: Figures, unit: Unit) -> Line:
    """Return a line that is held against a target."""
    return Line(what, *figures, unit=unit, aim=aim_of(target), target=target)


def compared(embed: Timelines, name: str, peer: Sliding, rows: int) -> Comparison:
    """Return what a reader of the embed and of a peer waits for."""
    opened = Line("address opened → first picture", embed.opened, peer.opened)
    what, both = f"{MOVED}; its slider → its map", (embed.moves, peer.moves)
    moved = Line(what, *both, unit=in_ms, aim="ahead", target=f"{name} {rows}")
    slowest = ([percentile(moves)] if moves else [] for moves in (embed.moves, peer.moves))
    lines = [opened, moved, Line(f"{MOVED}: p95", *slowest, unit=in_ms, aim="ahead")]
    if peer.undrawn:
        lines.append(Line(f"{MOVED}; its drawing left out", embed.moves, peer.undrawn, unit=in_ms))
    return Comparison("a slider of time in Chromium, two cores", name, tuple(lines))


def of_file(browser: Browser, rows: int, data: Path) -> Iterator[Line]:
    """Yield what one page with all records takes, to write and to read."""
    page = BUILD / f"map-{rows}.html"
    page.unlink(missing_ok=True)
    wrote = geo_command("export", str(data), "-o", str(page))
    read = measure_file(browser, page)
    aim = "15 MB at 2 M"
    yield Line("`geo export -o map.html`", [wrote.seconds])
    yield Line("its memory", [wrote.together], unit=in_size)
    yield Line("size of the page", [page.stat().st_size], unit=in_size, aim=aim)
    yield Line("file opened → brush ready", read.opened)
    yield Line(MOVED, read.moves, unit=in_ms)
    yield Line(f"{MOVED}: p95", [percentile(read.moves)], unit=in_ms)


def of_python(asked: list[float], data: Path) -> Iterator[Line]:
    """Yield what a server does for it: packing, and answering over time."""
    packing = ran([sys.executable, str(PACKING), str(data)], PYTHONPATH=str(ROOT / "src"))
    steps = zip(*json.loads(packing.output.splitlines()[-1]), strict=True)
    for what, seconds in zip(("read", "packed", "compressed"), steps, strict=True):
        yield Line(f"columns {what}", list(seconds))
    yield Line("memory of the process that packs", [packing.together], unit=in_size)
    yield Line("`/api/timeline` over HTTP", asked, unit=in_ms)
    yield Line("`/api/timeline` over HTTP: p95", [percentile(asked)], unit=in_ms)


def seconds_of_questions(url: str) -> list[float]:
    """Ask for months by status, of another group each time; the first is of all."""
    groups = ["", *(f"&group=group-{number:03}" for number in range(1, QUESTIONS))]
    return [_seconds(f"{url}/api/timeline?unit=month&by=status{group}") for group in groups]


def _seconds(url: str) -> float:
    begin = time.perf_counter()
    page_of(url)
    return time.perf_counter() - begin
