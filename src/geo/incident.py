"""Incidents and the values they are made of.

An `Incident` cannot exist invalid: pydantic checks each field, the validators here check what
spans fields. `docs/data-model.md` describes every field; `assets/incident.schema.json` publishes
the same rules for other programs.
"""

__all__ = [
    "Actor",
    "Assertion",
    "Casualties",
    "Incident",
    "IncidentDate",
    "IncidentType",
    "Link",
    "Origin",
    "Place",
    "Range",
    "Review",
    "Site",
    "Source",
    "Speaker",
    "TollReport",
]

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    WithJsonSchema,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from geo import dates
from geo.errors import BadValue

RecordType = Literal["incident", "aggregate", "context"]
DatePrecision = Literal["day", "days", "week", "month", "months", "year", "unknown"]
Precision = Literal[
    "site",
    "settlement",
    "near_settlement",
    "admin2",
    "admin1",
    "fuzzy",
    "country",
    "international",
    "capital_as_actor",
    "unknown",
]
ActorKind = Literal["armed_group", "state", "movement", "unspecified"]
SpeakerKind = Literal[
    "armed_group", "state", "court", "media", "anonymous", "organisation", "dataset"
]
AssertionKind = Literal[
    "claim", "attribution", "accusation", "denial", "retraction", "finding", "dataset_coding"
]
Stance = Literal["asserts", "suspects", "denies", "withdraws"]
Measure = Literal["killed", "injured", "missing", "perpetrators_killed"]

# Kilometres around the point within which the event is taken to lie, where nothing better is known.
DEFAULT_RADIUS_KM: dict[Precision, float] = {
    "site": 0.3,
    "settlement": 5,
    "near_settlement": 25,
    "admin2": 40,
    "admin1": 150,
    "fuzzy": 150,
}
# Precisions that are listed beside the map: a point or disc would claim more than is known.
UNDRAWN: tuple[Precision, ...] = ("country", "international", "unknown")
MAX_COUNT = 1_000_000_000  # people: sums over millions of incidents stay within 64 bits
THE_ATTACK = "attack"  # what a statement is about when it concerns whether there was one at all

# What each kind of statement may do: the first stance is the usual one.
STANCES: dict[AssertionKind, tuple[Stance, ...]] = {
    "claim": ("asserts",),
    "attribution": ("asserts", "suspects"),
    "accusation": ("asserts", "suspects"),
    "denial": ("denies",),
    "retraction": ("withdraws",),
    "finding": ("asserts", "denies"),
    "dataset_coding": ("asserts", "suspects"),
}
DAYS_OF_PRECISION: dict[DatePrecision, int] = {"day": 1, "week": 7}
SPANS: tuple[DatePrecision, ...] = ("days", "months")  # some day between start and end
# Characters of the ISO date that are known: its end follows from its start.
PARTIAL_LENGTH: dict[DatePrecision, int] = {"year": 4, "month": 7}


def _partial_date(text: str) -> str:
    try:
        dates.first_day(text)
    except BadValue as error:
        raise _rule(error.allowed, "Write the digits of a real date.") from None
    return text


def _whole_day(value: object) -> date:
    try:
        return dates.parse_day(value)
    except BadValue as error:
        raise _rule(error.allowed, "Write the day as YYYY-MM-DD.") from None


def _rule(rule: str, remedy: str) -> PydanticCustomError:
    # The texts go in as values: braces in them are not pydantic's to fill.
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "remedy": remedy})


