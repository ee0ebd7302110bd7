"""The store on tiny data: one behaviour a test; test_store_oracle.py has the arithmetic."""

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import BadValue, NotFound
from geo.mercator import cell_bounds
from geo.model.incident import (
    Actor,
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Origin,
    Place,
    Range,
    Site,
)
from geo.query.query import Query
from geo.query.summary import MOST_GROUPS, Credit, FacetValue, Toll
from geo.store.answers import summaries
from geo.store.store import Store, TableRow
from hostile import id_of
from samples import (
    HOSTILE,
    ORIGIN,
    SOURCE,
    curated,
    incident,
    located,
    statement,
    with_ledger,
)
from store_checks import ALL, CORNERS, PACIFIC, WORLD, mark_limit, opened

SITE = Site(precision="site")


@pytest.fixture(scope="module")
def hostile() -> Store:
    """Open an incident for each hostile text."""
    return opened([located(id_of(*one), (1.0, 2.0), title=one[1]) for one in enumerate(HOSTILE)])


def test_an_empty_store_answers() -> None:
    store = Store()
    summary = store.summary(ALL)
    assert (summary.matched, summary.years, summary.facets["year"]) == (0, None, ())
    assert summary.killed == Toll(low=0, best=0, high=0, unknown=0)
    assert store.rows(ALL) == (0, [])
    assert store.incidents(ALL) == (0, [])
    assert store.marks(ALL, WORLD, 0).to_geojson()["features"] == []


def test_incidents_can_be_added_later() -> None:
    store = opened([located("A", (1.0, 2.0))])
    store.add([located("B", (3.0, 4.0))])
    assert [mark.properties["id"] for mark in store.marks(ALL, WORLD, 0).marks] == ["A", "B"]
    assert store.summary(ALL).attacks == 2


def test_the_newest_source_is_that_of_the_matches() -> None:
    old, new, of_another = (
        replace(SOURCE, id="S", date=day) for day in ("2024-04", "2024-04-01", "2025-01-31")
    )
    other = replace(ORIGIN, dataset="of another")
    day_of_2017 = IncidentDate(start=date(2017, 6, 7), precision="day")
    store = opened(
        [
            incident("A", sources=(old, replace(old, id="T", date=None))),
            incident("B", sources=(new,), date=day_of_2017),
            incident("C", sources=(of_another,), origin=other),
        ]
    )
    newest = {
        ALL: "2025-01-31",
        Query(id=("A",)): "2024-04",
        Query(from_="2017", to="2017"): "2024-04-01",
        Query(id=("A", "B")): "2024-04-01",  # the most exact of those that begin alike
        Query(dataset=("of another",)): "2025-01-31",
        Query(q="nothing like it"): None,
    }
    assert {query: store.newest_source(query) for query in newest} == newest
    assert store.newest_source() == newest[ALL]


def test_records_that_are_asked_for_by_id_are_called_by_their_titles() -> None:
    store = opened([incident(id_, title=f"The title of {id_}") for id_ in "ABCDE"])
    assert store.summary(Query(id=("A", "Z"))).titles == ("The title of A",)
    assert store.summary(Query(id=("A", "B", "C"))).titles == tuple(
        f"The title of {id_}" for id_ in "ABC"
    )
    assert store.summary(Query(id=tuple("ABCD"))).titles == ()
    assert store.summary(ALL).titles == store.summary(Query(q="title")).titles == ()


def test_an_unknown_id_is_not_found() -> None:
    with pytest.raises(NotFound, match="no incident has the id 'Z': /api/incidents lists them"):
        Store().incident("Z")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_stored_found_and_drawn_as_it_is(hostile: Store, text: str) -> None:
    id_ = id_of(HOSTILE.index(text), text)
    assert hostile.incident(id_).title == text
    assert [row.title for row in hostile.rows(Query(id=(id_,)))[1]] == [text]
    assert text in [row.title for row in hostile.rows(Query(q=text.strip()))[1]]
    (mark,) = hostile.marks(Query(id=(id_,)), WORLD, 0).marks
    assert (mark.properties["id"], mark.properties["title"]) == (id_, text)


