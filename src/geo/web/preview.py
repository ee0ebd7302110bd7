"""The picture that stands beside a link to a map: made one at a time, and kept for a while."""

__all__ = ["picture_of"]

from threading import Lock

from geo.atlas.atlas import Atlas
from geo.errors import TooSlow
from geo.exports import export_bytes
from geo.query.query import Query
from geo.viewpoint import Viewpoint

WIDTH_CM, DPI = 16.0, 190  # 1,197 px across: what those who show links ask for
KEPT = 64  # pictures, of about 200 KB

_kept: dict[tuple[str, str, str], bytes] = {}
_making = Lock()


def picture_of(opened: Atlas, query: Query, at: Viewpoint | None) -> bytes:
    """Return a PNG of what matches, or of a view. Raises TooSlow while another is being made."""
    key = (opened.edition, str(query), str(at or ""))
    if picture := _kept.get(key):
        return picture
    if not _making.acquire(blocking=False):
        raise TooSlow("the picture of another map is being made: ask again in a few seconds")
    try:
        return _kept.get(key) or _keep(key, _picture(opened, query, at))
    finally:
        _making.release()


def _picture(opened: Atlas, query: Query, at: Viewpoint | None) -> bytes:
    return export_bytes(opened.selection(query, at), "png", width_cm=WIDTH_CM, dpi=DPI)


def _keep(key: tuple[str, str, str], picture: bytes) -> bytes:
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)))
    _kept[key] = picture
    return picture
