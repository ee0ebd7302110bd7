"""The text of a sheet: title above the map, caption below, and the metadata of the file."""

__all__ = ["SheetText", "TextLine", "height_of", "lines_of", "write_lines"]

from collections.abc import Sequence
from dataclasses import dataclass

from geo.figures.drawing import Drawing
from geo.figures.sheet import Sheet
from geo.figures.theme import INK, LABEL
from geo.figures.typesetting import Face, plain, wrapped
from geo.words.captions import Caption

HEADLINES = ((17, 23), (14, 19), (12.5, 17))  # px, letters and lines of a title
HEADLINE_LINES = 3  # at most, unless it is set as small as that


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text; sizes in px."""

    text: str
    size: float
    height: float
    face: Face
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """The lines above and below the map; `name` and `description` go into the file's metadata."""

    title: tuple[TextLine, ...]
    caption: tuple[TextLine, ...]
    name: str
    description: str

    @classmethod
    def of(cls, caption: Caption, sheet: Sheet) -> "SheetText":
        """Set the title above, or else the line of the query; under the map all other words."""
        added, title = plain(sheet.caption or ""), plain(sheet.title or "")
        sentence, tolls = plain(caption.sentence), plain(caption.tolls)
        credit = caption.sources or caption.base_map
        lines = [credit, caption.borders, caption.dated, caption.licence]
        origin = plain(" ".join(filter(None, lines)))
        above = lines_of(sentence, sheet.width, 12.5, 17, "regular", INK) if title else []
        parts = [
            *lines_of(added, sheet.width, 13, 18, "regular", INK),
            *lines_of(tolls, sheet.width, 11.5, 16, "regular", INK),
            *lines_of(origin, sheet.width, 11, 14.5, "regular", LABEL),
        ]
        return cls(
            title=(*_headline(title or sentence, sheet.width), *above),
            caption=tuple(parts),
            name=title or sentence,
            description=" ".join(filter(None, [added, sentence, tolls, origin])),
        )


def _headline(text: str, width: float) -> list[TextLine]:
    """Break a title into lines: small ones if it is long, so that the map stays the larger part."""
    for size, height in HEADLINES:
        lines = lines_of(text, width, size, height, "bold", INK)
        if len(lines) <= HEADLINE_LINES:
            break
    return lines


def lines_of(
    text: str, width: float, size: float, height: float, face: Face, color: str
) -> list[TextLine]:
    """Break a `plain` text into lines of a width."""
    return [
        TextLine(text=line, size=size, height=height, face=face, color=color)
        for line in wrapped(text, width, size, face)
    ]


def write_lines(
    drawing: Drawing, lines: Sequence[TextLine], top: float, left: float = 0.0
) -> float:
    """Write lines from a height on, and return where they end."""
    for line in lines:
        middle = top + line.height / 2
        drawing.write(line.text, left, middle, size=line.size, face=line.face, color=line.color)
        top += line.height
    return top


def height_of(lines: Sequence[TextLine]) -> float:
    """Return the height of lines in px."""
    return sum(line.height for line in lines)
