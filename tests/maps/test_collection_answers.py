"""A page's collection, packed or with words, answers any query as the server does."""

import base64
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from columns_file import raw
from effort import amount
from geo.exports.carried.packed import packed
from geo.exports.carried.page_data import page_data
from geo.maps.page_rules import MOST_CELLS
from geo.mercator import MAX_ZOOM, WORLD, Bounds, cell_of, deepest_zoom, grid_side, lonlat
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.store import Store
from geo.words.captions import toll_line
from nearly import nearly
from node import Node
from samples import located
from store_checks import PHASES, VIEWS, made, mark_limit, opened, queries, several

CHANCE = random.Random(20310504)
POOL = [made(number, CHANCE) for number in range(120)]
NOT_HERE = ("q", "as_of")  # only the server tells them
UNNAMED = ("id", *NOT_HERE)  # of a packed collection
# What a mark without words has of one with words.
BARE = (
    *("kind", "record_type", "status", "contested", "killed", "groups", "site", "sites"),
    *("precision", "radius_km"),
)
DEGREES = 1e-4  # of a position in a packed collection, which has a single precision
ZOOMS = st.sampled_from([0, 1, 2, 5, 9, 16, MAX_ZOOM])
specs = st.fixed_dictionaries(
    {
        "unit": st.just("year"),
        "measure": st.sampled_from(["records", "killed"]),
        "bounds": st.none() | VIEWS,
    },
    optional={"by": st.just("status")},
) | st.fixed_dictionaries(
    {"unit": st.just("month"), "by": st.just("group"), "series": st.just(("isis-k", "front"))}
)


def worded(store: Store) -> dict[str, Any]:
    """Return the data of rows with words."""
    data: dict[str, Any] = json.loads(json.dumps(page_data(store.page_rows(Query()))))
    return data | {"details": None}


def bare(store: Store) -> str:
    """Return a columns file as JSON can carry it."""
    return base64.b64encode(packed(store.site_rows(Query())).content).decode()


def here(query: Query, names: Sequence[str]) -> Query:
    return query.without(*names)


def unnamed_query(query: Query) -> Query:
    """Return what a collection without names can be asked, and not about the edge of a place."""
    asked = here(query, UNNAMED)
    return replace(asked, bbox=within_cells(asked.bbox)) if asked.bbox else asked


def moved(found: Sequence[Incident], place: Any) -> list[Incident]:
    """Return incidents at the positions that a page has for theirs."""
    return [replace(one, positions=tuple(place(*each) for each in one.positions)) for one in found]


def rounded(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, 5), round(lat, 5)


def middle(lon: float, lat: float) -> tuple[float, float]:
    """Return the middle of the cell of the finest grid."""
    x, y = cell_of(lon, lat, MAX_ZOOM)
    side = grid_side(MAX_ZOOM)
    return lonlat((x + 0.5) / side, (y + 0.5) / side)


def within_cells(view: Bounds) -> Bounds:
    """Return a view whose edges lie between cells, not on positions."""
    west, south, east, north = view.as_tuple()
    edges = [(each + 0.0123) if abs(each) < 179 else each for each in (west, east)]
    low, high = (each if abs(each) > 89 else each + 0.0123 for each in (south, north))
    return Bounds(west=edges[0], south=low, east=edges[1], north=high)


class Asked:
    """A collection in Node that is asked many questions in one call."""

    def __init__(self, js: Node, data: Any) -> None:
        self._js, self._data = js, data

    def __call__(self, *questions: tuple[str, list[Any]]) -> Any:
        return self._js("test:adapters", "answers", self._data, questions)


# --- equal to the server -------------------------------------------------------------------------


def check_words(js: Node, found: list[Incident], query: Query, view: Bounds, zoom: int) -> None:
    store = opened(found)
    for limit in (0, 3, 1000):
        with mark_limit(limit):
            ask = Asked(js, worded(store))
            [ours] = ask(("cells", [str(query), view.as_tuple(), zoom]))
            assert ours == nearly(drawn_by(store, query, view, zoom))
    check_counts(store, ask, query)


def check_packed(js: Node, found: list[Incident], query: Query, view: Bounds, zoom: int) -> None:
    store = opened(found)
    for limit in (0, 3, 1000):
        with mark_limit(limit):
            ask = Asked(js, bare(store))
            [ours] = ask(("cells", [str(query), view.as_tuple(), zoom]))
            theirs = drawn_by(store, query, view, zoom)
        is_bare = ours.pop("bare", False)
        assert is_bare == (theirs["kind"] == "incidents")
        if is_bare:
            assert tolls_of(ours) == tolls_of(theirs)
            ours, theirs = unnamed(ours), unnamed(theirs)
        assert ours == roughly(theirs)
    check_counts(store, ask, query)


