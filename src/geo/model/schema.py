"""JSON Schemas: the published one of an incident, applied to features, and those of our values."""

__all__ = ["schema_findings", "schema_of"]

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match

from geo.errors import Finding


def schema_findings(record: str, feature: object) -> list[Finding]:
    """Return the most telling fault that the schema finds in a feature, or an empty list."""
    error = best_match(_validator().iter_errors(feature))
    return [_finding(record, error)] if error else []


def schema_of(kind: type, references: str) -> dict[str, Any]:
    """Return the JSON Schema of a dataclass as it is published.

    Its parts are in `$defs`; `references` has `{model}` for their names.
    """
    from pydantic import TypeAdapter  # only who describes an answer needs it

    return TypeAdapter(kind).json_schema(mode="serialization", ref_template=references)


def _finding(record: str, error: ValidationError) -> Finding:
    return Finding(
        record=record,
        field=error.json_path.removeprefix("$."),
        value="",
        rule=f"the schema says: {error.message[:200]}",
        remedy="See docs/data-model.md.",
    )


@cache
def _validator() -> Draft202012Validator:
    text = files("geo").joinpath("assets/incident.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text), format_checker=FormatChecker())
