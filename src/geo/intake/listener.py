"""The caller of an import: it hears of the progress, and is asked which ids are in use."""

__all__ = ["SILENT", "ImportListener"]

from collections.abc import Callable
from dataclasses import dataclass

from geo.intake.report import Rejected
from geo.store.file import ExistingIds


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportListener:
    """The functions that an import calls.

    `prepare` is called before the first look-up of a place, if there is one; `progress` with each
    line that is reached; `reject` with each row that is left out; `existing_ids` tells which of
    some ids are in use elsewhere.
    """

    prepare: Callable[[], None] = lambda: None
    progress: Callable[[int], None] = lambda _: None
    reject: Callable[[Rejected], None] = lambda _: None
    existing_ids: ExistingIds = lambda _: set()


SILENT = ImportListener()
