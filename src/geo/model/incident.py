"""Incidents and the values they consist of.

An `Incident` cannot exist invalid: pydantic checks each field, the validators here check rules
over several fields. `docs/data-model.md` describes every field; `assets/incident.schema.json`
publishes the same rules for other programs.
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
    "Statements",
    "TollReport",
]

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, model_validator
from pydantic.dataclasses import dataclass

from geo.model import dates
from geo.model.assertion import THE_ATTACK, Assertion, Speaker
from geo.model.fields import (
    STRICT,
    CountryCode,
    Day,
    Id,
    Kilometres,
    Name,
    PartialDate,
    Position,
    Slug,
    Text,
    broken,
    check_no_circle,
)
from geo.model.precision import DEFAULT_RADIUS_KM, PRECISIONS, Precision
from geo.model.tolls import Casualties, Range, TollReport

RecordType = Literal["incident", "aggregate", "context"]
DatePrecision = Literal["day", "days", "week", "month", "months", "year", "unknown"]
ActorKind = Literal["armed_group", "state", "movement", "unspecified"]

DAYS_OF_PRECISION: dict[DatePrecision, int] = {"day": 1, "week": 7}
SPANS: tuple[DatePrecision, ...] = ("days", "months")  # some day between start and end
# Characters of the ISO date that are known: its end follows from its start.
PARTIAL_LENGTH: dict[DatePrecision, int] = {"year": 4, "month": 7}


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Source:
    """Where a fact was read. `mirror_of` names the source whose text the page repeats.

    `seen` is the day on which the page was last seen, `archived` the address of a copy.
    """

    id: Text
    publisher: Text
    title: Text
    date: PartialDate | None = None
    url: Text | None = None
    licence: Text | None = None
    mirror_of: Text | None = None
    seen: PartialDate | None = None
    archived: Text | None = None


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
            raise broken(
                "a date has a start exactly when its precision is not 'unknown'",
                "Give the start, or precision 'unknown'.",
            )
        if self.start is None and self.end is not None:
            raise broken("an unknown date has no end", "Remove the end, or give the start.")
        if self.start and self.end and self.end < self.start:
            span = f"{self.start} … {self.end}"
            raise broken(f"a date ends on or after its start, not {span}", "Swap start and end.")
        if self.precision in SPANS and self.end is None:
            raise broken(f"precision {self.precision!r} spans from start to end", "Add date.end.")
        if self.precision in PARTIAL_LENGTH and self.end is not None:
            raise broken(f"a date with precision {self.precision!r} has no end", "Remove date.end.")
        return self

    @property
    def first(self) -> date | None:
        """Return the first day it can have happened.

        Without a date it is that of the report, and None without that too.
        """
        if self.start is None:
            return dates.first_day(self.reported) if self.reported else None
        return dates.first_day(self.start.isoformat()[: PARTIAL_LENGTH.get(self.precision)])

    @property
    def last(self) -> date | None:
        """Return the last day it can have happened, as `first`."""
        if self.start is None:
            return dates.last_day(self.reported) if self.reported else None
        if self.end is not None:
            return self.end
        if length := PARTIAL_LENGTH.get(self.precision):
            return dates.last_day(self.start.isoformat()[:length])
        days = DAYS_OF_PRECISION.get(self.precision, 1)
        return date.fromordinal(min(self.start.toordinal() + days - 1, date.max.toordinal()))

    @property
    def period(self) -> str | None:
        """Return it in ISO 8601: a day, month or year, or the first and last day as an interval.

        >>> IncidentDate(start=date(2024, 3, 1), precision="month").period
        '2024-03'
        >>> IncidentDate(start=date(2024, 3, 1), end=date(2024, 3, 4), precision="days").period
        '2024-03-01/2024-03-04'
        """
        if self.start is None:
            return None
        if length := PARTIAL_LENGTH.get(self.precision):
            return self.start.isoformat()[:length]
        return "/".join(dict.fromkeys([f"{self.start}", f"{self.last}"]))


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Site:
    """One of the places that an incident touched, with how exactly it is known."""

    name: Text | None = None
    precision: Precision
    radius_km: Kilometres | None = None
    gazetteer_id: Text | None = None
    method: Text | None = None
    sources: tuple[Text, ...] = ()

    @property
    def radius(self) -> float | None:
        """Return the radius of uncertainty in km; None where it is too coarse to draw."""
        return self.radius_km or DEFAULT_RADIUS_KM.get(self.precision)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Place:
    """The place as the sources name it; `names` by BCP 47 language, `sites` as the positions.

    `country_method` says how the country was found that they do not name.
    """

    name: Text | None = None
    names: dict[Text, Text] = Field(default_factory=dict)
    country: CountryCode | None = None
    country_method: Text | None = None
    admin1: Text | None = None
    admin2: Text | None = None
    sites: tuple[Site, ...] = ()
    sources: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class IncidentType:
    """What happened, in the terms of a scheme; `atlas` is the scheme of this program."""

    scheme: Text
    code: Name
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
class Link:
    """A relation to another record of the same file."""

    rel: Literal["led_to", "response_to", "warning_before", "warns_of", "see_also"]
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Origin:
    """The dataset that a record came from, with its licence.

    `coded` is when the dataset coded the record, or else published the release that has it.
    """

    dataset: Name
    version: Text | None = None
    record_id: Text | None = None
    coded: PartialDate | None = None
    licence: Text
    redistributable: StrictBool
    raw: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Review:
    """How far people have checked the record: who, on which day, and which part of it."""

    status: Literal["draft", "reviewed", "imported"]
    by: Text | None = None
    date: PartialDate | None = None
    scope: Text | None = None


def _none_if_unknown(casualties: Casualties | None) -> Casualties | None:
    """Return None for casualties of which nothing is known: both say the same."""
    return None if casualties == Casualties() else casualties


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Incident:
    """One incident, aggregate or context record, with its places, tolls and statements.

    `positions` are (lon, lat) in degrees (WGS 84), one for each of `place.sites`, or none at all
    where the place is not located yet. docs/data-model.md describes every field.

    >>> import geo
    >>> incident = geo.load(geo.default_path())[0]
    >>> incident.title, incident.date.start, incident.positions[0]
    ('Tehran attacks', datetime.date(2017, 6, 7), (51.42151, 35.69439))

    `incident_from_feature` reads one, and raises InvalidIncident if a rule is broken.
    """

    id: Id
    record_type: RecordType
    title: Text
    summary: Text | None = None
    summary_sources: tuple[Text, ...] = ()
    date: IncidentDate
    place: Place
    positions: tuple[Position, ...] = ()
    types: tuple[IncidentType, ...] = ()
    actors: tuple[Actor, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    casualties: Annotated[Casualties | None, AfterValidator(_none_if_unknown)] = None
    links: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = ()
    origin: Origin
    review: Review

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.positions and len(self.positions) != len(self.place.sites):
            raise broken(
                f"{len(self.positions)} positions and {len(self.place.sites)} sites",
                "Give each position its site in place.sites, in the same order.",
            )
        context = self.record_type == "context"
        if context and self.casualties is not None:
            raise broken("a context record has no casualties", "Set casualties to null.")
        if not context and any(s.precision == "capital_as_actor" for s in self.place.sites):
            raise broken(
                "only context records use 'capital_as_actor'", "Give the precision of the place."
            )
        _check_unique("sources", (source.id for source in self.sources))
        _check_statements(self.actors, self.assertions)
        self._check_tolls()
        self._check_sources()
        return self

    @property
    def precision(self) -> Precision | Literal["none"]:
        """Return the most exact precision among its positions, 'none' without a position."""
        known = {site.precision for site in self.place.sites} if self.positions else set()
        return next((precision for precision in PRECISIONS if precision in known), "none")

    def _check_tolls(self) -> None:
        known = {actor.id for actor in self.actors}
        for report in self.casualties.reports if self.casualties else ():
            if report.said_by and report.said_by.of:
                _check_known("actors", [report.said_by.of], known)

    def _check_sources(self) -> None:
        sources = {source.id for source in self.sources}
        reports = self.casualties.reports if self.casualties else ()
        cited: tuple[Assertion | Place | Site | TollReport, ...] = (
            *self.assertions,
            self.place,
            *self.place.sites,
            *reports,
        )
        for part in cited:
            _check_known("sources", part.sources, sources)
        _check_known("sources", self.summary_sources, sources)


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Statements:
    """The actors of an incident with the statements about them, which can be checked by themselves.

    Whether their sources are known depends on the incident.
    """

    record_type: RecordType
    actors: tuple[Actor, ...] = ()
    assertions: tuple[Assertion, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_statements(self.actors, self.assertions)
        return self


def _check_statements(actors: Sequence[Actor], assertions: Sequence[Assertion]) -> None:
    if any(actor.id == THE_ATTACK for actor in actors):
        raise broken(f"{THE_ATTACK!r} stands for the attack, not an actor", "Rename the actor.")
    _check_unique("actors", (actor.id for actor in actors))
    _check_unique("assertions", (assertion.id for assertion in assertions))
    known = {actor.id for actor in actors} | {THE_ATTACK}
    made = {assertion.id: assertion for assertion in assertions}
    wholes = {actor.id: actor.part_of for actor in actors if actor.part_of}
    _check_known("actors", wholes.values(), known)
    check_no_circle(wholes, "actor {!r} is part of itself", "Correct part_of.")
    replies = {each.id: each.replies_to for each in assertions if each.replies_to}
    check_no_circle(replies, "statement {!r} replies to itself", "Correct replies_to.")
    for assertion in assertions:
        _check_known("actors", (*assertion.about, *filter(None, [assertion.by.of])), known)
        _check_known("assertions", filter(None, [assertion.replies_to]), made)
        if assertion.kind == "retraction" and assertion.replies_to:
            _check_own(assertion, made[assertion.replies_to], wholes)


def _check_own(retraction: Assertion, taken_back: Assertion, wholes: Mapping[str, str]) -> None:
    """Refuse a retraction of what another party said; who speaks for nobody known is trusted."""
    speaker, party = retraction.by.of, taken_back.by.of
    if speaker and party and _root(speaker, wholes) != _root(party, wholes):
        raise broken(f"{speaker!r} takes back a statement by {party!r}", "Make it a denial.")


def _root(part: str, wholes: Mapping[str, str]) -> str:
    while whole := wholes.get(part):
        part = whole
    return part


def _check_unique(field: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise broken(f"{field} has the id {id_!r} twice", "Give each its own id.")
        seen.add(id_)


def _check_known(field: str, ids: Iterable[str], known: Container[str]) -> None:
    for id_ in ids:
        if id_ not in known:
            raise broken(f"{id_!r} is not in {field}", f"Add it to {field}, or correct the id.")