def test_a_row_of_the_table() -> None:
    tolls = Casualties(killed=Range(low=94, best=95, high=103))
    store = opened([incident(casualties=tolls, place=Place(name="Kerman", country="IR"))])
    assert store.rows(ALL) == (
        1,
        [
            TableRow(
                id="A",
                title="An attack",
                date="22 March 2024",
                place_line="Kerman, Iran",
                killed="94–103 (best 95)",
                injured="unknown",
                status="unattributed",
                groups_label="",
                type_label="",
            )
        ],
    )


def test_a_page_past_the_end_is_empty_and_still_counts() -> None:
    store = opened([incident("A"), incident("B")])
    assert store.rows(ALL, limit=5, offset=2) == (2, [])
    assert store.rows(ALL, limit=0) == (2, [])
    assert store.incidents(ALL, limit=5, offset=99) == (2, [])


def test_rows_are_newest_first() -> None:
    days = {"old": date(2017, 6, 7), "new": date(2024, 3, 22), "mid": date(2020, 1, 1)}
    store = opened(
        [incident(id_, date=IncidentDate(start=day, precision="day")) for id_, day in days.items()]
    )
    assert [row.id for row in store.rows(ALL)[1]] == ["new", "mid", "old"]
    assert [found.id for found in store.incidents(ALL)[1]] == ["new", "mid", "old"]


def test_each_match_comes_once_newest_first_with_or_without_the_row_of_its_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geo.store.questions.BATCH", 2)
    rows = [
        incident(
            str(year),
            date=IncidentDate(start=date(year, 1, 1), precision="day"),
            origin=replace(ORIGIN, raw={"notes": "of the desk"}),
        )
        for year in (2019, 2023, 2021, 2022, 2020)
    ]
    store = opened(rows)
    found = list(store.iter_incidents(Query(to="2022")))
    assert found == sorted(rows, key=lambda row: row.id, reverse=True)[1:]
    assert [row.origin.raw for row in store.iter_incidents(ALL, raw=False)] == [{}] * 5


def test_texts_are_ordered_by_letters_alone_and_what_is_unknown_comes_last() -> None:
    titles = {"z": "zeta", "A": "Álamo", "b": "Beta", "a": "alpha"}
    places = {"z": None, "A": "Éire", "b": "delta", "a": "Faro"}
    tolls = {"z": 3, "A": None, "b": 3, "a": 0}
    store = opened(
        [
            incident(
                id_,
                title=title,
                place=Place(name=places[id_]),
                casualties=Casualties(killed=Range(best=tolls[id_])) if id_ != "A" else None,
            )
            for id_, title in titles.items()
        ]
    )
    orders = {"record": "Aabz", "place": "bAaz", "killed": "zbaA"}
    found = {order: [row.id for row in store.rows(ALL, order=order)[1]] for order in orders}
    assert found == {order: list(ids) for order, ids in orders.items()}


def test_what_has_no_date_comes_last_in_both_orders_of_days_whenever_it_was_reported() -> None:
    dates = {
        "reported": IncidentDate(precision="unknown", reported="2025-01-01"),
        "A": IncidentDate(start=date(2024, 3, 1), precision="day"),
        "B": IncidentDate(start=date(2024, 3, 2), precision="day"),
    }
    store = opened([incident(id_, date=when) for id_, when in dates.items()])
    found = {
        order: [row.id for row in store.rows(ALL, order=order)[1]] for order in ("newest", "oldest")
    }
    assert found == {"newest": ["B", "A", "reported"], "oldest": ["A", "B", "reported"]}
    assert store.position(ALL, "reported", "newest") == 2


