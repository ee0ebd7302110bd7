"""The parts of every importer: what each reads, who warns of a field, how they are put together."""

import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from effort import amount
from geo.importers.importer import Importer
from geo.importers.parts import DECIMALS_FIELD, Part, Parts, decimals_of, feature_from_parts
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.registry import IMPORTERS
from geo.importers.row import CellValue
from geo.importers.tables import table
from geo.model.incident import Source

ALL = {**IMPORTERS, "table": table.IMPORTER}
SOURCES = TypeAdapter(list[Source])
EXAMPLES = amount(quick=30, thorough=2000)
DOCUMENT = Document(name="raids.csv", version="1", released="2023-07")
# What rules turn on, in one field or another.
TELLING = (  # noqa: SIM905, it reads as a line of words
    "1 2 3 1.5 -9 -99 ; a;b 2014-05-31 2014-05 05/04/2014 31/12/1999 Civilians Unknown Iran ZZ true"
    " no settlement month 1679443200 =1 Battles Arrests"
).split()
CELLS = st.sampled_from(TELLING)


class Declared(dict[str, CellValue]):
    """Cells of which only some fields may be read."""

    def __init__(self, cells: Mapping[str, CellValue], declared: tuple[str, ...]) -> None:
        super().__init__(cells)
        self.declared = declared

    def __getitem__(self, name: str) -> CellValue:
        assert name in self.declared, f"{name} is not declared"
        return super().get(name)

    def get(self, name: str, _: Any = None) -> CellValue:
        return self[name]


def parts_of(parts: Parts) -> Iterator[tuple[str, Part]]:
    for field in fields(parts):
        if isinstance(part := getattr(parts, field.name), Part):
            yield field.name, part


def rows(parts: Parts) -> st.SearchStrategy[dict[str, CellValue]]:
    """Return rows of all fields that the parts declare."""
    names = sorted({name for _, part in parts_of(parts) for name in part.fields})
    known: dict[str, Any] = {DECIMALS_FIELD: st.integers(0, 6)}
    return st.fixed_dictionaries({name: st.none() | known.get(name, CELLS) for name in names})


def record(cells: Mapping[str, CellValue]) -> Record:
    return Record(line=1, name="line 1", cells=cells)


@pytest.mark.parametrize("importer", ALL.values(), ids=list(ALL))
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_part_reads_the_fields_that_it_declares(importer: Importer, data: st.DataObject) -> None:
    cells = data.draw(rows(importer.parts))
    for _, part in parts_of(importer.parts):
        part(record(Declared(cells, part.fields)), DOCUMENT)


@pytest.mark.parametrize("importer", ALL.values(), ids=list(ALL))
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_one_part_only_says_what_is_wrong_with_a_field(
    importer: Importer, data: st.DataObject
) -> None:
    cells = data.draw(rows(importer.parts))
    sayers = defaultdict(set)
    for name, part in parts_of(importer.parts):
        one = record(cells)
        part(one, DOCUMENT)
        for finding in one.findings + one.warnings:
            sayers[finding.field].add(name.replace("unplaced", "site"))  # a row has one or other
    assert [said for said in sayers.values() if len(said) > 1] == []


@pytest.mark.parametrize("importer", ALL.values(), ids=list(ALL))
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_source_of_a_row_is_refused(importer: Importer, data: st.DataObject) -> None:
    sources = importer.parts.sources
    texts = st.text(st.sampled_from('; "a1-.:/?#['), max_size=12)
    cells = data.draw(st.fixed_dictionaries(dict.fromkeys(sources.fields, texts | CELLS)))
    row = record(cells)
    assert SOURCES.validate_python(sources(row, DOCUMENT))
    assert row.findings == []


@pytest.mark.parametrize("importer", ALL.values(), ids=list(ALL))
def test_an_importer_travels_to_another_process(importer: Importer) -> None:
    there = pickle.loads(pickle.dumps(importer))
    assert there.feature(record({}), DOCUMENT) == importer.feature(record({}), DOCUMENT)


def test_a_quiet_record_keeps_nothing_of_what_is_said_of_it() -> None:
    loud = record({"date": "x"})
    loud.quiet().warn("date", "is wrong")
    loud.quiet().refuse("date", "is wrong", "Correct it.")
    assert (loud.warnings, loud.findings) == ([], [])
    assert loud.quiet().text("date") == "x"


@pytest.mark.parametrize(
    ("point", "decimals"), [((57.0, 30.0), 0), ((57.25, 30.1), 2), ((0.0, -1e-6), 6)]
)
def test_the_finer_degrees_of_a_position_count(point: tuple[float, float], decimals: int) -> None:
    assert decimals_of(point) == decimals


def test_positions_that_are_given_stand_for_those_of_the_cells() -> None:
    cells = {"id": "E1", "date": "2024-03-22", "latitude": "x", "precision": "site"}
    row = record(cells)
    feature = feature_from_parts(table.PARTS, row, DOCUMENT, [(57.0, 30.0), (51.5, 35.5)])
    assert feature["geometry"]["coordinates"] == [[57.0, 30.0], [51.5, 35.5]]
    assert len(feature["properties"]["place"]["sites"]) == len(feature["geometry"]["coordinates"])
    assert row.findings == []


def test_a_statement_cites_all_sources_of_its_row_unless_it_has_its_own() -> None:
    cells = {"id": "E1", "date": "2024-03-22", "group": "The Black Hand", "source": "A; B"}
    found = feature_from_parts(table.PARTS, record(cells), DOCUMENT)["properties"]
    assert found["assertions"][0]["sources"] == ["table", "cited-1", "cited-2"]
    ucdp = IMPORTERS["ucdp"].parts
    cells = {"id": "1", "date_start": "2023-01-01", "side_a": "IS", "source_office": "A"}
    found = feature_from_parts(ucdp, record(cells), DOCUMENT)["properties"]
    assert found["assertions"][0]["sources"] == ["ucdp-ged"]


@pytest.mark.parametrize(
    ("first", "order"), [("date", ["date", "latitude"]), ("points", ["latitude", "date"])]
)
def test_what_is_read_first_is_reported_first(first: Any, order: list[str]) -> None:
    row = record({"id": "E1", "date": "x", "latitude": "y", "longitude": "7"})
    feature_from_parts(replace(table.PARTS, first=first), row, DOCUMENT)
    assert [finding.field for finding in row.findings] == order
