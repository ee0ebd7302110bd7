"""Features in flat columns, as layers of a GIS have them: nested properties are texts.

This program writes such texts as JSON, and GDAL and R do where they keep no objects; geopandas
writes a dict into a GeoPackage as Python prints it, and a list of texts as NumPy prints an array.
"""

__all__ = ["COLUMNS", "EXACT", "NESTED", "REQUIRED", "TEXTS", "nested_feature"]

import ast
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from geo.errors import Finding, InvalidIncident, shortened
from geo.formats.json_text import value_from_json
from geo.model.feature import NAMELESS

TEXTS = ("id", "record_type", "title", "summary")
NESTED = (
    "summary_sources",
    "date",
    "place",
    "types",
    "actors",
    "assertions",
    "casualties",
    "links",
    "sources",
    "origin",
    "review",
)
# Mark a layer of this program.
REQUIRED = frozenset({"id", "record_type", "title", "date", "place", "origin"})
_FIGURES = tuple(f"{of}_{part}" for of in ("killed", "injured") for part in ("low", "best", "high"))
_DERIVED: dict[str, type] = {
    "status": str,
    "groups": str,
    "date_start": date,
    "date_end": date,
    "country": str,
    "precision": str,
    "radius_km": float,
    **dict.fromkeys(_FIGURES, int),
}
# Columns in their order → text, date or number. Those that are not of an incident are not read.
COLUMNS: dict[str, type] = {
    **dict.fromkeys(TEXTS, str),
    **_DERIVED,
    **dict.fromkeys(NESTED, str),
}
# JSON text of the columns of TEXTS that contain a NUL, which ends a text in many programs; only in
# rows that have one.
EXACT = "exact"
_TEXT = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_TEXTS_OF_NUMPY = re.compile(rf"\[(?:{_TEXT})(?:\s+(?:{_TEXT}))*\]")  # Python would join them
_OF_A_LAYER = {"status", "precision"}  # derived columns that every row of a layer has


def nested_feature(feature: Any) -> Any:
    """Return a Feature with its nested properties as objects, without derived columns of a layer.

    Anything else is returned as it is. Raises InvalidIncident for a text that is not an object.

    >>> flat = {"type": "Feature", "properties": {"id": "A", "date": '{"precision": "unknown"}'}}
    >>> nested_feature(flat)["properties"]["date"]
    {'precision': 'unknown'}
    """
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        return feature
    is_row = properties.keys() >= _OF_A_LAYER and isinstance(properties["status"], str)
    kept = {n: value for n, value in properties.items() if not (is_row and n in _DERIVED)}
    names = (*NESTED, EXACT)
    read = {n: _value(feature, n) for n in names if isinstance(kept.get(n), str) and kept[n]}
    whole = read.pop(EXACT, kept.get(EXACT))
    texts = whole if isinstance(whole, Mapping) else {}
    if texts or EXACT in read:
        kept.pop(EXACT)
    return {**feature, "properties": {**kept, **read, **texts}}


def _value(feature: Mapping[str, Any], name: str) -> Any:
    text = feature["properties"][name]
    try:
        return value_from_json(text)
    except (ValueError, RecursionError) as error:
        reason = str(error)
    try:
        return _value_from_python(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        raise InvalidIncident([_finding(feature, name, reason)]) from None


def _value_from_python(text: str) -> Any:
    """Read a dict or list as Python or NumPy prints it.

    Raises ValueError or TypeError for what JSON lacks; SyntaxError, MemoryError and RecursionError
    for other texts.
    """
    if _TEXTS_OF_NUMPY.fullmatch(text):
        return [ast.literal_eval(one) for one in re.findall(_TEXT, text)]
    return json.loads(json.dumps(ast.literal_eval(text), allow_nan=False))


def _finding(feature: Mapping[str, Any], name: str, reason: str) -> Finding:
    text = str(feature["properties"][name])
    return Finding(
        record=str(feature.get("id") or feature["properties"].get("id") or NAMELESS[1]),
        field=f"properties.{name}",
        value=repr(shortened(text)),
        rule="is not JSON text",
        remedy=f"Restore it as it was written, or write the file with geo export ({reason}).",
    )
