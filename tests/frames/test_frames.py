"""Incidents as a GeoDataFrame: nothing is lost on the way there and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.frames.frames import geodataframe_from_incidents
from geo.intake.geodataframe import incidents_from_geodataframe
from geo.model.incident import Incident
from samples import HOSTILE, curated, id_from, incident, located
from strategies import incidents


@given(st.lists(incidents(), max_size=3, unique_by=lambda found: found.id))
@settings(max_examples=25)
def test_incidents_survive_their_frame(several: list[Incident]) -> None:
    assert list(incidents_from_geodataframe(geodataframe_from_incidents(several))) == several


def test_the_curated_incidents_survive() -> None:
    several = list(curated().values())
    assert list(incidents_from_geodataframe(geodataframe_from_incidents(several))) == several


def test_a_row_is_an_incident() -> None:
    frame = geodataframe_from_incidents([located("A", (57.0, 30.0)), incident("B")])
    assert list(frame["id"]) == ["A", "B"]
    assert list(frame["title"]) == ["An attack", "An attack"]
    assert frame.geometry[0].coords[:] == [(57.0, 30.0)]
    assert frame.geometry[1] is None


def test_longitude_comes_first() -> None:
    frame = geodataframe_from_incidents([located("A", (57.0, 30.0))])
    assert frame.crs == "OGC:CRS84"
    assert tuple(frame.total_bounds) == (57.0, 30.0, 57.0, 30.0)


def test_no_incidents_are_an_empty_frame() -> None:
    frame = geodataframe_from_incidents([])
    assert len(frame) == 0
    assert "id" in frame.columns
    assert list(incidents_from_geodataframe(frame)) == []


@pytest.mark.parametrize("text", [*HOSTILE, "None", "nan", "NA"])
def test_text_stays_text(text: str) -> None:
    found = [incident(id_from(text), title=text, summary=text), incident("B")]
    assert list(incidents_from_geodataframe(geodataframe_from_incidents(found))) == found


def test_rows_that_share_an_id_are_all_refused() -> None:
    frame = geodataframe_from_incidents([incident("A"), incident("A", title="B"), incident("B")])
    found = incidents_from_geodataframe(frame)
    assert list(found) == [incident("B")]
    assert {finding.record for finding in found.findings} == {"A"}


def test_a_part_of_a_frame_gives_its_incidents() -> None:
    several = [incident("A"), located("B", (1.0, 2.0), (3.0, 4.0)), located("C", (5.0, 6.0))]
    frame = geodataframe_from_incidents(several)
    assert list(incidents_from_geodataframe(frame[frame["id"] != "A"])) == several[1:]
    assert list(incidents_from_geodataframe(frame.cx[0:4, 0:5])) == [several[1]]
