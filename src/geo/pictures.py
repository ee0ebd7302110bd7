"""The picture that stands beside a link to a map: made one at a time, and kept for a while."""

__all__ = ["MAP", "picture_of"]

from functools import partial
from threading import Lock

from geo.atlas import Atlas
from geo.errors import TooSlow
from geo.query import Query
from geo.viewpoint import Viewpoint

WIDTH_CM, DPI = 16.0, 190  # 1,197 px across: what those who show links ask for
MAP = (640, 400)  # px of the view whose middle and zoom a link has
KEPT = 64  # pictures, of about 200 KB

_kept: dict[tuple[str, str, str], bytes] = {}
_making = Lock()


def picture_of(opened: Atlas, query: Query, at: Viewpoint | None) -> bytes:
    """Return a PNG of what matches, or of a view. Raises TooSlow while another is being made."""
    key = (opened.edition, str(query), str(at or ""))
    if key not in _kept:
        if not _making.acquire(blocking=False):
            raise TooSlow("the picture of another map is being made: ask again in a few seconds")
        try:
            _keep(key, _picture(opened, query, at))
        finally:
            _making.release()
    return _kept[key]


def _picture(opened: Atlas, query: Query, at: Viewpoint | None) -> bytes:
    from geo.figures import Sheet, figure_bytes

    return figure_bytes(
        partial(opened.store.marks, query),
        at.bounds(*MAP) if at else None,
        opened.caption(query),
        sheet=Sheet(width_cm=WIDTH_CM, dpi=DPI),
    )


def _keep(key: tuple[str, str, str], picture: bytes) -> None:
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)))
    _kept[key] = picture
