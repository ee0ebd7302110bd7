"""CSV and Excel files come back through an import as they were written, and no cell runs."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import strategies
from effort import amount
from exported_tables import READ, everything, read_back, read_cells, row, selection
from geo.exports import export_bytes, export_file
from geo.importers.tables.unfit import is_unfit
from geo.intake.dataset import load
from geo.model.incident import (
    Actor,
    Incident,
    IncidentType,
    Place,
    Site,
    Source,
)
from geo.words.countries import looks_swapped
from samples import HOSTILE, ORIGIN, incident, located, statement

WEB = st.builds("https://{}.example/{}".format, st.sampled_from("ab"), strategies.texts())
# Texts that a writer of workbooks might take for codes of characters, or for XML of its own.
CODES = ("_x0041_", "_x0041_x0042_", "<r>a</r>", "<r></si><si></r>")
GROUPS = ("The Front; The Band", "unknown", "-", "Al Shabaab", "al-shabaab", "attack")


@st.composite
def lists(draw: st.DrawFn) -> list[Incident]:
    """Return incidents with links among their sources and names that lists might break."""
    found = draw(st.lists(strategies.incidents(), max_size=2, unique_by=lambda one: one.id))
    return [draw(varied(one)) for one in found]


@st.composite
def varied(draw: st.DrawFn, one: Incident) -> Incident:
    names = strategies.texts() | st.sampled_from(GROUPS) | WEB
    sources = (
        replace(source, publisher=draw(names), url=draw(st.none() | WEB | strategies.texts()))
        for source in one.sources
    )
    actors = (replace(actor, name=draw(names)) for actor in one.actors)
    return replace(one, sources=tuple(sources), actors=tuple(actors))


def is_placeable(one: Incident) -> bool:
    """Tell what an import takes as it is.

    It refuses a position that is right only the other way round, and finds a country for one
    without.
    """
    cells = row(one)
    lon, lat, country = cells["longitude"], cells["latitude"], cells["country"]
    if isinstance(lon, float) and not country:
        return False
    if not isinstance(lon, float) or not isinstance(lat, float) or not isinstance(country, str):
        return True
    return not looks_swapped(lon, lat, country)


def are_names(incidents: list[Incident]) -> bool:
    """Tell that no column is one that an import names and leaves: of numbers, months, states."""
    cells = list(map(row, incidents))
    columns = {name: [str(each[name] or "") for each in cells] for name in READ}
    return not any(is_unfit(name, texts) for name, texts in columns.items())


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@settings(deadline=None, max_examples=amount(quick=15, thorough=100))
@given(incidents=lists())
def test_what_is_exported_comes_back(format_: str, incidents: list[Incident]) -> None:
    assume(all(map(is_placeable, incidents)) and are_names(incidents))
    assert read_back(format_, *incidents) == read_cells(incidents)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_column_of_numbers_holds_no_names_and_is_named(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"incidents.{format_}"
    path.write_bytes(export_bytes(selection(incident(place=Place(admin2="0"))), format_))
    found = load(path, geocode=False)
    assert next(iter(found)).place.admin2 is None
    (left,) = (column for column in found.survey.columns if column.name == "admin2")
    assert (left.field, left.samples) == (None, ("0",))


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_curated_records_come_back_without_a_warning(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"incidents.{format_}"
    export_file(everything(), path)
    found = load(path)
    assert (found.findings, found.warnings) == ((), ())
    assert read_cells(found) == read_cells(everything().incidents())


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize(("radius", "cell"), [(None, "5.0"), (7, "7.0"), (0.25, "0.25")])
def test_a_radius_is_written_the_same_after_it_came_back(
    format_: str, radius: float | None, cell: str
) -> None:
    site = Site(precision="settlement", radius_km=radius)
    town = replace(located("A", (57, 30)), place=Place(name="Kerman", country="IR", sites=(site,)))
    assert read_cells([town])[0]["radius_km"] == cell
    assert read_back(format_, town) == read_cells([town])


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [*HOSTILE, *CODES, "#N/A", "\x01=1+1", "'s-Hertogenbosch", "1e5"])
def test_hostile_text_comes_back(format_: str, text: str) -> None:
    hostile = incident(
        title=text,
        summary=text,
        place=Place(name=text, admin1=text, sites=(Site(name=text, precision="site"),)),
        types=(IncidentType(scheme=text, code=text, label=text),),
        sources=(Source(id="S", publisher=text, title=text, url=text),),
        origin=replace(ORIGIN, licence=text),
    )
    assert read_back(format_, hostile) == read_cells([hostile])


def test_several_sources_keep_their_links_and_dates() -> None:
    sources = (
        Source(id="1", publisher="A", title="t", date="2024"),
        Source(id="2", publisher="B; C", title="t", url="https://b.example/?x=1;y=2;"),
        Source(id="3", publisher="https://d.example/x", title="t", date="2024-03-01"),
        Source(id="4", publisher="E", title="t", url="javascript:x()"),
    )
    cells = row(incident(sources=sources))
    assert cells["source"] == "A; B, C; d.example; E"
    assert cells["source_url"] == "; https://b.example/?x=1;y=2%3B; https://d.example/x;"
    assert cells["source_date"] == "2024; ; 2024-03-01;"
    assert read_back("csv", incident(sources=sources)) == read_cells([incident(sources=sources)])


def test_the_table_that_rows_were_read_from_is_no_source_of_theirs(tmp_path: Path) -> None:
    export_file(everything(), tmp_path / "first.csv")
    found = load(tmp_path / "first.csv")
    (tmp_path / "second.csv").write_bytes(export_bytes(selection(*found), "csv"))
    assert all(one.sources[0].publisher == "first.csv" for one in found)
    assert "first.csv" not in " ".join(str(cells["source"]) for cells in map(row, found))
    assert read_cells(load(tmp_path / "second.csv")) == read_cells(found)


def test_groups_that_an_import_takes_for_nobody_are_left_out() -> None:
    actors = tuple(
        Actor(id=f"g-{number}", name=name, kind="armed_group") for number, name in enumerate(GROUPS)
    )
    coding = statement("1", "dataset_coding", " ".join(actor.id for actor in actors), by="dataset")
    named = incident(actors=actors, assertions=(coding,))
    assert row(named)["group"] == "The Front, The Band; Al Shabaab; attack"
    assert read_back("csv", named) == read_cells([named])
