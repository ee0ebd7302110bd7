"""The panels of records in words, for a page that carries them: each source once."""

__all__ = ["panels"]

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from geo.model.incident import Incident
from geo.words.detail import Detail, detail_of
from geo.words.ledger import Statement
from geo.words.references import Reference
from geo.words.tolls.figures import Figure

# The columns of the page have these already.
_KNOWN = ("id", "title", "record_type", "type", "date", "killed", "injured")


def panels(incidents: Iterable[Incident], as_of: date) -> dict[str, Any]:
    """Return the panels by id, as of a day; in the place of a source, its number in `sources`.

    What is empty is left out.
    """
    numbers: dict[Reference, int] = {}
    found = {i.id: _panel(detail_of(i, as_of), numbers) for i in incidents}
    return {"sources": [_filled(source) for source in numbers], "records": found}


def _panel(detail: Detail, numbers: dict[Reference, int]) -> dict[str, Any]:
    words = {name: value for name, value in _filled(detail).items() if name not in _KNOWN}
    return words | {
        "ledger": [_part(statement, numbers) for statement in detail.ledger],
        "figures": [_part(figure, numbers) for figure in detail.figures],
        "sources": _numbers(detail.sources, numbers),
        "summary_sources": _numbers(detail.summary_sources, numbers),
    }


def _filled(words: Detail | Statement | Figure | Reference) -> dict[str, Any]:
    return {name: value for name, value in asdict(words).items() if value}


def _part(part: Statement | Figure, numbers: dict[Reference, int]) -> dict[str, Any]:
    return _filled(part) | {"sources": _numbers(part.sources, numbers)}


def _numbers(sources: Iterable[Reference], numbers: dict[Reference, int]) -> list[int]:
    return [numbers.setdefault(source, len(numbers)) for source in sources]
