"""Who says what of a record, in paragraphs that cite numbered sources."""

__all__ = ["NOT_SAID", "BriefingRecord", "Run", "Runs", "linked", "record_of"]

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import quote, urlsplit

from geo.formats.bidi import isolated
from geo.words.detail import Detail
from geo.words.ledger import Statement
from geo.words.references import Reference
from geo.words.tolls.figures import STANDS, Figure

_OF_ADDRESSES = ":/?#@!$&'()*+,;=~%-._"


class Run(NamedTuple):
    """Words in one face, followed by the numbers of their sources."""

    text: str
    face: Literal["", "bold", "italic"] = ""
    cites: tuple[int, ...] = ()


Runs = tuple[Run, ...]  # with a space between each two
NOT_SAID: Runs = (Run("No statement about who did it is recorded."),)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingRecord:
    """Statements about one record. `title` is empty where it is the only record of the briefing.

    `further` has the sources that nothing else cites.
    """

    title: str
    summary: str
    ledger: tuple[Runs, ...]
    tolls: tuple[Runs, ...]
    further: Runs


def record_of(detail: Detail, numbers: dict[Reference, int], *, is_single: bool) -> BriefingRecord:
    """Return the statements about a record; sources without a number get the next one."""
    ledger = tuple(_said(statement, numbers) for statement in detail.ledger)
    tolls = _reported(detail.figures, numbers) if is_single else ()
    cited = {number for line in (*ledger, *tolls) for run in line for number in run.cites}
    further = tuple(n for n in _numbers(detail.sources, numbers) if n not in cited)
    label = "Further sources:" if cited else "Sources:"
    return BriefingRecord(
        title="" if is_single else f"{isolated(detail.title)}, {detail.date}",
        summary="" if is_single or ledger else detail.summary,
        ledger=ledger if ledger or detail.record_type == "context" else (NOT_SAID,),
        tolls=tolls,
        further=(Run(label, cites=further),) if further and not is_single else (),
    )


def _said(statement: Statement, numbers: dict[Reference, int]) -> Runs:
    """Put a statement in a line: the exact verb, and its content as what it says."""
    end = "" if statement.about else "."
    parts = [
        Run(f"{statement.day[:1].upper()}{statement.day[1:]}:"),
        Run(statement.speaker, "bold"),
        Run(statement.verb + end, "italic"),
        Run(f"{statement.about}." if statement.about else ""),
        Run(f"Answers {statement.answers}." if statement.answers else ""),
        Run(f"Says: {isolated(statement.says)}" if statement.says else ""),
        Run(f"Basis: {statement.basis}." if statement.basis else ""),
        Run(f"Ruling: {statement.court}." if statement.court else ""),
        Run(f"Channel: {statement.channel}." if statement.channel else ""),
    ]
    said = [part for part in parts if part.text]
    return (*said[:-1], said[-1]._replace(cites=_numbers(statement.sources, numbers)))


def _reported(figures: Iterable[Figure], numbers: dict[Reference, int]) -> tuple[Runs, ...]:
    """Return the published tolls, a line for each measure."""
    lines: dict[str, list[Run]] = {}
    for figure in figures:
        line = lines.setdefault(figure.measure, [])
        line.append(Run("·") if line else Run(f"{figure.measure.capitalize()}:", "bold"))
        line.append(_figure(figure, numbers))
    return tuple(map(tuple, lines.values()))


def _figure(figure: Figure, numbers: dict[Reference, int]) -> Run:
    whose = ", ".join(filter(None, [figure.said_by, figure.as_of]))
    fate = "" if figure.fate == STANDS else figure.fate
    details = "; ".join(filter(None, [whose, fate, figure.note]))
    text = f"{figure.value} ({details})" if details else figure.value
    return Run(text, cites=_numbers(figure.sources, numbers))


def _numbers(sources: Iterable[Reference], numbers: dict[Reference, int]) -> tuple[int, ...]:
    """Return the numbers of sources, from 1 as they come; each has one."""
    return tuple(numbers.setdefault(source, len(numbers) + 1) for source in sources)


def linked(source: Reference) -> Reference:
    """Return a source with an address that every program reads, or without one."""
    try:
        is_whole = source.url and urlsplit(source.url).hostname and urlsplit(source.url).port != 0
    except ValueError:  # no port, no host
        is_whole = False
    url = quote(source.url, safe=_OF_ADDRESSES) if source.url and is_whole else None
    archived = f", archived at {source.archived}" if source.archived else ""
    return Reference(label=source.label + archived, url=url)
