"""The rows of an .xlsx sheet in which a formula that has no value differs from an empty cell.

Programs that do not calculate, such as most libraries, save formulas without their values.
"""

__all__ = ["rows_of_sheet", "without_sizes"]

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from geo.importers.sheets.line import NO_VALUE
from geo.importers.sheets.workbooks.tab_grid import TooWide
from geo.settings import limit

_LAST_ROW = 1 << 24  # LibreOffice can have 16 times the rows of Excel
_skips_sizes = ContextVar("skips_sizes", default=False)


def rows_of_sheet(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the number and cells of each row of a sheet that openpyxl opened to be read only.

    openpyxl takes a formula without a value as an empty cell; here it is an error, NO_VALUE. It
    holds a row as a whole, however many cells it has; here one that is too long raises
    TooWide before it is held.
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
            if number > _LAST_ROW:
                raise ValueError(f"row {number} is beyond those of a sheet")
            yield number, sheet._get_row(cells)


@contextmanager
def without_sizes() -> Iterator[None]:
    """Let openpyxl open a workbook without the sizes of its sheets, which nobody here asks for.

    It reads a sheet that does not say its size as a whole, cell by cell.
    """
    _let_sizes_be_skipped()
    before = _skips_sizes.set(True)
    try:
        yield
    finally:
        _skips_sizes.reset(before)


@cache
def _let_sizes_be_skipped() -> None:
    """Change openpyxl, for this module only: another thread's workbook has its sizes."""
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    read_size = ReadOnlyWorksheet._get_size  # type: ignore[attr-defined]  # not in its stubs

    def size(sheet: Any) -> None:
        if not _skips_sizes.get():
            read_size(sheet)

    ReadOnlyWorksheet._get_size = size  # type: ignore[attr-defined]  # not in its stubs


@cache
def _parser_class() -> Any:
    from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    cell_tag = ROW_TAG.removesuffix("row") + "c"

    class Parser(WorkSheetParser):
        """Marks formulas without a value; one whose value is an empty text says that it is text."""

        def parse(self) -> Generator[Any, None, None]:
            """Yield the rows, and nothing else of the sheet."""
            cells, most = 0, limit("file_row")
            for _, element in iterparse(self.source):
                if element.tag == cell_tag:
                    cells += 1
                    if cells > most:
                        raise TooWide
                elif element.tag == ROW_TAG:
                    yield self.parse_row(element)
                    cells = 0
                    element.clear()

        def parse_cell(self, element: Any) -> dict[str, Any]:
            """Read a cell."""
            cell: dict[str, Any] = super().parse_cell(element)
            is_blank = cell["value"] is None and element.get("t") != "str"
            if is_blank and element.find(FORMULA_TAG) is not None:
                cell |= {"value": NO_VALUE, "data_type": "e"}
            return cell

    return Parser
