"""Warnings about rows that are made at once: counted by kind, or each with its row."""

__all__ = ["WarnedRows"]

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Finding
from geo.importers.cells.cell_text import cell_from_text
from geo.importers.line_record import record_name
from geo.importers.record import text_of
from geo.intake.columns.part_columns import Spread
from geo.intake.finding_kinds import FindingKind, FindingKinds, RowFinding

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnedRows:
    """Rows of a batch, with what their parts say in the order in which these are read.

    `ids` are the cells with their ids, or None in a table without ids.
    """

    lines: pa.Array
    ids: pa.Array | None
    parts: Sequence[Spread]
    is_kept: Flags

    def kinds(self) -> list[FindingKind]:
        """Count the rows that are kept by the kinds of their warnings."""
        found = FindingKinds()  # with numbers of rows as their lines
        for spread, is_warned in self._warned():
            for use in spread.used(is_warned):
                found.add(use.outcome.warnings, line=use.first, count=use.size)
        return [self._named_kind(each) for each in found]

    def each(self) -> list[RowFinding]:
        """Return every warning about the rows that are kept, row by row."""
        found = sorted(self._each(), key=itemgetter(0))
        return [
            RowFinding(line=line, finding=finding, is_kept=True)
            for line, finding in (self._named(*pair) for pair in found)
        ]

    def _warned(self) -> Iterator[tuple[Spread, Flags]]:
        """Yield the parts that warn, and of which rows."""
        for spread in self.parts:
            is_warned = self.is_kept & spread.warns()
            if is_warned.any():
                yield spread, is_warned

    def _each(self) -> Iterator[tuple[int, Finding]]:
        for spread, is_warned in self._warned():
            for row in np.flatnonzero(is_warned).tolist():
                for warning in spread.outcomes[spread.rows[row]].warnings:
                    yield row, warning

    def _named_kind(self, kind: FindingKind) -> FindingKind:
        line, example = self._named(kind.line or 0, kind.example)
        return replace(kind, line=line, example=example)

    def _named(self, row: int, finding: Finding) -> tuple[int, Finding]:
        """Return the line of a row, and what is found of it with its name."""
        line: int = self.lines[row].as_py()
        id_ = None if self.ids is None else text_of(cell_from_text(self.ids[row].as_py()))
        return line, replace(finding, record=record_name(line, id_))
