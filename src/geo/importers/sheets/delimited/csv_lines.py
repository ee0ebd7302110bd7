"""The rows of delimited text as Python's csv module reads them: what a row is."""

__all__ = ["csv_lines"]

import csv
from collections.abc import Iterable, Iterator

from geo.importers.sheets.line import LONGEST_CELL, Line


def csv_lines(
    texts: Iterable[str],
    delimiter: str,
    before: int,
    *,
    quote: str = '"',
    skips_spaces: bool = False,
) -> Iterator[Line]:
    """Yield the rows of texts that are lines, of which `before` stand above; blank ones are none.

    With `skips_spaces`, spaces after a delimiter do not belong to the cell. No more lines are asked
    for than the rows so far have.
    """
    reader = csv.reader(texts, delimiter=delimiter, quotechar=quote, skipinitialspace=skips_spaces)
    while True:
        number = reader.line_num + before + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            fault = f"has a cell of more than {LONGEST_CELL:,} characters"
            yield Line(number, (), fault, "Shorten it, or close a quotation mark left open.")
            continue
        if any(map(str.strip, cells)):
            yield Line(number, cells)
