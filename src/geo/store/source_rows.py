"""The rows of a document as they came: a table `rows_<document>` for each, with a column a cell."""

__all__ = [
    "KeptRow",
    "long_columns",
    "rows_columns",
    "rows_from_features",
    "rows_name",
    "rows_table",
]

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.importers.cells.cell_text import cell_name, cell_names
from geo.importers.published import StoredDocument
from geo.importers.row import StoredRow
from geo.model.feature import text_from_incident
from geo.model.incident import Incident

if TYPE_CHECKING:
    import pyarrow as pa

LONG = 32  # bytes of a text, on average, from which a column is one of long texts
_OF_ROW: Mapping[str, str] = {
    "n": "INTEGER",  # that of the record
    "line": "INTEGER",
    "is_repeated": "BOOLEAN",
    "placement": "VARCHAR",  # where it was found by name, if it was
}


class KeptRow(NamedTuple):
    """A row with the number of its record, and the text of its placement."""

    n: int
    row: StoredRow
    placement: str | None = None

    @classmethod
    def from_values(cls, values: Sequence[Any]) -> "KeptRow":
        """Return a row of a table of rows."""
        n, line, is_repeated, placement, *cells = values
        return cls(n, StoredRow(line, is_repeated, tuple(cells)), placement)


def rows_name(document: int) -> str:
    """Return the name of the table of a document's rows. Raises ValueError for another value.

    It becomes part of statements, and the number can come from a file.
    """
    if type(document) is not int or document < 0:
        raise ValueError(f"{document!r} is not the number of a document")
    return f"rows_{document}"


def rows_columns(document: StoredDocument) -> dict[str, str]:
    """Return the columns of a document's rows, with their types."""
    return {**_OF_ROW, **dict.fromkeys(map(cell_name, range(document.width)), "VARCHAR")}


def rows_from_features(incidents: Iterable[Incident], first: int) -> list[KeptRow]:
    """Return the rows of incidents, numbered from `first`, for a document of FEATURES."""
    return [
        KeptRow(n, StoredRow(n, is_repeated=False, cells=(text_from_incident(incident),)))
        for n, incident in enumerate(incidents, start=first)
    ]


def rows_table(rows: Sequence[KeptRow], document: StoredDocument) -> "pa.Table":
    """Return rows as an Arrow table."""
    import pyarrow as pa

    cells = zip(*(kept.row.cells for kept in rows), strict=True) if rows else [()] * document.width
    return pa.table(
        {
            "n": pa.array([kept.n for kept in rows], pa.int32()),
            "line": pa.array([kept.row.line for kept in rows], pa.int32()),
            "is_repeated": pa.array([kept.row.is_repeated for kept in rows], pa.bool_()),
            "placement": pa.array([kept.placement for kept in rows], pa.string()),
            **{cell_name(c): pa.array(column, pa.string()) for c, column in enumerate(cells)},
        }
    )


def long_columns(rows: "pa.Table") -> list[str]:
    """Return the names of the cells that hold long texts in most rows."""
    import pyarrow.compute as pc

    cells = cell_names(rows.schema.names)
    return [name for name in cells if (pc.mean(pc.binary_length(rows[name])).as_py() or 0) >= LONG]
