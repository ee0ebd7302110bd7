"""What is aimed at, and whether it was reached."""

__all__ = ["HEADER", "MANY", "SOME", "TARGETS", "UCDP_ROWS", "Target"]

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from results import NONE, Line, in_ms, in_size, seconds

SOME, MANY = 200_000, 2_000_000
UCDP_ROWS = 16_566  # of a real file
HEADER = ("target", "at worst", "aim", "measured", "compared with", "ratio", "reached")
SIZES = {0: "the bundled data", SOME: f"{SOME:,}", MANY: f"{MANY:,}"}
ANSWERS = ("cells", "summary", "table page", "text search")

Unit = Callable[[Sequence[float]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that is to be no more than `worst`, and better no more than `aim`."""

    name: str  # that a line of a measurement gives; it has the number of rows
    what: str
    worst: float | Fraction
    aim: float | Fraction
    unit: Unit | None = None  # None for a ratio

    def row(self, line: Line | None) -> tuple[str, ...]:
        """Return a row of the table of targets."""
        head = (self.what, self._limit(self.worst), self._limit(self.aim))
        if line is None or not line.ours:
            return (*head, *[NONE] * 4)
        if self.unit:  # a figure by itself, whatever stands next to it
            line = Line(line.what, line.ours, unit=self.unit)
        return (*head, *line.cells(), self._reached(line.value))

    def _limit(self, value: float | Fraction) -> str:
        return self.unit([float(value)]) if self.unit else str(value)

    def _reached(self, value: float) -> str:
        if value <= self.aim:
            return "the aim"
        return "not the aim" if value <= self.worst else "**no**"


def _targets() -> Iterator[Target]:
    many = f"{MANY:,} rows"
    what = f"import of {many} ÷ DuckDB’s read and sort"
    yield Target(name=f"import {MANY}", what=what, worst=10, aim=4)
    what, worst, aim = f"import of {many} ÷ the build before", Fraction(1, 12), Fraction(1, 35)
    yield Target(name=f"before {MANY}", what=what, worst=worst, aim=aim)
    what = f"`geo import ucdp` of {UCDP_ROWS:,} rows"
    yield Target(name="ucdp", what=what, worst=3, aim=2, unit=seconds)
    what = f"memory of the import of {many}"
    yield Target(name=f"memory {MANY}", what=what, worst=600e6, aim=450e6, unit=in_size)
    what = f"size of the store of {many} ÷ the CSV"
    yield Target(name=f"size {MANY}", what=what, worst=1.0, aim=0.6)
    for rows, size in SIZES.items():
        what = f"filter changed → redrawn ÷ the bare page, {size}"
        yield Target(name=f"filter {rows}", what=what, worst=2.5, aim=1.7)
    for rows, size in SIZES.items():
        what = f"cold load → drawn ÷ the bare page, {size}"
        yield Target(name=f"cold {rows}", what=what, worst=1.8, aim=1.4)
    for answer in ANSWERS:
        what = f"{answer} of {MANY:,} ÷ the build before"
        yield Target(name=f"{answer} {MANY}", what=what, worst=1.1, aim=1.0)
    what = f"cells of the world with `bbox`, {MANY:,} ÷ the bare scan"
    yield Target(name=f"bbox {MANY}", what=what, worst=8, aim=4)
    what = f"summary of {MANY:,} as of a day ÷ the one without"
    yield Target(name=f"as of {MANY}", what=what, worst=2, aim=1.5)
    for rows in (SOME, MANY):
        what = f"eight readers’ p95 ÷ one’s, {rows:,}"
        yield Target(name=f"readers {rows}", what=what, worst=5, aim=4)
    what = f"one record of {MANY:,} over HTTP"
    yield Target(name=f"record {MANY}", what=what, worst=0.03, aim=0.015, unit=in_ms)
    what = "first build of the gazetteer"
    yield Target(name="gazetteer", what=what, worst=15, aim=15, unit=seconds)
    yield Target(name="gazetteer memory", what=f"{what}: memory", worst=4e8, aim=4e8, unit=in_size)


TARGETS = tuple(_targets())
