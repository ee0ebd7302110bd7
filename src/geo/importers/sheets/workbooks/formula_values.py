"""The rows of an .xlsx sheet in which a formula that has no value differs from an empty cell.

Programs that do not calculate, such as most libraries, save formulas without their values.
"""

__all__ = ["rows_of_sheet"]

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from geo.importers.sheets.line import NO_VALUE


def rows_of_sheet(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the number and cells of each row of a sheet that openpyxl opened to be read only.

    openpyxl takes a formula without a value as an empty cell; here it is an error, NO_VALUE.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = _parser_class()(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield number, sheet._get_row(cells)


@cache
def _parser_class() -> Any:
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        """Marks formulas without a value; one whose value is an empty text says that it is text."""

        def parse_cell(self, element: Any) -> dict[str, Any]:
            """Read a cell."""
            cell: dict[str, Any] = super().parse_cell(element)
            is_blank = cell["value"] is None and element.get("t") != "str"
            if is_blank and element.find(FORMULA_TAG) is not None:
                cell |= {"value": NO_VALUE, "data_type": "e"}
            return cell

    return Parser
