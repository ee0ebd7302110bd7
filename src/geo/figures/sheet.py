"""The sheet that a figure is printed on: its width, its resolution, a title and a caption."""

__all__ = ["POINTS", "PT", "Sheet"]

from dataclasses import dataclass
from typing import Literal

from geo.errors import BadValue
from geo.formats.own_words import check_words

PT = 0.64  # points to a pixel of the screen, so that its smallest letters (11 px) are 7 pt in print
WIDTHS = (6, 60)  # cm; 8 and 16 are one and two columns of a journal
RESOLUTIONS = (72, 600)  # dots per inch; 96 is a screen's, 192 a sharp one's
MOST_DOTS = 8_000  # across, so that a picture fits into memory
TEXTS = ("text", "paths")  # letters that can be edited, or their outlines
CM = 2.54  # to an inch
POINTS = 72  # to an inch

Text = Literal["text", "paths"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The size of a figure, and the words that its author adds.

    - `width_cm`: width in centimetres, 6 to 60; 8 and 16 are one and two columns of a journal. The
      height follows from the map and its text
    - `dpi`: dots per inch, 72 to 600; 96 for a screen, 300 for print; at most 8,000 dots across
    - `title`: a heading above the map, at most 300 letters
    - `text`: how an SVG has its letters: as "text", which a graphics program edits, or as "paths",
      outlines that look the same without the font
    - `caption`: a text under the map, at most 2,000 letters; the line of the query, its sources and
      their licences always follow it

    Raises BadValue for a value outside these limits.

    >>> Sheet(width_cm=8, dpi=300, title="Attacks in Iran").dots
    945
    """

    width_cm: float = 16.0
    dpi: int = 300
    title: str | None = None
    caption: str | None = None
    text: Text = "text"

    def __post_init__(self) -> None:
        _check("width", self.width_cm, WIDTHS, "cm")
        _check("dpi", self.dpi, RESOLUTIONS, "dots per inch")
        if self.dots > MOST_DOTS:
            rule = f"at most {MOST_DOTS:,} dots across: give a smaller width or less dpi"
            raise BadValue("dpi", self.dpi, f"{self.width_cm:g} cm are {self.dots:,} dots, {rule}")
        if self.text not in TEXTS:
            raise BadValue("text", self.text, f"one of {', '.join(TEXTS)}")
        check_words("title", self.title)
        check_words("caption", self.caption)

    @property
    def dots(self) -> int:
        """Return the width in dots."""
        return round(self.width_cm / CM * self.dpi)

    @property
    def width(self) -> float:
        """Return the width in pixels of a screen, the unit of the layout."""
        return self.dots / self.dots_per_pixel

    @property
    def dots_per_pixel(self) -> float:
        """Return the number of dots in a pixel of the screen."""
        return PT * self.dpi / POINTS


def _check(name: str, value: float, allowed: tuple[int, int], unit: str) -> None:
    low, high = allowed
    if not low <= value <= high:
        raise BadValue(name, value, f"{low} to {high} {unit}")
