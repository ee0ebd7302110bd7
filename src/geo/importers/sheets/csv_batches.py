"""Delimited text in batches: by Arrow, and by Python's csv module where these may differ."""

__all__ = ["csv_batches"]

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from geo.importers.sheets.csv_lines import csv_lines
from geo.importers.sheets.csv_piece import Piece, piece_from_bytes
from geo.importers.sheets.line import Line
from geo.importers.sheets.sheet_batch import SheetBatch, batches_of_lines
from geo.importers.sheets.text_file import LONGEST_LINE, TextFile

PIECE = LONGEST_LINE - 1  # bytes: no line within it is one that is cut short


def csv_batches(
    file: TextFile, delimiter: str, width: int, skipped: int, above: int
) -> Iterator[SheetBatch]:
    """Yield batches of the rows below the first ones: `above` rows, and `skipped` lines on top."""
    reading = _Reading(file, delimiter, width)
    reading.skip(skipped, above)
    with file.path.open("rb") as raw:
        while raw.seek(reading.at) >= 0 and (data := raw.read(PIECE)):
            piece = piece_from_bytes(data, delimiter, width, is_last=len(data) < PIECE)
            if piece:
                yield reading.batch(piece)
            else:
                yield from reading.slowly(len(data))


class _Reading:
    """How far a file is read: bytes, lines and rows."""

    def __init__(self, file: TextFile, delimiter: str, width: int) -> None:
        self._file, self._delimiter, self._width = file, delimiter, width
        self._length = file.path.stat().st_size
        self.at, self._line, self._row = file.start, 0, 0

    def skip(self, lines: int, rows: int) -> None:
        """Step over lines, then over rows."""
        for _ in islice(self._texts(), lines):
            pass
        for _ in islice(self._lines(), rows):
            pass

    def batch(self, piece: Piece) -> SheetBatch:
        """Return a piece that begins here as a batch, and step over it."""
        import pyarrow as pa

        columns = {f"c{number}": column for number, column in enumerate(piece.columns)}
        numbers, starts = piece.numbers + self._row, piece.starts + (self._line + 1)
        batch = SheetBatch(
            first=self._row,
            size=piece.size,
            table=pa.table({"n": pa.array(numbers), "line": pa.array(starts), **columns}),
            odd=[
                (number + self._row, line._replace(number=line.number + self._line))
                for number, line in piece.odd
            ],
            share=min((self.at + piece.length) / self._length, 1.0),
        )
        self.at += piece.length
        self._line += piece.line_count
        self._row += piece.size
        return batch

    def slowly(self, length: int) -> Iterator[SheetBatch]:
        """Yield batches of the rows that begin within so many bytes."""
        first, end = self._row, self.at + length
        for batch in batches_of_lines(self._lines(end), self._width, first):
            self._row = batch.first + batch.size
            yield replace(batch, share=min(self.at / self._length, 1.0))

    def _lines(self, end: int | None = None) -> Iterator[Line]:
        for line in csv_lines(self._texts(), self._delimiter, self._line):
            yield line
            if end is not None and self.at >= end:
                return

    def _texts(self) -> Iterator[str]:
        for text, length in self._file.lines_from(self.at):
            self.at += length
            self._line += 1
            yield text
