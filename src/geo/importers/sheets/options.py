"""Which table of a file is read: what a user says of it, and what was chosen."""

__all__ = ["NOTHING_CHOSEN", "PLAIN", "SheetChoice", "SheetOptions", "check_options"]

import codecs
from collections.abc import Collection
from dataclasses import dataclass

from geo.errors import BadValue, UnreadableData


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOptions:
    """What a user says of a file; what is None is found out.

    - `sheet`: the name of a workbook's sheet, or its number, counted from 1.
    - `header_row`: the row that names the columns, counted from 1 with empty ones; where names take
      several rows, the last of them.
    - `encoding`: that of a text, such as `cp1251`.

    Raises BadValue.
    """

    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.header_row is not None and self.header_row < 1:
            raise BadValue("header_row", self.header_row, "a row, counted from 1")
        if self.encoding is not None and not _is_encoding(self.encoding):
            rule = "the name of an encoding, such as utf-8, cp1251 or cp1256"
            raise BadValue("encoding", self.encoding, rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """Which table of a file is read.

    - `sheets`, `sheet`: the names of all sheets of a workbook, and the one that is read.
    - `header_rows`: the rows that name the columns; none where the file has no such row.
    - `encoding`: that of a text.
    - `open`: what is not certain: "sheet", "header_row", "encoding".
    """

    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    encoding: str | None = None
    open: frozenset[str] = frozenset()


PLAIN = SheetOptions()
NOTHING_CHOSEN = SheetChoice()


# What is said of a file that an option is not for.
_ABSENT = {
    "sheet": "it has no sheets. Leave --sheet out",
    "header_row": "its records name their columns. Leave --header-row out",
    "encoding": "it says its encoding itself. Leave --encoding out",
}


def check_options(file: str, what: str, options: SheetOptions, has: Collection[str] = ()) -> None:
    """Refuse an option for a file that `has` not what it chooses. Raises UnreadableData."""
    for name, rule in _ABSENT.items():
        if getattr(options, name) is not None and name not in has:
            raise UnreadableData(f"{file} is {what}: {rule}")


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):  # codecs for other things than text
        return False
    return True
