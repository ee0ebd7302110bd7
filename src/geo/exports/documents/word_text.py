"""Texts in Word: of any script, with links and with the numbers of their sources."""

__all__ = ["NO_BREAK", "write", "write_paragraph", "write_reference", "write_run"]

import re
from collections.abc import Iterator, Sequence
from unicodedata import bidirectional

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from geo.exports.documents.statements import Run, Runs
from geo.formats.bidi import FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT, POP_ISOLATE
from geo.formats.one_line import one_line
from geo.words.references import Reference

SIDE_BY_SIDE = 5  # numbers of sources that stay in one line
NO_BREAK = "\N{NO-BREAK SPACE}"
# Word has no isolates; this mark keeps a text that runs from right to left to itself too.
_ISOLATES = re.compile(f"[\u2066\u2067{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]")
_KINDS = {"R": "R", "AL": "R", "L": "L", "NSM": "m"}
_FROM_RIGHT = re.compile("R([^L]*R)?m*")  # in kinds of letters


def write(paragraph: Paragraph, text: str, face: str = "") -> None:
    """Write words of any script; every text of the data is written through this function."""
    for part, from_right in directed(one_line(text)):
        run = paragraph.add_run(part)
        if from_right:
            run.font.rtl = True
        if face == "bold":
            run.font.bold = run.font.cs_bold = True
        if face == "italic":
            run.font.italic = run.font.cs_italic = True


def directed(line: str) -> Iterator[tuple[str, bool]]:
    """Yield a line in parts, with whether each runs from right to left."""
    line = _ISOLATES.sub(LEFT_TO_RIGHT, line)
    kinds = "".join(_KINDS.get(bidirectional(char), " ") for char in line)
    at = 0
    for match in _FROM_RIGHT.finditer(kinds):
        if match.start() > at:
            yield line[at : match.start()], False
        yield line[match.start() : match.end()], True
        at = match.end()
    if at < len(line):
        yield line[at:], False


def write_paragraph(paragraph: Paragraph, runs: Runs, sources: Sequence[Reference]) -> None:
    for number, run in enumerate(runs):
        if number:
            paragraph.add_run(" ")
        write_run(paragraph, run, sources)


def write_run(paragraph: Paragraph, run: Run, sources: Sequence[Reference]) -> None:
    write(paragraph, run.text, run.face)
    space = NO_BREAK if len(run.cites) <= SIDE_BY_SIDE else " "
    for number, cited in enumerate(run.cites):
        paragraph.add_run(f",{space}" if number else f"{NO_BREAK}[")
        write_reference(paragraph, Reference(label=f"{cited}", url=sources[cited - 1].url))
    if run.cites:
        paragraph.add_run("]")


def write_reference(paragraph: Paragraph, reference: Reference) -> None:
    if reference.url is None:
        write(paragraph, reference.label)
        return
    runs = len(paragraph.runs)
    write(paragraph, reference.label)
    link = OxmlElement("w:hyperlink")
    target = paragraph.part.relate_to(reference.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    for run in paragraph.runs[runs:]:
        run.style = "Hyperlink"
        link.append(run._r)
    paragraph._p.append(link)
