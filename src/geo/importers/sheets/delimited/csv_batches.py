"""Delimited text in batches: by Arrow, and by Python's csv module where these may differ."""

__all__ = ["csv_batches", "is_quick"]

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from geo.importers.cells.cell_text import cell_name
from geo.importers.sheets.delimited.csv_lines import CsvRows
from geo.importers.sheets.delimited.csv_piece import Piece, piece_from_bytes
from geo.importers.sheets.line import Line
from geo.importers.sheets.mark import Mark
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines, marked
from geo.importers.sheets.text_file import TextFile
from geo.settings import limit

PIECE = (1 << 21) - 1  # bytes


def csv_batches(
    file: TextFile,
    delimiter: str,
    width: int,
    skipped: int,
    above: int,
    start: Mark | None = None,
) -> Iterator[SheetBatch]:
    """Yield batches of the rows below the first ones: `above` rows, and `skipped` lines on top.

    A `start` is the mark of one of these batches, which is then the first. A file that has to be
    copied to be read has none.
    """
    with file.in_utf_8() as text:
        reading = _Reading(text, delimiter, width)
        if start:
            reading.begin_at(start)
        else:
            reading.skip(skipped, above)
        batches = reading.batches()
        yield from batches if text is file else (replace(each, mark=None) for each in batches)


def is_quick(file: TextFile, delimiter: str) -> bool:
    """Tell whether a text can be read this way."""
    return file.is_whole and delimiter.isascii() and delimiter.isprintable() and delimiter != '"'


class _Reading:
    """How far a file is read: bytes, lines and rows."""

    def __init__(self, file: TextFile, delimiter: str, width: int) -> None:
        self._file, self._delimiter, self._width = file, delimiter, width
        self._length = file.path.stat().st_size
        self._at, self._line, self._row = file.start, 0, 0

    def skip(self, lines: int, rows: int) -> None:
        """Step over lines, then over rows."""
        for _ in islice(self._texts(), lines):
            pass
        for _ in islice(self._lines(), rows):
            pass

    def begin_at(self, mark: Mark) -> None:
        """Go where a batch begins."""
        self._at, self._line, self._row, _ = mark

    def batches(self) -> Iterator[SheetBatch]:
        """Yield batches of all other rows."""
        size = min(PIECE, limit("file_line") - 1)  # no line within it is one that is cut short
        with self._file.path.open("rb") as file:
            while file.seek(self._at) >= 0 and (data := file.read(size)):
                is_last = len(data) < size
                mark = Mark(self._at, self._line, self._row)
                piece = piece_from_bytes(data, self._delimiter, self._width, is_last=is_last)
                made = [self._batch(piece)] if piece else self._slowly(len(data))
                yield from marked(made, mark)

    def _batch(self, piece: Piece) -> SheetBatch:
        """Return a piece that begins here as a batch, and step over it."""
        import pyarrow as pa

        columns = {cell_name(place): column for place, column in enumerate(piece.columns)}
        numbers, starts = piece.numbers + self._row, piece.starts + (self._line + 1)
        batch = SheetBatch(
            first=self._row,
            size=piece.size,
            table=pa.table({"n": pa.array(numbers), "line": pa.array(starts), **columns}),
            odd=[
                (number + self._row, line._replace(number=line.number + self._line))
                for number, line in piece.odd
            ],
            share=min((self._at + piece.length) / self._length, 1.0),
        )
        self._at += piece.length
        self._line += piece.line_count
        self._row += piece.size
        return batch

    def _slowly(self, length: int) -> Iterator[SheetBatch]:
        """Yield batches of the rows that begin within so many bytes."""
        first, end = self._row, self._at + length
        for batch in batches_of_lines(self._lines(end), self._width, first):
            self._row = batch.first + batch.size
            yield replace(batch, share=min(self._at / self._length, 1.0))

    def _lines(self, end: int | None = None) -> Iterator[Line]:
        rows = CsvRows(self._texts(), self._delimiter, self._line)
        for line in rows:
            yield line
            if end is not None and self._at >= end and not rows.is_ahead:
                return

    def _texts(self) -> Iterator[str]:
        for text, length in self._file.lines_from(self._at):
            self._at += length
            self._line += 1
            yield text
