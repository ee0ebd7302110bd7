"""An incident as it was known at the end of a day.

Statements count from their day, figures from theirs or else from the day of their source; what has
only a month or a year, from its last day. A figure without any day counts from the last day that
anything of the record has. What a person wrote later to sum it up is left out.
"""

__all__ = ["days_of_knowledge", "days_of_sources", "known_as_of", "known_since"]

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from geo.model import dates
from geo.model.incident import Actor, Assertion, Incident, Place, Site
from geo.model.tolls import REPLACED, Casualties, Measure, Range, SourceDays, TollReport


def known_as_of(incident: Incident, day: date) -> Incident | None:
    """Return what was known of an incident at the end of a day; None if nothing was.

    Statements, tolls and their sources are those of that day, and a figure stands until the day of
    the one that replaced it. Without the last of them there is no summary and no link either: they
    were written later.

    >>> import geo
    >>> crocus = geo.load(geo.default_path())[4]
    >>> known = known_as_of(crocus, date(2024, 3, 23))
    >>> geo.status_of(known, date(2024, 3, 23)).code, known_as_of(crocus, date(2024, 3, 21))
    ('claimed_and_attributed', None)
    """
    since = known_since(incident)
    if since and day < since:
        return None
    if day >= max(_all_days(incident), default=day):
        return incident
    statements = tuple(_statements(incident, day))
    casualties = incident.casualties and _casualties(incident, day)
    cited = _cited(incident, statements, casualties)
    return replace(
        incident,
        summary=None,
        summary_sources=(),
        links=(),
        actors=tuple(_actors(incident, statements)),
        assertions=statements,
        casualties=casualties,
        sources=tuple(s for s in incident.sources if s.id in cited or _is_out(s.date, day)),
    )


def known_since(incident: Incident) -> date | None:
    """Return the first day on which anything was known of an incident; None if no day is given.

    A record that a dataset has coded is known from the day of the coding.
    """
    coded = [a for a in incident.assertions if a.kind == "dataset_coding"]
    if coded:
        return min(dates.known_day(a.date) for a in coded)
    published = (*(source.date for source in incident.sources), incident.date.reported)
    days = [*_days(incident), *(dates.known_day(text) for text in published if text)]
    return min(days, default=None)


def days_of_knowledge(incident: Incident) -> tuple[date, ...]:
    """Return the days on which something of an incident became known or changed, in order."""
    since = known_since(incident)
    later = {day for day in _all_days(incident) if since is None or day > since}
    sourced = {*days_of_sources(incident).values()} - later
    later |= {day for day in sourced if (since is None or day > since) and _changes(incident, day)}
    return tuple(sorted(later | ({since} if since else set())))


def _changes(incident: Incident, day: date) -> bool:
    """Tell whether something of an incident became known on a day, such as a source."""
    return known_as_of(incident, day) != known_as_of(incident, day - timedelta(days=1))


def _all_days(incident: Incident) -> Iterator[date]:
    """Yield the days of statements, figures and the sources of the summary."""
    yield from _days(incident)
    written = (s.date for s in incident.sources if s.id in incident.summary_sources)
    yield from (dates.known_day(text) for text in written if text)


def _days(incident: Incident) -> Iterator[date]:
    yield from (dates.known_day(statement.date) for statement in incident.assertions)
    source_days = days_of_sources(incident)
    for report in incident.casualties.reports if incident.casualties else ():
        if day := report.day(source_days):
            yield day


def days_of_sources(incident: Incident) -> SourceDays:
    """Return the days of the sources by their ids, of those that have one."""
    return {s.id: dates.known_day(s.date) for s in incident.sources if s.date}


def _is_out(text: str | None, day: date) -> bool:
    return text is None or dates.known_day(text) <= day


def _statements(incident: Incident, day: date) -> Iterator[Assertion]:
    """Yield the statements of a day; a reply to a later one replies to nothing yet.

    What is not known yet cannot be withdrawn either.
    """
    known = {a.id: a for a in incident.assertions if _is_out(a.date, day)}
    while early := [a.id for a in known.values() if _is_early(a, known)]:
        known = {id_: a for id_, a in known.items() if id_ not in early}
    for statement in known.values():
        if statement.replies_to is None or statement.replies_to in known:
            yield statement
        else:
            yield replace(statement, replies_to=None)


def _is_early(statement: Assertion, known: Container[str]) -> bool:
    return statement.kind == "retraction" and statement.replies_to not in known


def _actors(incident: Incident, statements: Iterable[Assertion]) -> Iterator[Actor]:
    """Yield the actors that statements name by then, their wholes, and those that none ever names.

    Those that only figures name are kept: figures do not say what a party did.
    """
    wholes = {actor.id: actor.part_of for actor in incident.actors}
    later = set(_named(incident.assertions)) - set(_named(statements))
    for report in incident.casualties.reports if incident.casualties else ():
        if report.said_by and report.said_by.of:
            later.discard(report.said_by.of)
    for id_ in wholes.keys() - later:
        later.difference_update(_above(id_, wholes))
    return (actor for actor in incident.actors if actor.id not in later)


def _above(id_: str, wholes: Mapping[str, str | None]) -> Iterator[str]:
    while whole := wholes.get(id_):
        yield whole
        id_ = whole


def _named(statements: Iterable[Assertion]) -> Iterator[str]:
    for statement in statements:
        yield from statement.about
        yield from filter(None, [statement.by.of])


def _casualties(incident: Incident, day: date) -> Casualties | None:
    """Return the tolls of a day: what reports said by then, and ranges that have no reports."""
    tolls, source_days = incident.casualties or Casualties(), days_of_sources(incident)
    reports = tuple(_reports(tolls, source_days, day))
    if reports == tolls.reports:
        return tolls
    known = replace(tolls, killed=None, injured=None, perpetrators_killed=None, reports=reports)
    killed, injured, attackers = (
        _range(tolls, known, measure, source_days)
        for measure in ("killed", "injured", "perpetrators_killed")
    )
    return replace(
        known,
        killed=killed,
        injured=injured,
        perpetrators_killed=attackers.best if attackers else None,
    )


def _reports(tolls: Casualties, source_days: SourceDays, day: date) -> Iterator[TollReport]:
    """Yield the reports of a day; one whose successor is still to come stands."""
    known = [r for r in tolls.reports if (r.day(source_days) or date.max) <= day]
    ids = {report.id for report in known}
    for report in known:
        is_current = report.superseded_by and report.superseded_by not in ids
        if is_current and report.status in REPLACED:
            yield replace(report, status="standing", superseded_by=None)
        else:
            yield report


def _range(
    tolls: Casualties, known: Casualties, measure: Measure, source_days: SourceDays
) -> Range | None:
    """Return the range of a measure; one that was never reported is as it is."""
    if any(report.measure == measure for report in tolls.reports):
        return known.range_from_reports(measure, source_days)
    figure: Range | int | None = getattr(tolls, measure)
    return Range(best=figure) if isinstance(figure, int) else figure


def _cited(
    incident: Incident, statements: Iterable[Assertion], casualties: Casualties | None
) -> set[str]:
    """Return the sources of what is kept."""
    place = incident.place
    reports = casualties.reports if casualties else ()
    parts: tuple[Assertion | Place | Site | TollReport, ...] = (
        *statements,
        place,
        *place.sites,
        *reports,
    )
    return {id_ for part in parts for id_ in part.sources}
