"""The caller of an import: it hears of the progress, and is asked what is to become of records."""

__all__ = ["SILENT", "ImportListener", "Progress"]

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from geo.intake.finding_kinds import RowFinding
from geo.store.changes import Changes, Choice
from geo.store.file import ExistingIds


class Progress(NamedTuple):
    """How far an import is: the rows that are made, and the share of the whole work, 0…1.

    A table is read twice: `looked_at` are its rows that are read for the first time, before any is
    made.
    """

    rows: int
    share: float
    looked_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportListener:
    """The functions that an import calls.

    `prepare` is called before the first look-up of a place, if there is one; `progress` after each
    batch; `reject` with each finding of a row that is left out; `warn` with each warning about one
    that is kept, and about the file; without `warn` they are only counted, which is less work.
    `existing_ids` tells which of some ids are in use elsewhere. `confirm` is asked, before anything
    is written, what becomes of the records that the store has of the same datasets; None stops.
    An exception of theirs ends the import, and the store stays as it was.
    """

    prepare: Callable[[], None] = lambda: None
    progress: Callable[[Progress], None] = lambda _: None
    reject: Callable[[RowFinding], None] | None = None
    warn: Callable[[RowFinding], None] | None = None
    existing_ids: ExistingIds = lambda _: set()
    confirm: Callable[[Changes], Choice | None] | None = None


SILENT = ImportListener()
