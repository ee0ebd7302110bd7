"""One record as other pages name it: in a link's preview, and in a citation."""

__all__ = ["cited", "link_text"]

from dataclasses import replace

from geo.formats.bidi import isolated
from geo.model.incident import Incident
from geo.words.captions import Caption
from geo.words.counts import count_in_words
from geo.words.detail import Detail, date_in_words
from geo.words.reviews import review_in_words


def link_text(detail: Detail) -> str:
    """Say what a record holds: date, place, reported figures, status, and how many statements.

    Who says what stays in the record: two lines have no space for speaker, day and source.
    """
    tolls = f"Reported killed: {detail.killed}; injured: {detail.injured}."
    is_context = detail.record_type == "context"
    parts = [
        f"{detail.date}, {detail.place}.",
        "" if is_context else tolls,
        "" if is_context else f"Who is said to have done it: {detail.status}.",
        _statements(len(detail.ledger)),
    ]
    return " ".join(filter(None, parts))


def cited(caption: Caption, incident: Incident) -> Caption:
    """Return a caption that names one record, for the forms of citations.py."""
    title, when = isolated(incident.title), date_in_words(incident.date)
    review = review_in_words(incident.review)
    return replace(caption, sentence=f"{title}, {when} (record {isolated(incident.id)}, {review})")


def _statements(count: int) -> str:
    if not count:
        return ""
    return f"{count_in_words(count, 'statement')}, each with its speaker, day and source."
