"""Which names stand on a map, and where, in the browser and on paper; lengths are px."""

__all__ = [
    "AREA_KINDS",
    "CAPITALS_FIRST",
    "CENTRAL",
    "CLEAR",
    "COLUMN",
    "COUNTRY_ALWAYS",
    "COUNTRY_LAST",
    "ELDER",
    "GIVES_WAY",
    "LABEL_LENGTH",
    "LABEL_LIMIT",
    "LEAST_SHIFT",
    "LINE_LETTERS",
    "NAME_GAP",
    "NAME_KINDS",
    "NEAR",
    "PROMINENT",
    "REACH",
    "REGION_LAST",
    "SHIFTS",
    "SHIFT_SHARE",
    "SIGN_CLEAR",
    "SITE_ZOOM",
    "NameKind",
]

from dataclasses import dataclass

LABEL_LIMIT = 30  # marks in view beyond which no place is written next to them
LABEL_LENGTH = 30  # characters
SITE_ZOOM = 10  # from which the base map names the town and the mark its site
CAPITALS_FIRST = 5  # zoom from which capitals choose their place before any country
COUNTRY_LAST = 5  # zooms after its first in which a country's name is still of use …
COUNTRY_ALWAYS = 7  # … and up to which it is in any case
REGION_LAST = 4  # zooms after its first in which a province's name is still of use
AREA_KINDS = ("country", "region")  # kinds of names that stand in an area, without a sign
LINE_LETTERS = 14  # letters of an area's name that stand in one line
SHIFTS = (0, -8, 8, -16, 16, -34, 34, -52, 52)  # up or down where an area's own point is taken …
SHIFT_SHARE = 1 / 6  # … within this share of its name's width, at its first zoom: it stays inside …
LEAST_SHIFT = 16  # … or by so much in any case
GIVES_WAY = 16  # a country that may move so far lets capitals choose first
NAME_GAP = 3  # between a town's sign and its name
CLEAR = (4, 1)  # between names, next to and above each other
SIGN_CLEAR = (1, 0.5)  # between a name and the sign of another town
ELDER = 1  # zooms after its first from which other names keep off a town's sign more
NEAR = 48  # a mark so near that bears the town's name speaks for it
CENTRAL = 6  # from a mark's centre within which it stands for a town
PROMINENT = 2  # zooms after its first from which a town is written larger
REACH = 3  # around a mark or name that still hit it
COLUMN = 64  # width of the columns in which filled boxes are looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKind:
    """How a kind of name is set: height and weight of letters, height of a line, room between."""

    size: float
    weight: int
    line: float
    sign: float = 0  # radius of its town's sign
    spacing: float = 0  # between letters, in the browser
    opacity: float = 1


NAME_KINDS = {
    "country": NameKind(size=11, weight=500, line=14, spacing=1.4, opacity=0.85),
    "region": NameKind(size=11, weight=400, line=14, spacing=0.8, opacity=0.7),
    "capital": NameKind(size=12.5, weight=500, line=15, sign=3),
    "city": NameKind(size=12, weight=500, line=15, sign=2.25),
    "town": NameKind(size=11, weight=400, line=14, sign=1.75),
    "mark": NameKind(size=11.5, weight=600, line=14),
}
