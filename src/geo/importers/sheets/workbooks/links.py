"""Links on the cells of an .xlsx sheet, which stand in a part of their own."""

__all__ = ["link_count"]

import re
from posixpath import basename, dirname
from typing import Any

_LINK = re.compile(rb"/relationships/hyperlink[\"']")
MOST = 1 << 26  # bytes of the part that are looked at


def link_count(sheet: Any) -> int:
    """Return how many links a sheet has that openpyxl opened to be read only."""
    path = sheet._worksheet_path
    part = f"{dirname(path)}/_rels/{basename(path)}.rels"
    try:
        with sheet.parent._archive.open(part) as file:
            return len(_LINK.findall(file.read(MOST)))
    except KeyError:
        return 0  # it has no such part
