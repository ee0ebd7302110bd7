"""A briefing in Markdown (CommonMark with tables), its pictures in a folder next to it."""

__all__ = ["markdown", "md_from_selection"]

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from urllib.parse import quote

from geo.exports.documents.briefing import Briefing, briefing_of
from geo.exports.documents.picture import Picture
from geo.exports.documents.statements import BriefingRecord, Run, Runs
from geo.exports.formats import Files
from geo.exports.selection import Selection
from geo.formats.one_line import one_line
from geo.words.references import Reference

FIGURE, TIMELINE, TOLLS = "figure.png", "timeline.png", "tolls.png"  # in the folder of pictures
HEADINGS = ("Date", "What", "Where", "Killed", "Injured", "Status")
FACES = {"": "", "bold": "**", "italic": "*"}
# Signs that mean something wherever they stand: to CommonMark, or to GitHub, Obsidian and pandoc,
# which have tables, footnotes, formulas, tags, and addresses that become links by themselves.
_SIGNS = re.compile(
    r"[\\`*_\[\]<>|~$^#&!{}@]|:(?=[/:])|(?<!:)/(?=/)|(?<=www)\.|=(?==)|%(?=%)|\+(?=\+)",
    re.IGNORECASE,
)
# Signs that would begin a list, a rule or a definition at the beginning of a line.
_FIRST = re.compile(r"^(\(?(?:\d+|[A-Za-z]))?([-+=:%.)])")


def markdown(text: str) -> str:
    r"""Return a text as one line that Markdown shows as it is.

    Only the signs that would mean something are escaped, since the file is also read as text;
    `screen.plain` escapes every sign for Streamlit, whose labels nobody reads as they are written.

    >>> print(markdown("1. See *this*, http://example.org"))
    1\. See \*this\*, http\://example.org
    """
    return _FIRST.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", one_line(text)))


def md_from_selection(
    selection: Selection, name: str, title: str | None = None, caption: str | None = None
) -> Files:
    """Return the briefing of a selection, and its pictures, by their paths."""
    briefing = briefing_of(selection, title=title, caption=caption)
    folder = f"{PurePath(name).stem}.files"
    text = "\n\n".join(part for part in _parts(briefing, folder) if part)
    pictures = {FIGURE: briefing.picture, TIMELINE: briefing.timeline, TOLLS: briefing.charts}
    files = {f"{folder}/{file}": found.content for file, found in pictures.items() if found}
    return {name: f"{text}\n".encode()} | files


def _parts(briefing: Briefing, folder: str) -> Iterator[str]:
    """Yield the blocks, in their order; pictures are in the folder."""
    yield f"# {markdown(briefing.title)}"
    yield markdown(f"{briefing.sentence} {briefing.dated}")
    yield _items(
        f"{_face(f'{label}:', 'bold')} {markdown(text)}" for label, text in briefing.facts.items()
    )
    yield markdown(briefing.summary)
    if briefing.picture:
        yield from _picture(briefing.picture, f"{folder}/{FIGURE}")
    if briefing.timeline:
        yield from _picture(briefing.timeline, f"{folder}/{TIMELINE}")
    yield "## Records" if briefing.rows else ""
    yield _table(briefing)
    yield markdown(briefing.left_out)
    yield f"## {briefing.heading}" if briefing.heading else ""
    for record in briefing.records:
        yield from _record(record, briefing, f"{folder}/{TOLLS}")
    yield "## Sources" if briefing.sources else ""
    yield "\n".join(_source(n, source) for n, source in enumerate(briefing.sources, 1))
    yield "## How to read this"
    yield _items(
        f"{_face(f'{label}:', 'bold')} {_link(note)}" for label, note in briefing.notes.items()
    )
    yield "\n".join(
        f"[{n}]: <{_target(source.url)}>"
        for n, source in enumerate(briefing.sources, 1)
        if source.url
    )


def _table(briefing: Briefing) -> str:
    if not briefing.rows:
        return ""
    lines = [HEADINGS, ["---"] * len(HEADINGS)]
    for *cells, status, named in briefing.rows:
        last = ": ".join(filter(None, [status, named]))
        lines.append([markdown(cell) for cell in (*cells, last)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _picture(picture: Picture, path: str) -> Iterator[str]:
    yield f"![{markdown(picture.alt)}]({quote(path)})"
    yield _face(picture.caption, "italic")


def _record(record: BriefingRecord, briefing: Briefing, charts: str) -> Iterator[str]:
    sources = briefing.sources
    if record.title:
        yield f"### {markdown(record.title)}"
    yield markdown(record.summary)
    yield _items(_paragraph(runs, sources) for runs in record.ledger)
    if record.tolls:
        yield "## Reported figures"
    if briefing.charts:
        yield from _picture(briefing.charts, charts)
    yield _items(_paragraph(runs, sources) for runs in record.tolls)
    yield _paragraph(record.further, sources)


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _paragraph(runs: Runs, sources: Sequence[Reference]) -> str:
    return " ".join(_run(run, sources) for run in runs)


def _run(run: Run, sources: Sequence[Reference]) -> str:
    """Return words and the numbers of their sources: [3] is a link where an address is given."""
    cites = (f"[{n}]" if sources[n - 1].url else f"{n}" for n in run.cites)
    cited = rf"\[{', '.join(cites)}\]" if run.cites else ""
    return " ".join(filter(None, [_face(run.text, run.face), cited]))


def _source(number: int, source: Reference) -> str:
    label = markdown(source.label)
    return f"{number}. " + (f"[{label}][{number}]" if source.url and label else label)


def _face(text: str, face: str) -> str:
    """Return words in a face, or nothing: a face's marks without words would be shown."""
    escaped = markdown(text)
    return f"{FACES[face]}{escaped}{FACES[face]}" if escaped else ""


def _link(reference: Reference) -> str:
    label = markdown(reference.label)
    return f"[{label}](<{_target(reference.url)}>)" if reference.url and label else label


def _target(url: str) -> str:
    """Return an address in which `&…;` is not read as the name of a letter."""
    return url.replace("&", "&amp;") if ";" in url else url
