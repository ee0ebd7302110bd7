"""Whose rows a table has: the name of its dataset, and ids that no other dataset has."""

__all__ = ["EXPORTED", "dataset_of", "identified", "key_of", "made_id"]

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from geo.formats.one_line import one_line
from geo.importers.actors import slug
from geo.importers.columns import normal_name
from geo.importers.published import Document
from geo.importers.record import Record
from geo.model.name_lengths import MAX_NAME

LONGEST_PREFIX = 60  # characters of a dataset's name that stand in an id
# Columns that only this program writes: the ids of such a table are whole.
EXPORTED = frozenset({"status_label", "status_as_of", "coded_by", "dataset_version"})


def dataset_of(document: Document) -> str:
    """Return what the dataset of a table is called: as is said, or as its file without the ending.

    >>> dataset_of(Document(name="jan.csv")), dataset_of(Document(name="jan.csv", dataset="2024"))
    ('jan', '2024')
    """
    return document.dataset or _stem(document.name) or "table"


@lru_cache
def _stem(name: str) -> str:
    stem = one_line(PurePath(name).stem)
    return stem if len(stem) <= MAX_NAME else key_of(stem)


def identified(document: Document, header: Sequence[str]) -> Document:
    """Return a document whose ids belong to its dataset; those that this program wrote stay."""
    if set(map(normal_name, header)) >= EXPORTED:
        return document
    return replace(document, id_prefix=f"{key_of(dataset_of(document))}-")


@lru_cache
def key_of(name: str) -> str:
    """Return a name as ids have it; where a slug drops some of it, with a hash.

    >>> key_of("Events 2024"), key_of("my_events"), key_of("حوادث")
    ('events-2024', 'my-events', 'hwdth-7fe48a97')
    """
    plain = re.sub(r"[\s._-]+", "-", name.casefold()).strip("-")
    short = slug(plain)[:LONGEST_PREFIX].strip("-")
    if short and short == plain:
        return short
    digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:8]
    return "-".join(filter(None, [short, digest]))


def made_id(record: Record, document: Document) -> str:
    """Return an id made of what a row says; rows that say the same are told apart by their line."""
    return f"{key_of(dataset_of(document))}-{record.digest()}"
