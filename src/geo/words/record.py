"""One record as other pages name it: in a link's preview, and in a citation."""

__all__ = ["cited", "known_on", "link_text"]

from dataclasses import replace
from datetime import date

from geo.formats.bidi import isolated
from geo.model.dates import day_in_words
from geo.model.incident import Incident
from geo.words.captions import Caption
from geo.words.counts import count_in_words
from geo.words.detail import Detail, date_in_words
from geo.words.reviews import review_in_words


def known_on(day: date | None) -> str:
    """Say of which day contents are; nothing of what is known now, whose day is None."""
    return f"as known on {day_in_words(day)}" if day else ""


def link_text(detail: Detail, day: date | None = None) -> str:
    """Say what a record holds: date, place, reported figures, status, and how many statements.

    `day` is the one on which it was known so, where that is not today. Who says what stays in the
    record: two lines have no space for speaker, day and source.
    """
    tolls = f"Reported killed: {detail.killed}; injured: {detail.injured}."
    is_context = detail.record_type == "context"
    parts = [
        f"Record {known_on(day)}:" if day else "",
        f"{detail.date}, {detail.place}.",
        "" if is_context else tolls,
        "" if is_context else f"Status: {detail.status}.",
        _statements(len(detail.ledger)),
    ]
    return " ".join(filter(None, parts))


def cited(caption: Caption, incident: Incident, day: date | None = None) -> Caption:
    """Return a caption that names one record, for the forms of citations.py."""
    title, when = isolated(incident.title), date_in_words(incident.date)
    record = [f"record {isolated(incident.id)}", known_on(day), review_in_words(incident.review)]
    return replace(caption, sentence=f"{title}, {when} ({', '.join(filter(None, record))})")


def _statements(count: int) -> str:
    if not count:
        return ""
    return f"{count_in_words(count, 'statement')}, each with its speaker, day and source."
