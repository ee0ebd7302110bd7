"""A briefing in words, made once from a selection and written in each format."""

__all__ = ["DETAILED", "LISTED", "Briefing", "briefing_of"]

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from geo.exports.about import about
from geo.exports.documents.briefing_rows import BriefingRow, row_of
from geo.exports.documents.key_facts import facts_of_record, facts_of_selection
from geo.exports.documents.picture import Picture, charts_of, picture_of, timeline_of
from geo.exports.documents.statements import BriefingRecord, linked, record_of
from geo.exports.selection import Selection
from geo.formats.one_line import one_line
from geo.model.attribution import CONTESTED
from geo.model.incident import Review
from geo.words.captions import STATUS_NOTE
from geo.words.detail import detail_of
from geo.words.references import Reference, web_address
from geo.words.reviews import reviews_in_words

LISTED = 100  # records in the table
DETAILED = 50  # of them with statements and sources
FEW = 10  # records that need no more than a small map

PLACES = (
    "Each is shown only as exactly as it is known: it lies within the radius given after ±. Discs "
    "on the map have that size."
)
TOLLS = "A range, lowest to highest, with the best figure where there is one. Unknown is not zero."
OF_MANY = {  # and of many records
    "Places": "Records without a position are listed and not drawn.",
    "Tolls": (
        "Lows, bests and highs are added up separately, and records without a figure are counted "
        "separately. Context records are never counted among attacks or in tolls."
    ),
}
ALL_THERE = "A table, a GeoJSON file and a web page of the same query have all of them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """All that a briefing says, in its order; sources are numbered from 1.

    A single record has a `summary`, and `charts` of its tolls; several have `rows`, newest first,
    and a `timeline` where they lie in several bins.
    """

    title: str
    sentence: str
    dated: str
    facts: dict[str, str]
    summary: str
    picture: Picture | None
    timeline: Picture | None
    rows: tuple[BriefingRow, ...]
    left_out: str
    heading: str  # of what is said of the records
    records: tuple[BriefingRecord, ...]
    charts: Picture | None
    sources: tuple[Reference, ...]
    notes: dict[str, Reference]


def briefing_of(
    selection: Selection, *, title: str | None = None, caption: str | None = None
) -> Briefing:
    """Put a selection in words: all about a single record, or an overview of many.

    Of many, the newest LISTED are in the table, and the newest DETAILED with their statements.
    """
    found = list(islice(selection.incidents(), LISTED))
    details = [detail_of(incident, selection.as_of) for incident in found]
    is_single = selection.summary.matched == 1
    numbers: dict[Reference, int] = {}
    records = tuple(
        record_of(detail, numbers, is_single=is_single) for detail in details[:DETAILED]
    )
    pairs = zip(found, details, strict=True)
    sentence = selection.caption.sentence
    heading = one_line(title or "") or (details[0].title if is_single else sentence)
    return Briefing(
        title=heading,
        sentence="" if heading == sentence else f"{sentence}.",
        dated=" ".join(filter(None, [selection.dated, selection.caption.dated])),
        summary=details[0].summary if is_single else "",
        facts=facts_of_record(found[0], details[0]) if is_single else facts_of_selection(selection),
        picture=picture_of(selection, caption, small=selection.summary.matched <= FEW),
        timeline=None if is_single else timeline_of(selection),
        rows=() if is_single else tuple(row_of(*pair, selection.as_of) for pair in pairs),
        left_out=_left_out(selection),
        heading=_heading(selection) if any(r.title or r.ledger for r in records) else "",
        records=records,
        charts=charts_of(found[0]) if is_single else None,
        sources=tuple(map(linked, numbers)),
        notes=_notes(selection, [incident.review for incident in found]),
    )


def _left_out(selection: Selection) -> str:
    """Name the parts that a briefing of many records leaves out, and where they are."""
    matched = selection.summary.matched
    if matched <= DETAILED:
        return ""
    listed = f"The table shows the newest {LISTED} of {matched:,} records. "
    said = f"Statements and sources are given for the newest {DETAILED} of {matched:,} records. "
    there = f" and at {selection.address}" if selection.address else "."
    return (listed if matched > LISTED else "") + said + ALL_THERE + there


def _heading(selection: Selection) -> str:
    newest = f": the newest {DETAILED}" if selection.summary.matched > DETAILED else ""
    return f"Who says what{newest}"


def _notes(selection: Selection, reviews: Sequence[Review]) -> dict[str, Reference]:
    lines = about(selection)
    notes = {"Status": f"{STATUS_NOTE} {CONTESTED}", "Places": PLACES, "Tolls": TOLLS}
    if selection.summary.matched > 1:
        notes |= {label: f"{notes[label]} {more}" for label, more in OF_MANY.items()}
    if len(reviews) > 1:
        notes["Review"] = f"Of the {len(reviews)} records named here: {reviews_in_words(reviews)}."
    notes |= {name: lines[name] for name in ("Licences", "Cite as", "Address") if name in lines}
    return {
        name: linked(Reference(label=text, url=web_address(text))) for name, text in notes.items()
    }
