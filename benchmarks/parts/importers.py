"""`geo import` of the datasets: invented rows under their real headers."""

__all__ = ["section"]

from pathlib import Path

from document import Section
from imports import NO_GEOCODE, import_rows
from paths import BUILD
from processes import Ran
from results import Comparison, Line, count, in_size
from synthetic import file_of
from targets import UCDP_ROWS

DATASETS = ("ucdp", "gtd", "acled")
ROWS, ROWS_BEFORE = 200_000, 20_000
TIMES = 3
REMARK = f"""\
Rates are of {ROWS:,} rows, those of the build before of {ROWS_BEFORE:,}. The rows are invented;
places, days, groups, texts and cited reports repeat about as much as in the real files."""


def section(before: Path | None) -> Section:
    """Import a file of UCDP as a user does, and many rows of each dataset."""
    found = {
        dataset: import_rows(dataset, ROWS, _store(dataset), NO_GEOCODE) for dataset in DATASETS
    }
    memory = [Line(name, [run.together], unit=in_size) for name, run in found.items()]
    return Section(
        part="importers",
        remarks=(REMARK,),
        comparisons=(
            Comparison("whole command", "", (of_ucdp(),)),
            Comparison("rows a second", "the build before", rates(found, before)),
            Comparison("peak memory of all processes", "", tuple(memory)),
            Comparison("size of the store", "the CSV", tuple(map(size, DATASETS))),
        ),
    )


def of_ucdp() -> Line:
    """Import a file of the real size of a part of UCDP, as a user does."""
    runs = [import_rows("ucdp", UCDP_ROWS, _store("ucdp-whole")) for _ in range(TIMES)]
    seconds = [run.seconds for run in runs]
    return Line(f"`geo import ucdp`, {UCDP_ROWS:,} rows", seconds, aim="2 s", target="ucdp")


def rates(found: dict[str, Ran], before: Path | None) -> tuple[Line, ...]:
    """Compare how many rows a second are imported, with another checkout if there is one."""
    return tuple(
        Line(
            dataset,
            [ROWS / run.seconds],
            rate_of(dataset, before) if before else None,
            unit=count,
        )
        for dataset, run in found.items()
    )


def rate_of(dataset: str, checkout: Path) -> list[float]:
    """Return how many rows a second another checkout imports, of a smaller file."""
    store = _store(f"{dataset}-before")
    done = import_rows(dataset, ROWS_BEFORE, store, NO_GEOCODE, checkout=checkout)
    return [ROWS_BEFORE / done.seconds]


def size(dataset: str) -> Line:
    """Compare the size of a store with that of its file."""
    store, file = (
        [float(path.stat().st_size)] for path in (_store(dataset), file_of(dataset, ROWS))
    )
    return Line(dataset, store, file, unit=in_size)


def _store(name: str) -> Path:
    return BUILD / f"{name}.duckdb"
