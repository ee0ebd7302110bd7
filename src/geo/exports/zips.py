"""Zip files whose bytes depend only on their content, not on the clock or the machine."""

__all__ = ["repacked", "zipped"]

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geo.exports.formats import Files

DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
_UNIX, _MODE = 3, 0o644 << 16  # else a member names the system that made it


def zipped(files: Files) -> bytes:
    """Return files as a zip, in their order."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for path, part in files.items():
            archive.writestr(_member(path), part)
    return content.getvalue()


def repacked(content: bytes) -> bytes:
    """Return a zip without the dates of its members: Excel's and Word's files are zips."""
    with ZipFile(io.BytesIO(content)) as archive:
        return zipped({path: archive.read(path) for path in archive.namelist()})


def _member(path: str) -> ZipInfo:
    member = ZipInfo(path, DATE)
    member.compress_type = ZIP_DEFLATED
    member.create_system, member.external_attr = _UNIX, _MODE
    return member
