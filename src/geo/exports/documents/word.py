"""A briefing for Word, with styles, an outline, alt text and real links."""

__all__ = ["docx_from_selection"]

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from unicodedata import bidirectional

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from geo.exports.documents.briefing import Briefing, Line, Picture, Row, Run, briefing_of, one_line
from geo.exports.documents.word_styles import TABLE, styled_document
from geo.exports.selection import Selection
from geo.exports.zips import repacked
from geo.formats.bidi import FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT, POP_ISOLATE
from geo.words.citations import PROGRAM
from geo.words.detail import Reference

WIDTHS = {"Date": 2.3, "What and where": 6.2, "Killed": 2.1, "Injured": 2.1, "Status": 4.3}  # cm
FACTS, PICTURE, BETWEEN = 9, 8, 0.4  # cm, side by side
SIDE_BY_SIDE = 5  # numbers of sources that stay in one line
NO_BREAK = "\N{NO-BREAK SPACE}"
MOST = 255  # letters of a property of the document
# Word knows no isolates; next to this mark, what runs from right to left keeps to itself as well.
_ISOLATES = re.compile(f"[\u2066\u2067{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]")
_KINDS = {"R": "R", "AL": "R", "L": "L", "NSM": "m"}
_FROM_RIGHT = re.compile("R([^L]*R)?m*")  # in kinds of letters


def docx_from_selection(
    selection: Selection, title: str | None = None, caption: str | None = None
) -> bytes:
    """Return the briefing of a selection; the same input gives the same bytes."""
    briefing = briefing_of(selection, title=title, caption=caption)
    document = styled_document()
    _describe(document, briefing, selection)
    _add_head(document, briefing)
    _add_table(document, briefing)
    _add_records(document, briefing)
    _add_sources(document, briefing)
    _add_footer(document, briefing)
    file = BytesIO()
    document.save(file)
    return repacked(file.getvalue())


def _describe(document: Document, briefing: Briefing, selection: Selection) -> None:
    about, made = document.core_properties, datetime.combine(selection.as_of, time())
    about.title, about.author, about.last_modified_by = _cut(briefing.title), PROGRAM, PROGRAM
    about.comments = _cut(f"{selection.caption.sentence}. {briefing.dated}")
    about.created = about.modified = made
    about.language, about.revision = "en-GB", 1


