"""What a text search finds: words, phrases, numbers and days."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from geo.model.incident import Casualties, Range
from geo.query.query import Query
from geo.store.store import Store
from samples import CROCUS, KERMAN, curated, incident


@pytest.fixture(scope="module")
def found() -> Callable[[str], set[str]]:
    store = Store()
    store.add([*curated().values(), *OWN])
    return lambda text: {row.id for row in store.rows(Query(q=text), limit=100)[1]}


OWN = [
    replace(incident(title="Raid on O’Hara’s, 1,370 displaced"), id="PRESS-7a"),
    replace(
        incident(title="Łódź, Al-Qā‘ida"),
        id="own-2",
        casualties=Casualties(killed=Range(low=1_370, best=1_371), injured=Range(best=58)),
    ),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('"city hall attack"', {CROCUS}),
        ('"hall city attack"', set()),
        ("hall city attack 551", {CROCUS}),
        ("«City Hall»", {CROCUS}),
        ("„city hall“ 145", {CROCUS}),
        ('"145 killed"', {CROCUS}),
        ('"145 injured"', set()),
        ("crocus march 22", {CROCUS}),
        ('crocus "22 March 2024"', {CROCUS}),
        ("crocus 2024-03-22", {CROCUS}),
        ("crocus 2024-03-23", set()),
        (CROCUS, {CROCUS}),
        ("press-7A", {"PRESS-7a"}),
        ("o'haras", {"PRESS-7a"}),
        ("1370", {"PRESS-7a", "own-2"}),
        ("1,370", {"PRESS-7a", "own-2"}),
        ("١٣٧٠", {"PRESS-7a", "own-2"}),
        ("1371", {"own-2"}),
        ("136", set()),
        ("58 lodz", {"own-2"}),
        ("al-qaida", {"own-2"}),
        ('"al-qaida', {"own-2"}),
    ],
)
def test_what_is_found(found: Callable[[str], set[str]], text: str, ids: set[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize("text", ["144", "march 2024", "TASS", "Reuters"])
def test_a_search_looks_at_figures_days_and_sources(
    found: Callable[[str], set[str]], text: str
) -> None:
    assert CROCUS in found(text)
    assert len(found(text)) < len(curated())


def test_a_part_of_a_number_is_another_number(found: Callable[[str], set[str]]) -> None:
    assert KERMAN in found("2024")
    assert not found("202") | found("44") & {CROCUS}


def test_a_source_is_searched_as_of_its_day() -> None:
    store = Store()
    store.add(curated().values())
    words = Query(q="sentenced", id=(CROCUS,))
    assert store.summary(words).matched == 1
    assert store.summary(replace(words, as_of="2024-03-23")).matched == 0
