"""A briefing in words, made once from a selection: its formats write what stands here."""

__all__ = ["Briefing", "Line", "Picture", "Record", "Row", "Run", "briefing_of", "one_line"]

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal, NamedTuple
from unicodedata import category
from urllib.parse import quote, urlsplit

from geo.exports.about import about
from geo.exports.figure import png_from_selection
from geo.exports.selection import Selection
from geo.formats.bidi import balanced, isolated
from geo.mercator import WORLD
from geo.model.attribution import STATUSES, standing
from geo.model.incident import Assertion, Incident, Place
from geo.query.summary import Summary, Toll
from geo.store.marks import Marks
from geo.words.captions import STATUS_NOTE, count_in_words, counts_in_words, noun_of
from geo.words.detail import (
    UNKNOWN,
    Detail,
    Figure,
    Reference,
    Statement,
    detail_of,
    is_undirected,
    place_in_words,
    precision_in_words,
    site_in_words,
    web_address,
)

LISTED = 20  # records in the table
DETAILED = 10  # of them with statements and sources; so few need no more than a small map
SITES = 3  # of one record that the table names
SMALL_CM, WIDE_CM = 8, 17  # of the map: beside the key figures, or as wide as the page
DPI = 220
ZOOM = 5  # of the grid that tells what is drawn, where that is too much to be marks

PLACES = (
    "None is shown more exactly than it is known: it lies within the radius that ± gives. Discs on "
    "the map have that size."
)
TOLLS = "A range, lowest to highest, with the best figure where there is one. Unknown is not zero."
OF_MANY = {  # and of many records
    "Places": "Records without a position are listed and not drawn.",
    "Tolls": (
        "Sums add lows, bests and highs apart, and count apart what has no figure. Context records "
        "are never counted among attacks or in tolls."
    ),
}
CONTESTED = "Contested: another party is accused of a part in it."
CAPTION = "Map of the records with a position; shape and colour tell the status."
ALL_THERE = "All are in a data file of the same query (see geo export)"

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
_OF_ADDRESSES = ":/?#@!$&'()*+,;=~%-._"
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no XML may hold them


class Run(NamedTuple):
    """Words of one face, followed by the numbers of the sources that say so."""

    text: str
    face: Literal["", "bold", "italic"] = ""
    cites: tuple[int, ...] = ()


