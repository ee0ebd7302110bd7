"""Whatever stands in the cells of a file: each row is an incident, or is refused with a reason."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_rows import ACLED, GED_ROWS, GTD
from geo.importers import read
from geo.importers.tables.columns import FIELDS

TABLE_ROW = dict.fromkeys(FIELDS, "") | {"id": "E1", "date": "2024-03-22", "place": "Kerman"}
ROWS = {"ucdp": GED_ROWS[0], "gtd": GTD, "acled": ACLED, "table": TABLE_ROW}
# What rules turn on, in one field or another.
TELLING = (  # noqa: SIM905, it reads as a line of words
    "0 -0 -1 -9 -99 1 2 3 4 5 6 7 1.0 2.5 1e5 1e309 NaN inf 0001-01-01 9999-12-31 2014-05-31"
    " 2014-05 2014 0000-00-00 31/12/1999 05/04/2014 12/31/9999 45373 253402300800 -62135596801"
    " a;b;;c ; attack Civilians Unknown Iran ZZ true 1,5 91 -181 http://[ https://a.example/b '=1"
    " {{7*7}} settlement month context aggregate capital_as_actor"
).split()
CELLS = st.one_of(st.sampled_from(TELLING), st.text(st.characters(exclude_categories=["Cs"])))


@pytest.mark.parametrize("source", ROWS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_row_is_taken_or_listed(
    tmp_path_factory: pytest.TempPathFactory, source: str, data: st.DataObject
) -> None:
    row = ROWS[source]
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(row)), CELLS, max_size=4))
    changed = row | changes
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([list(changed), list(changed.values())])
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(buffer.getvalue().encode())
    for found in read(source, path):
        assert (found.incident is None) == bool(found.findings)
        if found.incident:
            raw = found.incident.origin.raw
            assert raw == {name: value.replace("\0", "") for name, value in changed.items()}


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CELLS, inner, max_size=3),
    max_leaves=8,
)


@given(
    geometry=JSON | st.builds(lambda at: {"type": "Point", "coordinates": at}, JSON),
    properties=JSON | st.dictionaries(st.sampled_from([*FIELDS, "origin"]), JSON, max_size=5),
    id_=JSON,
)
@settings(max_examples=150, deadline=None)
def test_a_feature_is_taken_or_listed(
    tmp_path_factory: pytest.TempPathFactory, geometry: Any, properties: Any, id_: Any
) -> None:
    feature = {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}
    path: Path = tmp_path_factory.mktemp("any") / "any.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    (found,) = read("geojson", path)
    assert (found.incident is None) == bool(found.findings)
