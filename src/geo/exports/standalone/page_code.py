"""The code of a page in one file: one script and one style sheet, made small."""

__all__ = ["script", "style"]

import re
from functools import cache
from pathlib import Path

import rcssmin
import rjsmin

from geo.maps import static
from geo.maps.modules import joined
from geo.maps.templates import ASSETS

_STYLES = (
    static.LEAFLET / "leaflet.css",
    *(
        ASSETS / name
        for name in ("style.css", "article.css", "toll_chart.css", "timeline.css", "paper.css")
    ),
)
_LOST = re.compile(r"(?<=[\w\])]) (?=:[a-z-]+\()")  # a space that rcssmin loses in an @container
_OF_COLUMNS = frozenset({"sources/packed.js"})
# What only a server gives: its search for places, tiles, streets, and the files of the near ground.
_OF_SERVER = frozenset(
    {
        "map/controls/place_search.js",
        "ground/tiles.js",
        "ground/streets.js",
        "ground/near_ground.js",
    }
)


@cache
def script(page: str, *, has_columns: bool) -> str:
    """Return Leaflet and a page's module with all that it needs, as one small script.

    A page that `has_columns` also has the code that unpacks them and answers from a worker.
    rjsmin loses spaces in a template literal within another: no module has one, and a test looks.
    """
    library, _, _ = static.library().rpartition("//# sourceMappingURL")  # it is not with the file
    without = _OF_SERVER if has_columns else _OF_SERVER | _OF_COLUMNS
    code = joined(page, shrink=rjsmin.jsmin, without=without)
    return f"{library}\n{rjsmin.jsmin(code)}"


@cache
def style(*paths: Path) -> str:
    """Return the styles of Leaflet, of the map layer and of a page, made small."""
    sheets = (path.read_text("utf-8") for path in (*_STYLES, *paths))
    return "\n".join(rcssmin.cssmin(_LOST.sub(" *", sheet)) for sheet in sheets)
