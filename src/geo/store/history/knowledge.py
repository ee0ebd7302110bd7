"""What was known of a record on which days.

A record that was read from a row is known from one day on, whole: its dataset says no more. Any
other has a ledger, and one state for each span of days between two on which something changed.
"""

__all__ = ["Knowledge", "State", "as_known", "day_of_row", "knowledge_of"]

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from geo.importers.terms import terms_of
from geo.model.dates import known_day, last_day
from geo.model.incident import Incident
from geo.model.known import days_of_knowledge, known_as_of, known_since
from geo.store.pieces import end_of_newest


class State(NamedTuple):
    """An incident as it was known since a day, until another one if it was not the last.

    Its status is that of `day`.
    """

    since: date
    until: date | None
    day: date
    incident: Incident


class Knowledge(NamedTuple):
    """The day before which nothing was known, and the states from then on.

    Without states an incident is as it is `since` that day.
    """

    known: date
    since: date | None
    states: tuple[State, ...] = ()


def knowledge_of(incident: Incident, read_on: date) -> Knowledge:
    """Return what was known of an incident when; it was read on a day."""
    if not _is_of_row(incident):
        return _of_states(_known_states(incident))
    since = _day_of(incident, read_on)
    said = {known_day(statement.date) for statement in incident.assertions}
    later = [day for day in said if day > read_on]
    if not later:
        return Knowledge(since, since)
    days = [since, *sorted(later)]
    return _of_states((day, max(day, read_on), incident) for day in days)


def as_known(incident: Incident, day: date) -> Incident:
    """Return an incident as it was known at the end of a day, or when anything first was.

    One of a row is whole.
    """
    if _is_of_row(incident):
        return incident
    return known_as_of(incident, max(day, known_since(incident) or day)) or incident


def day_of_row(
    dataset: str,
    *,
    coded: date | None,
    sourced: date | None,
    happened: date | None,
    read_on: date,
) -> date:
    """Return the day from which a row of a dataset is known.

    It is that of its coding or release, or else for a table of one's own that of its newest source,
    if it had happened by then; or else the day on which the file was read, which is also the last
    that it can be.
    """
    said = coded
    if not said and sourced and not terms_of(dataset):
        said = max(sourced, happened or sourced)
    return min(said or read_on, read_on)


def _is_of_row(incident: Incident) -> bool:
    return incident.review.status == "imported"


def _day_of(incident: Incident, read_on: date) -> date:
    coded = incident.origin.coded
    return day_of_row(
        incident.origin.dataset,
        coded=last_day(coded) if coded else None,
        sourced=end_of_newest(source.date for source in incident.sources),
        happened=incident.date.last,
        read_on=read_on,
    )


def _known_states(incident: Incident) -> Iterator[tuple[date, date, Incident]]:
    """Yield what was known of an incident from each day on, with the day of its status."""
    days = sorted({date.min, *days_of_knowledge(incident)})
    known = ((day, day, found) for day in days if (found := known_as_of(incident, day)))
    return (next(same) for _, same in groupby(known, key=itemgetter(2)))


def _of_states(begun: Iterable[tuple[date, date, Incident]]) -> Knowledge:
    listed = list(begun)
    ends: list[date | None] = [*(since for since, _, _ in listed[1:]), None]
    states = tuple(
        State(since, until, day, found)
        for (since, day, found), until in zip(listed, ends, strict=True)
    )
    return Knowledge(states[0].since, None, states)
