"""Rows of a table become the columns of a store: the batch function of all importers.

Each part of an importer is evaluated once for each combination of its fields; positions, ids and
long texts are handled as whole columns. Rows that anything is found against, or that are not
certainly plain, are odd: they go one by one, through the importer as it is defined for one row.
"""

__all__ = ["ColumnBatch", "ColumnMaker"]

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.importers.cells.cell_text import cell_name
from geo.importers.parts import DECIMALS_FIELD
from geo.importers.reading import Table
from geo.intake.columns.assembly import OUTLINE, SITE_PARTS, WITHOUT_PART, RowValues, assembled
from geo.intake.columns.known_days import known_days
from geo.intake.columns.outlined import with_countries
from geo.intake.columns.part_columns import PartColumns, Spread
from geo.intake.columns.pieces import PIECES
from geo.intake.columns.placing import PlacedRows, placed_by_name
from geo.intake.columns.positions import are_doubtful, positions_of
from geo.intake.columns.row_texts import RowTexts
from geo.intake.columns.warned import WarnedRows
from geo.intake.finding_kinds import FindingKind, RowFinding
from geo.intake.placement import Placer
from geo.model.dates import first_day
from geo.store.tables import FACTS

Cells = Mapping[str, pa.Array]  # columns of texts by field
Flags = NDArray[np.bool_]
_NO = pa.scalar(value=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnBatch:
    """The store's tables, by name, of those of some rows that are not odd.

    `is_odd` tells of each row whether it goes by itself. `placements` has the text of each row's
    placement, `warnings` are their kinds, `each_warning` all of them where they are wanted,
    `placed` counts rows by how looking their place up went, and `precisions` those that are placed.
    """

    tables: dict[str, pa.Table]
    is_odd: Flags
    placements: pa.Array
    warnings: Sequence[FindingKind] = ()
    each_warning: Sequence[RowFinding] = ()
    placed: Counter[str] = field(default_factory=Counter)
    precisions: Counter[str] = field(default_factory=Counter)


class ColumnMaker:
    """The batch function of one table: rows as texts in, columns of the store out.

    It can be pickled. What it keeps in mind only saves work.
    """

    def __init__(self, table: Table, *, document: int, as_of: date) -> None:
        self._table, self._parts = table, table.importer.parts
        self._document, self._as_of = document, as_of
        self._texts = RowTexts(table)
        self._part_columns = {
            name: PartColumns(part, table, columns, as_of)
            for name, columns in PIECES.items()
            if (part := getattr(self._parts, name))
        }

    def __call__(
        self, rows: pa.Table, placer: Placer | None = None, *, lists_warnings: bool = False
    ) -> ColumnBatch:
        """Make the columns of some rows: `n`, `line`, `is_repeated`, and texts of cells, `c0` on.

        Rows without a position are placed by a `placer`.
        """
        rows = rows.combine_chunks()
        cells = {
            f: rows[cell_name(place)].chunk(0) for f, place in self._table.columns.places.items()
        }
        known = with_countries(self._known(rows, cells), cells, self._table)
        is_odd = self._is_odd(rows, known)
        warned = self._warned(rows, cells, known, ~is_odd)
        placed = PlacedRows(known, pa.nulls(len(is_odd), pa.string()), Counter(), Counter())
        if placer and (is_wanted := ~known.positions.is_known & ~is_odd).any():
            placed = placed_by_name(known, is_wanted, placer)
        return ColumnBatch(
            tables=assembled(rows["n"], placed.known, ~is_odd, self._document),
            is_odd=is_odd,
            placements=placed.placements,
            warnings=warned.kinds(),
            each_warning=warned.each() if lists_warnings else (),
            placed=placed.states,
            precisions=placed.precisions,
        )

    def _known(self, rows: pa.Table, cells: Cells) -> RowValues:
        positions = positions_of(cells, rows.num_rows, self._parts.clean)
        cells = {**cells, DECIMALS_FIELD: positions.decimals()}
        read = {"sources": self._dated(cells)}
        only = {"site": positions.is_known, "unplaced": ~positions.is_known}
        texts = self._texts.of(rows, cells)
        parts = {
            name: part.of(read.get(name, cells), rows.num_rows, only.get(name))
            for name, part in self._part_columns.items()
        }
        return RowValues(
            positions=positions,
            texts=texts,
            since=known_days(parts, rows.num_rows, self._table.document, self._as_of),
            parts=parts,
        )

    def _warned(self, rows: pa.Table, cells: Cells, known: RowValues, is_kept: Flags) -> WarnedRows:
        names = chain.from_iterable(
            (*SITE_PARTS, OUTLINE) if name == "sites" else (name,) for name in self._parts.order
        )
        return WarnedRows(
            lines=rows["line"],
            ids=cells.get(self._parts.id_field),
            parts=[known.parts[name] for name in names if name in known.parts],
            is_kept=is_kept,
        )

    def _dated(self, cells: Cells) -> Cells:
        """Return the cells of sources only where one of them has a day: the store asks no more."""
        days = [cells[field] for field in self._parts.source_days if field in cells]
        if not days:
            return {}
        has_day = reduce(pc.or_, [pc.not_equal(each, "").fill_null(_NO) for each in days])
        fields = self._parts.sources.fields
        return {f: pc.if_else(has_day, cells[f], None) for f in fields if f in cells}

    def _is_odd(self, rows: pa.Table, known: RowValues) -> Flags:
        """Tell which rows are not certainly what their columns say."""
        if FACTS.keys() - WITHOUT_PART:  # a column that only the whole record tells
            return np.ones(rows.num_rows, np.bool_)
        parts, positions = known.parts, known.positions
        flags = [_flags(rows["is_repeated"]), positions.is_odd, _flags(known.texts.has_odd_id)]
        flags += [spread.is_odd() for spread in parts.values()]
        flags += self._doubts(parts)
        flags.append(are_doubtful(positions, parts["place"].column("country", pa.string())))
        return reduce(or_, flags)

    def _doubts(self, parts: Mapping[str, Spread]) -> Iterator[Flags]:
        """Yield which rows break a rule over several parts, or are of a later day than today."""
        is_context = parts["kind"].where(lambda kind: kind["record_type"] == "context")
        yield is_context & parts["casualties"].where(lambda t: t["killed_parts"] is not None)
        for name in SITE_PARTS & parts.keys():
            yield ~is_context & parts[name].where(
                lambda site: site["said_precision"] == "capital_as_actor"
            )
        yield self._are_later(parts)

    def _are_later(self, parts: Mapping[str, Spread]) -> Flags:
        """Tell which rows are said on a later day than today, so that they do not stand yet."""
        said_on, document, today = self._parts.said_on, self._table.document, self._as_of
        later = parts["date"].where(
            lambda when: first_day(said_on(when["date_piece"], document)) > today
        )
        if "coded" not in parts:
            return later
        is_coded = parts["coded"].where(lambda each: each["coded"])
        return parts["coded"].where(lambda c: c["coded"] and c["coded"] > today) | (
            later & ~is_coded
        )


def _flags(column: pa.Array) -> Flags:
    found: Flags = column.fill_null(_NO).to_numpy(zero_copy_only=False)
    return found
