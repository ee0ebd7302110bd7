"""What the browser and Python each work out gives the same in both, on the same inputs."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from effort import amount
from figure_samples import mark
from geo.exports.carried.page_data import page_data
from geo.figures import mark_names, place_names, shapes, spots
from geo.figures.boxes import Box, Occupied
from geo.figures.globe_rings import holds_antipode, on_globe
from geo.figures.lettering import Name
from geo.figures.place_names import Place
from geo.figures.spots import Spot
from geo.figures.typesetting import HAIR
from geo.figures.view import View
from geo.maps.mark_rules import CORNERS
from geo.maps.marks.map_key import MapKey
from geo.maps.name_rules import LABEL_LIMIT
from geo.maps.near_ground import without_edges
from geo.maps.outlines import _coast
from geo.maps.symbols import STATUS_SYMBOLS, symbols_json
from geo.mercator import (
    MAX_ZOOM,
    Bounds,
    arc_of,
    cell_bounds,
    cell_of,
    deepest_zoom,
    grid_side,
    lonlat,
    unit_square,
)
from geo.model import dates
from geo.query.query import Query
from geo.query.values import MAX_TEXT
from geo.store.store import Store
from geo.words.captions import toll_line
from geo.words.counts import count_in_words
from geo.words.lines import date_line
from geo.words.references import web_address
from node import Node
from said import SAID
from samples import curated
from store_checks import VIEWS
from strategies import incidents

TABLE = symbols_json()
KEY = MapKey(largest_toll=150)
PX = 6.0  # width of every letter here
HALF = 1_000  # px; so far from the middle of the frame lie the positions
FRAME = View(left=0.0, top=0.0, scale=1.0, width=20_000, height=20_000)
MIDDLE = 10_000
ENDS = (dates.first_day, dates.last_day)
CALENDAR = "sources/collection/calendar"

counts = st.integers(0, 3_000_000)
pixels = st.floats(-HALF, HALF, allow_nan=False).map(lambda value: round(value + MIDDLE, 3))
near_pixels = st.integers(-60, 60).map(lambda value: float(value + MIDDLE))
places_of_marks = st.sampled_from(["Kerman, Iran", "Moscow", "Tehran", None, "A" * 40, "Kérman"])
figures = st.none() | st.integers(0, 400)
positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


# --- numbers and words -------------------------------------------------------------------------


@given(st.lists(counts, min_size=1, max_size=40))
def test_a_count_in_few_letters(js: Node, numbers: list[int]) -> None:
    assert [js("drawing/words", "abbreviated", n) for n in numbers] == [
        spots.abbreviated(n) for n in numbers
    ]


@given(counts)
def test_a_count_in_words(js: Node, number: int) -> None:
    assert js("drawing/words", "plural", number, "record") == count_in_words(number, "record")


partial_dates = st.dates(date(1900, 1, 1), date(2099, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"])
)
periods = st.tuples(st.none() | partial_dates, st.none() | partial_dates).filter(
    lambda ends: not all(ends) or dates.first_day(ends[0] or "") <= dates.last_day(ends[1] or "")
)


@given(periods, periods, st.text(max_size=50).map(str.strip).filter(bool), st.booleans())
def test_a_query_moves_in_time_in_one_form(
    js: Node,
    before: tuple[str | None, str | None],
    after: tuple[str | None, str | None],
    words: str,
    is_known: bool,
) -> None:
    asked = words[:MAX_TEXT].strip()
    others: dict[str, Any] = {"q": asked} if any(map(str.isalnum, asked)) else {}
    others |= {"country": ("IR", "RU"), "as_of": "2024-03" if is_known else None}
    then, now = (Query(from_=since, to=until, **others) for since, until in (before, after))
    ends = {name: text or "" for name, text in zip(("from", "to"), after, strict=True)}
    assert js("sources/queries", "inPeriod", str(then), ends) == str(now)
    assert js("sources/queries", "periodOf", str(now)) == ends


@given(st.none() | st.floats(0, 700), st.integers(0, 900))
def test_a_toll_has_one_size(js: Node, killed: float | None, largest: int) -> None:
    key = MapKey(largest_toll=largest)
    assert js("drawing/sizes", "tollAtMax", largest) == key.toll_at_max
    theirs = js("drawing/sizes", "diameter", killed, key.toll_at_max)
    assert key.diameter(killed) == pytest.approx(theirs)
    assert js("drawing/sizes", "keyTolls", key.toll_at_max) == list(key.tolls)


@given(st.lists(st.sampled_from(list(STATUS_SYMBOLS)), max_size=12))
def test_sizes_are_explained_in_one_shape(js: Node, statuses: list[str]) -> None:
    records = [
        {"status": code, "record_type": "context" if code == "not_applicable" else "incident"}
        for code in statuses
    ]
    ours, theirs = MapKey().gauge(Counter(statuses)), js("drawing/sizes", "gaugeOf", records, TABLE)
    assert (theirs and theirs["glyph"]) == (ours and ours.glyph)


@given(st.dates(date(1, 1, 1)))
def test_a_day_in_words(js: Node, day: date) -> None:
    since_1970 = day.toordinal() - date(1970, 1, 1).toordinal()
    assert js(CALENDAR, "dayInWords", since_1970) == dates.in_words(day.isoformat())


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.sampled_from([0, 1, 4, 26, 60, 400]))
def test_some_days_in_words(js: Node, first: date, more: int) -> None:
    last = first + timedelta(more)
    numbers = [each.toordinal() - date(1970, 1, 1).toordinal() for each in (first, last)]
    assert js(CALENDAR, "daysInWords", *numbers) == date_line("day", first, last, None)


@given(st.dates(date(1, 1, 1)), st.sampled_from([4, 7, 10]))
def test_days_of_a_year_or_a_month_are_named_by_it(js: Node, day: date, length: int) -> None:
    text = day.isoformat()[:length]
    ends = (each(text).toordinal() - date(1970, 1, 1).toordinal() for each in ENDS)
    assert js(CALENDAR, "daysInWords", *ends) == dates.in_words(text)


@given(st.dates(date(1, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_partial_date_covers_the_same_days(js: Node, day: date, length: int) -> None:
    text = day.isoformat()[:length]
    epoch = date(1970, 1, 1).toordinal()
    assert js(CALENDAR, "firstDay", text) == dates.first_day(text).toordinal() - epoch
    assert js(CALENDAR, "lastDay", text) == dates.last_day(text).toordinal() - epoch


# --- the grid ------------------------------------------------------------------------------------


@given(st.lists(positions, min_size=1, max_size=30), st.integers(0, MAX_ZOOM))
def test_a_position_lies_in_the_same_cell(
    js: Node, found: list[tuple[float, float]], zoom: int
) -> None:
    numbers = js("test:adapters", "cellNumbers", found, zoom)
    cells = [cell_of(lon, lat, zoom) for lon, lat in found]
    assert numbers == [column * grid_side(zoom) + row for column, row in cells]


@given(VIEWS, st.integers(0, MAX_ZOOM), st.sampled_from([0, 1, 16, 100, 4096]))
def test_a_view_has_cells_of_the_same_grid(js: Node, view: Bounds, zoom: int, most: int) -> None:
    found = [box.as_tuple() for box in view.split()]
    assert js("sources/grid", "deepestZoom", found, zoom, most) == deepest_zoom(view, zoom, most)


@given(positions)
def test_a_position_is_projected_to_the_same_point(js: Node, position: tuple[float, float]) -> None:
    point = unit_square(*position)
    assert js("sources/grid", "unitSquare", *position) == pytest.approx(point, abs=1e-12)
    assert js("sources/grid", "lonLat", *point) == pytest.approx(lonlat(*point), abs=1e-9)


@given(st.integers(0, MAX_ZOOM), st.data())
def test_a_cell_has_the_same_bounds(js: Node, zoom: int, data: st.DataObject) -> None:
    column, row = (data.draw(st.integers(0, grid_side(zoom) - 1)) for _ in range(2))
    bounds = js("sources/grid", "cellBounds", column * grid_side(zoom) + row, zoom)
    assert bounds == pytest.approx(cell_bounds(column, row, zoom).as_tuple(), abs=1e-9)


# --- marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", CORNERS)
def test_a_shape_has_the_same_corners(js: Node, shape: str) -> None:
    ours = np.asarray(shapes._polygon(shape).vertices)[:-1]
    assert np.array(js("drawing/shapes", "cornersOf", shape)) == pytest.approx(ours)


class Flat(View):
    """A view whose positions are px already."""

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        return lon, lat


FLAT = Flat(left=0.0, top=0.0, scale=1.0, width=20_000, height=20_000)
sites = st.fixed_dictionaries(
    {
        "id": st.sampled_from("ABCDEFGH"),
        "x": near_pixels,
        "y": near_pixels,
        "best": figures,
        "record_type": st.sampled_from(["incident", "incident", "context"]),
    }
)


@given(st.lists(sites, max_size=12))
def test_the_same_incidents_are_one_mark(js: Node, drawn: list[dict[str, Any]]) -> None:
    """Stacks next to each other are one on paper only: there the tests of figures look."""
    first = {each["id"]: each for each in reversed(drawn)}
    total = {id_: sum(each["id"] == id_ for each in drawn) for id_ in first}
    marks = []
    for number, each in enumerate(drawn):
        best, kind = first[each["id"]]["best"], first[each["id"]]["record_type"]
        toll = None if best is None else {"low": best, "best": best, "high": best}
        changes = {"killed": toll, "record_type": kind, "sites": total[each["id"]], "site": number}
        marks.append(mark(each["x"], each["y"], each["id"], **changes))
    features = [
        {"geometry": {"coordinates": [m.lon, m.lat]}, "properties": m.properties} for m in marks
    ]
    theirs = js("test:adapters", "marksOf", features)
    ours = [spots._pile(pile) for pile in spots.piles_of(marks, FLAT, KEY)]
    assert len(theirs) == len(ours)
    for one, other in zip(theirs, ours, strict=True):
        assert one["ids"] == list(other.ids)
        assert one["kind"] == ("stack" if other.is_stack else "incident")
        assert [one["x"], one["y"], one["r"]] == pytest.approx([other.x, other.y, other.r])
        assert one["killed"] == (
            other.killed if other.killed is None else pytest.approx(other.killed)
        )


@given(st.lists(st.tuples(pixels, pixels, st.integers(5, 80), st.integers(5, 20)), max_size=25))
def test_the_same_boxes_are_free(js: Node, found: list[tuple[float, float, int, int]]) -> None:
    boxes: list[Box] = [(x, y, x + w, y + h) for x, y, w, h in found]
    occupied = Occupied()
    ours = []
    for box in boxes:
        ours.append(occupied.is_free(box))
        if ours[-1]:
            occupied.add([box])
    assert js("test:adapters", "free", boxes) == ours


# --- names ---------------------------------------------------------------------------------------


def spelled(texts: tuple[str, ...] | list[str], *_: object) -> float:
    return max(len(text.replace(HAIR, "")) for text in texts) * PX


@pytest.fixture(autouse=True, scope="module")
def letters_of_one_width() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        for module in (mark_names, place_names):
            patch.setattr(module, "width_of_name", spelled)
        yield


spots_of_names = st.fixed_dictionaries(
    {
        "x": near_pixels,
        "y": near_pixels,
        "r": st.integers(3, 14),
        "killed": figures,
        "place": places_of_marks,
        "site_name": st.sampled_from([None, "Market"]),
        "precision": st.sampled_from(["site", "settlement", "admin1"]),
        "sites": st.integers(1, 3),
        "record_type": st.sampled_from(["incident", "context"]),
    }
)


boxes_over_the_map = st.tuples(near_pixels, near_pixels, st.integers(1, 90)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + 20)
)


@given(
    st.lists(spots_of_names, max_size=LABEL_LIMIT + 2),
    st.sampled_from([3.0, 9.75, 10.0, 12.0]),
    st.lists(boxes_over_the_map, max_size=2),
)
def test_marks_have_the_same_names_in_the_same_places(
    js: Node, found: list[dict[str, Any]], zoom: float, taken: list[Box]
) -> None:
    view = View(left=0.0, top=0.0, scale=256 * 2**zoom, width=20_000, height=20_000)
    ours, theirs = [], []
    for number, each in enumerate(found):
        properties = {"id": str(number), "type_label": "warning", **each}
        x, y, r, killed = (each[name] for name in ("x", "y", "r", "killed"))
        ours.append(Spot(x=x, y=y, r=r, properties=properties, killed=killed))
        feature = {"properties": properties}
        theirs.append(
            {
                "kind": "incident",
                "x": x,
                "y": y,
                "r": r,
                "killed": killed,
                "drawn": 1,
                "feature": feature,
            }
        )
    occupied = Occupied()
    around = [(s.x - s.r - 3, s.y - s.r - 3, s.x + s.r + 3, s.y + s.r + 3) for s in ours]
    occupied.add([*taken, *around])
    names = mark_names.letter_marks(ours, view, occupied)
    expected = [{"text": n.lines[0], "box": list(n.box), "x": n.x, "y": n.y} for n in names]
    assert js("test:adapters", "names", theirs, FRAME.width, zoom, PX, taken) == expected


texts = st.sampled_from(
    ["Iran", "Kerman", "Kermán", "Mahan", "Bosnia and Herzegovina", "Saint Kitts and Nevis", "Rey"]
)
towns = st.fixed_dictionaries(
    {
        "text": texts,
        "kind": st.sampled_from(["country", "region", "capital", "town"]),
        "rank": st.sampled_from([2.0, 3.5, 5.0, 7.0]),
        "x": st.integers(-150, 150).map(lambda value: float(value + MIDDLE)),
        "y": st.integers(-80, 80).map(lambda value: float(value + MIDDLE)),
    }
)
hosts = st.tuples(near_pixels, near_pixels, st.integers(4, 16))


@given(
    st.lists(towns, max_size=12),
    st.lists(hosts, max_size=3),
    st.lists(st.tuples(texts, near_pixels, near_pixels), max_size=2),
    st.sampled_from([5.0, 7.0, 7.5, 9.0]),
)
def test_places_have_the_same_names_in_the_same_places(
    js: Node,
    listed: list[dict[str, Any]],
    circles: list[tuple[float, float, int]],
    beside: list[tuple[str, float, float]],
    zoom: float,
) -> None:
    view = View(left=0.0, top=0.0, scale=256 * 2**zoom, width=20_000, height=20_000)
    boxes: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    named = [
        Name(kind="mark", lines=(t,), box=(x, y, x + 40, y + 14), x=x, y=y) for t, x, y in beside
    ]
    due = [each for each in listed if place_names.is_due(each["kind"], each["rank"], zoom)]
    assert due == [each for each in listed if js("ground/lettering", "isDue", each, zoom)]
    occupied = Occupied()
    occupied.add([*boxes, *(name.box for name in named)])
    names = place_names.place_names(
        (place_of(each, zoom) for each in due), view, occupied, boxes, named
    )
    marks = {
        "boxes": boxes,
        "names": [
            {"text": t, "box": n.box, "x": n.x, "y": n.y}
            for (t, _, _), n in zip(beside, named, strict=True)
        ],
    }
    theirs = js("test:adapters", "places", due, zoom, marks, PX)
    assert [(each["kind"], *map(tuple_of, (each["box"], each["sign"]))) for each in theirs] == [
        (name.kind, name.box, name.sign) for name in names
    ]


def place_of(each: dict[str, Any], zoom: float) -> Place:
    text, kind, rank = each["text"], each["kind"], each["rank"]
    return Place(
        kind=place_names.kind_at(kind, rank, zoom),
        lines=place_names.lines_of(text, kind),
        rank=rank,
        x=each["x"],
        y=each["y"],
    )


def tuple_of(box: list[float] | None) -> tuple[float, ...] | None:
    return tuple(box) if box else None


@given(st.text(st.sampled_from("ab éÀüñ"), min_size=1, max_size=30))
def test_a_name_is_compared_and_broken_alike(js: Node, text: str) -> None:
    assert js("ground/lettering", "plain", text) == place_names._folded(text)
    assert js("ground/lettering", "linesOf", text) == list(place_names.broken(text))


# --- the base map --------------------------------------------------------------------------------

corners = st.tuples(
    st.sampled_from([-180.0, -179.99, -179.9, 0.0, 179.9, 180.0]),
    st.sampled_from([-90.0, -85.5, -84.0, 0.0, 80.0]),
)


@given(st.lists(corners, min_size=2, max_size=8))
def test_land_has_the_same_coast(js: Node, ring: list[tuple[float, float]]) -> None:
    lines = js("ground/coast", "coastLines", {"type": "Polygon", "coordinates": [ring]})
    assert lines * 2 == [np.asarray(line).tolist() for line in _coast([ring, ring])]


on_edges = st.tuples(st.sampled_from([-20, 0, 35, 60]), st.sampled_from([0, 20, 21, 90]))


@given(st.lists(on_edges, min_size=2, max_size=8))
def test_what_runs_along_the_edge_of_a_cell_is_left_out_alike(
    js: Node, ring: list[tuple[int, int]]
) -> None:
    box = (-20, 0, 60, 90)
    lines = js("ground/coast", "withoutEdges", ring, box)
    assert [list(map(tuple, line)) for line in lines] == without_edges(ring, box)


# --- longitudes ----------------------------------------------------------------------------------

longitudes = st.floats(-180, 180)
spans = st.tuples(longitudes, st.floats(0, 60)).map(lambda span: [span[0], span[0] + span[1]])
boxes = st.tuples(longitudes, st.floats(-80, 0), longitudes, st.floats(0, 80)).map(list)


@given(st.lists(spans, min_size=1, max_size=6))
def test_longitudes_lie_in_the_same_arc(js: Node, found: list[list[float]]) -> None:
    arc = js("sources/turns", "arcOf", found)
    assert arc == pytest.approx(arc_of([(west, east) for west, east in found]), abs=1e-9)


@given(longitudes)
def test_the_arc_of_one_longitude_has_no_width(js: Node, lon: float) -> None:
    assert js("sources/turns", "arcOf", [[lon, lon]]) == [lon, lon]


@given(boxes, positions)
def test_a_position_is_in_the_same_bounds(
    js: Node, box: list[float], position: tuple[float, float]
) -> None:
    west, south, east, north = box
    bounds = Bounds(west=west, south=south, east=east, north=north)
    assert js("sources/bounds", "isInside", position, box) == bounds.contains(*position)


# --- the globe -----------------------------------------------------------------------------------

# Quarters of a degree off the grid: no point lies just on the edge of the globe.
off_grid = st.tuples(st.integers(-179, 179), st.integers(-84, 84)).map(
    lambda position: (position[0] + 0.3, position[1] + 0.3)
)
globe_rings = st.lists(off_grid, min_size=3, max_size=12).map(lambda ring: [*ring, ring[0]])


@given(globe_rings, off_grid)
def test_land_lies_on_the_same_globe(
    js: Node, ring: list[tuple[float, float]], center: tuple[float, float]
) -> None:
    ours, theirs = on_globe(ring, *center), js("drawing/globe", "onGlobe", ring, center)
    assert (ours is None) == (theirs is None)
    if ours is not None:
        assert [each for point in theirs for each in point] == pytest.approx(
            [each for point in ours for each in point], abs=1e-9
        )
    assert js("drawing/globe", "holdsAntipode", ring, center) == holds_antipode(ring, *center)


# --- counts and captions -------------------------------------------------------------------------

QUERIES = [
    *("", "group=islamic-state", "from=2010&to=2019", "status=claimed&status=attributed"),
    *("record=context", "country=IR", "precision=settlement", "bbox=40,20,70,45", "type=attack"),
    *("statement=denial&statement=finding", "speaker=iran", "attribution=iran--islamic-state"),
    *("accused=ukraine", "disputed=russia--ukraine", "accused=united-states&speaker=russia"),
]


def said_of(js: Node, store: Store) -> list[list[str]]:
    data = json.loads(json.dumps(page_data(store.page_rows(Query()))))
    found: list[list[str]] = js("test:adapters", "said", data, QUERIES)
    return found


def said_by_python(store: Store) -> list[list[str]]:
    all_ = store.summary(Query()).matched
    said = []
    for text in QUERIES:
        summary = store.summary(Query.parse(parse_qsl(text)))
        counted = f"{summary.matched:,} of {count_in_words(all_, 'record')}"
        said.append(
            [
                count_in_words(all_, "record") if summary.matched == all_ else counted,
                toll_line(summary),
            ]
        )
    return said


def test_a_page_says_of_the_curated_records_what_the_captions_say(js: Node) -> None:
    store = Store()
    store.add(curated().values())
    assert said_of(js, store) == said_by_python(store)


@settings(max_examples=amount(quick=15, thorough=200))
@given(st.lists(incidents(), max_size=4, unique_by=lambda incident: incident.id))
def test_a_page_says_of_any_records_what_the_captions_say(js: Node, found: list[Any]) -> None:
    store = Store()
    store.add(found)
    assert said_of(js, store) == said_by_python(store)


@settings(max_examples=amount(quick=10, thorough=200))
@given(st.lists(incidents(), min_size=1, max_size=4, unique_by=lambda incident: incident.id))
def test_a_page_finds_by_who_says_what_the_same_records(js: Node, found: list[Any]) -> None:
    store = Store()
    store.add(found)
    data = json.loads(json.dumps(page_data(store.page_rows(Query())))) | {"details": None}
    facets = store.summary(Query()).facets
    for query in [Query.parse([(name, v.value)]) for name in SAID for v in facets[name]]:
        ids = [incident.id for incident in store.iter_incidents(query)]
        assert js("test:adapters", "idsOf", data, str(query)) == ids
        assert sorted(ids) == sorted(each.id for each in oracle.matching(found, query))


# What an address may be made of, and what must not be in it; letters that both know.
PLAIN = ("http://", "https://", "ftp://", "a.example", "пример.рф", "user:pw@", "[::1]", "/path")
SIGNS = "@ % \\ < ` { \" ' # ? - _ . : é ñ ﬁ ² 😀 :80 :99999 %40 e\u0301 \u3002 \uff0e \uff21"
UNSEEN = " \t\0\x85\u200b\u200c\u202e\u2028\u3000\ufeff"
PIECES = st.lists(st.sampled_from([*PLAIN, *SIGNS.split(), *UNSEEN]), max_size=8).map("".join)
KNOWN = st.characters(codec="utf-8", exclude_categories=["Cn", "Cs"])


@settings(max_examples=amount(quick=300, thorough=5000))
@given(PIECES | st.text(KNOWN, max_size=20))
def test_the_same_addresses_may_become_links(js: Node, text: str) -> None:
    assert js("furniture/element", "safeHref", text) == web_address(text)
    address = f"https://a.example/{text}"
    assert js("furniture/element", "safeHref", address) == web_address(address)


@settings(max_examples=amount(quick=300, thorough=5000))
@given(PIECES)
def test_a_browser_goes_to_the_host_that_a_link_names(js: Node, text: str) -> None:
    if web_address(text):
        host = re.split("[/?#:]", text.split("//")[1])[0] if "[" not in text else "[::1]"
        assert js("test:adapters", "leads", text, host) in (["", True], None)
