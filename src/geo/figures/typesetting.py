"""Words on paper: `plain` makes any text printable, and the others measure and break lines.

The letters are those of DejaVu Sans, which comes with matplotlib: every machine prints the same.
It has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters, and no Chinese ones.
"""

__all__ = ["HAIR", "Face", "fitted", "font", "plain", "width_of", "wrapped"]

from bisect import bisect_right
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal
from unicodedata import bidirectional, category, normalize

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

from geo.formats.bidi import CONTROLS, balanced

Face = Literal["regular", "bold", "italic"]

HAIR = "\N{HAIR SPACE}"  # sets letters apart
UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # for a letter that the font lacks
JOINERS = "\u200c\u200d"  # they shape the letters on both sides
_FILES = {"regular": "DejaVuSans", "bold": "DejaVuSans-Bold", "italic": "DejaVuSans-Oblique"}
LONGEST = 1_000  # letters of a line: none has room for more
_UNIT = 100.0  # size at which widths are kept


def plain(text: str) -> str:
    r"""Return a text as one line that matplotlib prints letter for letter.

    >>> plain("a\tb\n\x00 鎌"), plain("$x_1$")
    ('a b �', '$x_1$')
    """
    letters = "".join(map(_printable, balanced(normalize("NFC", text))))
    return " ".join(letters.split())


def width_of(text: str, size: float, face: Face = "regular") -> float:
    """Return how wide a line is, in the unit of its size."""
    return _width(text, face) * size / _UNIT


def fitted(text: str, width: float, size: float, face: Face = "regular") -> str:
    """Return as much of a line as has room in a width, with … where it is cut.

    >>> fitted("Islamic State", 200, 11), fitted("Islamic State", 50, 11)
    ('Islamic State', 'Islamic…')
    """
    if width_of(text, size, face) <= width:
        return text
    lengths = range(min(len(text) - 1, LONGEST), 0, -1)
    cut = (f"{text[:length].rstrip()}…" for length in lengths)
    return next((each for each in cut if width_of(each, size, face) <= width), "…")


def wrapped(text: str, width: float, size: float, face: Face = "regular") -> list[str]:
    """Break a text into lines no wider than `width`, at its spaces where it can."""
    lines: list[str] = []
    line = ""
    for word in chain.from_iterable(_broken(w, width, size, face) for w in text.split()):
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, face) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


@cache
def font(size: float, face: Face = "regular") -> FontProperties:
    """Return a face at a size in points."""
    return FontProperties(fname=_file(face), size=size)


def _file(face: Face) -> str:
    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{_FILES[face]}.ttf")


@lru_cache(maxsize=10_000)
def _width(text: str, face: Face) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(text, font(_UNIT, face), ismath=False)
    return float(width)


def _broken(word: str, width: float, size: float, face: Face) -> list[str]:
    """Return a word in parts that fit."""
    parts = [word]
    while len(parts[-1]) > 1 and width_of(parts[-1], size, face) > width:
        last = parts.pop()
        most = min(len(last) - 1, LONGEST)
        lengths = range(1, most + 1)
        top = bisect_right(lengths, width, key=lambda n: width_of(last[:n], size, face))
        fits = (n for n in range(top, 1, -1) if width_of(last[:n], size, face) <= width)
        share = next(fits, 1)
        parts += [last[:share], last[share:]]
    return parts


def _printable(char: str) -> str:
    kind = category(char)
    if kind in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    if kind == "Cf":
        return char if char in JOINERS or bidirectional(char) in CONTROLS else ""
    return char if ord(char) in _letters() else UNKNOWN


@cache
def _letters() -> frozenset[int]:
    """Return the letters that both faces for data have; italic is only for our own words."""
    faces: tuple[Face, ...] = ("regular", "bold")
    maps = [get_font(_file(face)).get_charmap() for face in faces]
    return frozenset(maps[0]).intersection(*maps[1:])
