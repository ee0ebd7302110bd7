"""A row under the names of our own fields, and what an importer has to say of it."""

__all__ = ["BadCell", "Record", "text_of"]

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from geo.errors import Finding, shortened
from geo.importers.row import CellValue, Raw

Value = TypeVar("Value")


class BadCell(Exception):
    """A cell that breaks a rule; it never leaves the importers."""

    def __init__(self, rule: str, remedy: str) -> None:
        self.rule, self.remedy = rule, remedy
        super().__init__(rule)


def text_of(cell: CellValue) -> str | None:
    """Return the text of a cell without the white space around it; None where it is empty."""
    if isinstance(cell, str):
        return " ".join(cell.split()) or None
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # spreadsheets have one kind of number
    return str(cell)


@dataclass(slots=True, kw_only=True)
class Record:
    """One row: `cells` by field, `columns` says how the file calls each field, `raw` is all of it.

    `name` is what findings call the row; `is_repeated` tells that others say exactly the same.
    """

    line: int
    name: str
    cells: Mapping[str, CellValue]
    columns: Mapping[str, str] = field(default_factory=dict)
    raw: Raw = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    is_repeated: bool = False

    def text(self, name: str) -> str | None:
        """Return the text of a field without the white space around it; None where it is empty."""
        return text_of(self.cells.get(name))

    def digest(self) -> str:
        """Return a code of all that the row says; rows that say the same differ by their line."""
        text = json.dumps(self.raw, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
        if not self.is_repeated:
            return digest
        self.warn("id", "several rows are the same, and each of them counts", "Give them ids.")
        return f"{digest}-{self.line}"

    def quiet(self) -> "Record":
        """Return the same row with lists of its own: what is said of it there is not kept."""
        return Record(
            line=self.line,
            name=self.name,
            cells=self.cells,
            columns=self.columns,
            raw=self.raw,
            is_repeated=self.is_repeated,
        )

    def read(self, name: str, parse: Callable[[CellValue], Value]) -> Value | None:
        """Read a field that the row cannot do without right; a bad one refuses the row."""
        return self._parsed(name, parse, self.refuse)

    def read_if_good(self, name: str, parse: Callable[[CellValue], Value]) -> Value | None:
        """Read a field that the row can do without; a bad one is left raw, with a warning."""
        return self._parsed(name, parse, self.warn)

    def refuse(self, name: str, rule: str, remedy: str, *, value: str = "") -> None:
        """Refuse the row for what a field says, or for a value that is not in its cells."""
        self.findings.append(self._finding(name, rule, remedy, value))

    def warn(
        self, name: str, rule: str, remedy: str = "It is kept in origin.raw.", *, value: str = ""
    ) -> None:
        """Keep the row, and say which value of it is not used.

        Reports count warnings by rule: what differs from row to row stands in value and remedy.
        """
        self.warnings.append(self._finding(name, rule, remedy, value))

    def _parsed(
        self, name: str, parse: Callable[[CellValue], Value], say: Callable[[str, str, str], None]
    ) -> Value | None:
        if self.text(name) is None:
            return None
        try:
            return parse(self.cells[name])
        except BadCell as error:
            say(name, error.rule, error.remedy)
            return None

    def _finding(self, name: str, rule: str, remedy: str, value: str = "") -> Finding:
        text = self.text(name) or ""
        shown = repr(shortened(text)) if text else ""
        return Finding(
            record=self.name,
            field=self.columns.get(name, name),
            value=value or shown,
            rule=rule,
            remedy=remedy,
        )
