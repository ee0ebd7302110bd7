"""A nested record as cells: `location.name` for a name within a location."""

__all__ = ["flat_record"]

import json
from collections.abc import Iterator, Mapping
from typing import Any

from geo.importers.row import CellValue
from geo.importers.sheets.json_files.json_shape import GEOMETRIES

_DEEPEST = 8  # levels of names; what lies deeper stays JSON


def flat_record(record: Mapping[str, Any]) -> dict[str, CellValue]:
    """Return the cells of a record by name.

    A list of texts is one text with "; " between them; another list, and a geometry, is JSON.

    >>> flat_record({"place": {"name": "Gao", "tags": ["town", "market"]}, "killed": 3})
    {'place.name': 'Gao', 'place.tags': 'town; market', 'killed': 3}
    """
    return dict(_cells(record, "", _DEEPEST))


def _cells(value: Any, name: str, levels: int) -> Iterator[tuple[str, CellValue]]:
    match value:
        case {"type": str() as kind, "coordinates": _} if kind in GEOMETRIES:
            yield name, _json(value)
        case dict() if levels and value:
            for member, each in value.items():
                yield from _cells(each, f"{name}.{member}" if name else member, levels - 1)
        case []:
            yield name, None
        case [*items] if all(isinstance(each, str) for each in items):
            yield name, "; ".join(items)
        case dict() | list():
            yield name, _json(value) if value else None
        case _:
            yield name, value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
