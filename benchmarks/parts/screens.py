"""The dashboard in Chromium, next to a bare Streamlit page, and to the plain app."""

__all__ = ["section"]

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from cdn import can_stand_in, stand_in
from document import Section
from geo.intake.dataset import default_path, load
from geo.model.incident import Incident
from pages import (
    Change,
    Load,
    NothingDrawn,
    change_filters,
    change_years,
    loads,
    moves,
    opened,
)
from paths import BUILD
from results import Comparison, Line, in_size
from servers import APP, FLOOR, PLAIN, serving

TURNS = 2
LOADS, CHANGES, YEARS, MOVES = 3, 2, 2, 3  # how many a turn; a change of filters is two
PLAIN_LOADS, PLAIN_CHANGES = 3, 1  # of the plain app, which is slow
AIMS = {  # by size: a move of the map, the embed
    0: ("0.15 s", "0.5 / 0.9 s"),
    200_000: ("0.2 s", "0.6 / 1 s"),
    2_000_000: ("0.3 s", "0.8 / 1.2 s"),
}


@dataclass(frozen=True, slots=True)
class App:
    """A page that is measured: where it is, what its pictures are called, and its figures."""

    url: str
    kind: str
    loads: list[Load] = field(default_factory=list)
    filters: list[Change] = field(default_factory=list)
    years: list[Change] = field(default_factory=list)

    def measure(self, browser: Browser) -> None:
        """Open it, and change its filters."""
        self.loads.extend(loads(browser, self.url, self.kind, LOADS))
        with opened(browser, self.url, self.kind) as reader:
            self.filters.extend(change_filters(reader, self.kind, CHANGES))
            self.years.extend(change_years(reader, self.kind, YEARS))


def section(browser: Browser, rows: int, data: Path) -> Section:
    """Measure a dashboard of some data."""
    with serving(FLOOR) as bare, serving(APP, GEO_DATA=str(data)) as server:
        floor, ours = App(bare.url, "floor"), App(server.url, "atlas")
        for app in (floor, ours):
            loads(browser, app.url, app.kind, 1)  # a first reader wakes a server
        for app in (floor, ours) * TURNS:
            app.measure(browser)
        alone = tuple(of_map(browser, server.url, rows))
    lines = (*next_to_floor(ours, floor, rows), *alone)
    comparisons = [Comparison("in Chromium, two cores", "bare Streamlit page", lines)]
    if rows == 0:
        comparisons.append(next_to_plain(browser, ours))
    version = f"The browser was Chromium {browser.version}."
    return Section(part="screens", rows=rows, remarks=(version,), comparisons=tuple(comparisons))


def next_to_floor(ours: App, floor: App, rows: int) -> Iterator[Line]:
    """Yield what both pages do."""
    apps = (ours, floor)
    drawn = ([load.drawn for load in app.loads] for app in apps)
    yield Line("cold load → drawn", *drawn, aim="ratio 1.4", target=f"cold {rows}")
    settled = ([load.settled for load in app.loads] for app in apps)
    yield Line("cold load → nothing changes any more", *settled)
    yield Line("sent on load", *([load.sent for load in app.loads] for app in apps), unit=in_size)
    filters = ([change.drawn for change in app.filters] for app in apps)
    yield Line("filter changed → redrawn", *filters, aim="ratio 1.7", target=f"filter {rows}")
    sent = ([change.sent for change in app.filters] for app in apps)
    yield Line("sent for it", *sent, unit=in_size, aim="150 KB")
    years = ([change.drawn for change in app.years] for app in apps)
    yield Line("year changed → redrawn", *years, aim="ratio 1.7")


def of_map(browser: Browser, url: str, rows: int) -> Iterator[Line]:
    """Yield what only the dashboard has: a map that moves, and the embed."""
    move, embed = AIMS[max(size for size in AIMS if size <= rows)]
    with opened(browser, url, "atlas") as reader:
        for name in ("pan", "zoom"):
            yield Line(f"end of a {name} → redrawn", moves(reader, name, MOVES), aim=move)
    embeds = loads(browser, url + "/embed/map", "atlas", LOADS * TURNS)
    yield Line("`/embed/map` → drawn", [load.drawn for load in embeds], aim=embed)
    yield Line("sent for the embed", [load.sent for load in embeds], unit=in_size)


def next_to_plain(browser: Browser, ours: App) -> Comparison:
    """Compare with the plain app, which shows the bundled data."""
    plain = plain_app(browser)
    apps = (ours, plain)
    lines = (
        Line("cold load → drawn", *([load.drawn for load in app.loads] for app in apps)),
        Line("sent on load", *([load.sent for load in app.loads] for app in apps), unit=in_size),
        Line("filter changed → redrawn", *([c.drawn for c in app.filters] for app in apps)),
        Line("sent for it", *([c.sent for c in app.filters] for app in apps), unit=in_size),
    )
    return Comparison("in Chromium, two cores", "plain app", lines)


def plain_app(browser: Browser) -> App:
    """Measure folium's MarkerCluster in st_folium; nothing where its scripts are not to be had."""
    table = BUILD / "own.csv"
    write_plain_table(table, list(load(default_path())))
    app = App("", "plain")
    if not can_stand_in():
        return app
    try:
        with serving(PLAIN, GEO_BENCH_TABLE=str(table)) as server:
            app.loads.extend(loads(browser, server.url, app.kind, PLAIN_LOADS, stand_in))
            with opened(browser, server.url, app.kind, stand_in) as reader:
                app.filters.extend(change_filters(reader, app.kind, PLAIN_CHANGES))
    except NothingDrawn as never:
        print(f"the plain app: {never}")
    return app


def write_plain_table(path: Path, incidents: list[Incident]) -> None:
    """Write incidents as the table that the plain app reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "date", "latitude", "longitude", "group"])
        writer.writerows(plain_rows(incidents))


def plain_rows(incidents: list[Incident]) -> Iterator[tuple[object, ...]]:
    """Yield title, day, latitude, longitude and first actor of each position."""
    for incident in incidents:
        group = incident.actors[0].name if incident.actors else ""
        for lon, lat in incident.positions:
            yield incident.title, incident.date.first, lat, lon, group
