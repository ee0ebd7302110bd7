"""One incident in words, as the panel, the table and the marks of the map say it."""

__all__ = [
    "Detail",
    "Figure",
    "Reference",
    "Statement",
    "date_in_words",
    "detail_of",
    "is_undirected",
    "place_in_words",
    "precision_in_words",
    "range_in_words",
    "site_in_words",
    "type_in_words",
    "web_address",
]

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.formats.bidi import balanced, isolated
from geo.model import dates
from geo.model.assertion import THE_ATTACK, AssertionKind, Stance
from geo.model.attribution import status_of
from geo.model.incident import (
    Assertion,
    Casualties,
    Incident,
    IncidentDate,
    Place,
    Range,
    Site,
    Source,
    TollReport,
)
from geo.model.tolls import Measure
from geo.words.countries import LocalName, local_name
from geo.words.lines import UNKNOWN, date_line, names_line, place_line, precision_line, range_line

# The exact words for each kind of statement, with {} for the actors it is about. A claim is never
# worded as a fact, and a denial names the thing denied.
VERBS: dict[tuple[AssertionKind, Stance], tuple[str, str]] = {
    ("claim", "asserts"): ("claimed", "it for {}"),
    ("attribution", "asserts"): ("attributed", "it to {}"),
    ("attribution", "suspects"): ("suspects", "{}"),
    ("accusation", "asserts"): ("accused", "{}"),
    ("accusation", "suspects"): ("suspects", "{} of a part in it"),
    ("denial", "denies"): ("denied", "that {} had a part in it"),
    ("retraction", "withdraws"): ("withdrew", "an earlier statement"),
    ("finding", "asserts"): ("found", "{} responsible"),
    ("finding", "denies"): ("found", "{} not responsible"),
    ("dataset_coding", "asserts"): ("coded", "it as by {}"),
    ("dataset_coding", "suspects"): ("coded", "it as suspected of {}"),
}
VERDICTS: dict[Stance, tuple[str, str]] = {  # a court's finding
    "asserts": ("convicted", "members of {}"),
    "denies": ("acquitted", "{}"),
}
NO_ATTACK: dict[AssertionKind, tuple[str, str]] = {
    "denial": ("denied", "that there was an attack"),
    "finding": ("found", "that there was no attack"),
}
# A dataset that does not say who attacked: one actor, and several.
PARTY: dict[Stance, tuple[str, str]] = {
    "asserts": ("{} as a party to it", "{} as parties to it"),
    "suspects": ("{} as a suspected party to it", "{} as suspected parties to it"),
}
UNDIRECTED_ROLES = ("actor 1", "actor 2")  # ACLED's, whose order tells nothing
QUALIFIERS = {"exactly": "", "about": "about ", "at_least": "at least ", "at_most": "at most "}
MEASURES: dict[Measure, str] = {
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "perpetrators_killed": "attackers killed",
}
TOLL_STATUS = {
    "standing": "",
    "superseded": "superseded",
    "withdrawn": "withdrawn",
    "not_comparable": "not comparable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source as shown; `url` only where it is a plain web address."""

    label: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One line of the ledger, in words."""

    day: str
    speaker: str
    verb: str
    about: str
    says: str
    basis: str
    channel: str
    sources: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published toll, in words."""

    measure: str
    value: str
    said_by: str
    as_of: str
    note: str
    sources: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Everything that a panel says of one incident, in its order.

    Text from right to left is isolated where it is a part of a line; `title`, `summary` and
    `Statement.says` are whole lines.
    """

    id: str
    title: str
    record_type: str
    type: str
    summary: str
    date: str
    place: str
    place_local: LocalName | None
    other_names: dict[str, str]
    sites: tuple[str, ...]
    killed: str
    injured: str
    attackers_killed: str
    status_code: str
    status: str
    rule: str
    contested: bool
    ledger: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    sources: tuple[Reference, ...]
    licence: str
    related: tuple[tuple[str, str], ...]


def detail_of(incident: Incident, as_of: date | None = None) -> Detail:
    """Put one incident in words, with its status as of a day (today by default).

    Distances are in km, tolls in persons. A claim is never said as a fact: `ledger` has each
    statement with its speaker and day, in the words of docs/attribution.md.

    >>> from geo import default_path, detail_of, load
    >>> incidents = {incident.id: incident for incident in load(default_path())}
    >>> detail = detail_of(incidents["IR-2024-01-03-kerman"])
    >>> detail.date, detail.place
    ('3 January 2024', 'Kerman, Kerman Province, Iran')
    """
    status = status_of(incident, as_of)
    tolls = incident.casualties or Casualties()
    sources = {source.id: source for source in incident.sources}
    local = local_name(incident.place)
    return Detail(
        id=incident.id,
        title=balanced(incident.title),
        record_type=incident.record_type,
        type=type_in_words(incident),
        summary=balanced(incident.summary or ""),
        date=date_in_words(incident.date),
        place=place_in_words(incident.place),
        place_local=local,
        other_names=_other_names(incident.place, local),
        sites=tuple(site_in_words(site, incident.place) for site in incident.place.sites),
        killed=range_in_words(tolls.killed),
        injured=range_in_words(tolls.injured),
        attackers_killed=UNKNOWN
        if tolls.perpetrators_killed is None
        else f"{tolls.perpetrators_killed:,}",
        status_code=status.code,
        status=status.label,
        rule=status.rule,
        contested=status.contested,
        ledger=tuple(_statement(a, incident, sources) for a in _by_day(incident.assertions)),
        figures=tuple(_figure(report, sources) for report in tolls.reports),
        sources=tuple(_reference(source) for source in incident.sources),
        licence=f"{isolated(incident.origin.dataset)}, {isolated(incident.origin.licence)}",
        related=tuple((link.rel.replace("_", " "), link.id) for link in incident.links),
    )


def type_in_words(incident: Incident) -> str:
    """Return the labels of the incident's types."""
    return names_line(type_.label for type_ in incident.types)


def date_in_words(when: IncidentDate) -> str:
    """Say a date no more exactly than it is known."""
    return date_line(when.precision, when.first, when.last, when.reported)


def place_in_words(place: Place, *, local: bool = False) -> str:
    """Name the place from the smallest to the country; `local` adds its local name."""
    written = local_name(place) if local else None
    return place_line(place.name, place.admin1, place.country, written.text if written else None)


def site_in_words(site: Site, place: Place) -> str:
    """Name one site with its precision."""
    name = isolated(site.name or place.name or "place")
    return f"{name}: {precision_in_words(site, place)}"


def precision_in_words(site: Site, place: Place) -> str:
    """Say how exactly a site is known, with its radius where there is one."""
    return precision_line(
        site.precision,
        site.radius,
        country=place.country,
        admin1=place.admin1,
        admin2=place.admin2,
    )


def range_in_words(figures: Range | None) -> str:
    """Say a range with its best figure; unknown is not zero.

    >>> from geo.model.incident import Range
    >>> range_in_words(Range(low=94, best=94, high=103))
    '94–103 (best 94)'
    """
    return range_line(figures.low, figures.best, figures.high) if figures else UNKNOWN


def web_address(url: str | None) -> str | None:
    """Return a plain http(s) address, or None for anything that should not become a link."""
    if url and re.fullmatch(r"https?://[^\s\"'<>`{}\\\x00-\x20\x7f]+", url):
        return url
    return None


def _other_names(place: Place, local: LocalName | None) -> dict[str, str]:
    """Return each further spelling of the place once, by the first language that has it."""
    shown = {place.name, local.text if local else None}
    first: dict[str, str] = {}
    for language, name in place.names.items():
        if (text := balanced(name)) not in shown:
            first.setdefault(text, language)
    return {language: name for name, language in first.items()}


def _statement(assertion: Assertion, incident: Incident, sources: dict[str, Source]) -> Statement:
    reported = "reported " if assertion.dated_by == "report" else ""
    verb, about = _verb_and_about(assertion, incident)
    return Statement(
        day=reported + dates.in_words(assertion.date),
        speaker=isolated(assertion.by.name),
        verb=verb,
        about=about,
        says=balanced(assertion.says or ""),
        basis=_list_in_words(assertion.basis),
        channel=_list_in_words(assertion.channel),
        sources=_references(assertion.sources, sources),
    )


def _verb_and_about(assertion: Assertion, incident: Incident) -> tuple[str, str]:
    verb, pattern = VERBS[assertion.kind, assertion.stance]
    if assertion.kind == "finding" and assertion.by.kind == "court":
        verb, pattern = VERDICTS[assertion.stance]
    names = {actor.id: isolated(actor.name) for actor in incident.actors}
    actors = [names[id_] for id_ in assertion.about if id_ in names]
    if assertion.kind == "dataset_coding" and is_undirected(incident):
        pattern = PARTY[assertion.stance][len(actors) > 1]
    if not actors and THE_ATTACK in assertion.about:
        return NO_ATTACK[assertion.kind]
    if not actors:
        return verb, ""
    if assertion.kind == "claim" and actors == [isolated(assertion.by.name)]:
        return verb, ""
    return verb, pattern.replace("{}", " and ".join(actors))


def is_undirected(incident: Incident) -> bool:
    """Tell an incident of two sides, of which none is coded as the attacker."""
    is_clash = any(type_.scheme == "atlas" and type_.code == "clash" for type_ in incident.types)
    return is_clash or any(actor.role in UNDIRECTED_ROLES for actor in incident.actors)


def _figure(report: TollReport, sources: dict[str, Source]) -> Figure:
    boast = report.said_by is not None and report.said_by.kind == "armed_group"
    notes = [TOLL_STATUS[report.status], "an armed group's claim, not used" if boast else None]
    return Figure(
        measure=MEASURES[report.measure],
        value=f"{QUALIFIERS[report.qualifier]}{report.value:,}",
        said_by=isolated(report.said_by.name) if report.said_by else "",
        as_of=dates.in_words(report.as_of) if report.as_of else "",
        note=_list_in_words(*notes, report.note),
        sources=_references(report.sources, sources),
    )


def _list_in_words(*parts: str | None) -> str:
    return "; ".join(isolated(part.rstrip(".")) for part in parts if part)


def _references(ids: Iterable[str], sources: dict[str, Source]) -> tuple[Reference, ...]:
    return tuple(_reference(sources[id_]) for id_ in ids)


def _reference(source: Source) -> Reference:
    when = dates.in_words(source.date) if source.date else None
    label = ", ".join(map(isolated, filter(None, [source.publisher, source.title, when])))
    return Reference(label=label, url=web_address(source.url))


def _by_day(assertions: Iterable[Assertion]) -> list[Assertion]:
    return sorted(assertions, key=lambda assertion: assertion.date)