def _cut(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= MOST else f"{line[: MOST - 1]}…"


# --- the parts -------------------------------------------------------------------------------


def _add_head(document: Document, briefing: Briefing) -> None:
    _write(document.add_paragraph(style="Title"), briefing.title)
    _write(document.add_paragraph(style="Dated"), f"{briefing.sentence} {briefing.dated}")
    if briefing.picture and briefing.picture.width_cm <= PICTURE:
        _add_beside(document, briefing, briefing.picture)
        return
    _add_facts(document, briefing)
    if briefing.picture:
        _add_picture(document, briefing.picture)
    if briefing.rows:
        _add_notes(document, briefing)


def _add_beside(document: Document, briefing: Briefing, picture: Picture) -> None:
    """Put a small map beside the key figures, and beside what else there is room for."""
    table = document.add_table(1, 2)
    _set_widths(table, (FACTS, PICTURE))
    left, right = table.rows[0].cells
    _set_margins(left, right=BETWEEN)
    _set_margins(right, right=0)
    first = left.paragraphs[0]
    _add_facts(left, briefing)
    if briefing.rows:
        _add_notes(left, briefing)
    first._p.getparent().remove(first._p)
    _draw(right.paragraphs[0], picture)
    _write(right.add_paragraph(style="Caption"), picture.caption)


def _add_facts(place: Document | _Cell, briefing: Briefing) -> None:
    for label, text in briefing.facts.items():
        paragraph = place.add_paragraph(style="Facts")
        _write(paragraph, label, face="bold")
        paragraph.add_run("\t")
        _write(paragraph, text)
    if briefing.summary:
        _write(place.add_paragraph(), briefing.summary)


def _add_picture(document: Document, picture: Picture) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    _draw(paragraph, picture)
    _write(document.add_paragraph(style="Caption"), picture.caption)


def _draw(paragraph: Paragraph, picture: Picture) -> None:
    shape = paragraph.add_run().add_picture(BytesIO(picture.content), width=Cm(picture.width_cm))
    for side in ("distT", "distB", "distL", "distR"):  # where they are missing, there is a margin
        shape._inline.set(side, "0")
    properties = shape._inline.docPr
    properties.set("name", "Map")
    properties.set("descr", one_line(picture.alt))


def _add_table(document: Document, briefing: Briefing) -> None:
    if not briefing.rows:
        return
    document.add_heading("Records", 1)
    table = document.add_table(1, len(WIDTHS), style=TABLE)
    for cell, label in zip(table.rows[0].cells, WIDTHS, strict=True):
        _write(_text_of(cell), label, face="bold")
    _mark(table.rows[0], "w:tblHeader")
    for row in briefing.rows:
        _add_row(table, row)
    _set_widths(table, tuple(WIDTHS.values()))
    if briefing.left_out:
        _write(document.add_paragraph(style="Note"), briefing.left_out)


def _add_row(table: Table, row: Row) -> None:
    added = table.add_row()  # type: ignore[no-untyped-call]  # python-docx lacks its type
    _mark(added, "w:cantSplit")
    when, what, *others = added.cells
    _write(_text_of(when), row.date)
    _write(_text_of(what), row.title, face="bold")
    _write(what.add_paragraph(style="Table Note"), row.place)
    for cell, text in zip(others, (row.killed, row.injured, row.status), strict=True):
        _write(_text_of(cell), text)
    if row.named:
        _write(others[-1].add_paragraph(style="Table Note"), row.named)


def _add_records(document: Document, briefing: Briefing) -> None:
    if briefing.heading:
        document.add_heading(briefing.heading, 1)
    for record in briefing.records:
        if record.title:
            _write(document.add_heading("", 2), record.title)
        if record.summary:
            _write(document.add_paragraph(), record.summary)
        for line in record.ledger:
            _write_line(document.add_paragraph(style="List Bullet"), line, briefing.sources)
        if record.tolls:
            document.add_heading("Reported figures", 1)
        for line in filter(None, (*record.tolls, record.further)):
            _write_line(document.add_paragraph(style="Small"), line, briefing.sources)


def _add_sources(document: Document, briefing: Briefing) -> None:
    if briefing.sources:
        document.add_heading("Sources", 1)
    if briefing.rows:
        for source in briefing.sources:
            _write_reference(document.add_paragraph(style="List Number"), source)
    else:
        _add_run_in_sources(document, briefing)
        _add_notes(document, briefing)


def _add_run_in_sources(document: Document, briefing: Briefing) -> None:
    """Write the sources of a single record one after the other: it is to stay on one page."""
    paragraph = document.add_paragraph(style="Note")
    for number, source in enumerate(briefing.sources, 1):
        paragraph.add_run(f" · {number}{NO_BREAK}" if number > 1 else f"{number}{NO_BREAK}")
        _write_reference(paragraph, source)


def _add_notes(place: Document | _Cell, briefing: Briefing) -> None:
    _write(place.add_paragraph(style="Heading 1"), "How to read this")
    for label, note in briefing.notes.items():
        paragraph = place.add_paragraph(style="Note")
        _write(paragraph, f"{label}:", face="bold")
        paragraph.add_run(" ")
        _write_reference(paragraph, note)


def _add_footer(document: Document, briefing: Briefing) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    _write(paragraph, f"{PROGRAM} · {briefing.dated}")
    paragraph.add_run(" · page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


# --- words -----------------------------------------------------------------------------------


def _write(paragraph: Paragraph, text: str, face: str = "") -> None:
    """Write words of any script: the one way in for a text of the data."""
    for part, from_right in _directed(one_line(text)):
        run = paragraph.add_run(part)
        if from_right:
            run.font.rtl = True
        if face == "bold":
            run.font.bold = run.font.cs_bold = True
        if face == "italic":
            run.font.italic = run.font.cs_italic = True


def _directed(line: str) -> Iterator[tuple[str, bool]]:
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


def _write_line(paragraph: Paragraph, line: Line, sources: Sequence[Reference]) -> None:
    for number, run in enumerate(line):
        if number:
            paragraph.add_run(" ")
        _write_run(paragraph, run, sources)


def _write_run(paragraph: Paragraph, run: Run, sources: Sequence[Reference]) -> None:
    _write(paragraph, run.text, run.face)
    space = NO_BREAK if len(run.cites) <= SIDE_BY_SIDE else " "
    for number, cited in enumerate(run.cites):
        paragraph.add_run(f",{space}" if number else f"{NO_BREAK}[")
        _write_reference(paragraph, Reference(label=f"{cited}", url=sources[cited - 1].url))
    if run.cites:
        paragraph.add_run("]")


def _write_reference(paragraph: Paragraph, reference: Reference) -> None:
    if reference.url is None:
        _write(paragraph, reference.label)
        return
    runs = len(paragraph.runs)
    _write(paragraph, reference.label)
    link = OxmlElement("w:hyperlink")
    target = paragraph.part.relate_to(reference.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    for run in paragraph.runs[runs:]:
        run.style = "Hyperlink"
        link.append(run._r)
    paragraph._p.append(link)


# --- tables ----------------------------------------------------------------------------------


def _text_of(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    return paragraph


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the widths in cm: of the columns and of each cell, since programs differ in which."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _set_margins(cell: _Cell, right: float) -> None:
    """Set the margins in cm, which are none at the left."""
    margins = OxmlElement("w:tcMar")
    for side, width in (("left", 0), ("right", Cm(right).twips)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), f"{width}")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
