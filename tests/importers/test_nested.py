"""Nested values as cells, and texts without markup."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers import read
from geo.importers.cells.nested import flattened, without_markup
from geo.model.incident import Incident

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
NAMES = st.text("ab", min_size=1, max_size=2)
VALUES = st.recursive(
    PLAIN, lambda part: st.lists(part, max_size=3) | st.dictionaries(NAMES, part, max_size=3)
)


def made(folder: Path, **properties: Any) -> Incident:
    path = folder / "own.geojson"
    point = {"type": "Point", "coordinates": [69.123, 34.123]}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    (row,) = read("geojson", path)
    assert row.incident
    return row.incident


@pytest.mark.parametrize(
    ("nested", "flat"),
    [
        ({"a": {"b": {"c": 1}}, "d": 2}, {"a.b.c": 1, "d": 2}),
        ({"a": [1, "x", None]}, {"a": "1; x; "}),
        ({"a": [{"n": "A", "u": 1}, {"n": "B"}]}, {"a.n": "A; B", "a.u": "1; "}),
        ({"a": [[1], 2]}, {"a": [[1], 2]}),
        ({"a": {}, "b": []}, {"a": {}, "b": []}),
        ({"a": [{}]}, {}),
        ({}, {}),
    ],
)
def test_members_have_the_names_of_all_levels(nested: dict[str, Any], flat: dict[str, Any]) -> None:
    assert flattened(nested) == flat


@given(st.dictionaries(NAMES, VALUES, max_size=3))
def test_what_is_flat_stays_as_it_is(value: dict[str, Any]) -> None:
    once = flattened(value)
    assert "" not in once
    plain = {name: part for name, part in value.items() if not isinstance(part, dict | list)}
    assert plain.items() <= once.items()


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("<b>Bold</b> name", "Bold name"),
        ("<p>Killed <b>4</b></p><img src=x onerror=y>", "Killed 4"),
        ("one<br/>two", "one two"),
        ("Tom &amp; co &#233;", "Tom & co é"),
        ("&lt;b&gt;", "<b>"),
        ("a < b and c > d", "a < b and c > d"),
        ("5 <6", "5 <6"),
        ("AT&T", "AT&T"),
        ("  as  it is ", "  as  it is "),
    ],
)
def test_markup_is_left_out_of_texts(text: str, bare: str) -> None:
    assert without_markup(text) == bare


@given(st.text())
def test_a_text_without_markup_is_the_very_same(text: str) -> None:
    if not set(text) & set("<&"):
        assert without_markup(text) is text


def test_nested_properties_are_the_columns_of_a_record(tmp_path: Path) -> None:
    sources = [{"name": "Radio A", "url": "https://a.example/1"}, {"name": "Radio B"}]
    location = {"name": "Gao", "country": "Mali"}
    properties = {"date": "2024-03-22", "location": location, "sources": sources, "tags": ["x"]}
    found = made(tmp_path, title="<i>Market</i>", **properties)
    assert (found.title, found.place.name, found.place.country) == ("Market", "Gao", "ML")
    cited = [(source.publisher, source.url) for source in found.sources[1:]]
    assert cited == [("Radio A", "https://a.example/1"), ("Radio B", None)]
    raw = found.origin.raw["properties"]
    assert (raw["title"], raw["location"]) == ("<i>Market</i>", location)
