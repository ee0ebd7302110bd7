"""How a delimited text is written: its delimiter, and habits of programs that are not the rule."""

__all__ = ["Dialect", "dialect_of"]

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from geo.importers.sheets.heading_rows import IsKnown, known_count
from geo.importers.sheets.text_file import TextFile

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
_LOOKED_AT, _MOST = 200, 1 << 20  # lines, characters
_HEADED = 20  # lines, in which a header must end

# A quotation mark after an odd number of backslashes; and one after which text goes on.
_ANY_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_ESCAPED = re.compile(rf"{_ANY_ESCAPED.pattern}(?=[^{re.escape(''.join(DELIMITERS))}\r\n])")
ESCAPES = 'has quotation marks written as \\", which are read as quotation marks'
SINGLE = "has texts in single quotation marks, which are left out"
WRAPPED = "has each row in quotation marks as a whole, which are left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How rows are written.

    - `skipped` lines stand above the rows.
    - `quote` stands around cells.
    - `skips_spaces`: spaces stand between a delimiter and a quotation mark.
    - `cleaned`, if there is one, makes a usual line of each line; `habit` says what it mends.
    """

    delimiter: str = ","
    skipped: int = 0
    quote: str = '"'
    skips_spaces: bool = False
    cleaned: Callable[[str], str] | None = None
    habit: str = ""

    @property
    def is_usual(self) -> bool:
        """Tell a text that needs no more than its delimiter to be read."""
        return not (self.skips_spaces or self.cleaned) and self.quote == '"'

    def lines(self, file: TextFile) -> Iterator[str]:
        """Yield the lines of a file from its first row on, as usual ones."""
        lines = islice(file.lines(), self.skipped, None)
        return map(self.cleaned, lines) if self.cleaned else lines


def dialect_of(file: TextFile, is_known: IsKnown) -> Dialect:
    """Look at the first lines of a file."""
    lines = _first_lines(file)
    first = lines[0].strip() if lines else ""
    if first.casefold().startswith("sep=") and len(first) == len("sep=;"):
        return Dialect(delimiter=first[-1], skipped=1)  # Excel writes it to tell itself
    if _is_single(first):
        delimiter = max(DELIMITERS, key=lambda mark: first.count(f"'{mark}'"))
        return Dialect(delimiter=delimiter, quote="'", habit=SINGLE)
    if _is_wrapped(lines):
        unwrapped = [*map(_unwrapped, lines)]
        delimiter = _delimiter_of(unwrapped, is_known)
        return Dialect(delimiter=delimiter, cleaned=_unwrapped, habit=WRAPPED)
    if any(map(_ESCAPED.search, lines)) and not any('""' in line for line in lines):
        doubled = [*map(_doubled, lines)]
        delimiter = _delimiter_of(doubled, is_known)
        return Dialect(delimiter=delimiter, cleaned=_doubled, habit=ESCAPES)
    delimiter = _delimiter_of(lines, is_known)
    return Dialect(delimiter=delimiter, skips_spaces=_has_spaces(lines, delimiter))


def _first_lines(file: TextFile) -> list[str]:
    lines: list[str] = []
    length = 0
    for line in islice(file.lines(), _LOOKED_AT):
        lines.append(line)
        length += len(line)
        if length > _MOST:
            break
    return lines


def _delimiter_of(lines: Sequence[str], is_known: IsKnown) -> str:
    """Return the delimiter that makes most known headings, else most columns, alike in each row."""

    def score(delimiter: str) -> tuple[int, int, float]:
        rows = _rows(lines[:_HEADED], delimiter)
        known = max((known_count(row, is_known) for row in rows), default=0)
        return known, len(rows[0]) if rows else 0, _evenness(rows)

    return max(DELIMITERS, key=score)


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """Return the share of rows with the same number of cells, more than one."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0) / max(len(rows), 1)


def _rows(lines: Iterable[str], delimiter: str, *, skips_spaces: bool = False) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=skips_spaces):
            rows.append(row)  # noqa: PERF402, those before an error are kept
    except csv.Error:
        pass
    return [row for row in rows if any(row)]


def _has_spaces(lines: Sequence[str], delimiter: str) -> bool:
    """Tell that rows are even only if a quotation mark after delimiter and space opens a cell."""
    if not any(f'{delimiter} "' in line for line in lines):
        return False
    bare, skipping = (
        _evenness(_rows(lines, delimiter, skips_spaces=skips)) for skips in (False, True)
    )
    return skipping > bare


def _is_single(header: str) -> bool:
    """Tell headings each of which stands in single quotation marks."""
    marks = "".join(map(re.escape, DELIMITERS))
    return bool(re.fullmatch(rf"'[^']+'(?:[{marks}]'[^']*')+", header))


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell lines each of which is one cell with a whole row in it."""
    filled = [line.strip("\r\n") for line in lines if line.strip()]
    if len(filled) < 2 or not all(_is_whole(line) for line in filled):
        return False
    return all(any(mark in line for mark in DELIMITERS) for line in filled)


def _is_whole(line: str) -> bool:
    inner = line[1:-1]
    is_quoted = len(line) > 1 and line[0] == line[-1] == '"'
    return is_quoted and '"' not in inner.replace('""', "")


def _unwrapped(line: str) -> str:
    text = line.rstrip("\r\n")
    return text[1:-1].replace('""', '"') + line[len(text) :] if _is_whole(text) else line


def _doubled(line: str) -> str:
    return _ANY_ESCAPED.sub(r'\1""', line)
