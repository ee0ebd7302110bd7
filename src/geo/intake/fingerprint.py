"""A file with the way in which it is read: the same twice is nothing new."""

__all__ = ["fingerprint_of"]

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from geo.importers.published import StoredDocument
from geo.importers.sheets.options import SheetOptions


def fingerprint_of(
    path: Path, document: StoredDocument, options: SheetOptions, *, geocode: bool
) -> str:
    """Return a SHA-256 hash of a file's content and of how it is read, as hexadecimal digits."""
    way = [document.source, document.name, document.version, document.dataset]
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    found.update(json.dumps([*way, dict(document.mapping), asdict(options), geocode]).encode())
    return found.hexdigest()
