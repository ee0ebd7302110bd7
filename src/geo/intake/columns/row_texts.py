"""The texts that nearly every row has its own of: id, title and summary."""

__all__ = ["RowTexts", "Texts"]

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import InvalidIncident
from geo.importers.cells.cell_text import cell_from_text
from geo.importers.reading import Table
from geo.importers.record import text_of
from geo.intake.columns.lines import lines_of
from geo.intake.columns.texts import read_texts
from geo.model.fields import Id
from geo.model.pieces import piece_from_json

Cells = Mapping[str, pa.Array]  # columns of texts by field
_PLAIN_ID = r"^[!-~]([ -~]{0,198}[!-~])?$"  # the part of the model's rule that is ASCII


class Texts(NamedTuple):
    """Columns of texts, null where a row has none; an id that a record may not have is odd."""

    id: pa.Array
    has_odd_id: pa.Array
    title: pa.Array
    summary: pa.Array


class RowTexts:
    """The texts of the rows of one table."""

    def __init__(self, table: Table) -> None:
        self._table, self._parts = table, table.importer.parts
        self._prefix = self._parts.prefix_of(table.document)

    def of(self, rows: pa.Table, cells: Cells) -> Texts:
        """Read the texts of some rows; a row without an id gets one, or is odd."""
        given = self._texts(cells, self._parts.id_field, rows.num_rows)
        ids = pc.binary_join_element_wise(self._prefix, given, "")
        if self._parts.made_id and given.null_count and self._parts.makes_id(cells):
            ids = pc.coalesce(ids, self._made_ids(rows, given.is_null()))
        return Texts(
            id=ids,
            has_odd_id=_is_odd_id(ids),
            title=self._texts(cells, self._parts.title, rows.num_rows),
            summary=self._texts(cells, self._parts.summary, rows.num_rows),
        )

    def _texts(self, cells: Cells, field: str, size: int) -> pa.Array:
        if field not in cells:
            return pa.nulls(size, pa.string())
        return read_texts(cells[field], self._read)

    def _read(self, text: str) -> str | None:
        cell = cell_from_text(text)
        return text_of(self._parts.clean(cell) if self._parts.clean else cell)

    def _made_ids(self, rows: pa.Table, is_missing: pa.Array) -> pa.Array:
        """Make an id of all that a row says, for each row that has none."""
        make, document = self._parts.made_id, self._table.document
        assert make
        chosen = rows.filter(is_missing)
        records = map(self._table.record, lines_of(chosen))
        made = pa.array([make(record, document) for record in records], pa.string())
        return pc.replace_with_mask(pa.nulls(len(is_missing), pa.string()), is_missing, made)


def _is_odd_id(ids: pa.Array) -> pa.Array:
    plain = pc.match_substring_regex(ids, _PLAIN_ID).fill_null(fill_value=False)
    others = pc.invert(plain)
    found = [not _is_id(text) for text in ids.filter(others).to_pylist()]
    return pc.replace_with_mask(others, others, pa.array(found, pa.bool_()))


def _is_id(text: str | None) -> bool:
    try:
        piece_from_json(Id, text)
    except InvalidIncident:
        return False
    return True
