"""Pieces of an incident, each by itself: the same rules as for the whole."""

__all__ = ["piece_from_json"]

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from geo.errors import Finding, InvalidIncident


def piece_from_json(kind: Any, value: object) -> Any:
    """Read a value of a type of the model from JSON. Raises InvalidIncident.

    >>> from geo.model.incident import Place
    >>> piece_from_json(Place, {"name": "Kerman", "country": "IR"}).name
    'Kerman'
    """
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        finding = Finding(record="", field="", value="", rule=str(error), remedy="")
        raise InvalidIncident([finding]) from None


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    return TypeAdapter(kind)