def _whole_number(value: object) -> object:
    """Read 94.0 as 94: JSON has one kind of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[StrictStr, Field(min_length=1)]
Slug = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
CountryCode = Annotated[StrictStr, Field(pattern=r"^[A-Z]{2}$")]
Count = Annotated[int, Field(strict=True, ge=0, le=MAX_COUNT), BeforeValidator(_whole_number)]
Kilometres = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Lon = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Position = tuple[Lon, Lat]
PartialDate = Annotated[
    StrictStr,
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": dates.PATTERN}),
]
Day = Annotated[date, BeforeValidator(_whole_day)]
SourceIds = Annotated[tuple[Text, ...], Field(min_length=1)]

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Source:
    """Where a fact was read. `mirror_of` says whose text the page repeats."""

    id: Text
    publisher: Text
    title: Text
    date: PartialDate | None = None
    url: Text | None = None
    licence: Text | None = None
    mirror_of: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class IncidentDate:
    """When it happened, as exactly as is known; `reported` is the day it became public."""

    start: Day | None = None
    end: Day | None = None
    precision: DatePrecision
    reported: PartialDate | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.start is None) != (self.precision == "unknown"):
            raise _rule(
                "a date has a start exactly when its precision is not 'unknown'",
                "Give the start, or precision 'unknown' and the day it was reported.",
            )
        if self.start is None and (self.end is not None or self.reported is None):
            raise _rule(
                "an unknown date has no end, and the day it was reported",
                "Remove the end and add date.reported.",
            )
        if self.start and self.end and self.end < self.start:
            span = f"{self.start} … {self.end}"
            raise _rule(f"a date ends on or after its start, not {span}", "Swap start and end.")
        if self.precision in SPANS and self.end is None:
            raise _rule(f"precision {self.precision!r} spans from start to end", "Add date.end.")
        if self.precision in PARTIAL_LENGTH and self.end is not None:
            raise _rule(f"a {self.precision} has no end of its own", "Remove date.end.")
        return self

    @property
    def first(self) -> date:
        """Return the first day it can have been; undated records count from their report."""
        if self.start is None:
            return dates.first_day(self.reported or "")
        return dates.first_day(self.start.isoformat()[: PARTIAL_LENGTH.get(self.precision)])

    @property
    def last(self) -> date:
        """Return the last day it can have been."""
        if self.start is None:
            return dates.last_day(self.reported or "")
        if self.end is not None:
            return self.end
        if length := PARTIAL_LENGTH.get(self.precision):
            return dates.last_day(self.start.isoformat()[:length])
        days = DAYS_OF_PRECISION.get(self.precision, 1)
        return date.fromordinal(min(self.start.toordinal() + days - 1, date.max.toordinal()))


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Site:
    """One of the places that an incident touched, with how exactly it is known."""

    name: Text | None = None
    precision: Precision
    radius_km: Kilometres | None = None
    gazetteer_id: Text | None = None
    sources: tuple[Text, ...] = ()

    @property
    def radius(self) -> float | None:
        """Return the radius of uncertainty in km; None where it is too coarse to draw."""
        return self.radius_km or DEFAULT_RADIUS_KM.get(self.precision)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Place:
    """The place as named; `names` by BCP 47 language, `sites` in the order of the positions."""

    name: Text | None = None
    names: dict[Text, Text] = Field(default_factory=dict)
    country: CountryCode | None = None
    admin1: Text | None = None
    admin2: Text | None = None
    sites: tuple[Site, ...] = ()
    sources: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class IncidentType:
    """What happened, in the words of a scheme; scheme `atlas` is our own."""

    scheme: Text
    code: Text
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Actor:
    """A party that statements are about. An `unspecified` one is a label, not an organisation."""

    id: Slug
    name: Text
    kind: ActorKind
    role: Text | None = None
    part_of: Slug | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Speaker:
    """Who says it."""

    name: Text
    kind: SpeakerKind


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Assertion:
    """One statement: who said what of whom, on which day, on what basis.

    `about` holds actor ids, or "attack" for statements on whether there was an attack at all.
    `date` is the day it was said or, with `dated_by` "report", the day it was reported.
    """

    id: Text
    kind: AssertionKind
    about: tuple[Slug, ...] = ()
    by: Speaker
    stance: Stance
    date: PartialDate
    dated_by: Literal["statement", "report"] = "statement"
    says: Text | None = None
    basis: Text | None = None
    channel: Text | None = None
    replies_to: Text | None = None
    sources: SourceIds

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.stance not in STANCES[self.kind]:
            allowed = " or ".join(STANCES[self.kind])
            raise _rule(f"a {self.kind} {allowed}", f"Set stance to {STANCES[self.kind][0]}.")
        if not self.about and not self.says:
            raise _rule("a statement is about an actor or says what", "Add about or says.")
        if self.kind == "retraction" and not self.replies_to:
            raise _rule("a retraction replies to a statement", "Add replies_to.")
        return self


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class TollReport:
    """One published figure, kept whether or not it still stands."""

    value: Count
    measure: Measure
    qualifier: Literal["exactly", "about", "at_least", "at_most"] = "exactly"
    said_by: Speaker | None = None
    as_of: PartialDate | None = None
    status: Literal["standing", "superseded", "not_comparable"]
    note: Text | None = None
    sources: SourceIds


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Range:
    """A number as a range. Unknown is None, never zero."""

    low: Count | None = None
    best: Count | None = None
    high: Count | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        known = [value for value in (self.low, self.best, self.high) if value is not None]
        if not known:
            raise _rule("a range has a figure", "Leave the range out where nothing is known.")
        if known != sorted(known):
            figures = ", ".join(map(str, known))
            raise _rule(f"low ≤ best ≤ high does not hold for {figures}", "Put them in order.")
        return self


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Casualties:
    """Tolls as ranges, attackers apart, with the history of reports."""

    killed: Range | None = None
    injured: Range | None = None
    perpetrators_killed: Count | None = None
    reports: tuple[TollReport, ...] = ()

    def range_from_reports(self, measure: Measure) -> Range | None:
        """Derive a range by the published rule (docs/data-model.md, "Tolls").

        Lowest and highest report that stands and is no armed group's boast; best is the latest
        official figure, or the latest of all where none is official.
        """
        standing = [r for r in self.reports if r.measure == measure and _counts(r)]
        if not standing:
            return None
        values = [report.value for report in standing]
        official = [report for report in standing if _is_official(report)]
        best = max(official or standing, key=lambda report: (report.as_of or "", report.value))
        return Range(low=min(values), best=best.value, high=max(values))


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Link:
    """A relation to another record of the same file."""

    rel: Literal["led_to", "response_to", "warning_before", "warns_of", "see_also"]
    id: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Origin:
    """The dataset that a record came from, and what its licence allows."""

    dataset: Text
    version: Text | None = None
    record_id: Text | None = None
    licence: Text
    redistributable: StrictBool
    raw: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Review:
    """How far the record was checked by people."""

    status: Literal["draft", "reviewed", "imported"]


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Incident:
    """One incident, aggregate or context record, with its places, tolls and statements.

    `positions` are (lon, lat) in degrees, one for each of `place.sites`, or none at all:
    not yet located is a legal state.
    """

    id: Text
    record_type: RecordType
    title: Text
    summary: Text | None = None
    date: IncidentDate
    place: Place
    positions: tuple[Position, ...] = ()
    types: tuple[IncidentType, ...] = ()
    actors: tuple[Actor, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    casualties: Casualties | None = None
    links: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = ()
    origin: Origin
    review: Review

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.positions and len(self.positions) != len(self.place.sites):
            raise _rule(
                f"{len(self.positions)} positions and {len(self.place.sites)} sites",
                "Give each position its site in place.sites, in the same order.",
            )
        context = self.record_type == "context"
        if context and self.casualties is not None:
            raise _rule("a context record has no casualties", "Set casualties to null.")
        if not context and any(s.precision == "capital_as_actor" for s in self.place.sites):
            raise _rule("only context records use 'capital_as_actor'", "Give the place's own.")
        if any(actor.id == THE_ATTACK for actor in self.actors):
            raise _rule(f"{THE_ATTACK!r} stands for the attack, not an actor", "Rename the actor.")
        _check_unique("sources", (source.id for source in self.sources))
        _check_unique("actors", (actor.id for actor in self.actors))
        _check_unique("assertions", (assertion.id for assertion in self.assertions))
        self._check_references()
        return self

    def _check_references(self) -> None:
        sources = {source.id for source in self.sources}
        actors = {actor.id for actor in self.actors} | {THE_ATTACK}
        assertions = {assertion.id for assertion in self.assertions}
        wholes = {actor.id: actor.part_of for actor in self.actors if actor.part_of}
        _check_known("actors", wholes.values(), actors)
        _check_no_circle(wholes)
        for assertion in self.assertions:
            _check_known("actors", assertion.about, actors)
            _check_known("assertions", filter(None, [assertion.replies_to]), assertions)
            _check_known("sources", assertion.sources, sources)
        reports = self.casualties.reports if self.casualties else ()
        cited: tuple[Place | Site | TollReport, ...] = (self.place, *self.place.sites, *reports)
        for part in cited:
            _check_known("sources", part.sources, sources)


def _is_official(report: TollReport) -> bool:
    return report.said_by is not None and report.said_by.kind in ("state", "court")


def _counts(report: TollReport) -> bool:
    boast = report.said_by is not None and report.said_by.kind == "armed_group"
    return report.status == "standing" and not boast


def _check_unique(field: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise _rule(f"{field} has the id {id_!r} twice", "Give each its own id.")
        seen.add(id_)


def _check_known(field: str, ids: Iterable[str], known: set[str]) -> None:
    for id_ in ids:
        if id_ not in known:
            raise _rule(f"{id_!r} is not in {field}", f"Add it to {field}, or correct the id.")


def _check_no_circle(wholes: Mapping[str, str]) -> None:
    for part in wholes:
        seen, whole = {part}, wholes.get(part)
        while whole and whole not in seen:
            seen.add(whole)
            whole = wholes.get(whole)
        if whole:
            raise _rule(f"actor {part!r} is part of itself", "Correct part_of.")