def check_counts(store: Store, ask: Asked, query: Query) -> None:
    """Compare what stands under the map and in the filters."""
    summary = store.summary(query)
    names = [name for name in summary.facets if name != "year"]
    asked = [("caption", [str(query)]), ("matched", [str(query)]), ("years", [str(query)])]
    caption, matched, years, *facets = ask(*asked, *(("facet", [str(query), n]) for n in names))
    assert caption["tolls"] == toll_line(summary)
    assert matched == summary.matched
    assert years == counts(summary, "year")
    for name, values in zip(names, facets, strict=True):
        assert values == counts(summary, name), name


def counts(summary: Any, name: str) -> dict[str, int]:
    return {value.value: value.count for value in summary.facets[name] if value.count}


def drawn_by(store: Store, query: Query, view: Bounds, zoom: int) -> dict[str, Any]:
    """Return what /api/cells answers."""
    deepest = deepest_zoom(view, zoom, MOST_CELLS)
    return on_wire(store.marks(query, view, deepest).to_geojson())


def on_wire(answer: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(answer))
    return sent


def tolls_of(answer: dict[str, Any]) -> list[Any]:
    killed = [feature["properties"]["killed"] for feature in answer["features"]]
    return [toll and toll["best"] for toll in killed]


def unnamed(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without words, its marks in an order that does not need names."""
    found = [
        {"at": f["geometry"]["coordinates"], **{name: f["properties"][name] for name in BARE}}
        for f in answer["features"]
    ]
    key = ("killed", "status", "site", "sites", "record_type", "groups", "precision", "radius_km")
    return answer | {
        "features": sorted(
            found, key=lambda m: (*(str(m[k]) for k in key), *(round(d, 2) for d in m["at"]))
        )
    }


def roughly(value: Any) -> Any:
    """Return JSON that equals another one whose positions are those of the finest grid."""
    if isinstance(value, float):
        return pytest.approx(value, abs=DEGREES)
    if isinstance(value, dict):
        return {key: roughly(each) for key, each in value.items()}
    return [roughly(each) for each in value] if isinstance(value, list) else value


@settings(max_examples=amount(quick=25, thorough=1000), phases=PHASES)
@given(several(), st.data(), VIEWS, ZOOMS)
def test_any_records(
    js: Node, found: list[Incident], data: st.DataObject, view: Bounds, zoom: int
) -> None:
    query = data.draw(queries(found))
    check_words(js, moved(found, rounded), here(query, NOT_HERE), view, zoom)
    query = unnamed_query(query)
    check_packed(js, moved(found, middle), query, within_cells(view), zoom)


@settings(max_examples=amount(quick=10, thorough=300), phases=PHASES)
@given(queries(POOL), VIEWS, ZOOMS, st.integers(0, 60))
def test_many_records(js: Node, query: Query, view: Bounds, zoom: int, start: int) -> None:
    found = POOL[start : start + 60]
    check_words(js, moved(found, rounded), here(query, NOT_HERE), view, zoom)
    query = unnamed_query(query)
    check_packed(js, moved(found, middle), query, within_cells(view), zoom)


@settings(max_examples=amount(quick=25, thorough=500), phases=PHASES)
@given(queries(POOL), specs)
def test_timelines(js: Node, query: Query, spec: dict[str, Any]) -> None:
    query = unnamed_query(query)
    found = moved(POOL, middle)
    store = opened(found)
    view = spec.get("bounds")
    spec = spec | {"bounds": within_cells(view) if view else None}
    expected = on_wire(store.timeline(query, **spec).to_json())
    told = spec | {"bounds": spec["bounds"].as_tuple() if view else None}
    for data in (worded(store), bare(store)):
        [answer] = Asked(js, data)(("timeline", [str(query), told]))
        assert answer == roughly(expected)


@settings(max_examples=amount(quick=10, thorough=200), phases=PHASES)
@given(st.lists(queries(POOL), min_size=6, max_size=8))
def test_a_collection_that_was_asked_much_answers_as_a_fresh_one(
    js: Node, asked: list[Query]
) -> None:
    data = bare(opened(POOL))
    questions = [
        (method, [str(here(query, UNNAMED)), *more])
        for query in [*asked, *reversed(asked)]
        for method, more in (("caption", []), ("cells", [WORLD.as_tuple(), 3]))
    ]
    answers = Asked(js, data)(*questions)
    assert answers == [Asked(js, data)(question)[0] for question in questions]


def test_a_box_finds_records_by_any_of_their_sites(js: Node) -> None:
    found = [
        located("a", (10.0, 10.0), (50.0, 50.0)),
        located("b", (50.0, 50.0), precision="country"),
        located("c", (10.0, 10.0)),
        located("d"),
    ]
    store = opened(found)
    for data in (worded(store), bare(store)):
        ask = Asked(js, data)
        assert ask(("matched", ["bbox=40,40,60,60"]), ("matched", ["bbox=40,0,30,60"])) == [2, 3]


# --- what cannot be read --------------------------------------------------------------------------


def test_a_filter_that_the_columns_do_not_have_is_refused(js: Node) -> None:
    store = opened([located("a", (1.0, 2.0))])
    for data, query in ((worded(store), "q=x"), (bare(store), "id=a"), (bare(store), "nothing=1")):
        with pytest.raises(AssertionError, match="cannot be asked of this file"):
            Asked(js, data)(("matched", [query]))


DAYS = {"unit": "day"}
SMALL = bare(opened(moved(POOL[:30], middle)))
PLACES = len(raw(base64.b64decode(SMALL))[1]["count"])


def with_counts(file: bytes, counts: bytes) -> bytes:
    """Return a file in which the first places have other counts, each of one byte."""
    start = 12 + int.from_bytes(file[8:12], "little")
    position, count, *_ = json.loads(file[12:start])["columns"]
    assert (count["name"], count["bytes"]) == ("count", 1)
    start += position["rows"] * position["bytes"]
    return file[:start] + counts + file[start + len(counts) :]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (lambda _: b"", "This is not a columns file: it does not begin with ATLASCOL."),
        (lambda _: b"ATLASCOL", "cut short: 8 of at least 12 bytes"),
        (lambda _: b"PK" + bytes(100), "This is not a columns file"),
        (lambda file: file[:200], "The columns file is cut short: 200 of at least"),
        (lambda file: file[:-1], "The columns file is cut short"),
        (lambda file: file + b"\0\0", "it has 2 bytes too many"),
        (lambda file: file.replace(b'"version":1', b'"version":2'), "is of version 2"),
        (lambda file: file.replace(b'{"version"', b'["version"'), "its header cannot be read"),
        (lambda file: file.replace(b'"killed","rows"', b'"killer","rows"'), "no column killed"),
        (lambda file: file[:-30] + b"\xff" * 30, "has 255 where less than"),
        (lambda file: file.replace(b'"count","rows"', b'"comte","rows"'), "no column count"),
        (lambda file: with_counts(file, b"\0"), "count has 0 where 30 records are left"),
        (lambda file: with_counts(file, b"\xff"), "count has 255 where 30 records are left"),
        (lambda file: with_counts(file, b"\1" * PLACES), f"have {PLACES} of 30 records"),
    ],
)
def test_a_file_that_is_damaged_is_refused_with_a_sentence(
    js: Node, changed: Any, sentence: str
) -> None:
    content = changed(base64.b64decode(SMALL))
    with pytest.raises(AssertionError, match=sentence):
        Asked(js, base64.b64encode(content).decode())(("matched", [""]))


@settings(max_examples=amount(quick=60, thorough=3000))
@given(st.integers(0), st.integers(1, 255), st.booleans())
def test_a_file_with_another_byte_is_read_or_refused(
    js: Node, place: int, change: int, is_cut: bool
) -> None:
    content = bytearray(base64.b64decode(SMALL))
    content[place % len(content)] ^= change
    file = bytes(content[: place % len(content)] if is_cut else content)
    assert js("test:adapters", "matchedOrSentence", base64.b64encode(file).decode()) in (
        30,
        "a sentence",
    )


def test_no_record_at_all(js: Node) -> None:
    store = opened([])
    for data in (worded(store), bare(store)):
        cells, caption, line = Asked(js, data)(
            ("cells", ["", WORLD.as_tuple(), 2]),
            ("caption", [""]),
            ("timeline", ["", {"unit": "day"}]),
        )
        assert (cells["numberMatched"], cells["features"]) == (0, [])
        assert caption == {"sentence": "0 records", "tolls": "", "heading": "No record matches"}
        assert (line["first"], line["bins"], line["series"]) == (None, 0, [])
