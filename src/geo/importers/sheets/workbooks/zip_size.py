"""How large a workbook is unpacked, found out before anything is unpacked."""

__all__ = ["check_size"]

import zipfile
from pathlib import Path

from geo.errors import UnreadableData, shortened

LARGEST = 1 << 32  # bytes, unpacked; sheets are never held whole
HIGHEST_RATIO = 100  # of unpacked to packed; sheets reach 20
# Bytes of a part that is held in memory whole, such as the shared texts: this much, or so many
# times the size of the file (GTD as its publisher gives it out is large, and texts pack well).
LARGEST_PART, PART_RATIO = 1 << 26, 10


def check_size(path: Path, name: str) -> None:
    """Refuse a workbook that unpacks to far more than one does. Raises UnreadableData."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    large = [part for part in parts if part.file_size > LARGEST_PART // PART_RATIO]
    ratio = max((part.file_size / max(part.compress_size, 1) for part in large), default=0)
    if unpacked > LARGEST or ratio > HIGHEST_RATIO:
        text = f"{name} unpacks to {unpacked:,} bytes, {ratio:.0f} times its size"
        raise UnreadableData(f"{text}: that is not a spreadsheet. Save it as CSV")
    whole = max(LARGEST_PART, PART_RATIO * packed)
    for part in parts:
        if not part.filename.startswith("xl/worksheets/") and part.file_size > whole:
            text = f"{name} has a part of {part.file_size:,} bytes ({shortened(part.filename)})"
            raise UnreadableData(f"{text}: too much to hold in memory. Save it as CSV")
