"""The hostile and malformed inputs of tests/data/bad_inputs.json, by the tests that put them in."""

import json
from pathlib import Path
from typing import Any

Entry = dict[str, Any]

INPUTS: list[Entry] = json.loads(
    (Path(__file__).parent / "data" / "bad_inputs.json").read_text("utf-8")
)["inputs"]
# Where an input goes → the areas of such inputs. Every area is in one of them.
GROUPS = {
    "files": ("coordinates", "dates", "structure", "bomb", "ssrf"),
    "texts": ("ssti", "xss", "beacon", "sql", "text"),
    "formulas": ("csv_formula",),
    "requests": ("route", "framing", "privacy"),
    "addresses": ("query",),
    "exports": ("export",),
}


def of(group: str) -> list[Entry]:
    """Return the inputs of a group, in their order."""
    return [entry for entry in INPUTS if entry["area"] in GROUPS[group]]


def named(entry: Entry) -> str:
    """Return what a test of an input is called."""
    return str(entry["id"])
