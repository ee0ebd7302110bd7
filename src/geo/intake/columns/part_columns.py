"""What a part of an importer says, made once for each combination of its fields in some rows."""

__all__ = ["Outcome", "PartColumns", "Spread", "Use", "column_from_values"]

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Finding, InvalidIncident
from geo.importers.cells.cell_text import cell_from_text
from geo.importers.parts import Part
from geo.importers.reading import Table
from geo.importers.record import Record
from geo.intake.columns.distinct import combinations_of

KEPT = 16_000  # outcomes of each part that are kept in mind
NO_OUTCOME = -1  # the number of a row that a part does not ask about

Columns = Mapping[str, Any]  # what follows from a piece, by the names of columns and others
Flags = NDArray[np.bool_]


class Outcome(NamedTuple):
    """What became of a combination: values for columns, or None where rows go one by one.

    `warnings` do not name a record: several rows have them.
    """

    columns: Columns | None
    warnings: tuple[Finding, ...] = ()


ODD = Outcome(None)


class Use(NamedTuple):
    """An outcome that some rows have: the first of them, and how many they are."""

    outcome: Outcome
    first: int
    size: int


def column_from_values(
    values: Sequence[Any], rows: NDArray[np.int64], type_: pa.DataType
) -> pa.Array:
    """Return a column from its values, and the number of that of each row; null for NO_OUTCOME.

    Texts are encoded: each stands once, since a batch travels between processes.
    """
    numbers = pa.array(rows.astype(np.int32), mask=rows == NO_OUTCOME)
    known = pa.array(values, type_)
    if type_ != pa.string():
        return known.take(numbers)
    encoded = known.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(numbers), encoded.dictionary)


class Spread(NamedTuple):
    """Outcomes, and for each row the number of its own, or NO_OUTCOME."""

    rows: NDArray[np.int64]
    outcomes: list[Outcome]

    @property
    def names(self) -> Set[str]:
        """Return the names of the values that an outcome has."""
        return next((each.columns.keys() for each in self.outcomes if each.columns), set())

    def is_odd(self) -> Flags:
        """Tell which rows have to go one by one."""
        return self._flags(outcome.columns is None for outcome in self.outcomes)

    def where(self, test: Callable[[Columns], object]) -> Flags:
        """Tell which rows have an outcome that passes a test."""
        return self._flags(bool(each.columns and test(each.columns)) for each in self.outcomes)

    def _flags(self, of_outcomes: Iterable[bool]) -> Flags:
        return np.array([*of_outcomes, False], np.bool_)[self.rows]

    def column(self, name: str, type_: pa.DataType) -> pa.Array:
        """Return a column; null where a row has no outcome."""
        values = [outcome.columns and outcome.columns[name] for outcome in self.outcomes]
        return column_from_values(values, self.rows, type_)

    def used(self, is_kept: Flags) -> Iterator[Use]:
        """Yield the outcomes of the rows that are kept."""
        rows = np.flatnonzero(is_kept & (self.rows != NO_OUTCOME))
        numbers = self.rows[rows]
        counts = np.bincount(numbers, minlength=len(self.outcomes))
        first = np.zeros_like(counts)
        first[numbers[::-1]] = rows[::-1]
        uses = map(Use, self.outcomes, first.tolist(), counts.tolist())
        return (use for use in uses if use.size)

    def warns(self) -> Flags:
        """Tell which rows are warned of."""
        return self._flags(bool(outcome.warnings) for outcome in self.outcomes)


class PartColumns:
    """A part for the rows of one table; `columns` makes what follows from a piece as of a day.

    Outcomes are kept from batch to batch, since most combinations recur.
    """

    def __init__(
        self, part: Part, table: Table, columns: Callable[[Any, date], Columns], as_of: date
    ) -> None:
        self._part, self._table, self._columns, self._as_of = part, table, columns, as_of
        self._known: dict[tuple[str | None, ...], Outcome] = {}

    def of(self, cells: Mapping[str, pa.Array], size: int, only: Flags | None = None) -> Spread:
        """Return the outcomes of some rows, whose `cells` are columns of texts by field.

        `only` tells which rows the part asks about.
        """
        fields = [field for field in self._part.fields if field in cells]
        columns = [cells[field] for field in fields]
        if only is not None:
            columns = [column.filter(pa.array(only)) for column in columns]
        found = combinations_of(columns, size if only is None else int(only.sum()))
        rows = found.rows
        if only is not None:
            rows = np.full(size, NO_OUTCOME, np.int64)
            rows[only] = found.rows
        if len(self._known) > KEPT:
            self._known.clear()
        return Spread(rows, [self._outcome(fields, values) for values in found.values])

    def _outcome(self, fields: Sequence[str], values: tuple[str | None, ...]) -> Outcome:
        outcome = self._known.get(values)
        if outcome is None:
            outcome = self._known[values] = self._made(fields, values)
        return outcome

    def _made(self, fields: Sequence[str], values: tuple[str | None, ...]) -> Outcome:
        table = self._table
        clean = table.importer.parts.clean or (lambda cell: cell)
        cells = {f: clean(cell_from_text(v)) for f, v in zip(fields, values, strict=True)}
        record = Record(line=0, name="", cells=cells, columns=table.columns.names)
        piece = self._part(record, table.document)
        if record.findings:
            return ODD
        try:
            columns = self._columns(piece, self._as_of)
        except InvalidIncident:
            return ODD
        return Outcome(columns, tuple(record.warnings))
