"""What is known of some rows, put together as the tables of a store."""

__all__ = ["OUTLINE", "SITE_PARTS", "WITHOUT_PART", "RowValues", "assembled"]

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.formats.bidi import balanced
from geo.intake.columns.distinct import Combinations, combinations_of
from geo.intake.columns.part_columns import Spread, column_from_values
from geo.intake.columns.pieces import Statuses
from geo.intake.columns.positions import Positions, grid_cells_of
from geo.intake.columns.row_texts import Texts
from geo.intake.columns.texts import changed, folded, joined
from geo.store.pieces import Label
from geo.store.tables import arrow_schema, credit_row

Flags = NDArray[np.bool_]
Arrays = dict[str, pa.Array]
_TEXT = pa.string()
SITE_PARTS = frozenset({"site", "unplaced"})  # a row has an outcome of one of them
OUTLINE = "outline"  # not a part: what is said of rows whose country was found by their position
# Columns of FACTS, which follow from no part, that are known here all the same.
WITHOUT_PART = frozenset({"finest"})
_LABELLED = ("origin", "parties", "kind")  # parts that name values of facets, as a record does


@dataclass(frozen=True, slots=True, kw_only=True)
class RowValues:
    """All that is known of some rows: positions, texts, since when, and what each part says."""

    positions: Positions
    texts: Texts
    since: pa.Array
    parts: Mapping[str, Spread]


def assembled(
    numbers: pa.Array, known: RowValues, is_kept: Flags, document: int
) -> dict[str, pa.Table]:
    """Return the tables of the rows of a document that are kept."""
    columns = {
        "n": numbers,
        "document": pa.repeat(pa.scalar(document, pa.int32()), len(numbers)),
        **_of_parts(known.parts),
        **_of_parties(known.parts),
        **_of_texts(known),
        **_of_positions(known),
        "known": known.since,
        "since": known.since,
    }
    mask = pa.array(is_kept)
    is_site = pa.array(is_kept & known.positions.is_known)
    return {
        "incidents": _table("incidents", columns).filter(mask),
        "sites": _table("sites", columns).filter(is_site),
        **_of_facets(known.parts, is_kept),
    }


def _of_parts(parts: Mapping[str, Spread]) -> Arrays:
    """Return the columns that follow from one part each."""
    types = {**_types("sites"), **_types("incidents")}
    return {
        name: spread.column(name, types[name])
        for spread in parts.values()
        for name in spread.names & types.keys()
    }


def _of_parties(parts: Mapping[str, Spread]) -> Arrays:
    """Return what depends on the parties and on the type of the record."""
    parties, kind = parts["parties"], parts["kind"]
    pairs = _pairs(parties, kind)
    made = [a and b and a["statuses"].columns(b["record_type"]) for a, b in pairs.values]
    types = _types("incidents")
    names = next((list(columns) for columns in made if columns), [])
    texts = [a and b and _lines(a["search_actors"], b["search_types"]) for a, b in pairs.values]
    return {
        "search_parties": column_from_values(texts, pairs.rows, _TEXT),
        **{
            name: column_from_values([m and m[name] for m in made], pairs.rows, types[name])
            for name in names
        },
    }


def _pairs(one: Spread, other: Spread) -> Combinations:
    """Return the columns of two parts' outcomes for each pair of them that occurs."""
    found = combinations_of([pa.array(one.rows), pa.array(other.rows)], len(one.rows))
    ours, theirs = ([each.columns for each in spread.outcomes] + [None] for spread in (one, other))
    return Combinations(found.rows, [(ours[a], theirs[b]) for a, b in found.values])


def _lines(*texts: str | None) -> str | None:
    given = [text for text in texts if text is not None]
    return "\n".join(given) if given else None


def _of_texts(known: RowValues) -> Arrays:
    """Return the id and the title of each row, and what it is searched by."""
    parts, texts = known.parts, known.texts
    made = [parts["kind"].column("label", _TEXT), parts["place"].column("named", _TEXT)]
    made_title = pc.binary_join_element_wise(*(each.cast(_TEXT) for each in made), ": ")
    title = pc.coalesce(texts.title, made_title)
    return {
        "id": texts.id,
        "title": changed(title, balanced),
        "search": folded(joined([title, texts.summary], "\n")),
        "search_place": _search_place(parts),
    }


def _search_place(parts: Mapping[str, Spread]) -> pa.Array:
    """Return what places are searched by, and the names of sites where there are any."""
    place = parts["place"].column("search_place", _TEXT)
    sites = [
        parts[name].column("search_site", _TEXT).cast(_TEXT) for name in SITE_PARTS & parts.keys()
    ]
    if all(column.null_count == len(column) for column in sites):
        return place
    return joined([place.cast(_TEXT), *sites], "\n")


def _of_positions(known: RowValues) -> Arrays:
    """Return where a row is, and how exactly; each row has one site, or none."""
    positions, site = known.positions, known.parts["site"]
    is_known = pa.array(positions.is_known)
    x, y = grid_cells_of(positions)
    return {
        "site": pa.repeat(pa.scalar(0, pa.int32()), len(is_known)),
        "lon": pa.array(positions.lon),
        "lat": pa.array(positions.lat),
        "x": x,
        "y": y,
        "site_count": pc.cast(is_known, pa.int32()),
        "finest": site.column("precision", _TEXT).cast(_TEXT).fill_null("none"),
        "drawn": site.column("drawn", pa.bool_()).fill_null(fill_value=False),
    }


def _of_facets(parts: Mapping[str, Spread], is_kept: Flags) -> dict[str, pa.Table]:
    """Return the labels and the credits of the rows that are kept."""
    uses = chain.from_iterable(parts[name].used(is_kept) for name in _LABELLED)
    used = [use.outcome.columns or {} for use in uses]
    labels = dict.fromkeys(chain.from_iterable(_labels(columns) for columns in used))
    credited = {c["credit"]: c["credited"] for c in used if "credit" in c}
    return {
        "labels": pa.Table.from_pylist([each._asdict() for each in labels], arrow_schema("labels")),
        "credits": pa.Table.from_pylist(
            [credit_row(key, credit) for key, credit in credited.items()], arrow_schema("credits")
        ),
    }


def _labels(columns: Mapping[str, Any]) -> tuple[Label, ...]:
    statuses: Statuses | None = columns.get("statuses")
    labels: tuple[Label, ...] = statuses.labels() if statuses else columns["labels"]
    return labels


def _table(name: str, columns: Mapping[str, Any]) -> pa.Table:
    size = len(columns["n"])
    # Where every row is odd, there are no columns.
    return pa.table(
        {
            field.name: columns.get(field.name, pa.nulls(size, field.type))
            for field in arrow_schema(name)
        }
    )


def _types(table: str) -> dict[str, pa.DataType]:
    return {field.name: field.type for field in arrow_schema(table)}
