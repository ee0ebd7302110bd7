"""`geo import` of the datasets: invented rows under their real headers."""

__all__ = ["section"]

from pathlib import Path
from typing import NamedTuple

from document import Section
from imports import NO_GEOCODE, import_rows
from paths import BUILD
from processes import Ran
from results import Comparison, Line, count, in_size
from synthetic import file_of
from targets import UCDP_ROWS

DATASETS = ("ucdp", "gtd", "acled")
MOST, MOST_BEFORE = 200_000, 20_000  # rows of a dataset; those that the build before imports
TIMES = 3
REMARK = """\
Rates are of {rows:,} rows, those of the build before of {before:,}. The rows are invented; places,
days, groups, texts and cited reports repeat about as much as in the real files."""


class Imported(NamedTuple):
    """A dataset's file that was imported."""

    dataset: str
    rows: int
    run: Ran

    def rate(self, before: Path | None) -> Line:
        """Compare how many rows a second are imported, with another checkout if there is one."""
        rates = rate_of(self.dataset, min(self.rows, MOST_BEFORE), before) if before else None
        return Line(self.dataset, [self.rows / self.run.seconds], rates, unit=count)

    def memory(self) -> Line:
        """Tell the most memory that all processes had together."""
        return Line(self.dataset, [self.run.together], unit=in_size)

    def size(self) -> Line:
        """Compare the size of the store with that of the file."""
        paths = dataset_store(self.dataset), file_of(self.dataset, self.rows)
        store, file = ([float(path.stat().st_size)] for path in paths)
        return Line(self.dataset, store, file, unit=in_size)


def section(rows: int, before: Path | None) -> Section:
    """Import a file of UCDP as a user does, and at most so many rows of each dataset."""
    size = min(rows, MOST)
    found = [imported(dataset, size) for dataset in DATASETS]
    return Section(
        part="importers",
        remarks=(REMARK.format(rows=size, before=min(size, MOST_BEFORE)),),
        comparisons=(
            Comparison("whole command", "", (of_ucdp(),)),
            Comparison("rows a second", "the build before", tuple(x.rate(before) for x in found)),
            Comparison("peak memory of all processes", "", tuple(x.memory() for x in found)),
            Comparison("size of the store", "the CSV", tuple(x.size() for x in found)),
        ),
    )


def imported(dataset: str, rows: int) -> Imported:
    """Import a file without looking up the rows that have no position."""
    run = import_rows(dataset, rows, dataset_store(dataset), NO_GEOCODE)
    return Imported(dataset, rows, run)


def of_ucdp() -> Line:
    """Import a file as large as a real one, as a user does."""
    runs = [import_rows("ucdp", UCDP_ROWS, dataset_store("ucdp-whole")) for _ in range(TIMES)]
    seconds = [run.seconds for run in runs]
    return Line(f"`geo import ucdp`, {UCDP_ROWS:,} rows", seconds, aim="2 s", target="ucdp")


def rate_of(dataset: str, rows: int, checkout: Path) -> list[float]:
    """Return how many rows a second another checkout imports."""
    store = dataset_store(f"{dataset}-before")
    run = import_rows(dataset, rows, store, NO_GEOCODE, checkout=checkout)
    return [rows / run.seconds]


def dataset_store(name: str) -> Path:
    """Return where the store of a dataset lies, by its name."""
    return BUILD / f"{name}.duckdb"