def test_an_order_that_there_is_not_is_refused() -> None:
    for ask in (Store().rows, lambda query, order: Store().position(query, "A", order)):
        with pytest.raises(BadValue, match="sort='id; drop' is not allowed: one of newest, old"):
            ask(ALL, order="id; drop")


def test_credits_are_those_of_the_datasets_that_match() -> None:
    other = Origin(dataset="GED", licence="CC BY 4.0", redistributable=False)
    store = opened([incident("A"), incident("B", origin=other), incident("C", origin=other)])
    day = store.as_of
    ged = Credit(dataset="GED", version=None, licence="CC BY 4.0", redistributable=False)
    ged = replace(ged, accessed=day, count=2, drafts=2)
    tests = Credit(dataset="tests", version="1", licence="CC0-1.0", redistributable=True)
    assert store.summary(ALL).credits == (ged, replace(tests, accessed=day, count=1, drafts=1))
    assert store.summary(Query(id=("B", "C"))).credits == (ged,)
    assert store.summary(Query(id=("Z",))).credits == ()


def test_it_tells_whether_a_match_is_private_and_counts_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = Origin(dataset="secret", licence="none", redistributable=False)
    old = IncidentDate(start=date(2001, 1, 1), precision="day")
    store = opened([located("A", (1.0, 2.0)), incident("B", origin=secret, date=old)])
    monkeypatch.setattr(Store, "summary", None)
    for query in (ALL, Query(id=("B",)), Query(to="2001"), Query(q="attack"), Query(to="2001-01")):
        assert store.has_private(query) is True
    for query in (Query(id=("A",)), Query(from_="2002"), Query(q="nothing"), Query(bbox=WORLD)):
        assert store.has_private(query) is False
    assert opened([incident("A")]).has_private(ALL) is False


@pytest.mark.parametrize(("day", "status"), [(21, "unattributed"), (22, "claimed")])
def test_statuses_are_as_of_the_day_of_the_store(day: int, status: str) -> None:
    store = Store(as_of=date(2024, 3, day))
    store.add([with_ledger(statement("c", "claim", "front"))])
    assert [row.status for row in store.rows(ALL)[1]] == [status]
    assert len(store.summary(ALL).facets["group"]) == (status == "claimed")


def test_an_id_that_is_there_is_not_added_again() -> None:
    store = opened([incident("A")])
    with pytest.raises(BadValue, match="an id that no incident of the store has"):
        store.add([incident("B"), incident("A")])
    assert store.rows(ALL)[0] == 1


def test_equal_days_keep_the_order_of_their_file() -> None:
    store = opened([incident("B"), incident("C"), incident("A")])
    pages = [store.rows(ALL, limit=1, offset=offset)[1][0].id for offset in range(3)]
    assert pages == ["B", "C", "A"]


def test_a_mark_has_what_the_layer_shows() -> None:
    found = with_ledger(
        statement("c", "claim", "isis-k", "armed_group"),
        statement("x", "accusation", "ruritania"),
        place=Place(
            name="Kerman", country="IR", sites=(Site(name="Road", precision="settlement"),)
        ),
        positions=((57.0, 30.0),),
        types=(IncidentType(scheme="atlas", code="attack", label="attack"),),
        casualties=Casualties(killed=Range(low=94, best=95)),
    )
    (mark,) = opened([found]).marks(ALL, WORLD, 0).marks
    assert (mark.lon, mark.lat) == (57.0, 30.0)
    assert mark.properties == {
        "kind": "incident",
        "id": "A",
        "title": "An attack",
        "record_type": "incident",
        "place": "Kerman, Iran",
        "place_line": "Kerman, Iran",
        "date": "22 March 2024",
        "status": "claimed",
        "status_label": "Claimed",
        "contested": True,
        "killed": {"low": 94, "best": 95, "high": 95},
        "killed_text": "at least 94 (best 95)",
        "type_label": "attack",
        "groups": ["islamic-state", "isis-k"],
        "groups_label": "Islamic State, ISIS-K",
        "site": 0,
        "sites": 1,
        "site_name": "Road",
        "precision": "settlement",
        "precision_text": "somewhere in the town, ± 5 km",
        "radius_km": 5.0,
    }


