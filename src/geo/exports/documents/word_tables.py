"""Tables in Word: widths, margins, and properties that python-docx lacks."""

__all__ = ["mark_row", "set_margins", "set_widths", "text_of"]

from collections.abc import Sequence

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph


def text_of(cell: _Cell) -> Paragraph:
    """Return the first paragraph of a cell, in the style of tables."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    return paragraph


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the widths in cm: of the columns and of each cell, since programs differ in which."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def set_margins(cell: _Cell, right: float) -> None:
    """Set the margins: none at the left, `right` in cm."""
    margins = OxmlElement("w:tcMar")
    for side, width in (("left", 0), ("right", Cm(right).twips)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), f"{width}")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def mark_row(row: _Row, name: str) -> None:
    """Give a row a property that has no value, such as w:tblHeader."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
