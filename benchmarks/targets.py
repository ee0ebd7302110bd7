"""What is aimed at, and whether it was reached."""

__all__ = ["HEADER", "MANY", "SOME", "TARGETS", "UCDP_ROWS", "Target", "aim_of"]

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from results import NONE, Line, Unit, count, in_ms, in_size, seconds

FEW, SOME, MANY = 10_000, 200_000, 2_000_000
UCDP_ROWS = 16_566  # of a real file
HEADER = ("target", "at worst", "aim", "measured", "compared with", "ratio", "reached")
SIZES = {0: "the bundled data", SOME: f"{SOME:,}", MANY: f"{MANY:,}"}
ANSWERS = ("cells", "summary", "table page", "text search")

# Of a page with so many records: columns sent, seconds until they can be brushed, of a move of the
# brush, of the slowest in twenty, turns to the server meanwhile, and memory.
TIMELINES = {
    FEW: (0.1e6, 0.1, 0.016, 0.030, 0, 10e6),
    SOME: (1.1e6, 0.3, 0.020, 0.040, 0, 40e6),
    MANY: (10.5e6, 2, 0.050, 0.100, 0, 200e6),
}
PEERS = ("dash-leaflet", "kepler.gl")


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
        head = (self.what, self.limit(self.worst), self.limit(self.aim))
        if line is None or not line.is_measured:
            return (*head, *[NONE] * 4)
        if self.unit:  # a figure by itself, whatever stands next to it
            line = Line(line.what, line.ours, unit=self.unit)
        return (*head, *line.cells(), self._reached(line.value))

    def limit(self, value: float | Fraction) -> str:
        """Return a figure of this target in words."""
        return self.unit([float(value)]) if self.unit else str(value)

    def _reached(self, value: float) -> str:
        if value <= self.aim:
            return "the aim"
        return "not the aim" if value <= self.worst else "**no**"


def aim_of(name: str) -> str:
    """Return what a target aims at, in words; nothing where there is none of this name."""
    return next((target.limit(target.aim) for target in TARGETS if target.name == name), "")


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
    yield from _of_timelines()
    what = "first build of the gazetteer"
    yield Target(name="gazetteer", what=what, worst=15, aim=15, unit=seconds)
    yield Target(name="gazetteer memory", what=f"{what}: memory", worst=4e8, aim=4e8, unit=in_size)


def _of_timelines() -> Iterator[Target]:
    for rows, limits in TIMELINES.items():
        for (name, what, unit), limit in zip(_OF_TIMELINE, limits, strict=True):
            what = f"{what}, {rows:,}"
            yield Target(name=f"{name} {rows}", what=what, worst=limit, aim=limit, unit=unit)
        for peer in PEERS:
            what = f"brush moved → redrawn ÷ the slider of {peer}, {rows:,}"
            yield Target(name=f"{peer} {rows}", what=what, worst=1, aim=1)


_OF_TIMELINE: tuple[tuple[str, str, Unit], ...] = (
    ("sent", "columns on the wire", in_size),
    ("ready", "columns arrived → brush ready", in_ms),
    ("brush", "brush moved → all redrawn", in_ms),
    ("brush p95", "brush moved → all redrawn, p95", in_ms),
    ("turns", "requests and frames during brush and play", count),
    ("tab", "memory of the tab beyond the bare map", in_size),
)
TARGETS = tuple(_targets())
