"""How names are set on the map: sizes by kind, and a name with its box."""

__all__ = ["KINDS", "Name", "is_inside", "width_of_name"]

from collections.abc import Sequence
from dataclasses import dataclass

from geo.figures.boxes import Box
from geo.figures.typesetting import Face, width_of
from geo.figures.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a kind of name is set: size and height of a line in px, px of its town's sign."""

    size: float
    line: float
    sign: float = 0.0
    face: Face = "regular"


KINDS = {
    "country": Kind(size=11, line=14),
    "capital": Kind(size=12.5, line=15, sign=3),
    "city": Kind(size=12, line=15, sign=2.25),
    "town": Kind(size=11, line=14, sign=1.75),
    "mark": Kind(size=11.5, line=14, face="bold"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name on the map; `sign` is the box of its town's dot, None where it has none."""

    kind: str
    lines: tuple[str, ...]
    box: Box
    sign: Box | None = None
    x: float = 0.0  # of the mark that it names
    y: float = 0.0


def width_of_name(lines: Sequence[str], kind: Kind) -> float:
    """Return the width of the widest line in px."""
    return max(width_of(t, kind.size, kind.face) for t in lines)


def is_inside(box: Box, view: View) -> bool:
    """Tell whether a name is whole: half of it names nothing."""
    return box[0] > 2 and box[1] > 2 and box[2] < view.width - 2 and box[3] < view.height - 2
