"""The pictures shown with links to a map: made one at a time, and kept for a while."""

__all__ = ["Previews"]

from threading import Lock

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import EmbedParams
from geo.errors import TooSlow
from geo.formats.one_line import shortened
from geo.formats.own_words import LETTERS
from geo.query.query import Query
from geo.words.numbers import numbers_of

WIDTH_CM, DPI = 16.0, 190  # 1,197 px across, the size that sites ask for
KEPT = 64  # pictures, of about 200 KB

Key = tuple[str, ...]


class Previews:
    """The pictures of one application, by data and what is drawn."""

    def __init__(self) -> None:
        self._kept: dict[Key, bytes] = {}
        self._making = Lock()

    def picture_of(self, opened: Atlas, params: EmbedParams) -> bytes:
        """Return a PNG of the matches, or of a view. Raises TooSlow while another is made."""
        key = (
            opened.edition,
            str(params.query),
            str(params.at or ""),
            params.borders,
            params.color,
            params.title,
            params.numbers,
        )
        if picture := self._kept.get(key):
            return picture
        if not self._making.acquire(blocking=False):
            raise TooSlow("another preview is being made: try again in a few seconds")
        try:
            return self._kept.get(key) or self._keep(key, _picture(opened, params))
        finally:
            self._making.release()

    def _keep(self, key: Key, picture: bytes) -> bytes:
        while len(self._kept) >= KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = picture
        return picture


def _picture(opened: Atlas, params: EmbedParams) -> bytes:
    """Draw the map only: sites cut a picture that is higher than wide."""
    from geo.exports.figure import map_from_selection  # loads matplotlib

    title = params.title or _title_of(opened, params.query)
    with numbers_of(params.numbers):
        selection = opened.selection(
            params.query, params.at, borders=params.borders, color=params.color
        )
        return map_from_selection("png", selection, title=title, width_cm=WIDTH_CM, dpi=DPI)


def _title_of(opened: Atlas, query: Query) -> str | None:
    """Return the title of the record that a query asks for; None where it may match several."""
    _, rows = opened.store.rows(query, limit=1) if len(query.id) == 1 else (0, [])
    return shortened(rows[0].title, LETTERS["title"]) if rows else None
