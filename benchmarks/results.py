"""Figures next to others: as text for a terminal, and as Markdown for docs/performance.md."""

__all__ = [
    "NONE",
    "Comparison",
    "Figures",
    "Line",
    "Table",
    "Unit",
    "count",
    "in_ms",
    "in_size",
    "percentile",
    "ratio",
    "seconds",
]

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

NONE = "–"  # not measured, or not to be had
Figures = Sequence[float]
Unit = Callable[[Figures], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures in words, in rows under a header; the first column says what they are."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_text(self) -> str:
        """Return lines in columns."""
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [_aligned(row, widths) for row in (self.header, *self.rows)]
        return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])

    def as_markdown(self) -> str:
        """Return a table of Markdown."""
        rule = ["---", *["---:"] * (len(self.header) - 1)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.header, rule, *self.rows))


def seconds(values: Figures) -> str:
    """Return the median of seconds in words."""
    return f"{median(values):.2f} s" if values else NONE


def in_ms(values: Figures) -> str:
    """Return the median of seconds as milliseconds in words."""
    return f"{median(values) * 1000:.1f} ms" if values else NONE


def in_size(values: Figures) -> str:
    """Return the median of bytes in words (1 MB is 1,000 KB is 1,000,000 bytes)."""
    if not values:
        return NONE
    size = median(values)
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} KB"


def count(values: Figures) -> str:
    """Return the median of numbers in words."""
    return f"{median(values):,.0f}" if values else NONE


def ratio(values: Figures, others: Figures) -> str:
    """Return how many times the median of others the median of values is."""
    times = median(values) / median(others)
    return f"{times:.1f}" if times >= 1 else f"{times:.2g}"


def percentile(values: Figures, share: int = 95) -> float:
    """Return the value that so many per cent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-share * len(ordered) // 100) - 1)]


@dataclass(frozen=True, slots=True)
class Line:
    """Measurements of one thing, next to those that they are compared with, if there are any.

    `target` is the name of the target that they are held against.
    """

    what: str
    ours: Figures
    other: Figures | None = None
    unit: Unit = field(default=seconds, kw_only=True)
    aim: str = field(default="", kw_only=True)
    target: str = field(default="", kw_only=True)

    @property
    def is_measured(self) -> bool:
        """Tell whether there are figures, and those that they are compared with."""
        return bool(self.ours) and (self.other is None or bool(self.other))

    @property
    def value(self) -> float:
        """Return the ratio, or the figure itself."""
        return median(self.ours) / (median(self.other) if self.other else 1)

    def cells(self) -> tuple[str, str, str]:
        """Return the figures in words: ours, the other, their ratio."""
        if self.other is None:
            return self.unit(self.ours), "", ""
        compared = ratio(self.ours, self.other) if self.is_measured else NONE
        return self.unit(self.ours), self.unit(self.other), compared


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines about one thing, and what they are compared with, if there is anything."""

    what: str
    other: str
    lines: tuple[Line, ...]

    @property
    def table(self) -> Table:
        """Return the figures in words."""
        if not self.other:
            rows = tuple((line.what, line.cells()[0], line.aim) for line in self.lines)
            return Table(header=(self.what, "ours", "aim"), rows=rows)
        compared = tuple((line.what, *line.cells(), line.aim) for line in self.lines)
        return Table(header=(self.what, "ours", self.other, "ratio", "aim"), rows=compared)


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)])
