"""A page that carries a columns file answers from it, and says what is wrong with a damaged one."""

import gzip
from base64 import b64encode
from typing import Any

import pytest

from geo.exports.carried.packed import packed
from geo.mercator import WORLD
from geo.query.query import Query
from node import Node
from selections import curated_store

CELLS = ["cells", "country=IR", WORLD.as_tuple(), 3]


def answers(js: Node, text: str, *questions: list[Any]) -> list[Any]:
    found: list[Any] = js("test:adapters", "ofPacked", text, questions)
    return found


def place(feature: dict[str, Any]) -> list[float]:
    lon, lat = feature["geometry"]["coordinates"]
    return [lon, lat]


@pytest.fixture(scope="module")
def file() -> bytes:
    return packed(curated_store().site_rows(Query())).gzipped()


def test_it_answers_as_the_store(js: Node, file: bytes) -> None:
    store, text = curated_store(), b64encode(file).decode()
    cells, caption, countries = answers(
        js, text, CELLS, ["caption", "status=convictions"], ["facet", "", "country"]
    )
    said = store.marks(Query(country=("IR",)), WORLD, 3).to_geojson()
    for name in ("numberMatched", "numberInView", "legend"):
        assert cells[name] == said[name]
    places, theirs = (
        [each["geometry"]["coordinates"] for each in answer["features"]] for answer in (cells, said)
    )
    assert sorted(places) == [pytest.approx(place, abs=1e-4) for place in sorted(theirs)]
    assert caption["sentence"] == "2 of 11 records"
    assert countries == {
        each.value: each.count for each in store.summary(Query()).facets["country"]
    }


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda file: file[:-200], "cannot be unpacked"),
        (lambda file: b"not gzip", "cannot be unpacked"),
        (lambda file: gzip.compress(gzip.decompress(file)[:-5]), "is cut short"),
        (lambda file: gzip.compress(b"something else"), "is not a columns file"),
    ],
)
def test_what_is_damaged_is_said_to_every_question(
    js: Node, file: bytes, damage: Any, sentence: str
) -> None:
    text = b64encode(damage(file)).decode()
    for said in answers(js, text, CELLS, ["caption", ""]):
        assert sentence in said
