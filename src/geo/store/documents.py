"""The files that records come from: what is needed to make the records of their rows again."""

__all__ = ["DOCUMENTS", "FEATURES", "document_from_row", "document_row"]

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geo.importers.published import StoredDocument

FEATURES = StoredDocument()  # incidents that were added as such: each row is a Feature
DOCUMENTS: Mapping[str, str] = {
    "document": "INTEGER",
    "source": "VARCHAR",
    "name": "VARCHAR",
    "version": "VARCHAR",
    "dataset": "VARCHAR",  # where it is not called as its file
    "header": "VARCHAR",  # names of columns as a JSON list
    "mapping": "VARCHAR",  # theirs → ours as a JSON object
    "read_on": "DATE",
    "fingerprint": "VARCHAR",  # of its content, and of how it was read
}


def document_row(number: int, document: StoredDocument) -> list[Any]:
    """Return the values of DOCUMENTS."""
    return [
        number,
        document.source,
        document.name,
        document.version,
        document.dataset,
        json.dumps(document.header),
        json.dumps(dict(document.mapping)),
        document.read_on,
        document.fingerprint,
    ]


def document_from_row(row: Sequence[Any]) -> tuple[int, StoredDocument]:
    """Return the number and the document of a row of DOCUMENTS. Raises ValueError."""
    number, source, name, version, dataset, header, mapping, read_on, fingerprint = row
    names, fields = json.loads(header or ""), json.loads(mapping or "")
    are_groups = isinstance(names, list) and isinstance(fields, dict)
    texts = (source, name, fingerprint, *names, *fields.values()) if are_groups else (None,)
    texts += tuple(text for text in (version, dataset) if text is not None)
    are_texts = isinstance(read_on, date) and all(isinstance(each, str) for each in texts)
    if not are_texts or type(number) is not int or number < 0:
        raise ValueError(f"document {number!r} is not one of ours")
    document = StoredDocument(
        source=source,
        name=name,
        version=version,
        dataset=dataset,
        header=tuple(names),
        mapping=fields,
        read_on=read_on,
        fingerprint=fingerprint,
    )
    return number, document
