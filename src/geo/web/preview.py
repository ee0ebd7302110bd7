"""The pictures shown with links to a map: made one at a time, in turn, and kept for a while."""

__all__ = ["Previews"]

from geo.atlas.atlas import Atlas
from geo.atlas.embed_params import EmbedParams
from geo.formats.one_line import shortened
from geo.formats.own_words import LETTERS
from geo.query.query import Query
from geo.web.admission.turns import Turns
from geo.words.numbers import numbers_of

WIDTH_CM, DPI = 16.0, 190  # 1,197 px across, the size that sites ask for
KEPT = 64  # pictures, of about 200 KB
# A picture takes some two seconds; what asks for one on behalf of a link waits a little longer.
WAITING, OF_ONE_CLIENT, SECONDS = 4, 2, 12.0
BUSY = "other previews are being made: try again in a few seconds"

Key = tuple[str, ...]


class Previews:
    """The pictures of one application, by data and what is drawn."""

    def __init__(self) -> None:
        self._kept: dict[Key, bytes] = {}
        self._turns = Turns(most=WAITING, most_of_one=OF_ONE_CLIENT, seconds=SECONDS)

    def picture_of(self, opened: Atlas, params: EmbedParams, client: str) -> bytes:
        """Return a PNG of the matches, or of a view. Raises TooSlow while too many are made."""
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
        with self._turns.turn(client, BUSY):
            return self._kept.get(key) or self._keep(key, _picture(opened, params))

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