Line = tuple[Run, ...]  # with a space between each two
NOT_SAID: Line = (Run("No statement about who did it is recorded."),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The map as PNG; `alt` says what it shows to those who do not see it."""

    content: bytes
    alt: str
    caption: str
    width_cm: float


class Row(NamedTuple):
    """One record of the table."""

    date: str
    title: str
    place: str
    killed: str
    injured: str
    status: str
    named: str  # by whom it is claimed, to whom it is attributed, who is suspected


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is said of one record. `title` is empty where the briefing is of nothing else.

    `further` has the sources that nothing else cites.
    """

    title: str
    summary: str
    ledger: tuple[Line, ...]
    tolls: tuple[Line, ...]
    further: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """All that a briefing says, in its order; sources are numbered from 1.

    `summary` is that of a single record, of which there is no table.
    """

    title: str
    sentence: str
    dated: str
    facts: dict[str, str]
    summary: str
    picture: Picture | None
    rows: tuple[Row, ...]
    left_out: str
    heading: str  # of what is said of the records
    records: tuple[Record, ...]
    sources: tuple[Reference, ...]
    notes: dict[str, Reference]


def briefing_of(
    selection: Selection, *, title: str | None = None, caption: str | None = None
) -> Briefing:
    """Put a selection in words: all of a single record, or what many have in common.

    Of many, the newest LISTED are in the table, and the newest DETAILED with their statements.
    """
    found = list(islice(selection.incidents(), LISTED))
    details = [detail_of(incident, selection.as_of) for incident in found]
    alone = selection.summary.matched == 1
    numbers: dict[Reference, int] = {}
    records = tuple(_record(detail, numbers, alone=alone) for detail in details[:DETAILED])
    pairs = zip(found, details, strict=True)
    sentence = selection.caption.sentence
    heading = one_line(title or "") or (details[0].title if alone else sentence)
    return Briefing(
        title=heading,
        sentence="" if heading == sentence else f"{sentence}.",
        dated=" ".join(filter(None, [selection.dated, selection.caption.dated])),
        summary=details[0].summary if alone else "",
        facts=_facts_of(found[0], details[0]) if alone else _facts(selection),
        picture=_picture(selection, caption),
        rows=() if alone else tuple(_row(*pair, selection.as_of) for pair in pairs),
        left_out=_left_out(selection),
        heading=_heading(selection) if any(r.title or r.ledger for r in records) else "",
        records=records,
        sources=tuple(map(_linked, numbers)),
        notes=_notes(selection),
    )


def one_line(text: str) -> str:
    r"""Return a text of the data as one line that any file may hold.

    >>> one_line(" a\x00b\r\n c ")
    'a b c'
    """
    spaced = "".join(" " if category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join(_NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", balanced(spaced)).split())


# --- key figures -----------------------------------------------------------------------------


def _facts(selection: Selection) -> dict[str, str]:
    summary = selection.summary
    noun = noun_of(summary)
    without = f"; {summary.unlocated:,} without place" if summary.unlocated else ""
    lines = {"Records": counts_in_words(summary) + without}
    if summary.attacks:
        lines["Killed"] = _toll_in_words(summary.killed, summary.attacks, noun)
        lines["Injured"] = _toll_in_words(summary.injured, summary.attacks, noun)
    lines["Status"] = _statuses(selection, summary)
    return {label: text for label, text in lines.items() if text}


def _toll_in_words(toll: Toll, attacks: int, noun: str) -> str:
    if toll.unknown == attacks:
        return UNKNOWN
    span = f"{toll.low:,}"
    if toll.low < toll.high:
        span = f"{toll.low:,}–{toll.high:,} (best {toll.best:,})"
    without = f"; {count_in_words(toll.unknown, noun)} without a figure" if toll.unknown else ""
    return span + without


def _statuses(selection: Selection, summary: Summary) -> str:
    """Count by status; a facet also counts what its own filter leaves out."""
    asked = selection.query.status or tuple(STATUSES)
    counts = [v for v in summary.facets["status"] if v.count and v.value in asked]
    return " · ".join(f"{value.label}: {value.count:,}" for value in counts)


def _facts_of(incident: Incident, detail: Detail) -> dict[str, str]:
    contested = f" {CONTESTED}" if detail.contested else ""
    facts = {"Date": detail.date, "Place": _place(incident.place), "What": detail.type}
    if detail.record_type != "context":
        facts["Killed"] = f"{detail.killed}; attackers killed: {detail.attackers_killed}"
        facts["Injured"] = detail.injured
    facts["Status"] = f"{detail.status}. {detail.rule}{contested}"
    return {label: text for label, text in facts.items() if text}


def _place(place: Place) -> str:
    """Name a place and its first sites, each with how exactly it is known."""
    where = place_in_words(place, local=True)
    match place.sites:
        case [site] if site.name in (None, place.name):
            return f"{where}: {precision_in_words(site, place)}"
    more = len(place.sites) - SITES
    parts = [where, *(site_in_words(site, place) for site in place.sites[:SITES])]
    return "; ".join([*parts, f"{more:,} more sites"] if more > 0 else parts)


# --- the map ---------------------------------------------------------------------------------


def _picture(selection: Selection, caption: str | None) -> Picture | None:
    """Draw the map with the line of its origin only: the rest of its caption stands beside it."""
    shown = selection.marks(WORLD, ZOOM)
    if not shown.in_view:
        return None
    width = SMALL_CM if selection.summary.matched <= DETAILED else WIDE_CM
    bare = replace(selection, caption=replace(selection.caption, sentence="", tolls="", dated=""))
    return Picture(
        content=png_from_selection(bare, width_cm=width, dpi=DPI),
        alt=_alt(selection, shown),
        caption=one_line(caption or "") or CAPTION,
        width_cm=width,
    )


def _alt(selection: Selection, shown: Marks) -> str:
    counts = shown.legend["status"]
    drawn = "; ".join(f"{STATUSES[code]}: {counts[code]:,}" for code in STATUSES if code in counts)
    part = " It looks at a part of them." if selection.at or selection.query.bbox else ""
    return f"Map: {selection.caption.sentence}. Drawn by status: {drawn}.{_undrawn(shown)}{part}"


def _undrawn(shown: Marks) -> str:
    number = count_in_words(shown.matched - shown.in_view, "record")
    why = "known to a country only, or without a position"
    return f" Not drawn: {number}, {why}." if shown.in_view < shown.matched else ""


# --- the table -------------------------------------------------------------------------------


def _row(incident: Incident, detail: Detail, as_of: date) -> Row:
    is_context = detail.record_type == "context"
    contested = ["contested"] if detail.contested else []
    return Row(
        date=detail.date,
        title=detail.title,
        place=_place(incident.place),
        killed="–" if is_context else detail.killed,
        injured="–" if is_context else detail.injured,
        status=detail.status,
        named="; ".join([*_named(incident, as_of), *contested]),
    )


def _named(incident: Incident, as_of: date) -> list[str]:
    """Say by whom it is claimed, to whom it is attributed and who is suspected, as of a day."""
    names = {a.id: isolated(a.name) for a in incident.actors if a.kind != "unspecified"}
    said: dict[str, dict[str, None]] = {words: {} for words in _NAMED.values()}
    for statement in standing(incident.assertions, as_of):
        if words := _naming(statement, incident):
            whom = said.setdefault(words, {})
            whom.update(dict.fromkeys(names[id_] for id_ in statement.about if id_ in names))
    return [f"{words} {' and '.join(whom)}" for words, whom in said.items() if whom]


def _naming(statement: Assertion, incident: Incident) -> str | None:
    words = _NAMED.get((statement.kind, statement.stance))
    if words and statement.kind == "finding" and statement.by.kind == "court":
        return _COURT
    if statement.kind == "dataset_coding" and is_undirected(incident):
        return _PARTY[statement.stance]
    names = {actor.name for actor in incident.actors if actor.id in statement.about}
    return _FOR if statement.kind == "claim" and statement.by.name not in names else words


def _left_out(selection: Selection) -> str:
    """Say what many records have no room for, and where it is."""
    matched = selection.summary.matched
    if matched <= DETAILED:
        return ""
    listed = f"The table has the newest {LISTED} of {matched:,} records. "
    said = f"Statements and sources are given for the newest {DETAILED} of {matched:,} records. "
    there = f" and at {selection.address}" if selection.address else "."
    return (listed if matched > LISTED else "") + said + ALL_THERE + there


def _heading(selection: Selection) -> str:
    newest = f": the newest {DETAILED}" if selection.summary.matched > DETAILED else ""
    return f"Who says what{newest}"


# --- statements and sources ------------------------------------------------------------------


def _record(detail: Detail, numbers: dict[Reference, int], *, alone: bool) -> Record:
    ledger = tuple(_said(statement, numbers) for statement in detail.ledger)
    tolls = _reported(detail.figures, numbers) if alone else ()
    cited = {number for line in (*ledger, *tolls) for run in line for number in run.cites}
    further = tuple(n for n in _numbers(detail.sources, numbers) if n not in cited)
    label = "Further sources:" if cited else "Sources:"
    return Record(
        title="" if alone else f"{isolated(detail.title)}, {detail.date}",
        summary="" if alone or ledger else detail.summary,
        ledger=ledger if ledger or detail.record_type == "context" else (NOT_SAID,),
        tolls=tolls,
        further=(Run(label, cites=further),) if further and not alone else (),
    )


def _said(statement: Statement, numbers: dict[Reference, int]) -> Line:
    """Put a statement in a line: the exact verb, and its content as what it says."""
    end = "" if statement.about else "."
    parts = [
        Run(f"{statement.day[:1].upper()}{statement.day[1:]}:"),
        Run(statement.speaker, "bold"),
        Run(statement.verb + end, "italic"),
        Run(f"{statement.about}." if statement.about else ""),
        Run(f"Says: {isolated(statement.says)}" if statement.says else ""),
        Run(f"Basis: {statement.basis}." if statement.basis else ""),
        Run(f"Channel: {statement.channel}." if statement.channel else ""),
    ]
    said = [part for part in parts if part.text]
    return (*said[:-1], said[-1]._replace(cites=_numbers(statement.sources, numbers)))


def _reported(figures: Iterable[Figure], numbers: dict[Reference, int]) -> tuple[Line, ...]:
    """Return the published tolls, a line for each measure."""
    lines: dict[str, list[Run]] = {}
    for figure in figures:
        line = lines.setdefault(figure.measure, [])
        line.append(Run("·") if line else Run(f"{figure.measure.capitalize()}:", "bold"))
        line.append(_figure(figure, numbers))
    return tuple(map(tuple, lines.values()))


def _figure(figure: Figure, numbers: dict[Reference, int]) -> Run:
    whose = ", ".join(filter(None, [figure.said_by, figure.as_of]))
    details = "; ".join(filter(None, [whose, figure.note]))
    text = f"{figure.value} ({details})" if details else figure.value
    return Run(text, cites=_numbers(figure.sources, numbers))


def _numbers(sources: Iterable[Reference], numbers: dict[Reference, int]) -> tuple[int, ...]:
    """Return the numbers of sources, from 1 as they come; each has one."""
    return tuple(numbers.setdefault(source, len(numbers) + 1) for source in sources)


def _linked(source: Reference) -> Reference:
    """Return a source with an address that every program reads, or without one."""
    try:
        is_whole = source.url and urlsplit(source.url).hostname and urlsplit(source.url).port != 0
    except ValueError:  # no port, no host
        is_whole = False
    url = quote(source.url, safe=_OF_ADDRESSES) if source.url and is_whole else None
    return Reference(label=source.label, url=url)


def _notes(selection: Selection) -> dict[str, Reference]:
    lines = about(selection)
    notes = {"Status": f"{STATUS_NOTE} {CONTESTED}", "Places": PLACES, "Tolls": TOLLS}
    if selection.summary.matched > 1:
        notes |= {label: f"{notes[label]} {more}" for label, more in OF_MANY.items()}
    notes |= {name: lines[name] for name in ("Licences", "Cite as", "Address") if name in lines}
    return {
        name: _linked(Reference(label=text, url=web_address(text))) for name, text in notes.items()
    }
