"""The description of a CSV file, in W3C's Metadata Vocabulary for Tabular Data (CSVW)."""

__all__ = ["metadata_from_selection"]

import json
from typing import Any
from urllib.parse import quote

from geo.exports.about import about
from geo.exports.column_dictionary import COLUMNS, FORMULAS, Column, Datatype
from geo.exports.selection import Selection
from geo.model import dates

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
DIALECT = {
    "encoding": "utf-8",  # with or without a byte order mark
    "delimiter": ",",
    "lineTerminators": ["\r\n"],
    "header": True,
    "commentPrefix": None,  # else an id that begins with # would make its row a comment
}
_DATATYPES: dict[Datatype, Any] = {
    "text": "string",
    "date": {"base": "string", "format": dates.PATTERN},  # CSVW's dates are whole days
    "day": "date",
    "count": "nonNegativeInteger",
    "number": "double",
    "boolean": "boolean",
}
# Lines of `about` that have a term in the vocabulary; the others are notes.
_TERMS = {
    "Contents": "dc:title",
    "Licences": "dc:license",
    "Data": "dc:source",
    "Cite as": "dc:bibliographicCitation",
}


def metadata_from_selection(selection: Selection, name: str) -> bytes:
    """Return the JSON that goes with the CSV file of a name."""
    lines = about(selection)
    notes = {heading: line for heading, line in lines.items() if heading not in _TERMS}
    described = {
        "@context": CONTEXT,
        "url": quote(name),
        **{term: lines[heading] for heading, term in _TERMS.items() if heading in lines},
        "dc:issued": selection.made.isoformat(),
        "dc:description": f"One row a record, newest first. {FORMULAS}",
        "notes": [{"dc:title": heading, "dc:description": notes[heading]} for heading in notes],
        "dialect": DIALECT,
        "tableSchema": {"columns": [*map(_column, COLUMNS)], "primaryKey": "id"},
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _column(column: Column) -> dict[str, Any]:
    described = {
        "name": column.name,
        "titles": column.name,
        "datatype": _DATATYPES[column.datatype],
        "dc:description": column.description,
        "required": column.is_required,
    }
    return described if column.is_required else described | {"null": ""}
