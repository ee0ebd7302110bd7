"""The rows of delimited text as Python's csv module reads them: what a row is."""

__all__ = ["CsvRows"]

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from geo.importers.sheets.line import Line
from geo.settings import limit

OPEN = "has a quotation mark that is left open"


class CsvRows:
    """The rows of texts that are lines, of which `before` stand above; blank ones are none.

    With `skips_spaces`, spaces after a delimiter do not belong to the cell. A row of several lines
    in which a quotation mark does not close as it should is one line with a fault, and the lines
    beneath are read as rows: `is_ahead` tells that some of these are still to come. Otherwise no
    more lines are asked for than the rows so far have.
    """

    def __init__(
        self,
        texts: Iterable[str],
        delimiter: str,
        before: int,
        *,
        quote: str = '"',
        skips_spaces: bool = False,
    ) -> None:
        self._texts, self._line = iter(texts), before
        self._held: list[str] = []  # the lines of a row
        self._again = deque[str]()
        self._rest = limit("file_again")
        self._is_over = False  # a row ends with the text
        self._reader = partial(
            csv.reader, delimiter=delimiter, quotechar=quote, skipinitialspace=skips_spaces
        )

    @property
    def is_ahead(self) -> bool:
        """Tell that lines are to be read again."""
        return bool(self._again)

    def __iter__(self) -> Iterator[Line]:
        longest = limit("file_cell")
        csv.field_size_limit(longest)  # of all readers of this process
        rows = self._reader(self._taken())
        while True:
            self._line += len(self._held)
            self._held.clear()
            cells, fault = list[str](), ""
            try:
                cells = next(rows)
            except StopIteration:
                return
            except (csv.Error, _TooLong):
                fault = f"has a cell of more than {longest:,} characters"
            if (len(self._held) > 1 or self._is_over) and self._is_open(is_faulty=bool(fault)):
                yield self._opened(self._line + 1)
                rows = self._reader(self._taken())
            elif fault:
                yield Line(self._line + 1, (), fault, "Shorten it.")
            elif any(map(str.strip, cells)):
                yield Line(self._line + 1, cells)

    def _taken(self) -> Iterator[str]:
        """Yield the lines, and hold those of a row. Raises _TooLong."""
        length, longest = 0, limit("file_line")
        for line in chain(iter(self._next_again, None), self._texts):
            length = length + len(line) if self._held else 0
            self._held.append(line)
            if length > longest:
                raise _TooLong
            yield line
        self._is_over = True

    def _next_again(self) -> str | None:
        return self._again.popleft() if self._again else None

    def _is_open(self, *, is_faulty: bool) -> bool:
        """Tell a row that goes on beyond its line for a quotation mark that does not close."""
        if len(self._held) > 1:
            return is_faulty or not self._is_strict(self._held)
        # A mark that is open takes in the next line too.
        return not is_faulty and len([*self._reader([*self._held, ""])]) == 1

    def _is_strict(self, lines: Sequence[str]) -> bool:
        try:
            deque(self._reader(lines, strict=True), maxlen=0)
        except csv.Error:
            return False
        return True

    def _opened(self, number: int) -> Line:
        """Return the first line of a row as a row, and let the others be read again."""
        first, *others = self._held
        cells = next(self._reader([first]))
        self._rest -= sum(map(len, others))
        if self._rest < 0:
            remedy = f"Close it. Lines {number + 1:,} to {number + len(others):,} are not read."
            return Line(number, cells, OPEN, remedy)
        self._again.extendleft(reversed(others))
        del self._held[1:]
        self._is_over = False
        return Line(number, cells, OPEN, "Close it. The lines beneath it are read as rows.")


class _TooLong(Exception):
    """A row of more characters than are held."""