def test_an_unknown_toll_of_a_mark_is_null() -> None:
    (mark,) = opened([located("A", (1.0, 2.0))]).marks(ALL, WORLD, 0).marks
    assert (mark.properties["killed"], mark.properties["killed_text"]) == (None, "")


def test_up_to_the_limit_marks_are_drawn_and_beyond_it_cells() -> None:
    store = opened([located("A", (1.0, 2.0), (3.0, 4.0)), located("B", (5.0, 6.0))])
    with mark_limit(3):
        assert len(store.marks(ALL, WORLD, 0).marks) == 3
    with mark_limit(2):
        (cell,) = store.marks(ALL, WORLD, 0).cells
    assert cell.count == 2
    assert (cell.lon, cell.lat) == (3.5, 4.5)


def test_poles_and_antimeridian_lie_in_the_outer_cells() -> None:
    store = opened([located("A", *CORNERS)])
    with mark_limit(0):
        cells = store.marks(ALL, WORLD, 0).cells
    bounds = [cell.bounds for cell in cells]
    assert bounds == [cell_bounds(*place, 0) for place in [(0, 2), (2, 0), (2, 3), (3, 2)]]
    assert [cell.count for cell in cells] == [1, 1, 1, 1]


def test_a_view_over_the_antimeridian_shows_both_sides() -> None:
    store = opened(
        [located("E", (179.0, 0.0)), located("W", (-179.0, 0.0)), located("O", (0.0, 0.0))]
    )
    marks = store.marks(ALL, PACIFIC, 3)
    assert [mark.properties["id"] for mark in marks.marks] == ["E", "W"]
    assert store.summary(Query(bbox=PACIFIC)).matched == 2


@pytest.mark.parametrize("zoom", [-1, 23])
def test_an_impossible_zoom_is_refused(zoom: int) -> None:
    with pytest.raises(BadValue):
        Store().marks(ALL, WORLD, zoom)


def test_parts_stand_after_their_whole() -> None:
    store = opened(
        [
            with_ledger(statement("c", "claim", "front"), id_="A"),
            with_ledger(statement("c", "claim", "front"), id_="B"),
            with_ledger(statement("c", "claim", "isis-k"), id_="C"),
        ]
    )
    assert store.summary(ALL).facets["group"] == (
        FacetValue(value="front", label="The Front", count=2),
        FacetValue(value="islamic-state", label="Islamic State", count=1),
        FacetValue(value="isis-k", label="ISIS-K", count=1, part_of="islamic-state"),
    )


def test_a_code_of_two_schemes_counts_its_incident_once() -> None:
    types = tuple(IncidentType(scheme=scheme, code="a", label="A") for scheme in "xy")
    store = opened([incident(types=types)])
    assert store.summary(ALL).facets["type"] == (FacetValue(value="a", label="A", count=1),)


def test_facets_are_labelled_and_in_the_legends_order() -> None:
    store = opened(
        [
            incident("A", record_type="context"),
            incident("B", place=Place(country="IR")),
            with_ledger(statement("c", "claim", "front"), id_="C"),
        ]
    )
    facets = store.summary(ALL).facets
    assert list(facets) == [
        *("group", "record", "type", "country", "status", "precision"),
        *("statement", "speaker", "attribution", "accused", "disputed", "dataset", "year"),
    ]
    assert [value.value for value in facets["status"]] == [
        "claimed",
        "unattributed",
        "not_applicable",
    ]
    assert [(value.label, value.count) for value in facets["record"]] == [
        ("Incidents", 2),
        ("Context records", 1),
    ]
    assert facets["country"] == (FacetValue(value="IR", label="Iran", count=1),)
    assert facets["year"] == (FacetValue(value="2024", label="2024", count=3),)


