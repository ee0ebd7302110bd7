"""CSV after RFC 4180, with its column dictionary, licences and citation in a second file."""

__all__ = ["csv_from_selection"]

import csv
import io

from geo.errors import BadValue
from geo.exports.column_dictionary import COLUMNS
from geo.exports.csvw import metadata_from_selection
from geo.exports.formats import Files
from geo.exports.selection import Selection
from geo.exports.table_rows import TableCell, table_rows
from geo.formats.formulas import escaped


def csv_from_selection(selection: Selection, name: str, *, bom: bool = False) -> Files:
    """Return a selection as CSV in UTF-8, and its description in W3C's vocabulary.

    `bom` puts a byte order mark first, by which Excel recognises UTF-8. Raises BadValue.
    """
    if not isinstance(bom, bool):
        raise BadValue("bom", bom, "true or false")
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # its line ends are \r\n
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([_written(cell) for cell in row.values()] for row in table_rows(selection))
    content = text.getvalue().encode("utf-8-sig" if bom else "utf-8")
    return {name: content, f"{name}-metadata.json": metadata_from_selection(selection, name)}


def _written(cell: TableCell) -> TableCell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return escaped(cell) if isinstance(cell, str) else cell
