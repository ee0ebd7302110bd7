"""A file that a reader has chosen and not read yet: what was looked at is kept."""

__all__ = ["ChosenFile", "Preview"]

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from geo import importers
from geo.importers import Guess, ImportedRow, SheetOptions
from geo.importers.survey import Survey
from geo.intake.command import Reading
from geo.store.changes import Changes

PREVIEWED = 5  # rows


class Preview(NamedTuple):
    """The first rows of a file, and what its columns are used for."""

    survey: Survey
    rows: tuple[ImportedRow, ...]


@dataclass(slots=True, kw_only=True)
class ChosenFile:
    """The file that Streamlit calls `file_id`, saved at a path.

    The screen is drawn again at each click: nothing of the file is read twice in the same way.
    `changes` are those of records of this session, which the reader decides about.
    """

    file_id: str
    path: Path
    changes: Changes | None = None
    _guesses: dict[SheetOptions, Guess] = field(default_factory=dict)
    _beginnings: dict[SheetOptions, list[list[str]]] = field(default_factory=dict)
    _previews: dict[Hashable, Preview] = field(default_factory=dict)

    def guess(self, options: SheetOptions) -> Guess:
        """Return what a table of the file is. Raises UnreadableData."""
        if options not in self._guesses:
            self._guesses[options] = importers.guess(self.path, options=options)
        return self._guesses[options]

    def first_rows(self, options: SheetOptions) -> list[list[str]]:
        """Return the first rows of a table of the file, each with its number. As `guess` raises."""
        if options not in self._beginnings:
            self._beginnings[options] = importers.first_rows(self.path, options)
        return self._beginnings[options]

    def preview(self, reading: Reading) -> Preview:
        """Return the first rows as they would be read. Raises UnreadableData, BadValue."""
        key = (reading.options, frozenset(reading.mapping.items()))
        if key not in self._previews:
            rows = importers.read(
                reading.source,
                self.path,
                mapping=reading.mapping,
                options=reading.options,
                first=PREVIEWED,
            )
            self._previews[key] = Preview(rows.survey, tuple(rows))
        return self._previews[key]