def test_a_chosen_value_leaves_the_others_of_its_facet() -> None:
    places = {"A": Place(country="IR"), "B": Place(country="RU")}
    store = opened([incident(id_, place=place) for id_, place in places.items()])
    summary = store.summary(Query(country=("RU",), from_="2024"))
    assert summary.matched == 1
    assert {value.value for value in summary.facets["country"]} == {"IR", "RU"}
    assert {value.value: value.count for value in summary.facets["record"]} == {"incident": 1}


def test_an_undated_record_is_found_by_the_day_it_was_reported() -> None:
    undated = IncidentDate(precision="unknown", reported="2024-03")
    store = opened([incident(date=undated)])
    assert store.summary(Query(from_="2024-03-31")).matched == 1
    assert store.summary(Query(to="2024-03-01")).matched == 1
    assert store.summary(Query(from_="2024-04")).matched == 0


def test_the_curated_incidents() -> None:
    store = opened(list(curated().values()))
    summary = store.summary(ALL)
    assert (summary.attacks, summary.context, summary.years) == (5, 6, (2017, 2024))
    assert (
        store.summary(Query(group=("isis-k",))).matched
        <= store.summary(Query(group=("islamic-state",))).matched
    )
    marks = store.marks(Query(record=("incident",)), WORLD, 2)
    assert (marks.in_view, len(marks.marks)) == (5, 6)
    assert store.summary(Query(q="krasnogorsk")).attacks == 1


def test_what_is_asked_for_keeps_its_label_where_nothing_matches() -> None:
    store = opened([with_ledger(statement("c", "claim", "front"), id_="C")])
    facets = store.summary(Query(group=("front",), country=("TJ",))).facets
    assert facets["group"] == (FacetValue(value="front", label="The Front", count=0),)
    assert facets["country"] == (FacetValue(value="TJ", label="Tajikistan", count=0),)


def test_a_legend_names_the_groups_with_most_records_in_view() -> None:
    def claimed(number: int, slug: str) -> Incident:
        actor = Actor(id=slug, name=slug, kind="armed_group")
        found = with_ledger(statement("c", "claim", slug), actors=(actor,))
        return replace(found, id=str(number), place=Place(sites=(SITE,)), positions=((1.0, 2.0),))

    slugs = [f"g{number:03}" for number in range(MOST_GROUPS + 3)]
    store = opened([claimed(i, slug) for i, slug in enumerate([*slugs, slugs[-1]])])
    groups = store.marks(ALL, WORLD, 0).legend["group"]
    assert groups == {slugs[-1]: 2} | dict.fromkeys(slugs[: MOST_GROUPS - 1], 1)


def test_a_facet_lists_the_values_with_most_records_and_those_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(summaries, "MOST_LISTED", 2)
    countries = ["IR", "IR", "IQ", "IQ", "RU", "SY"]
    store = opened(
        [incident(str(n), place=Place(country=code)) for n, code in enumerate(countries)]
    )

    def counted(query: Query) -> dict[str, int]:
        return {each.value: each.count for each in store.summary(query).facets["country"]}

    assert counted(ALL) == {"IQ": 2, "IR": 2}
    assert store.summary(ALL).unlisted["country"] == 2
    asked = Query(country=("SY", "TJ"))
    assert counted(asked) == {"IQ": 2, "IR": 2, "SY": 1, "TJ": 0}
    assert store.summary(asked).unlisted["country"] == 1


def test_counts_of_queries_that_match_nothing_are_not_kept_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(summaries, "KEPT_FACETS", 40)
    store = opened([incident()])
    for year in range(1900, 1920):
        assert store.summary(Query(from_=f"{year}", to=f"{year}")).matched == 0
    assert len(store._summaries._facets) <= 40 + len(store.summary(ALL).facets)
