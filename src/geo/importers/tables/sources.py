"""The sources of a table's row: the table itself, and those that it cites."""

__all__ = ["TABLE", "cited_sources", "file_source", "is_link", "is_table"]

import re
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from urllib.parse import urlsplit

from geo.formats.one_line import one_line
from geo.importers.cells.dates.unknown import is_unknown
from geo.importers.cells.days import When
from geo.importers.cells.values import listed
from geo.importers.checks.day_fields import reader_of_other_days, warn_of_doubts
from geo.importers.published import Document
from geo.importers.record import Record
from geo.importers.row import CellValue, Feature
from geo.model.incident import Source

_PLAIN_LINK = re.compile(r"https?://[a-z0-9.-]+(?:[/?#][!-~]*)?")
TABLE = {"id": "table", "title": "(the table itself)"}


def file_source(document: Document) -> Feature:
    return TABLE | {"publisher": one_line(document.name)}


def is_table(source: Source) -> bool:
    """Tell the source that every row of a table has: the table itself."""
    return {"id": source.id, "title": source.title} == TABLE


def cited_sources(record: Record) -> list[Feature]:
    """Return the sources of a row, each with its link and its day."""
    pairs = _linked(listed(record.text("source")), _links(record.text("source_url")))
    reader = partial(_days, reader_of_other_days(record.columns))
    given = record.read_if_good("source_date", reader) or []
    for day in filter(None, given):
        warn_of_doubts(record, "source_date", day)
    known = given * len(pairs) if len(given) == 1 else given
    if known and len(known) != len(pairs):
        record.warn("source_date", "has a different number of dates than there are sources")
        known = []
    return [
        {
            "id": f"cited-{number}",
            "publisher": publisher,
            "title": "(as cited in the table)",
            "date": day.text if day else None,
            "url": link,
        }
        for number, ((publisher, link), day) in enumerate(zip_longest(pairs, known), start=1)
    ]


def _linked(texts: list[str], addresses: list[str]) -> list[tuple[str, str | None]]:
    """Return names with links: in pairs where there are as many; only a web address is a link."""
    is_paired = len(texts) == len(addresses) and not any(map(is_link, texts))
    if is_paired and all(is_link(address) for address in addresses if address):
        return [(text, link or None) for text, link in zip(texts, addresses, strict=True)]
    given = [address for address in addresses if address]
    links = [text for text in (*given, *texts) if is_link(text)]
    named = [text for text in (*texts, *given) if not is_link(text)]
    pairs = [(text, links.pop(0) if links and len(named) == 1 else None) for text in named]
    return pairs + [(urlsplit(link).hostname or link, link) for link in links]


def _links(text: str | None) -> list[str]:
    """Return addresses between semicolons; a semicolon within an address is a part of it."""
    return [part.strip() for part in re.split(r";(?= |$)", text)] if text else []


def _days(read: Callable[[CellValue], When], cell: CellValue) -> list[When | None]:
    """Read days between semicolons; a part that is empty, or says so, is an unknown day."""
    if not isinstance(cell, str):
        return [read(cell)]
    parts = map(str.strip, cell.split(";"))
    return [None if not part or is_unknown(part) else read(part) for part in parts]


def is_link(text: str) -> bool:
    """Tell whether a text is a web address."""
    if _PLAIN_LINK.fullmatch(text):
        return True  # as most are, and with less work
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
