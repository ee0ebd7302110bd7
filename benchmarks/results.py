"""Tables of figures: as text for a terminal, and as Markdown for docs/performance.md."""

__all__ = ["Table", "in_ms", "in_size", "ratio", "seconds"]

from dataclasses import dataclass
from statistics import median

NONE = "–"  # not measured, or not to be had


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures in words, in rows under a header; the first column says what they are."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_text(self) -> str:
        """Return lines in columns."""
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [_line(row, widths) for row in (self.header, *self.rows)]
        return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])

    def as_markdown(self) -> str:
        """Return a table of Markdown."""
        rule = ["---", *["---:"] * (len(self.header) - 1)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.header, rule, *self.rows))


def seconds(values: list[float] | None) -> str:
    """Return the median of seconds in words."""
    return f"{median(values):.2f} s" if values else NONE


def in_ms(values: list[float] | None) -> str:
    """Return the median of seconds as milliseconds in words."""
    return f"{median(values) * 1000:.1f} ms" if values else NONE


def in_size(values: list[float] | None) -> str:
    """Return the median of bytes in words (1 MB is 1,000 KB is 1,000,000 bytes)."""
    if not values:
        return NONE
    size = median(values)
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} KB"


def ratio(values: list[float], others: list[float]) -> str:
    """Return how many times the median of others the median of values is."""
    return f"{median(values) / median(others):.1f}"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)])
