"""A record of JSON as cells."""

__all__ = ["flat_record"]

from collections.abc import Mapping
from typing import Any

from geo.importers.cells.nested import flattened
from geo.importers.row import CellValue
from geo.importers.sheets.sheet import cell_of

_EDGE = frozenset({"__typename", "cursor", "node"})


def flat_record(record: Mapping[str, Any]) -> dict[str, CellValue]:
    """Return the cells of a record by name, nested names with points; what stays nested is JSON.

    >>> flat_record({"place": {"name": "Gao", "tags": ["town", "market"]}, "killed": 3})
    {'place.name': 'Gao', 'place.tags': 'town; market', 'killed': 3}
    """
    return {
        name: None if value in ([], {}) else cell_of(value)
        for name, value in flattened(_bare(record)).items()
    }


def _bare(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record without the object that answers put around it.

    Elasticsearch has it in `_source`, next to `_id`; GraphQL in the `node` of an edge.
    """
    match record:
        case {"_source": dict(source), **others}:
            return others | source
        case {"node": dict(node)} if record.keys() <= _EDGE:
            return node
    return record
