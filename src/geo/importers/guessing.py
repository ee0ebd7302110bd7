"""What a file is, before it is read: its source, and its columns."""

__all__ = ["Guess", "guess"]

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.importers.cells.positions import POSITION_READERS
from geo.importers.geojson_rows import OURS, scan, survey_of_features
from geo.importers.opening import empty_table, holds_features, open_sheet, with_known_header
from geo.importers.reading import sample_of_sheet, survey_of_sheet
from geo.importers.registry import IMPORTERS, dataset_of_columns
from geo.importers.sheets.options import NOTHING_CHOSEN, PLAIN, SheetChoice, SheetOptions
from geo.importers.survey import Survey
from geo.importers.tables.columns import DATES
from geo.importers.tables.table import IMPORTER as TABLE

PLACES = ("place", "country", "admin1", "admin2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """`source` is a name in SOURCES; `fields` says which column is used for which of our fields.

    Where the source has fixed columns there are no `fields`, and none can be chosen. `survey` has
    what the columns look like, and `choice` is the table of the file that would be read.
    """

    source: str
    survey: Survey
    columns: tuple[str, ...] = ()
    is_fixed: bool = False
    has_geometry: bool = False
    choice: SheetChoice = NOTHING_CHOSEN

    @property
    def fields(self) -> Mapping[str, str]:
        """Return which column is used for which of our fields (ours → theirs)."""
        return {} if self.is_fixed else self.survey.fields

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what every record needs and no column has: "date", "place"."""
        return self.missing_with({})

    def missing_with(self, mapping: Mapping[str, str]) -> tuple[str, ...]:
        """Return what is missing where a mapping (theirs → ours) says what some columns are."""
        if self.is_fixed:
            return ()
        fields = self.fields.keys() | set(mapping.values())
        is_placed = {"latitude", "longitude"} <= fields or not fields.isdisjoint(POSITION_READERS)
        placed = self.has_geometry or is_placed
        found = {
            "date": not fields.isdisjoint(DATES),
            "place": placed or not fields.isdisjoint(PLACES),
        }
        return tuple(name for name, is_found in found.items() if not is_found)


def guess(path: Path, *, options: SheetOptions = PLAIN) -> Guess:
    """Look at a file. Raises UnreadableData where nothing of it can be read."""
    return _of_features(path) if holds_features(path) else _of_sheet(path, options)


def _of_features(path: Path) -> Guess:
    found = scan(path)
    columns = tuple(found.names)
    if dataset := dataset_of_columns(columns, found.sample.texts):
        return Guess(source=dataset, columns=columns, survey=Survey(), is_fixed=True)
    if all(name in columns for name in OURS):
        return Guess(source="geojson", columns=columns, survey=Survey(), is_fixed=True)
    survey = survey_of_features(found, path)
    return Guess(source="geojson", columns=columns, survey=survey, has_geometry=True)


def _of_sheet(path: Path, options: SheetOptions) -> Guess:
    sheet = open_sheet(path, options)
    for importer in IMPORTERS.values():
        sheet = with_known_header(sheet, importer, {})
    sample = sample_of_sheet(sheet)
    if dataset := dataset_of_columns(sheet.header, sample.texts):
        return Guess(
            source=dataset,
            columns=sheet.header,
            survey=Survey(),
            is_fixed=True,
            choice=sheet.choice,
        )
    if sample.is_empty:
        sheet = empty_table(sheet)
    survey = survey_of_sheet(sheet, TABLE, sample)
    return Guess(source="table", columns=sheet.header, survey=survey, choice=sheet.choice)
