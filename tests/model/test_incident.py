"""The rules of an incident, each with its message, and what its values derive."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from geo.model.assertion import STANCES, AssertionKind
from geo.model.incident import (
    Actor,
    Assertion,
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Origin,
    Place,
    Range,
    Site,
    Source,
    Speaker,
    TollReport,
)
from geo.model.precision import DEFAULT_RADIUS_KM, UNDRAWN, Precision
from geo.model.tolls import Measure
from samples import SOURCE, incident, located, statement, with_ledger

STATE, GROUP, PAPER = (Speaker(name=kind, kind=kind) for kind in ("state", "armed_group", "media"))


def refusal(model: Any, **fields: Any) -> str:
    """Return the one rule that refuses these fields."""
    with pytest.raises(ValidationError) as error:
        model(**fields)
    (detail,) = error.value.errors()
    return str(detail["msg"])


def incident_refusal(**changes: Any) -> str:
    return refusal(lambda: incident(**changes))


def report(value: int, **changes: Any) -> TollReport:
    fields: dict[str, Any] = {
        "measure": "killed",
        "said_by": PAPER,
        "status": "standing",
        "sources": ("S",),
    }
    return TollReport(value=value, **fields | changes)


def cast(*pairs: str) -> tuple[Actor, ...]:
    """Return actors, each a letter and perhaps the letter of its whole."""
    return tuple(
        Actor(id=pair[0], name=pair, kind="armed_group", part_of=pair[1:] or None) for pair in pairs
    )


def killed(*reports: TollReport) -> Range | None:
    return Casualties(reports=reports).range_from_reports("killed")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"precision": "day"}, "a date has a start exactly when its precision is not 'unknown'"),
        (
            {"precision": "unknown", "start": "2024-03-22", "reported": "2024"},
            "a date has a start exactly when its precision is not 'unknown'",
        ),
        (
            {"precision": "unknown", "end": "2024-03-22", "reported": "2024"},
            "an unknown date has no end",
        ),
        (
            {"precision": "days", "start": "2024-03-22", "end": "2024-03-21"},
            "a date ends on or after its start, not 2024-03-22 … 2024-03-21",
        ),
        (
            {"precision": "days", "start": "2024-03-22"},
            "precision 'days' spans from start to end",
        ),
        (
            {"precision": "months", "start": "2024-03-22"},
            "precision 'months' spans from start to end",
        ),
        (
            {"precision": "month", "start": "2024-03-22", "end": "2024-03-31"},
            "a date with precision 'month' has no end",
        ),
        (
            {"precision": "year", "start": "2024-03-22", "end": "2024-12-31"},
            "a date with precision 'year' has no end",
        ),
        ({"precision": "day", "start": "2024-03"}, "a day of the calendar as 2024-03-22"),
        ({"precision": "day", "start": 20240322}, "a day of the calendar as 2024-03-22"),
        (
            {"precision": "day", "start": "2024-02-30"},
            "a day of the calendar as 2024-03-22",
        ),
        (
            {"precision": "unknown", "reported": "March"},
            "a year, month or day as 2024, 2024-03 or 2024-03-22",
        ),
    ],
)
def test_a_date_is_refused(fields: dict[str, Any], rule: str) -> None:
    assert refusal(IncidentDate, **fields) == rule


@pytest.mark.parametrize(
    ("fields", "first", "last"),
    [
        ({"precision": "day", "start": "2024-03-22"}, date(2024, 3, 22), date(2024, 3, 22)),
        ({"precision": "week", "start": "2024-03-22"}, date(2024, 3, 22), date(2024, 3, 28)),
        ({"precision": "month", "start": "2024-02-01"}, date(2024, 2, 1), date(2024, 2, 29)),
        ({"precision": "month", "start": "2024-02-15"}, date(2024, 2, 1), date(2024, 2, 29)),
        ({"precision": "year", "start": "2024-01-01"}, date(2024, 1, 1), date(2024, 12, 31)),
        ({"precision": "year", "start": "2024-06-15"}, date(2024, 1, 1), date(2024, 12, 31)),
        ({"precision": "week", "start": "9999-12-30"}, date(9999, 12, 30), date(9999, 12, 31)),
        (
            {"precision": "days", "start": "2024-03-22", "end": "2024-04-02"},
            date(2024, 3, 22),
            date(2024, 4, 2),
        ),
        (
            {"precision": "months", "start": "2024-03-01", "end": "2024-05-31"},
            date(2024, 3, 1),
            date(2024, 5, 31),
        ),
        ({"precision": "unknown", "reported": "2024-02"}, date(2024, 2, 1), date(2024, 2, 29)),
        ({"precision": "unknown", "reported": "2024"}, date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_date_covers_the_days_on_which_it_can_have_been(
    fields: dict[str, Any], first: date, last: date
) -> None:
    when = IncidentDate(**fields)
    assert (when.first, when.last) == (first, last)


def test_every_precision_that_is_drawn_has_a_radius() -> None:
    drawn: set[Precision] = set(DEFAULT_RADIUS_KM) | {"capital_as_actor"}
    assert drawn.isdisjoint(UNDRAWN)
    assert Site(precision="settlement").radius == 5
    assert Site(precision="settlement", radius_km=2.5).radius == 2.5
    assert Site(precision="country").radius is None


@pytest.mark.parametrize("radius", [0.0, -1.0, float("nan"), float("inf"), "5", True])
def test_a_radius_is_a_positive_number(radius: Any) -> None:
    assert refusal(Site, precision="site", radius_km=radius)


@pytest.mark.parametrize(
    ("position", "message"),
    [
        ((180.5, 0.0), "Input should be less than or equal to 180"),
        ((-180.5, 0.0), "Input should be greater than or equal to -180"),
        ((0.0, 90.5), "Input should be less than or equal to 90"),
        ((0.0, -90.5), "Input should be greater than or equal to -90"),
        ((float("nan"), 0.0), "Input should be a finite number"),
        ((0.0, float("inf")), "Input should be a finite number"),
        (("1", 0.0), "Input should be a valid number"),
        ((True, 0.0), "Input should be a valid number"),
    ],
)
def test_a_position_out_of_range_is_refused(position: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        located("A", position)


@pytest.mark.parametrize("position", [(180.0, 90.0), (-180.0, -90.0), (0.0, 0.0), (180, -90)])
def test_poles_and_antimeridian_are_positions(position: tuple[float, float]) -> None:
    assert located("A", position).positions == (position,)


def test_each_position_has_its_site() -> None:
    places = {"place": Place(sites=(Site(precision="site"),)), "positions": ((1.0, 2.0),) * 2}
    assert incident_refusal(**places) == "2 positions and 1 sites"
    assert incident(place=places["place"]).positions == ()


def test_a_context_record_has_no_casualties() -> None:
    tolls = {"record_type": "context", "casualties": Casualties(perpetrators_killed=0)}
    assert incident_refusal(**tolls) == "a context record has no casualties"
    assert incident(record_type="context").casualties is None


@pytest.mark.parametrize("kind", STANCES)
def test_a_kind_of_statement_has_its_stances(kind: AssertionKind) -> None:
    replies: dict[str, Any] = {"replies_to": "other"}
    for stance in ("asserts", "suspects", "denies", "withdraws"):
        if stance in STANCES[kind]:
            assert statement("c", kind, stance=stance, **replies).stance == stance
        else:
            message = refusal(lambda s=stance: statement("c", kind, stance=s, **replies))
            assert message == f"a {kind} {' or '.join(STANCES[kind])}"


def test_a_statement_says_something() -> None:
    rule = "a statement is about an actor, or says something"
    assert refusal(lambda: statement("c", "claim", says=None)) == rule
    assert statement("c", "claim", "front", says=None).says is None


def test_a_retraction_replies_to_a_statement() -> None:
    message = refusal(lambda: statement("c", "retraction", "front"))
    assert message == "a retraction replies to a statement"


def test_a_statement_has_a_source() -> None:
    message = refusal(lambda: statement("c", "claim", sources=()))
    assert message == "Tuple should have at least 1 item after validation, not 0"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"sources": (SOURCE, SOURCE)}, "sources has the id 'S' twice"),
        (
            {"actors": (Actor(id="a", name="A", kind="state"),) * 2},
            "actors has the id 'a' twice",
        ),
        ({"assertions": (statement("c", "claim"),) * 2}, "assertions has the id 'c' twice"),
    ],
)
def test_an_id_occurs_once(changes: dict[str, Any], rule: str) -> None:
    assert incident_refusal(**changes) == rule


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"assertions": (statement("c", "claim", "nobody"),)}, "'nobody' is not in actors"),
        (
            {"assertions": (statement("c", "denial", replies_to="d"),)},
            "'d' is not in assertions",
        ),
        ({"assertions": (statement("c", "claim", sources=("X",)),)}, "'X' is not in sources"),
        ({"place": Place(sources=("X",))}, "'X' is not in sources"),
        (
            {"place": Place(sites=(Site(precision="site", sources=("X",)),))},
            "'X' is not in sources",
        ),
        ({"casualties": Casualties(reports=(report(1, sources=("X",)),))}, "'X' is not in sources"),
    ],
)
def test_a_reference_is_to_something_in_the_record(changes: dict[str, Any], rule: str) -> None:
    assert incident_refusal(**changes) == rule


def test_an_actor_is_part_of_another_of_the_record() -> None:
    assert incident_refusal(actors=cast("ab")) == "'b' is not in actors"
    assert incident(actors=cast("ab", "bc", "c")).actors == cast("ab", "bc", "c")


@pytest.mark.parametrize("pairs", [("aa",), ("ab", "ba"), ("ab", "bc", "ca")])
def test_no_actor_is_part_of_itself(pairs: tuple[str, ...]) -> None:
    assert incident_refusal(actors=cast(*pairs)) == "actor 'a' is part of itself"


@pytest.mark.parametrize(
    "replies_to", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}]
)
def test_no_statement_replies_to_itself(replies_to: dict[str, str]) -> None:
    replies = tuple(statement(id_, "denial", replies_to=to) for id_, to in replies_to.items())
    assert incident_refusal(assertions=replies) == "statement 'a' replies to itself"


def test_a_statement_may_be_about_the_attack() -> None:
    assert incident(assertions=(statement("d", "denial", "attack"),)).actors == ()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, "a range has at least one figure"),
        ({"low": 2, "best": 1}, "low ≤ best ≤ high does not hold for 2, 1"),
        ({"best": 2, "high": 1}, "low ≤ best ≤ high does not hold for 2, 1"),
        ({"low": 2, "high": 1}, "low ≤ best ≤ high does not hold for 2, 1"),
        ({"best": 1_000_000_001}, "Input should be less than or equal to 1000000000"),
        ({"best": 10**20}, "Input should be less than or equal to 1000000000"),
        ({"low": -1}, "Input should be greater than or equal to 0"),
        ({"best": 1.5}, "Input should be a valid integer"),
        ({"best": "1"}, "Input should be a valid integer"),
        ({"best": True}, "Input should be a valid integer"),
    ],
)
def test_a_range_is_refused(fields: dict[str, Any], rule: str) -> None:
    assert refusal(Range, **fields) == rule


@pytest.mark.parametrize("fields", [{"low": 0}, {"low": 1, "high": 1}, {"best": 0, "high": 3}])
def test_a_range_may_be_known_in_part(fields: dict[str, int]) -> None:
    known = Range(**fields)
    assert {name: getattr(known, name) for name in fields} == fields


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert Range(best=94.0).best == 94  # type: ignore[arg-type]  # as JSON from elsewhere has it
    assert isinstance(Range(best=94.0).best, int)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ((), None),
        ((report(5),), Range(low=5, best=5, high=5)),
        ((report(5), report(9, status="superseded")), Range(low=5, best=5, high=5)),
        ((report(5), report(9, status="not_comparable")), Range(low=5, best=5, high=5)),
        ((report(5), report(900, said_by=GROUP)), Range(low=5, best=5, high=5)),
        ((report(900, said_by=GROUP),), None),
        ((report(5), report(9, measure="injured")), Range(low=5, best=5, high=5)),
        (
            (report(5, as_of="2024-03-23"), report(9, as_of="2024-03-22")),
            Range(low=5, best=5, high=9),
        ),
        (
            (report(5, as_of="2024"), report(7, said_by=STATE, as_of="2022"), report(9)),
            Range(low=5, best=7, high=9),
        ),
        (
            (report(6, said_by=STATE, as_of="2024-01"), report(8, said_by=STATE, as_of="2023-12")),
            Range(low=6, best=6, high=8),
        ),
        ((report(5, said_by=None), report(6, said_by=None)), Range(low=5, best=6, high=6)),
    ],
    ids=[
        "no report",
        "one report",
        "superseded",
        "not comparable",
        "a group's boast",
        "only a boast",
        "another measure",
        "the latest is best",
        "the official is best",
        "the latest official is best",
        "without speaker",
    ],
)
def test_a_range_follows_from_the_reports(
    reports: tuple[TollReport, ...], expected: Range | None
) -> None:
    assert killed(*reports) == expected


@pytest.mark.parametrize("measure", ["killed", "injured", "missing", "perpetrators_killed"])
def test_each_measure_has_its_own_reports(measure: Measure) -> None:
    casualties = Casualties(reports=(report(1, measure=measure),))
    assert casualties.range_from_reports(measure) == Range(low=1, best=1, high=1)


@pytest.mark.parametrize(
    ("model", "fields", "wrong"),
    [
        (Actor, {"id": "Islamic State", "name": "x", "kind": "state"}, "id"),
        (Actor, {"id": "a--b", "name": "x", "kind": "state"}, "id"),
        (Actor, {"id": "a\n", "name": "x", "kind": "state"}, "id"),
        (Actor, {"id": "a", "name": "x", "kind": "person"}, "kind"),
        (Place, {"country": "Iran"}, "country"),
        (Place, {"country": "ir"}, "country"),
        (Place, {"country": "IR\n"}, "country"),
        (Source, {"id": "", "publisher": "x", "title": "x"}, "id"),
        (Source, {"id": "a", "publisher": "x", "title": "x", "date": "soon"}, "date"),
        (IncidentType, {"scheme": "atlas", "code": "attack", "label": ""}, "label"),
        (Origin, {"dataset": "x", "licence": "x", "redistributable": "yes"}, "redistributable"),
        (Site, {"precision": "exact"}, "precision"),
        (Site, {"precision": "site", "colour": "red"}, "colour"),
        (Speaker, {"name": "x", "kind": "person"}, "kind"),
    ],
)
def test_a_field_is_refused(model: Any, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        model(**fields)
    assert [detail["loc"] for detail in error.value.errors()] == [(wrong,)]


@pytest.mark.parametrize("text", ["", " ", " A", "A\u2028", "a\nb", "\x1b[31m", "\x7f", "x" * 201])
def test_an_id_is_what_an_address_can_carry(text: str) -> None:
    with pytest.raises(ValidationError, match="id\n  String should match pattern"):
        incident(text)


@pytest.mark.parametrize("text", ["A", "A B/1", "{{7*191}}", "کرمان", "x" * 200])
def test_an_id_may_have_any_script(text: str) -> None:
    assert incident(text).id == text


def test_a_slug_is_short_enough_for_an_address() -> None:
    assert Actor(id="a" * 200, name="x", kind="state").id == "a" * 200
    with pytest.raises(ValidationError, match="id\n  String should have at most 200 characters"):
        Actor(id="a" * 201, name="x", kind="state")


def test_the_attack_is_not_an_actor() -> None:
    rule = "'attack' stands for the attack, not an actor"
    with pytest.raises(ValidationError, match=rule):
        incident(actors=(Actor(id="attack", name="x", kind="armed_group"),))


def test_an_incident_cannot_be_changed() -> None:
    for value, field in ((incident(), "title"), (Range(low=1), "low"), (SOURCE, "url")):
        with pytest.raises(AttributeError):
            setattr(value, field, "x")


def test_equal_fields_make_equal_incidents() -> None:
    ledger = (statement("c", "claim", "front"),)
    assert with_ledger(*ledger) == with_ledger(*ledger)
    assert isinstance(with_ledger(*ledger).assertions[0], Assertion)
    assert incident("A") != incident("B")
    assert isinstance(incident(), Incident)
