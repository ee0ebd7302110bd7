"""This program in Chromium, next to a bare Streamlit page and the plain app: one table a size."""

__all__ = ["screens_table"]

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from cdn import can_stand_in, stand_in
from pages import Change, Load, NothingDrawn, change_filters, change_years, loads, moves, opened
from results import Table, in_size, seconds
from servers import serving

LOADS, CHANGES, YEARS, MOVES = 5, 4, 3, 3  # how many of each; a change of filters is two
PLAIN_LOADS, PLAIN_CHANGES = 3, 1  # of the plain app, which is slow
FLOOR, PLAIN = "benchmarks/apps/two_widgets.py", "benchmarks/apps/plain_map.py"
HEADER = ("in Chromium, two cores", "ours", "bare Streamlit page", "plain app", "aim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one app; what was not is empty."""

    loads: list[Load] = field(default_factory=list)
    filters: list[Change] = field(default_factory=list)
    years: list[Change] = field(default_factory=list)
    pans: list[float] = field(default_factory=list)
    zooms: list[float] = field(default_factory=list)
    embeds: list[Load] = field(default_factory=list)


def screens_table(
    browser: Browser, url: str, floor: Figures, plain: Figures, aims: Sequence[str]
) -> Table:
    """Measure this program at an address, next to the figures of the others."""
    ours = figures_of_ours(browser, url)
    apps = (ours, floor, plain)
    rows = [
        ("cold load → drawn", *(seconds([x.drawn for x in app.loads]) for app in apps)),
        ("cold load → nothing changes any more", *(_settled(app) for app in apps)),
        ("sent on load", *(in_size([x.sent for x in app.loads]) for app in apps)),
        ("filter changed → redrawn", *(seconds([x.drawn for x in app.filters]) for app in apps)),
        ("sent for it", *(in_size([x.sent for x in app.filters]) for app in apps)),
        ("year changed → redrawn", *(seconds([x.drawn for x in app.years]) for app in apps)),
        ("end of a pan → redrawn", *(seconds(app.pans) for app in apps)),
        ("end of a zoom → redrawn", *(seconds(app.zooms) for app in apps)),
        ("`/embed/map` → drawn", *(seconds([x.drawn for x in app.embeds]) for app in apps)),
        ("sent for the embed", *(in_size([x.sent for x in app.embeds]) for app in apps)),
    ]
    return Table(
        header=HEADER,
        rows=tuple((*row, aim) for row, aim in zip(rows, aims, strict=True)),
    )


def _settled(app: Figures) -> str:
    return seconds([load.settled for load in app.loads])


def figures_of_ours(browser: Browser, url: str) -> Figures:
    """Measure the dashboard and the embed."""
    loads(browser, url, "atlas", 1)  # a first reader wakes the server
    first, embeds = (loads(browser, url + path, "atlas", LOADS) for path in ("/", "/embed/map"))
    with opened(browser, url, "atlas") as reader:
        filters = change_filters(reader, "atlas", CHANGES)
        years = change_years(reader, "atlas", YEARS)
    with opened(browser, url, "atlas") as reader:
        pans, zooms = (moves(reader, move, MOVES) for move in ("pan", "zoom"))
    return Figures(loads=first, filters=filters, years=years, pans=pans, zooms=zooms, embeds=embeds)


def figures_of_floor(browser: Browser) -> Figures:
    """Measure the bare Streamlit page."""
    with serving(FLOOR) as server:
        loads(browser, server.url, "floor", 1)
        first = loads(browser, server.url, "floor", LOADS)
        with opened(browser, server.url, "floor") as reader:
            filters = change_filters(reader, "floor", CHANGES)
            years = change_years(reader, "floor", YEARS)
    return Figures(loads=first, filters=filters, years=years)


def figures_of_plain(browser: Browser, table: Path) -> Figures:
    """Measure folium's MarkerCluster in st_folium; nothing where its scripts are not to be had."""
    plain = Figures()
    if not can_stand_in():
        return plain
    try:
        with serving(PLAIN, GEO_BENCH_TABLE=os.fspath(table)) as server:
            plain.loads.extend(loads(browser, server.url, "plain", PLAIN_LOADS, stand_in))
            with opened(browser, server.url, "plain", stand_in) as reader:
                plain.filters.extend(change_filters(reader, "plain", PLAIN_CHANGES))
    except NothingDrawn as never:
        print(f"the plain app: {never}")
    return plain
