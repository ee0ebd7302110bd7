"""Captions: a query and its result as sentences, with the sources and licences beside."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.formats.bidi import isolated
from geo.importers.feature_parts import ATLAS_TYPES
from geo.importers.terms import terms_of
from geo.mercator import Bounds
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.query.summary import Credit, FacetValue, Summary, Toll
from geo.words.borders import BORDERS
from geo.words.captions import (
    NO_ATTACKS,
    STATUS_NOTE,
    Caption,
    caption_of,
    sentence,
    toll_line,
)
from geo.words.phrases import query_in_words
from samples import FILTER_VALUES, HOSTILE

FACETS = {
    "group": (FacetValue(value="isis-k", label="ISIS-K", count=1),),
    "status": (FacetValue(value="claimed", label="Claimed", count=1),),
    "record": (FacetValue(value="context", label="Context records", count=1),),
    "type": (FacetValue(value="attack", label="attack", count=1),),
    "precision": (FacetValue(value="admin1", label="a province", count=1),),
    "speaker": (FacetValue(value="anonymous", label="unnamed sources", count=1),),
    "attribution": (
        FacetValue(value="iran--islamic-state", label="Iran to Islamic State", count=1),
    ),
    "accused": (FacetValue(value="ukraine", label="Ukraine", count=1),),
    "disputed": (FacetValue(value="russia--ukraine", label="Russia and Ukraine", count=1),),
}


def toll(low: int, best: int, high: int, unknown: int = 0) -> Toll:
    return Toll(low=low, best=best, high=high, unknown=unknown)


def summary(attacks: int = 0, context: int = 0, **changes: Any) -> Summary:
    fields: dict[str, Any] = {
        "unlocated": 0,
        "years": (2017, 2024),
        "killed": toll(0, 0, 0),
        "injured": toll(0, 0, 0),
        "credits": (),
        "facets": FACETS,
    }
    return Summary(attacks=attacks, context=context, **fields | changes)


@pytest.mark.parametrize(
    ("query", "result", "words"),
    [
        (Query(), summary(), "No records"),
        (Query(q="x"), summary(), "No record matches: with the words “x”"),
        (
            Query(from_="2024", group=("isis-k",)),
            summary(),
            "No record matches: since 2024, claimed by or attributed to ISIS-K",
        ),
        (Query(), summary(1), "1 attack, 2017–2024"),
        (Query(), summary(3), "3 attacks, 2017–2024"),
        (Query(), summary(3, 1), "3 attacks and 1 context record, 2017–2024"),
        (Query(), summary(0, 6), "6 context records, 2017–2024"),
        (Query(), summary(1, years=(2024, 2024)), "1 attack, 2024"),
        (Query(), summary(9, years=None), "9 attacks"),  # none of them is dated
        (Query(), summary(1234, years=(1900, 2024)), "1,234 attacks, 1900–2024"),
        (
            Query(from_="2024", group=("isis-k",)),
            summary(2),
            "2 attacks, since 2024, claimed by or attributed to ISIS-K",
        ),
    ],
)
def test_sentence(query: Query, result: Summary, words: str) -> None:
    assert sentence(query, result) == words


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        (Query(), []),
        (Query(from_="2024-03"), ["since March 2024"]),
        (Query(to="2024-03-22"), ["until 22 March 2024"]),
        (Query(from_="2017", to="2024"), ["from 2017 to 2024"]),
        (Query(from_="2024-03", to="2024-03"), ["in March 2024"]),
        (Query(group=("isis-k",)), ["claimed by or attributed to ISIS-K"]),
        (Query(group=("isis-k", "front")), ["claimed by or attributed to ISIS-K or front"]),
        (Query(record=("context",)), ["only context records"]),
        (Query(type=("attack", "arrest")), ["of type attack or arrest"]),
        (Query(country=("IR", "TJ")), ["in Iran or Tajikistan"]),
        (Query(status=("claimed",)), ["status claimed"]),
        (Query(statement=("denial", "finding")), ["with denials or findings"]),
        (Query(speaker=("anonymous",)), ["with statements by unnamed sources"]),
        (
            Query(attribution=("iran--islamic-state",)),
            ["attributed by Iran to Islamic State"],
        ),
        (Query(accused=("ukraine", "israel")), ["in which Ukraine or israel is accused"]),
        (Query(disputed=("russia--ukraine",)), ["disputed between Russia and Ukraine"]),
        (Query(precision=("settlement", "site")), ["located to a town or better"]),
        (Query(precision=("admin1",)), ["located to a province"]),
        (Query(precision=("none",)), ["without a position"]),
        (Query(precision=("none", "admin1")), ["located to a province or without a position"]),
        (Query(q="concert hall"), ["with the words “concert hall”"]),
        (
            Query(bbox=Bounds(west=170, south=-10, east=-170, north=10)),
            ["between 170° E and 170° W, 10° S and 10° N"],
        ),
        (Query(id=("A", "B")), ["with the id A or B"]),
        (Query(q="x", to="2020", country=("IR",)), ["until 2020", "in Iran", "with the words “x”"]),
    ],
)
def test_each_filter_is_a_phrase(query: Query, phrases: list[str]) -> None:
    assert query_in_words(query, FACETS) == phrases


@pytest.mark.parametrize("code", NO_ATTACKS)
def test_what_is_no_attack_is_not_called_one(code: str) -> None:
    types = {"type": (FacetValue(value=code, label=code, count=2),)}
    result = summary(2, killed=toll(0, 0, 0, 2), facets=types)
    assert sentence(Query(), result) == "2 incidents, 2017–2024"
    assert toll_line(result) == "2 incidents without a figure"


def test_every_type_of_a_dataset_is_an_attack_or_none() -> None:
    assert {*ATLAS_TYPES} == {"attack", *NO_ATTACKS}


@given(data=st.data())
@settings(max_examples=30)
def test_no_filter_goes_unsaid(data: st.DataObject) -> None:
    assert list(FILTER_VALUES) == [row.name for row in FILTERS]
    names = data.draw(st.sets(st.sampled_from(list(FILTER_VALUES))))
    phrases = query_in_words(Query.parse((name, FILTER_VALUES[name]) for name in names), FACETS)
    assert len(phrases) == len(names) - ({"from", "to"} <= names)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (summary(), ""),
        (summary(0, 5), ""),
        (summary(1), "0 people killed"),
        (summary(1, killed=toll(1, 1, 1)), "1 person killed"),
        (summary(1, killed=toll(5, 5, 5)), "5 people killed"),
        (summary(2, killed=toll(94, 95, 103)), "94–103 people killed (best 95)"),
        (summary(2, killed=toll(0, 0, 1)), "0–1 people killed (best 0)"),
        (summary(2, killed=toll(1000, 1100, 12000)), "1,000–12,000 people killed (best 1,100)"),
        (summary(2, killed=toll(0, 0, 0, 2)), "2 attacks without a figure"),
        (summary(2, killed=toll(5, 5, 5, 1)), "5 people killed, 1 attack without a figure"),
        (summary(0, 5, unlocated=4), "4 records without place"),
        (summary(1, killed=toll(5, 5, 5), unlocated=1), "5 people killed · 1 record without place"),
    ],
)
def test_toll_line(result: Summary, words: str) -> None:
    assert toll_line(result) == words


def test_unknown_is_never_said_as_zero() -> None:
    assert "0" not in toll_line(summary(2, killed=toll(0, 0, 0, 2)))


def test_a_caption_names_data_day_and_licence() -> None:
    credits_ = (
        Credit(dataset="tests", version="1", licence="CC0-1.0", redistributable=True, count=1),
        Credit(dataset="GED", version=None, licence="CC BY 4.0", redistributable=True, count=1),
        Credit(dataset="GED", version=None, licence="CC BY 4.0", redistributable=False, count=3),
    )
    caption = caption_of(Query(), summary(5, credits=credits_), "2026-03-12")
    assert caption == Caption(
        sentence="5 attacks (1 record of tests, 4 of GED), 2017–2024",
        tolls="0 people killed",
        datasets=("tests, version 1", "GED"),
        newest="2026-03-12",
        licences=("tests: CC0-1.0", "GED: CC BY 4.0"),
    )
    assert caption.lines()[2:] == [
        "Data: tests, version 1; GED. Base map: Natural Earth, GeoNames (CC BY 4.0).",
        "Newest source: 12 March 2026.",
        "Licences: tests: CC0-1.0; GED: CC BY 4.0.",
        BORDERS["control"].note,
    ]


@pytest.mark.parametrize("view", list(BORDERS))
def test_a_caption_says_whose_view_the_borders_are_of_a_map_that_has_some(view: str) -> None:
    caption = caption_of(Query(), summary(), None, view)
    assert (caption.border_view, caption.borders) == (view, BORDERS[view].note)
    assert replace(caption, base_map="").borders == ""
    assert {"control": "Natural Earth", "un": "UN maps"}[view] in caption.borders
    assert "dashed" in caption.borders


def test_a_dataset_of_the_field_is_cited_as_it_demands() -> None:
    day = date(2026, 3, 12)
    ucdp = Credit(
        dataset="UCDP GED",
        version="23.1",
        licence="CC BY 4.0",
        redistributable=True,
        accessed=day,
        count=1,
        terms=terms_of("UCDP GED"),
    )
    sources = caption_of(Query(), summary(1, credits=(ucdp,)), None).sources
    assert sources.startswith("Data: UCDP GED (Uppsala Conflict Data Program: Davies, Pettersson &")
    assert "Sundberg & Melander 2013" in sources
    assert "version 23.1, accessed 12 March 2026. Base map" in sources


def test_datasets_are_counted_apart_where_there_are_several() -> None:
    one = Credit(dataset="A", version=None, licence="x", redistributable=True, count=1_011)
    other = replace(one, dataset="UCDP GED", count=500)
    again = replace(other, version="24", count=2)
    label = FacetValue(value="UCDP GED", label="UCDP GED 23.1", count=502)
    facets = FACETS | {"dataset": (label,)}
    alone = summary(1_511, credits=(one,))
    several = summary(1_513, credits=(one, other, again), facets=facets)
    assert sentence(Query(), alone) == "1,511 attacks, 2017–2024"
    assert sentence(Query(), several) == (
        "1,513 attacks (1,011 records of A, 502 of UCDP GED 23.1), 2017–2024"
    )


def test_a_few_records_that_are_asked_for_by_id_are_called_by_their_titles() -> None:
    query = Query(id=("A", "B"), as_of="2024-03-23")
    titles = ("Kerman bombings", "תנועה (2)")
    found = sentence(query, summary(2, titles=titles))
    known = "2 attacks, 2017–2024, as known on 23 March 2024"
    assert found == f"{known}: Kerman bombings; \u2068תנועה (2)\u2069"
    assert sentence(query, summary(1, titles=("Kerman",))).endswith("March 2024: Kerman")
    assert sentence(Query(id=("A",)), summary()) == "No record matches: with the id A"
    assert sentence(Query(id=tuple("ABCD")), summary(4)).endswith("with the id A or B or C or D")


def test_a_caption_leaves_out_what_it_cannot_say() -> None:
    assert caption_of(Query(), summary(), None).lines() == ["No records"]


def test_what_runs_from_right_to_left_is_isolated_within_the_sentence() -> None:
    hebrew, isolate = "תנועה (2)", "\u2068תנועה (2)\u2069"
    facets = FACETS | {"group": (FacetValue(value="x", label=hebrew, count=1),)}
    credit = Credit(dataset=hebrew, version="1", licence=hebrew, redistributable=True)
    query = Query(group=("x", "front"), q=f"{hebrew}\u202e", id=(hebrew,))
    caption = caption_of(query, summary(1, facets=facets, credits=(credit,)), None)
    assert caption.sentence == (
        f"1 attack, 2017–2024, claimed by or attributed to {isolate} or front,"
        f" with the words “{isolate}”, with the id {isolate}"
    )
    assert caption.sources.startswith(f"Data: {isolate}, version 1. Base map")
    assert caption.licence == f"Licences: {isolate}: {isolate}."


@pytest.mark.parametrize("text", HOSTILE)
def test_a_caption_repeats_text_as_it_is(text: str) -> None:
    caption = caption_of(Query(q=text.strip()), summary(), None)
    assert caption.lines() == [f"No record matches: with the words “{isolated(text.strip())}”"]


def test_the_note_says_that_statuses_are_no_scale() -> None:
    assert "not a scale of truth" in STATUS_NOTE


def test_a_caption_names_so_many_datasets() -> None:
    credits_ = tuple(
        Credit(dataset=f"D{n}", version=None, licence="x" * 1_000, redistributable=True, count=2)
        for n in range(53)
    )
    caption = caption_of(Query(), summary(106, credits=credits_), None)
    assert caption.datasets[48:] == ("D48", "D49", "3 more datasets")
    assert caption.licences[50:] == ("3 more datasets",)
    assert max(map(len, caption.licences)) <= 401
    assert "2 of D49, 3 more datasets)" in caption.sentence
