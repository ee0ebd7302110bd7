"""A briefing for Word, with styles, an outline, alt text and real links."""

__all__ = ["docx_from_selection"]

from datetime import datetime, time
from io import BytesIO

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from geo.exports.documents.briefing import Briefing, briefing_of
from geo.exports.documents.briefing_rows import BriefingRow
from geo.exports.documents.picture import Picture
from geo.exports.documents.statements import BriefingRecord
from geo.exports.documents.word_styles import TABLE, styled_document
from geo.exports.documents.word_tables import mark_row, set_margins, set_widths, text_of
from geo.exports.documents.word_text import NO_BREAK, write, write_paragraph, write_reference
from geo.exports.selection import Selection
from geo.exports.zips import repacked
from geo.formats.one_line import one_line, shortened
from geo.words.citations import PROGRAM

WIDTHS = {"Date": 2.3, "What and where": 6.2, "Killed": 2.1, "Injured": 2.1, "Status": 4.3}  # cm
FACTS, PICTURE, BETWEEN = 9, 8, 0.4  # cm, side by side
MOST_LETTERS = 255  # of a property of the document


def docx_from_selection(
    selection: Selection, title: str | None = None, caption: str | None = None
) -> bytes:
    """Return the briefing of a selection; the same input gives the same bytes."""
    briefing = briefing_of(selection, title=title, caption=caption)
    document = styled_document()
    _describe(document, briefing, selection)
    _add_head(document, briefing)
    if briefing.timeline:
        _add_picture(document, briefing.timeline)
    _add_table(document, briefing)
    _add_records(document, briefing)
    _add_sources(document, briefing)
    _add_footer(document, briefing)
    file = BytesIO()
    document.save(file)
    return repacked(file.getvalue())


def _describe(document: Document, briefing: Briefing, selection: Selection) -> None:
    about, day = document.core_properties, datetime.combine(selection.made, time())
    about.title = shortened(briefing.title, MOST_LETTERS)
    about.comments = shortened(f"{selection.caption.sentence}. {briefing.dated}", MOST_LETTERS)
    about.author = about.last_modified_by = PROGRAM
    about.created = about.modified = day
    about.language, about.revision = "en-GB", 1


def _add_head(document: Document, briefing: Briefing) -> None:
    write(document.add_paragraph(style="Title"), briefing.title)
    write(document.add_paragraph(style="Dated"), f"{briefing.sentence} {briefing.dated}")
    if briefing.picture and briefing.picture.width_cm <= PICTURE:
        _add_side_by_side(document, briefing, briefing.picture)
        return
    _add_facts(document, briefing)
    if briefing.picture:
        _add_picture(document, briefing.picture)
    if briefing.rows:
        _add_notes(document, briefing)


def _add_side_by_side(document: Document, briefing: Briefing, picture: Picture) -> None:
    """Put a small map next to the key facts, and the notes under the facts of several records."""
    table = document.add_table(1, 2)
    set_widths(table, (FACTS, PICTURE))
    left, right = table.rows[0].cells
    set_margins(left, right=BETWEEN)
    set_margins(right, right=0)
    first = left.paragraphs[0]
    _add_facts(left, briefing)
    if briefing.rows:
        _add_notes(left, briefing)
    first._p.getparent().remove(first._p)
    _draw(right.paragraphs[0], picture)
    write(right.add_paragraph(style="Caption"), picture.caption)


def _add_facts(place: Document | _Cell, briefing: Briefing) -> None:
    for label, text in briefing.facts.items():
        paragraph = place.add_paragraph(style="Facts")
        write(paragraph, label, face="bold")
        paragraph.add_run("\t")
        write(paragraph, text)
    if briefing.summary:
        write(place.add_paragraph(), briefing.summary)


def _add_picture(document: Document, picture: Picture) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    _draw(paragraph, picture)
    write(document.add_paragraph(style="Caption"), picture.caption)


def _draw(paragraph: Paragraph, picture: Picture) -> None:
    shape = paragraph.add_run().add_picture(BytesIO(picture.content), width=Cm(picture.width_cm))
    for side in ("distT", "distB", "distL", "distR"):  # where they are missing, there is a margin
        shape._inline.set(side, "0")
    properties = shape._inline.docPr
    properties.set("name", picture.name)
    properties.set("descr", one_line(picture.alt))


def _add_table(document: Document, briefing: Briefing) -> None:
    if not briefing.rows:
        return
    document.add_heading("Records", 1)
    table = document.add_table(1, len(WIDTHS), style=TABLE)
    for cell, label in zip(table.rows[0].cells, WIDTHS, strict=True):
        write(text_of(cell), label, face="bold")
    mark_row(table.rows[0], "w:tblHeader")
    for row in briefing.rows:
        _add_row(table, row)
    set_widths(table, tuple(WIDTHS.values()))
    if briefing.left_out:
        write(document.add_paragraph(style="Note"), briefing.left_out)


def _add_row(table: Table, row: BriefingRow) -> None:
    added = table.add_row()  # type: ignore[no-untyped-call]  # python-docx lacks its type
    mark_row(added, "w:cantSplit")
    when, what, *others = added.cells
    write(text_of(when), row.date)
    write(text_of(what), row.title, face="bold")
    write(what.add_paragraph(style="Table Note"), row.place)
    for cell, text in zip(others, (row.killed, row.injured, row.status), strict=True):
        write(text_of(cell), text)
    if row.named:
        write(others[-1].add_paragraph(style="Table Note"), row.named)


def _add_records(document: Document, briefing: Briefing) -> None:
    if briefing.heading:
        document.add_heading(briefing.heading, 1)
    for record in briefing.records:
        if record.title:
            write(document.add_heading("", 2), record.title)
        if record.summary:
            write(document.add_paragraph(), record.summary)
        for runs in record.ledger:
            write_paragraph(document.add_paragraph(style="List Bullet"), runs, briefing.sources)
        _add_tolls(document, briefing, record)


def _add_tolls(document: Document, briefing: Briefing, record: BriefingRecord) -> None:
    if record.tolls:
        document.add_heading("Reported figures", 1)
    if briefing.charts:
        _add_picture(document, briefing.charts)
    for runs in filter(None, (*record.tolls, record.further)):
        write_paragraph(document.add_paragraph(style="Small"), runs, briefing.sources)


def _add_sources(document: Document, briefing: Briefing) -> None:
    if briefing.sources:
        document.add_heading("Sources", 1)
    if briefing.rows:
        for source in briefing.sources:
            write_reference(document.add_paragraph(style="List Number"), source)
    else:
        _add_run_in_sources(document, briefing)
        _add_notes(document, briefing)


def _add_run_in_sources(document: Document, briefing: Briefing) -> None:
    """Write the sources of a single record one after the other: it is to stay on one page."""
    paragraph = document.add_paragraph(style="Note")
    for number, source in enumerate(briefing.sources, 1):
        paragraph.add_run(f" · {number}{NO_BREAK}" if number > 1 else f"{number}{NO_BREAK}")
        write_reference(paragraph, source)


def _add_notes(place: Document | _Cell, briefing: Briefing) -> None:
    write(place.add_paragraph(style="Heading 1"), "How to read this")
    for label, note in briefing.notes.items():
        paragraph = place.add_paragraph(style="Note")
        write(paragraph, f"{label}:", face="bold")
        paragraph.add_run(" ")
        write_reference(paragraph, note)


def _add_footer(document: Document, briefing: Briefing) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    write(paragraph, f"{PROGRAM} · {briefing.dated}")
    paragraph.add_run(" · page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
