"""The table of a briefing: a row per record, with who is named for it."""

__all__ = ["BriefingRow", "row_of"]

from datetime import date
from typing import NamedTuple

from geo.exports.documents.key_facts import place_with_sites
from geo.formats.bidi import isolated
from geo.model.incident import Assertion, Incident
from geo.model.ledger import standing
from geo.words.detail import Detail
from geo.words.heads.head_lines import noted
from geo.words.ledger import is_undirected, note_of

# Statements that name who did it, as the table has them, where a status needs its names.
_NAMED = {
    ("finding", "asserts"): "found responsible:",
    ("claim", "asserts"): "claimed by",
    ("attribution", "asserts"): "attributed to",
    ("attribution", "suspects"): "suspected of it:",
    ("dataset_coding", "asserts"): "coded as by",
    ("dataset_coding", "suspects"): "coded as suspected of it:",
}
_COURT, _FOR = "convicted: members of", "claimed for"
_PARTY = {"asserts": "coded as a party:", "suspects": "coded as a suspected party:"}


class BriefingRow(NamedTuple):
    """One record of the table."""

    date: str
    title: str
    place: str
    killed: str
    injured: str
    status: str
    named: str  # who claims it, to which actors it is attributed, who is suspected


def row_of(incident: Incident, detail: Detail, as_of: date) -> BriefingRow:
    """Return the row of a record, as of a day."""
    is_context = detail.record_type == "context"
    contested = ["contested"] if detail.contested else []
    return BriefingRow(
        date=detail.date,
        title=detail.title,
        place=place_with_sites(incident.place),
        killed="–" if is_context else detail.killed,
        injured="–" if is_context else detail.injured,
        status=detail.status,
        named="; ".join([*_named(incident, as_of), *contested]),
    )


def _named(incident: Incident, as_of: date) -> list[str]:
    """Name who claims it, to which actors it is attributed and who is suspected, as of a day."""
    names = {a.id: isolated(a.name) for a in incident.actors if a.kind != "unspecified"}
    said: dict[str, dict[str, None]] = {words: {} for words in _NAMED.values()}
    for statement in standing(incident.assertions, as_of):
        if words := _naming(statement, incident):
            found = (names[id_] for id_ in statement.about if id_ in names)
            note = note_of(statement)
            said.setdefault(words, {}).update(dict.fromkeys(noted(name, note) for name in found))
    return [f"{words} {' and '.join(actors)}" for words, actors in said.items() if actors]


def _naming(statement: Assertion, incident: Incident) -> str | None:
    words = _NAMED.get((statement.kind, statement.stance))
    if words and statement.kind == "finding" and statement.by.kind == "court":
        return _COURT
    if statement.kind == "dataset_coding" and is_undirected(incident):
        return _PARTY[statement.stance]
    names = {actor.name for actor in incident.actors if actor.id in statement.about}
    return _FOR if statement.kind == "claim" and statement.by.name not in names else words
