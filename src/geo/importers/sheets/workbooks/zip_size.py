"""How large a workbook is unpacked, found out before anything is unpacked."""

__all__ = ["check_size"]

import zipfile
from pathlib import Path

from geo.errors import UnreadableData, shortened
from geo.settings import limit

# A part that is held whole in memory, such as the shared texts, may be so many times the size of
# the file where that is more (GTD as its publisher gives it out is large, and texts pack well).
PART_RATIO = 10


def check_size(path: Path, name: str) -> None:
    """Refuse a workbook that unpacks to far more than one does. Raises UnreadableData."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > limit("file_parts"):
        text = f"{name} has {len(parts):,} files in it, and {limit('file_parts'):,} are the most"
        raise UnreadableData(f"{text}: save only its table, as .xlsx or CSV")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    most = limit("file_part") << 20
    large = [part for part in parts if part.file_size > most // PART_RATIO]
    ratio = max((part.file_size / max(part.compress_size, 1) for part in large), default=0)
    if unpacked > limit("file_unpacked") << 20 or ratio > limit("file_ratio"):
        times = f", {ratio:.0f} times its size" if ratio else ""
        text = f"{name} unpacks to {unpacked:,} bytes{times}"
        raise UnreadableData(f"{text}: that is not a spreadsheet. Save it as CSV")
    for part in parts:
        is_sheet = part.filename.startswith("xl/worksheets/")
        if not is_sheet and part.file_size > max(most, PART_RATIO * packed):
            text = f"{name} has a part of {part.file_size:,} bytes ({shortened(part.filename)})"
            raise UnreadableData(f"{text}: too much to hold in memory. Save it as CSV")
