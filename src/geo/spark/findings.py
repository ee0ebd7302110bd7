"""Findings of rows as lines of JSON: what tasks leave on the shared disk is read as texts only."""

__all__ = ["FINDINGS", "finding_from_line", "line_of_finding"]

import json
from dataclasses import asdict

from geo.errors import Finding
from geo.intake.finding_kinds import RowFinding

FINDINGS = "jsonl"  # what the names of their files end with


def line_of_finding(found: RowFinding) -> str:
    """Return a finding as one line."""
    return f"{json.dumps(asdict(found))}\n"


def finding_from_line(line: str) -> RowFinding:
    """Return the finding of a line.

    >>> finding = Finding(record="A", field="killed", value="12?", rule="is odd", remedy="")
    >>> found = RowFinding(line=7, finding=finding)
    >>> finding_from_line(line_of_finding(found)) == found
    True
    """
    told = json.loads(line)
    return RowFinding(**{**told, "finding": Finding(**told["finding"])})
