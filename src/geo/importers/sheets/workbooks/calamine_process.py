"""Reads a workbook with calamine, as a process of its own: a file may make it ask for any memory.

A sheet is held as a full grid up to its last cell. A file of a kilobyte can name a last cell so far
out that the process ends. The rows go to stdout as pickles: those of each sheet and None, at the
end the index of the sheets, and the place of that in 8 bytes. Arguments are the file, and the
status to end with where the rows cannot be written.
"""

__all__: list[str] = []

import os
import pickle
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1 << 31  # bytes


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # systems that do not limit a process
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        least = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (least, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(workbook: CalamineWorkbook, out: IO[bytes]) -> None:
    """Write the rows of each sheet, then the index: name, hidden or not, first column, place."""
    index = []
    for meta in workbook.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(meta.name)
            is_hidden = meta.visible != SheetVisibleEnum.Visible
            index.append((meta.name, is_hidden, (sheet.start or (0, 0))[1], out.tell()))
            for number, values in enumerate(sheet.iter_rows(), start=1):
                if any(not isinstance(value, str) or value.strip() for value in values):
                    pickle.dump((number, values), out)
            pickle.dump(None, out)
    place = out.tell()
    pickle.dump(index, out)
    out.write(struct.pack("<Q", place))


if __name__ == "__main__":
    _limit_memory()
    with Path(sys.argv[1]).open("rb") as file:  # by its content: a path is judged by its ending
        workbook = CalamineWorkbook.from_filelike(file)
        try:
            _write(workbook, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except OSError:
            os._exit(int(sys.argv[2]))  # without a flush, which would fail again
