"""What was known of an incident at the end of a day, against a replay by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from geo.model.attribution import status_of
from geo.model.feature import feature_from_incident, incident_from_feature
from geo.model.incident import Casualties, Incident, Range, Source, Speaker, TollReport
from geo.model.known import days_of_knowledge, known_as_of, known_since
from samples import ACTORS, incident, statement
from strategies import incidents

OFFICIAL = Speaker(name="a ministry", kind="state")
SOURCES = (
    Source(id="S", publisher="A", title="first", date="2024-03-22"),
    Source(id="LATE", publisher="B", title="later", date="2024-04"),
    Source(id="UNDATED", publisher="C", title="without a day"),
)


def report(id_: str, value: int, day: str | None, **changes: object) -> TollReport:
    fields = {"measure": "killed", "said_by": OFFICIAL, "status": "standing", "sources": ("S",)}
    return TollReport(**{"id": id_, "value": value, "as_of": day, **fields, **changes})  # type: ignore[arg-type]


HISTORY = Casualties(
    killed=Range(low=95, best=95, high=97),
    reports=(
        report("a", 103, "2024-03-22", status="withdrawn", superseded_by="b"),
        report("b", 84, "2024-03-23", status="superseded", superseded_by="c"),
        report("c", 95, "2024-03-26"),
        report("d", 97, None, said_by=None, sources=("LATE",)),
    ),
)
RECORD = incident(
    summary="Everything, told later.",
    actors=ACTORS,
    sources=SOURCES,
    assertions=(
        statement("claim", "claim", "islamic-state", "armed_group"),
        statement("denial", "denial", "ruritania", "state", replies_to="accusation"),
        statement("accusation", "accusation", "ruritania", "state", date="2024-03-25"),
        statement("late", "attribution", "isis-k", "state", date="2024-05"),
    ),
    casualties=HISTORY,
)


def known(day: str, record: Incident = RECORD) -> Incident:
    found = known_as_of(record, date.fromisoformat(day))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "low", "best", "high"),
    [
        ("2024-03-22", 103, 103, 103),
        ("2024-03-23", 84, 84, 84),
        ("2024-03-25", 84, 84, 84),
        ("2024-03-26", 95, 95, 95),
        ("2024-04-29", 95, 95, 95),
        ("2024-04-30", 95, 95, 97),
    ],
)
def test_a_figure_stands_until_the_day_of_the_one_that_replaced_it(
    day: str, low: int, best: int, high: int
) -> None:
    tolls = known(day).casualties
    assert tolls is not None
    assert tolls.killed == Range(low=low, best=best, high=high)


def test_nothing_is_known_before_the_first_day() -> None:
    assert known_since(RECORD) == date(2024, 3, 22)
    assert known_as_of(RECORD, date(2024, 3, 21)) is None


def test_statements_count_from_their_day_and_a_month_from_its_last() -> None:
    assert [a.id for a in known("2024-03-24").assertions] == ["claim", "denial"]
    assert len(known("2024-05-30").assertions) == 3
    assert known("2024-05-31") is RECORD


def test_a_reply_to_a_later_statement_replies_to_nothing_yet() -> None:
    assert known("2024-03-24").assertions[1].replies_to is None
    assert known("2024-03-25").assertions[1].replies_to == "accusation"


def test_what_takes_back_or_answers_what_is_not_known_yet_is_not_there_or_answers_nothing() -> None:
    said = (
        statement("later", "claim", "front", date="2024-05"),
        statement("back", "retraction", replies_to="later", date="2024-03-22"),
        statement("again", "retraction", replies_to="back", date="2024-03-22"),
        statement("denied", "denial", "front", replies_to="back", date="2024-03-22"),
    )
    found = known("2024-03-22", incident(actors=ACTORS, assertions=said))
    assert [(each.id, each.replies_to) for each in found.assertions] == [("denied", None)]


def test_what_was_written_or_named_later_is_not_there() -> None:
    record = known("2024-03-24")
    assert (record.summary, record.links) == (None, ())
    assert "isis-k" not in {actor.id for actor in record.actors}
    assert [source.id for source in record.sources] == ["S", "UNDATED"]


def test_a_figure_without_any_day_is_only_known_today() -> None:
    tolls = Casualties(
        killed=Range(low=5, best=5, high=9),
        reports=(report("a", 5, "2024-03-22"), report("b", 9, None, sources=("UNDATED",))),
    )
    record = replace(RECORD, casualties=tolls)
    assert known("2024-03-22", record).casualties != tolls
    assert known("2024-05-31", record).casualties == tolls


def test_a_range_without_reports_is_known_with_the_record() -> None:
    tolls = Casualties(injured=Range(best=7))
    record = replace(RECORD, casualties=replace(HISTORY, injured=Range(best=7)))
    found = known("2024-03-22", record).casualties
    assert found is not None
    assert found.injured == tolls.injured


def test_a_coded_record_is_known_from_its_coding() -> None:
    coded = statement("c", "dataset_coding", "front", "dataset", date="2025-02-01")
    record = replace(RECORD, assertions=(coded,), casualties=None)
    assert known_since(record) == date(2025, 2, 1)
    assert known_as_of(record, date(2025, 1, 31)) is None


def test_a_record_without_any_day_was_always_known() -> None:
    record = incident(sources=(), assertions=())
    assert known_since(record) is None
    assert known_as_of(record, date(1900, 1, 1)) is record


def told(record: Incident | None) -> object:
    """Return what is said of a record; more of its sources may be out, which say nothing new."""
    return record and feature_from_incident(record)["properties"] | {"sources": []}


@settings(max_examples=60, deadline=None)
@given(incidents())
def test_every_day_gives_a_valid_record_and_changes_only_on_its_days(record: Incident) -> None:
    days = days_of_knowledge(record)
    for day in days:
        found = known_as_of(record, day)
        assert found is not None
        assert incident_from_feature(feature_from_incident(found)) == found
        before = day - timedelta(days=1)
        if before not in days:
            kept = known_as_of(record, before)
            earlier = [each for each in days if each < day]
            last = known_as_of(record, earlier[-1]) if earlier else None
            assert told(kept) == told(last)
    if days:
        assert known_as_of(record, days[-1]) == record


@settings(max_examples=60, deadline=None)
@given(incidents())
def test_the_status_of_a_day_is_that_of_what_was_known(record: Incident) -> None:
    for day in days_of_knowledge(record):
        found = known_as_of(record, day)
        assert found is not None
        assert status_of(found, day) == status_of(record, day)


def test_a_day_on_which_only_a_source_came_out_is_one_of_them() -> None:
    said = [
        statement(id_, "claim", date=day, sources=("UNDATED",))
        for id_, day in (("a", "2024-03-18"), ("b", "2024-03-31"))
    ]
    paper = Source(id="P", publisher="A paper", title="new", date="2024-03-22")
    record = incident(actors=ACTORS, assertions=tuple(said), sources=(paper, SOURCES[2]))
    assert [day.isoformat() for day in days_of_knowledge(record)] == [
        "2024-03-18",
        "2024-03-22",
        "2024-03-31",
    ]
    known = known_as_of(record, date(2024, 3, 22))
    assert known
    assert [source.id for source in known.sources] == ["P", "UNDATED"]
